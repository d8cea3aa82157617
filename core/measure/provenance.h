// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lockscope::measure {

/// How figures came about.
enum class Origin : std::uint8_t
{
    Measured,
    Simulated
};

/// How they came here.
enum class Delivery : std::uint8_t
{
    Live, ///< from this program, now
    Recorded, ///< from a file
    Streamed, ///< from a pipe, now
    Remote ///< from another host, now
};

/// What a source is: every window, picture and file that shows its figures says so, unless they are
/// measured here and now. The words for it are here and nowhere else.
struct Provenance
{
    Origin origin = Origin::Measured;
    Delivery delivery = Delivery::Live;

    [[nodiscard]] constexpr bool isSimulated() const { return origin == Origin::Simulated; }
    /// Measured, and by a program that is at work now, here or elsewhere.
    [[nodiscard]] constexpr bool isBeingMeasured() const
    {
        return !isSimulated() && delivery != Delivery::Recorded;
    }
    /// Measured on this computer, now.
    [[nodiscard]] constexpr bool isMeasuredHere() const
    {
        return !isSimulated() && delivery == Delivery::Live;
    }
    /// The same figures, from a file.
    [[nodiscard]] constexpr Provenance recorded() const { return {origin, Delivery::Recorded}; }
    /// The same figures, delivered so.
    [[nodiscard]] constexpr Provenance by(Delivery other) const { return {origin, other}; }

    friend constexpr bool operator==(const Provenance&, const Provenance&) = default;
};

inline constexpr Provenance kLive{};
inline constexpr Provenance kSimulated{Origin::Simulated};
inline constexpr Provenance kRecorded{Origin::Measured, Delivery::Recorded};

/// For a banner or a picture: "SIMULATED", "RECORDED", "RECORDED, SIMULATED", "STREAM", "REMOTE";
/// empty for what is measured here and now. Any thread.
[[nodiscard]] std::string markOf(Provenance provenance);

/// For a file: "live", "recorded", "streamed", "remote"; "simulated", "recorded simulation", ...
/// Any thread.
[[nodiscard]] std::string nameOf(Provenance provenance);

/// What a recording says of what it holds, whoever delivered it: "live" or "simulated".
[[nodiscard]] std::string_view originName(Origin origin);

} // namespace lockscope::measure
