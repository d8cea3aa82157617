// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/bad_input.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

/// The words and limits of the format `.lockscope`; core/recording/FORMAT.md describes it field by
/// field.
namespace lockscope::recording {

/// Text of the first item of every recording; with the format's version it makes the file's magic.
inline constexpr std::string_view kSchema = "lockscope.recording";

/// The newest version of the format that is read, and the one that is written. It grows only when
/// an old reader would misread what is new: further fields and further types of records need no new
/// version.
inline constexpr std::uint64_t kFormatVersion = 1;

/// What a record is; types that are not known are skipped.
enum class RecordType : std::uint8_t
{
    Header = 0, ///< the first record, once
    Snapshot = 1,
    MarkedSnapshot = 2, ///< a snapshot that brings changes: an index knows markers without decoding
    Note = 3, ///< what the recording program said: answers to a remote control
    Dropped = 4, ///< snapshots that the writer had to drop before this place
    End = 5, ///< the last record: without it the recording was cut short
    Account = 6 ///< of a watched program up to the snapshot that follows: stacks, processes
};

/// Greater ones are of a later program.
inline constexpr auto kLastRecordType = static_cast<std::uint64_t>(RecordType::Account);

/// A payload may be so long. The largest snapshot that there can be, of 8192 simulated workers, has
/// 800 kB; what claims to be longer is damage, and no length in a file makes a reader take more
/// memory than that.
inline constexpr std::size_t kMaxPayload = std::size_t{4} << 20U;

/// So deep may arrays and maps of a payload be nested; the format needs 5.
inline constexpr std::size_t kMaxDepth = 12;

/// A recording that cannot be read or written: what() is one
/// sentence that names the file and what was expected.
class RecordingError : public io::BadInput
{
public:
    using BadInput::BadInput;
};

} // namespace lockscope::recording
