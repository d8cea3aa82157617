// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/output_file.h"
#include "core/recording/record_encoder.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>

namespace lockscope::recording {

/// Writes a recording on a thread of its own, each record with one write, so that whatever ends the
/// program leaves a file that opens to its last whole record.
///
/// A destination that is too slow (a pipe that nobody reads) costs snapshots, never the caller's
/// time: the queue is bounded, what finds it full is dropped, counted, and told by a record in its
/// place. Snapshots with changes and notes are rare and are let in beyond the bound, up to twice as
/// many.
///
/// A file comes into its place with the first snapshot: until then an old one there is as it was,
/// and without one it stays.
///
/// When the destination fails (a full disk, a closed pipe) what was written stays, problem() says
/// the reason in one sentence, and everything further is ignored. Thread-safe.
class RecordingWriter
{
public:
    static constexpr std::size_t kCapacity = 1200; ///< a minute at 20 snapshots a second

    RecordingWriter(io::OutputFile destination,
                    const RecordingHeader& header,
                    std::size_t capacity = kCapacity);
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;

    /// Without finish() what is queued is still written, but no end: the recording reads as cut
    /// short.
    ~RecordingWriter();

    /// Takes the next snapshot and returns at once. Throws RecordingError when its time is not
    /// after the last one's: its source was begun anew, and a recording holds one run.
    void write(measure::SnapshotPtr snapshot);

    /// Something to be read between the snapshots.
    void note(Note note);

    /// Writes what is queued and the end, and has it put on the disk; waits for that. `summary` is
    /// of the whole run if the recording is of one, else none. Throws std::runtime_error with
    /// problem(), which a recording to a file without any snapshot is, too.
    void finish(const std::optional<measure::RunSummary>& summary);

    /// Why nothing is written any more, one sentence; none while all is well.
    [[nodiscard]] std::optional<std::string> problem() const;

    [[nodiscard]] std::uint64_t written() const; ///< snapshots
    [[nodiscard]] std::uint64_t dropped() const; ///< snapshots
    [[nodiscard]] std::uint64_t bytes() const; ///< that the destination has taken

private:
    struct Finish
    {
        std::optional<measure::RunSummary> summary;
    };
    using Piece =
        std::variant<RecordingHeader, measure::SnapshotPtr, Note, DroppedSnapshots, Finish>;

    void push(Piece piece); ///< with m_mutex held
    void run();
    void carryOut(const Piece& piece);
    void put(const std::string& bytes);

    mutable std::mutex m_mutex; ///< guards everything up to m_closed
    std::condition_variable m_wake; ///< there is a piece, or the writer is closed
    std::condition_variable m_ended; ///< the thread is through
    std::deque<Piece> m_queue;
    const std::size_t m_capacity;
    std::optional<std::string> m_problem;
    DroppedSnapshots m_untold; ///< dropped since the last record that told of it
    std::chrono::nanoseconds m_lastTime{-1};
    std::uint64_t m_dropped = 0;
    std::uint64_t m_written = 0;
    std::uint64_t m_bytes = 0;
    bool m_isThrough = false;
    bool m_closed = false;

    io::OutputFile m_destination; ///< the thread's alone, as is the encoder
    RecordEncoder m_encoder;
    std::thread m_thread;
};

} // namespace lockscope::recording
