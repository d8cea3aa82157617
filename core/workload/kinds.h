// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockscope::workload {

/// What a call does beside passing the guard.
enum class Kind : std::uint8_t
{
    Cgo, ///< the faithful call: C function, stub, callback with its two 32-byte copies
    Empty, ///< the guard and an empty callback
    Custom ///< busy work outside, in the callback and under the lock, as the person sets it
};

/// Where workers take their tasks from.
enum class TaskSourceKind : std::uint8_t
{
    Channel, ///< a ring filled beforehand behind one unfair lock, as the published reproducer's
    Counter, ///< one shared atomic counter
    None ///< every worker on its own
};

inline constexpr std::array<std::string_view, 3> kKindNames{"cgo", "empty", "custom"};
inline constexpr std::array<std::string_view, 3> kTaskSourceNames{"channel", "counter", "none"};

[[nodiscard]] constexpr std::string_view name(Kind kind)
{
    return kKindNames[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view name(TaskSourceKind kind)
{
    return kTaskSourceNames[static_cast<std::size_t>(kind)];
}

} // namespace lockscope::workload
