// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/recording_writer.h"
#include "core/recording/spool.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace lockscope::ui {

class Session;

/// How far a recording into a file has come.
struct RecordingProgress
{
    QString file;
    std::chrono::nanoseconds length{0}; ///< of what was recorded, from its first snapshot on
    std::uint64_t bytes = 0; ///< that the file has taken
};

/// Records what the session shows: always into a bounded spool, so that the last ten minutes can be
/// saved after the fact, and into a file while it is told to. GUI thread only.
class Recorder : public QObject
{
    Q_OBJECT

public:
    /// The session outlives the recorder.
    explicit Recorder(Session& session, QObject* parent = nullptr);
    ~Recorder() override;

    [[nodiscard]] bool recording() const { return m_writer != nullptr; }

    /// Records into a file from the next snapshot on. Throws with a sentence when it cannot.
    void start(const QString& file);
    /// Ends the file; what went wrong becomes problem(), and false. True also when none is open.
    bool stop();
    /// Of the file that is open.
    [[nodiscard]] RecordingProgress progress() const;
    /// Writes what the spool has. Throws with a sentence. Any thread.
    void saveSpool(const QString& file) const;
    /// The last ten minutes.
    [[nodiscard]] const recording::Spool& spool() const { return m_spool; }

signals:
    void recordingChanged(bool recording);
    /// The file that is open has got more.
    void progressed();
    void problem(const QString& sentence);

private:
    void take(const std::vector<measure::SnapshotPtr>& snapshots);

    Session& m_session;
    recording::Spool m_spool;
    std::uint64_t m_spooled = 0; ///< number of the source whose snapshots the spool has
    std::unique_ptr<recording::RecordingWriter> m_writer;
    std::uint64_t m_recorded = 0; ///< number of the source that the file is of
    QString m_file; ///< that is written
    std::optional<std::chrono::nanoseconds> m_begin; ///< of it: time of its first snapshot
    std::chrono::nanoseconds m_end{0}; ///< of its last one so far
};

} // namespace lockscope::ui
