// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"

#include <QDialog>
#include <QString>

#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

class QComboBox;
class QDialogButtonBox;
class QLabel;

namespace lockscope::ui {

class MessageStrip;
class RecordingFiles;

/// Asks for a format, a time and a file, and exports data into it while the window goes on. Stays
/// open and says why when that fails. GUI thread only.
class DataExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// What of the run's time there is to choose, each with what it is called.
    using Times = std::vector<std::pair<QString, measure::TimeRange>>;

    /// The files outlive it; `usual` is the time that is offered first, of those that there are.
    DataExportDialog(RecordingFiles& files, Times times, int usual, QWidget* parent = nullptr);
    /// Cancels, and waits for the thread.
    ~DataExportDialog() override;

    /// What was written, for people; empty before.
    [[nodiscard]] QString outcome() const { return m_outcome; }
    /// Exports into a file, without asking.
    void exportTo(const QString& file, std::size_t format);

public slots:
    void accept() override;
    /// Ends the export, if there is one under way; else closes.
    void reject() override;

private:
    void end(const QString& file, std::uint64_t snapshots, const QString& problem, bool failed);
    void showBusy(bool busy);

    RecordingFiles& m_files;
    Times m_times;
    QComboBox* m_format; // children
    QComboBox* m_time;
    QLabel* m_progress;
    MessageStrip* m_message;
    QDialogButtonBox* m_buttons;
    QString m_outcome;
    std::atomic<bool> m_cancelled{false};
    bool m_busy = false;
    std::jthread m_thread;
};

} // namespace lockscope::ui
