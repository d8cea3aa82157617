// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/time_range.h"
#include "ui/widgets/time_choice.h"

#include <QDialog>
#include <QString>

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

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
    /// The files outlive it. What there is to choose, and `all`, are as TimeChoice::offer() has
    /// them.
    DataExportDialog(RecordingFiles& files,
                     TimeChoice::Named times,
                     int usual,
                     std::function<measure::TimeRange()> all,
                     QWidget* parent = nullptr);
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
    QComboBox* m_format; // children
    TimeChoice* m_time;
    QLabel* m_progress;
    MessageStrip* m_message;
    QDialogButtonBox* m_buttons;
    QString m_outcome;
    std::atomic<bool> m_cancelled{false};
    bool m_busy = false;
    std::jthread m_thread;
};

} // namespace lockscope::ui
