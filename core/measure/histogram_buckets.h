// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

/// The bucket scheme of the wait-time histogram: log-linear, as HdrHistogram's (G. Tene). Values
/// below 64 ns have a bucket each; above, every power of two is cut into 64 equal buckets, so that
/// a bucket is never wider than 1/64 of the values in it. From 0 to 2^37 - 1 ns (137 s); what is
/// longer is counted in the last bucket.
namespace lockscope::measure::buckets {

inline constexpr unsigned kSubBits = 6;
inline constexpr std::uint64_t kSubCount = 1U << kSubBits;
inline constexpr unsigned kMaxBits = 37;
inline constexpr std::uint64_t kMaxValue = (std::uint64_t{1} << kMaxBits) - 1;
inline constexpr std::size_t kCount = (kMaxBits - kSubBits + 1) * kSubCount;

/// The bucket that counts a value, ns.
[[nodiscard]] constexpr std::size_t indexOf(std::uint64_t value)
{
    if (value > kMaxValue)
        value = kMaxValue;
    if (value < kSubCount)
        return value;
    const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kSubBits;
    return (std::size_t{shift} << kSubBits) + (value >> shift);
}

/// The smallest value of a bucket, ns.
[[nodiscard]] constexpr std::uint64_t lowerBound(std::size_t index)
{
    if (index < kSubCount)
        return index;
    const auto shift = static_cast<unsigned>((index >> kSubBits) - 1);
    return ((index & (kSubCount - 1)) | kSubCount) << shift;
}

/// How many values a bucket holds, ns.
[[nodiscard]] constexpr std::uint64_t width(std::size_t index)
{
    return index < kSubCount ? 1 : std::uint64_t{1} << ((index >> kSubBits) - 1);
}

/// The value that stands for a bucket, ns: its middle.
[[nodiscard]] constexpr double middle(std::size_t index)
{
    return static_cast<double>(lowerBound(index)) + (static_cast<double>(width(index)) - 1) / 2;
}

static_assert(indexOf(kMaxValue) == kCount - 1);
static_assert(lowerBound(indexOf(64)) == 64 && lowerBound(indexOf(127)) == 127);
static_assert(lowerBound(indexOf(128)) == 128 && width(indexOf(128)) == 2);

} // namespace lockscope::measure::buckets
