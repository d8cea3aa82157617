// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace lockscope::program {

/// What stands before a return address in code of x86-64.
struct CallSite
{
    bool call = false; ///< an instruction that calls may end there
    std::optional<std::uint64_t> target; ///< of a direct one
};

inline constexpr std::size_t kBytesBeforeReturn = 7;

/// From the bytes just before a return address. Instructions have different lengths, so that others
/// can look like a call: what is no call for certain is told from what may be one.
[[nodiscard]] CallSite callBefore(std::uint64_t returnAddress,
                                  const std::array<std::uint8_t, kBytesBeforeReturn>& bytes);

} // namespace lockscope::program
