// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/input.h"
#include "core/measure/run_summary.h"
#include "core/recording/account_codec.h"
#include "core/recording/header.h"
#include "core/recording/note.h"
#include "core/recording/record_order.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lockscope::recording {

/// The end record; `summary` of the whole run when the recording is of one.
struct RecordingEnd
{
    std::optional<measure::RunSummary> summary;
};

/// What a recording consists of, in its order: the header first, then the others.
using Event =
    std::variant<RecordingHeader, measure::SnapshotPtr, Note, DroppedSnapshots, RecordingEnd>;

/// Reads a recording as its bytes come: from a pipe, a connection, a file. Keeps no more than one
/// record, and the functions and stacks that were told of. A snapshot has the account that came
/// before it. For one thread.
class StreamDecoder
{
public:
    /// `name` is for sentences.
    explicit StreamDecoder(std::string name);

    /// Bytes that follow those before.
    void feed(Bytes bytes);
    /// No more will come.
    void close() { m_closed = true; }
    /// Reads what an open file has, waiting for it, and feeds it, or closes at its end. Returns the
    /// bytes read, good until the next call. Throws RecordingError when reading fails.
    Bytes feedFrom(int file);

    /// The next event; none when more bytes are needed, or after the last. Throws RecordingError
    /// when this is no recording that this program reads, or its header is not whole; what breaks
    /// off later is no error but problem().
    [[nodiscard]] std::optional<Event> next();

    /// Nothing will come any more.
    [[nodiscard]] bool ended() const { return m_ended; }
    /// The end record was read.
    [[nodiscard]] bool isComplete() const { return m_ended && !m_problem; }
    /// Why it is not complete, one sentence; none before it has ended.
    [[nodiscard]] const std::optional<std::string>& problem() const { return m_problem; }

private:
    /// Whether a record is no event: of a later program, or an account, which is kept.
    [[nodiscard]] bool passes(const Frame& frame);
    [[nodiscard]] Event eventOf(const Frame& frame);
    [[nodiscard]] measure::SnapshotPtr snapshotOf(const Frame& frame);
    void stop(const std::string& sentence);

    RecordOrder m_order;
    std::vector<std::uint8_t> m_read; ///< by feedFrom()
    std::string m_bytes;
    std::size_t m_at = 0; ///< how far in m_bytes has been read
    std::uint64_t m_before = 0; ///< bytes of the recording before m_bytes
    std::optional<measure::HostFacts> m_host;
    AccountDecoder m_accounts;
    AccountPtr m_account; ///< that the next snapshot brings
    std::optional<std::string> m_problem;
    bool m_passedMagic = false;
    bool m_closed = false;
    bool m_ended = false;
};

/// The events of a file, a device, a pipe or, for `-`, standard input, one after another. For one
/// thread.
class StreamReader
{
public:
    /// Throws RecordingError when it cannot be opened, or is a folder.
    explicit StreamReader(const std::filesystem::path& path);
    StreamReader(const StreamReader&) = delete;
    StreamReader& operator=(const StreamReader&) = delete;

    /// Waits for the next event; none after the last. Throws as StreamDecoder::next(), and
    /// RecordingError when reading fails.
    [[nodiscard]] std::optional<Event> next();

    [[nodiscard]] bool isComplete() const { return m_decoder.isComplete(); }
    [[nodiscard]] const std::optional<std::string>& problem() const { return m_decoder.problem(); }

private:
    io::Input m_input;
    StreamDecoder m_decoder;
};

/// Opens a recording. Throws RecordingError for what io::Input refuses.
[[nodiscard]] io::Input openForReading(const std::filesystem::path& path);

/// The next bytes of an open file, at most as many as fit; 0 at its end. Throws RecordingError.
[[nodiscard]] std::size_t readSome(int file, std::span<std::uint8_t> into, const std::string& name);

} // namespace lockscope::recording
