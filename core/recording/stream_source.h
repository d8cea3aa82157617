// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/limits.h"
#include "core/measure/source.h"
#include "core/recording/account_codec.h"
#include "core/recording/recording.h"
#include "core/recording/round_trip.h"
#include "core/recording/stream_decoder.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace lockscope::recording {

/// How far a stream has come.
enum class StreamState : std::uint8_t
{
    Waiting, ///< for its header
    Live, ///< snapshots come
    Whole, ///< ended as it should: its end record was read
    Cut, ///< broke off, or is damaged from some place on; what came before is good
    NoRecording ///< its beginning is none of a recording that this program reads
};

/// Where the bytes of a stream are kept, so that it can be played once it has ended.
struct StreamKeep
{
    std::filesystem::path file{}; ///< made anew; empty: they are not kept
    std::size_t most = Recording::kMaxPipe; ///< of a longer stream nothing is kept in the end
};

/// A recording that is still being made, as a source: its snapshots come as their bytes do, through
/// a pipe or a connection, read by a thread of its own.
///
/// What it holds is bounded: when nobody polls, it stops reading, and then it is the sender that
/// drops, and says so in the stream. The sequence numbers show whatever was dropped.
///
/// One owner calls everything, as with every source.
class StreamSource final : public measure::Source
{
public:
    /// Reads no further while so many snapshots wait; what one read brings may come on top.
    static constexpr std::size_t kCapacity = 600;
    static constexpr std::size_t kMostThreads = io::limits::kThreadsKept; ///< of those, in all

    /// Takes a file that is open for reading over, and closes it. `name` is for sentences.
    /// Throws std::runtime_error when it cannot keep what comes, or the system refuses a thread.
    StreamSource(int file, std::string name, StreamKeep keep = {});
    /// Waits for nothing that is still to come.
    ~StreamSource() override;

    /// Begins to read, or goes on after a stop().
    void start() override;
    /// Hands out no more until start(); the sender notices once what is bounded is full.
    void stop() override;
    /// False when stopped, and once it has ended and everything was polled.
    [[nodiscard]] bool running() const override;
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override;
    /// The header's, with the configuration after the snapshots polled; the host has 0 CPUs, which
    /// is unknown, before the header has come.
    [[nodiscard]] measure::SourceInfo facts() const override;

    /// Everything that is known of a watched program, as the newest snapshot polled with an account
    /// has it: one comes now and then, and with the last. Null before the first.
    [[nodiscard]] const AccountPtr& account() const { return m_account; }

    [[nodiscard]] StreamState state() const;
    [[nodiscard]] bool ended() const { return state() > StreamState::Live; }
    /// None before it has come.
    [[nodiscard]] std::optional<RecordingHeader> header() const;
    /// Why it is not whole, one sentence; none while it goes on.
    [[nodiscard]] std::optional<std::string> problem() const;
    /// Bytes that came so far.
    [[nodiscard]] std::uint64_t bytes() const;
    /// The notes that have come since the last call, without the answers to pings; bounded, the
    /// oldest go first.
    [[nodiscard]] std::vector<Note> takeNotes();

    /// The number of a ping that is sent now; its answer in the stream ends the round trip.
    [[nodiscard]] std::uint64_t ping();
    [[nodiscard]] std::optional<RoundTrip> roundTrip() const;

    /// The file with everything that came, once the stream has ended; none when it is not kept, was
    /// too long for it, or the disk was full.
    [[nodiscard]] std::optional<std::filesystem::path> kept() const;

private:
    void run();
    /// False when it is being destroyed.
    [[nodiscard]] bool waitForBytes();
    void read();
    void take(Event event);
    void keepBytes(Bytes bytes);
    void end(StreamState state, std::optional<std::string> problem);

    const std::string m_name;
    const int m_file;
    const int m_wake; ///< an eventfd: the reader is to end

    mutable std::mutex m_mutex; ///< guards what follows, up to m_keepProblem
    std::condition_variable m_room; ///< there is room in the queue, or m_closing
    std::deque<measure::SnapshotPtr> m_queue;
    std::size_t m_queuedThreads = 0; ///< of all in it
    std::deque<Note> m_notes;
    std::optional<RecordingHeader> m_header;
    std::optional<std::string> m_problem;
    StreamState m_state = StreamState::Waiting;
    RoundTrips m_roundTrips;
    std::uint64_t m_bytes = 0;
    bool m_isKept = false;
    bool m_closing = false;

    StreamDecoder m_decoder; ///< the thread's alone, as is the file that is kept
    StreamKeep m_keep;
    int m_keepFile = -1;

    bool m_started = false; ///< the owner's, as what follows
    std::optional<measure::ConfigFacts> m_config; ///< of the last change polled
    AccountPtr m_account; ///< the last polled
    std::thread m_thread;
};

} // namespace lockscope::recording
