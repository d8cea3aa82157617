// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/call_site.h"

#include <cstring>

namespace lockscope::program {

namespace {

constexpr std::uint8_t kCallNear = 0xE8; // with four bytes of distance
constexpr std::uint8_t kGroup5 = 0xFF; // with the kind in its ModRM byte: 2 is a call

/// Whether a ModRM byte is that of an indirect call, and such an instruction has so many bytes
/// without prefixes.
bool indirectCall(std::uint8_t modrm, std::size_t bytes, std::uint8_t sib)
{
    constexpr unsigned kNeedsSib = 4;
    const unsigned mode = modrm >> 6U;
    const unsigned kind = (modrm >> 3U) & 7U;
    const unsigned base = modrm & 7U;
    if (kind != 2)
        return false;
    std::size_t length = 2;
    if (mode != 3 && base == kNeedsSib)
        ++length;
    if (mode == 1)
        length += 1;
    else if (mode == 2 || (mode == 0 && (base == 5 || (base == kNeedsSib && (sib & 7U) == 5))))
        length += 4;
    return length == bytes;
}

} // namespace

CallSite callBefore(std::uint64_t returnAddress,
                    const std::array<std::uint8_t, kBytesBeforeReturn>& bytes)
{
    constexpr std::size_t kNear = 5;
    CallSite site;
    if (bytes[kBytesBeforeReturn - kNear] == kCallNear) {
        std::int32_t distance = 0;
        std::memcpy(&distance, &bytes[kBytesBeforeReturn - sizeof(distance)], sizeof(distance));
        site.call = true;
        site.target = returnAddress + static_cast<std::uint64_t>(std::int64_t{distance});
    }
    for (std::size_t length = 2; length <= kBytesBeforeReturn; ++length) {
        const std::size_t at = kBytesBeforeReturn - length;
        if (bytes[at] != kGroup5)
            continue;
        const std::uint8_t sib = length > 2 ? bytes[at + 2] : 0;
        if (indirectCall(bytes[at + 1], length, sib)) {
            site.call = true;
            site.target.reset(); // it may be either
        }
    }
    return site;
}

} // namespace lockscope::program
