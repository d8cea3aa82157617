// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/formats.h"
#include "core/measure/time_range.h"
#include "core/recording/recording_export.h"

#include <QObject>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

class QWidget;

namespace lockscope::ui {

class Recorder;
class RecordingOpener;
struct RecordingProgress;
class Session;
class TransportBar;

/// How much an export is.
struct ExportSize
{
    std::chrono::nanoseconds length{}; ///< of the run
    std::size_t snapshots = 0;
};

/// What File does with recordings: open, record, save the last minutes, export data. GUI thread
/// only.
class RecordingFiles : public QObject
{
    Q_OBJECT

public:
    /// Session and bar outlive it; the window is the parent of its dialogs.
    RecordingFiles(Session& session, TransportBar* transport, QWidget* window);

    /// Plays a recording, or says that it is a table or a sweep; what is none of them becomes
    /// problem().
    void open(const QString& file);
    /// Several at once can be two recordings, which are compared, or sweeps, which are laid over
    /// each other, and tables; anything else becomes problem(), and then none is opened.
    void openAll(const QStringList& files);
    /// Asks for files, and opens them.
    void choose();
    /// Asks for a file and records into it, or ends the one that is recorded into.
    void record(bool on);
    [[nodiscard]] bool recording() const;
    /// Of the file that is recorded into.
    [[nodiscard]] RecordingProgress progress() const;
    /// Ends that file; false when that went wrong, which becomes problem().
    bool finishRecording();
    /// Asks for a file, and writes the last ten minutes into it.
    void saveSpool();

    /// How much an export of a range of time would be now, of the same; none: of all.
    [[nodiscard]] ExportSize exportSize(const std::optional<measure::TimeRange>& range) const;
    /// What writes the recording that is shown, or else the last ten minutes, for another tool: any
    /// thread may call it, once, as long as this is there. What is in the file is replaced, but
    /// never the recording itself. Both throw with a sentence.
    [[nodiscard]] std::function<recording::Exported()> dataExport(
        const QString& file,
        const exporters::DataFormat& format,
        const recording::ExportOptions& options = {}) const;

signals:
    void opened();
    /// A file whose name is that of a table of N and throughput.
    void tableWanted(const QString& file);
    /// Files that are sweeps, or were meant to be.
    void sweepsWanted(const QStringList& files);
    /// Two recordings, or what is neither a table nor a sweep.
    void comparisonWanted(const QString& a, const QString& b);
    void recordingChanged();
    /// The file that is recorded into has got more.
    void progressed();
    void problem(const QString& sentence);

private:
    /// A file's name from a dialog for saving; `act` is told it unless there is none.
    void save(const QString& title,
              const QString& name,
              const std::function<void(const QString& file)>& act);
    void guarded(const std::function<void()>& action);

    TransportBar* m_transport;
    QWidget* m_window;
    Recorder* m_recorder; // child, as the next
    RecordingOpener* m_opener;
};

} // namespace lockscope::ui
