// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/checked_value.h"
#include "core/measure/lock_snapshot.h"
#include "core/recording/payload.h"

#include <array>
#include <memory>
#include <string_view>

namespace lockscope::recording {

/// The lists of a watched program's part of a snapshot, in order.
inline constexpr std::array<std::string_view, 4> kProgramFields{
    "locks", "new_locks", "new_threads", "waiting_for"};
inline constexpr std::array<std::string_view, 8> kLockFields{"id",
                                                             "waiters",
                                                             "acquisitions",
                                                             "contended",
                                                             "wait_ns",
                                                             "wait_so_far_ns",
                                                             "caused_ns",
                                                             "owner_tid"};
inline constexpr std::array<std::string_view, 9> kNewLockFields{
    "id", "kind", "address", "pid", "function", "file", "line", "module", "offset"};
inline constexpr std::array<std::string_view, 4> kNewThreadFields{"index", "pid", "tid", "name"};

/// Null for a snapshot of something else.
[[nodiscard]] Cbor programToCbor(const std::shared_ptr<const measure::ProgramSnapshot>& program);

/// The other way. Throws io::ValueError for what is none.
[[nodiscard]] std::shared_ptr<const measure::ProgramSnapshot> programFrom(
    const io::CheckedValue& list);

/// A whole number of 32 bits, not negative. Throws io::ValueError.
[[nodiscard]] std::uint32_t number32(const io::CheckedValue& value);

} // namespace lockscope::recording
