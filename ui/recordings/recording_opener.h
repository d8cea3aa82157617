// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/recording.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <future>
#include <memory>
#include <thread>

class QProgressDialog;
class QWidget;

namespace lockscope::ui {

/// Opens recordings while the window goes on: all of a file is read once for its index, a second
/// for each gigabyte, so that of a large one is made on a thread of its own, and a dialog says how
/// far it is and ends it. What takes no longer than a frame or two is opened at once. GUI thread
/// only.
class RecordingOpener : public QObject
{
    Q_OBJECT

public:
    using RecordingPtr = std::shared_ptr<const recording::Recording>;

    /// Bytes that are opened at once.
    static constexpr qint64 kAtOnce = qint64{32} << 20;

    /// The window, whose dialog says how far it is, outlives it; none: the dialog stands alone.
    explicit RecordingOpener(QWidget* window = nullptr, QObject* parent = nullptr);
    ~RecordingOpener() override;

    /// Ends in opened(), problem() or, when the person ends it, givenUp(); in none of them when
    /// another is opened first.
    void open(const QString& file);
    /// Files of so many bytes are opened at once.
    void setAtOnce(qint64 bytes) { m_atOnce = bytes; }

signals:
    void opened(const lockscope::ui::RecordingOpener::RecordingPtr& recording, const QString& file);
    void problem(const QString& sentence);
    void givenUp();

private:
    struct Work;

    void begin(const QString& file);
    /// Shows how far it is, or what came of it.
    void look();
    /// What there is of it is of no use any more.
    void giveUp();
    void end();
    void take(std::future<RecordingPtr> result);

    QWidget* m_window;
    qint64 m_atOnce = kAtOnce;
    QString m_file;
    std::shared_ptr<Work> m_work; ///< null: nothing is being opened
    std::future<RecordingPtr> m_result;
    std::jthread m_thread;
    QTimer m_looks;
    std::unique_ptr<QProgressDialog> m_dialog;
};

} // namespace lockscope::ui
