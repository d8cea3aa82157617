// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/run_summary.h"
#include "core/recording/account_codec.h"
#include "core/recording/header.h"
#include "core/recording/note.h"
#include "core/recording/record_order.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::recording {

class ByteStore;

/// A live change inside a recording.
struct Marker
{
    std::size_t snapshot = 0; ///< that brings it, by its place in the recording
    measure::ConfigChange change;
};

/// A recording with random access: every record is checked when it is opened, and a snapshot
/// decoded when it is asked for. What is wrong from some byte on is left out, and problem() says
/// so.
///
/// The file stays open and is read, never mapped: one that another program cuts off meanwhile is an
/// error and not a signal. All of it const and safe from any thread.
class Recording
{
public:
    /// Told now and then how much of a file, 0..1, is in its index; false when it is given up.
    using Progress = std::function<bool(double share)>;

    /// Opens a file and makes its index. A pipe, a device or `-` (standard input) is read to its
    /// end first, up to kMaxPipe bytes. Throws RecordingError in one sentence that names the file:
    /// it is not there, not readable, a folder, empty, no recording, of a later format, or has no
    /// whole header; or it was given up.
    [[nodiscard]] static std::shared_ptr<const Recording> open(const std::filesystem::path& path,
                                                               const Progress& progress = {});
    /// The same of bytes in memory.
    [[nodiscard]] static std::shared_ptr<const Recording> fromBytes(std::string bytes,
                                                                    std::string name);

    static constexpr std::size_t kMaxPipe = std::size_t{1} << 30U;

    ~Recording();

    [[nodiscard]] const std::string& name() const { return m_order.name(); }
    [[nodiscard]] const RecordingHeader& header() const { return m_header; }

    [[nodiscard]] std::size_t size() const { return m_index.size(); } ///< snapshots
    /// Decodes one, counted from 0. Throws RecordingError when the file has changed since, or the
    /// snapshot is not what the format says though its checksum fits; std::out_of_range.
    [[nodiscard]] measure::SnapshotPtr snapshot(std::size_t index) const;
    [[nodiscard]] std::chrono::nanoseconds timeOf(std::size_t index) const
    {
        return m_index.at(index).time;
    }

    /// How many snapshots ended at `time` or before: the place of the first that ended later.
    [[nodiscard]] std::size_t countUntil(std::chrono::nanoseconds time) const;

    /// When the first interval began and the last ended, on the source's clock; 0 without
    /// snapshots.
    [[nodiscard]] std::chrono::nanoseconds begin() const { return m_begin; }
    [[nodiscard]] std::chrono::nanoseconds end() const;
    [[nodiscard]] std::chrono::nanoseconds duration() const { return end() - begin(); }

    [[nodiscard]] const std::vector<Marker>& markers() const { return m_markers; } ///< by time
    [[nodiscard]] const std::vector<Note>& notes() const { return m_notes; } ///< the first 10,000
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; } ///< snapshots, by the writer

    /// The last account of a watched program; null where there is none. It may be of a time before
    /// the end, in a recording that was cut short.
    [[nodiscard]] const AccountPtr& account() const { return m_account; }

    /// The configuration in force once so many snapshots have passed.
    [[nodiscard]] const measure::ConfigFacts& configAfter(std::size_t snapshots) const;

    [[nodiscard]] bool isComplete() const { return !m_problem; }
    /// Why it is not complete, one sentence.
    [[nodiscard]] const std::optional<std::string>& problem() const { return m_problem; }

    /// What the end record says of the whole run; none when it was cut short or is of a part of a
    /// run.
    [[nodiscard]] const std::optional<measure::RunSummary>& recordedSummary() const
    {
        return m_summary;
    }

private:
    struct Entry
    {
        std::uint64_t at;
        std::uint32_t size;
        std::chrono::nanoseconds time;
    };

    Recording(std::unique_ptr<ByteStore> store,
              std::string name,
              const std::function<bool(std::uint64_t bytes)>& goesOn);
    /// `goesOn` is asked after each piece that is read.
    void makeIndex(const std::function<bool(std::uint64_t bytes)>& goesOn);
    /// Takes a whole record into the index; why it may not be there, in a few words, else empty.
    [[nodiscard]] std::string take(const FrameScan& scan,
                                   std::uint64_t at,
                                   AccountDecoder& accounts);
    /// Keeps what the index needs of a record; why it may not stand there, as take(). Throws
    /// PayloadError.
    [[nodiscard]] std::string keep(const Frame& frame,
                                   std::uint64_t at,
                                   std::size_t size,
                                   RecordOrder& order,
                                   AccountDecoder& accounts);

    std::unique_ptr<ByteStore> m_store;
    RecordOrder m_order;
    RecordingHeader m_header;
    std::vector<Entry> m_index;
    std::vector<Marker> m_markers;
    std::vector<Note> m_notes;
    std::uint64_t m_dropped = 0;
    AccountPtr m_account;
    std::chrono::nanoseconds m_begin{};
    std::optional<measure::RunSummary> m_summary;
    std::optional<std::string> m_problem;
};

} // namespace lockscope::recording
