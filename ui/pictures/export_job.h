// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/exporter.h"

#include <QObject>
#include <QString>

#include <functional>
#include <thread>
#include <vector>

namespace lockscope::ui {

/// Writes pictures one after another. Each is painted, which is soon done, between two events of
/// the window; what takes long, making a file of it, is a thread's. GUI thread only.
class ExportJob : public QObject
{
    Q_OBJECT

public:
    struct Picture
    {
        QString what;
        QString path;
    };

    /// `ready`: whether what is to be painted is all there; none: it is. The exporter's views
    /// outlive the job.
    ExportJob(Exporter exporter,
              std::vector<Picture> pictures,
              PictureFormat format,
              int scale,
              std::function<bool()> ready,
              QObject* parent = nullptr);
    /// Waits for the file that is being written; those that are not begun are not.
    ~ExportJob() override;

    void start();
    /// Ends it after the file that is being written.
    void cancel() { m_cancelled = true; }

signals:
    /// So many files have been written.
    void progressed(int done);
    /// With a sentence when it failed; without one when all were written.
    void finished(const QString& problem);
    void cancelled();

private:
    void next();
    void write();

    Exporter m_exporter;
    std::vector<Picture> m_pictures;
    PictureFormat m_format;
    int m_scale;
    std::function<bool()> m_ready;
    std::size_t m_done = 0;
    bool m_cancelled = false;
    std::jthread m_thread;
};

} // namespace lockscope::ui
