// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/format.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The outer layer of a recording: one CBOR item for each record, which can be checked and skipped
/// without looking into its payload.
namespace lockscope::recording {

using Bytes = std::span<const std::uint8_t>;

/// The bytes of a text as they are.
[[nodiscard]] inline Bytes bytesOf(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// One record, undecoded. The payload belongs to whoever holds the bytes that were scanned.
struct Frame
{
    std::uint64_t type = 0; ///< a RecordType, or one of a later program
    std::uint64_t sequence = 0; ///< of the record, from 0, by one
    std::chrono::nanoseconds time{}; ///< on the source's clock, never negative
    Bytes payload;

    [[nodiscard]] bool is(RecordType wanted) const
    {
        return type == static_cast<std::uint64_t>(wanted);
    }
    [[nodiscard]] bool isSnapshot() const
    {
        return is(RecordType::Snapshot) || is(RecordType::MarkedSnapshot);
    }
};

/// The item of a record: [crc32, type, sequence, time, payload], where the checksum is over all
/// bytes of the item that come after it. Throws std::length_error for a payload beyond kMaxPayload.
[[nodiscard]] std::string frameBytes(RecordType type,
                                     std::uint64_t sequence,
                                     std::chrono::nanoseconds time,
                                     std::string_view payload);

/// The first item of every recording: [kSchema, kFormatVersion].
[[nodiscard]] std::string magicBytes();

enum class ScanStatus : std::uint8_t
{
    Whole, ///< here it is
    NeedMore, ///< the bytes so far are its beginning
    Damaged ///< no more bytes can make it one
};

/// What stands at the beginning of some bytes.
struct FrameScan
{
    ScanStatus status = ScanStatus::NeedMore;
    Frame frame{}; ///< when whole; of its payload the bytes scanned are referred to
    std::size_t size = 0; ///< of the whole item, bytes
    std::string damage{}; ///< in a few words: "its checksum does not fit"
};

/// Looks for a record at the beginning of `bytes`, and checks its checksum. Trusts no length.
[[nodiscard]] FrameScan scanFrame(Bytes bytes);

/// The magic at the beginning of `bytes`.
struct MagicScan
{
    ScanStatus status = ScanStatus::NeedMore;
    std::uint64_t version = 0;
    std::size_t size = 0;
};
[[nodiscard]] MagicScan scanMagic(Bytes bytes);

} // namespace lockscope::recording
