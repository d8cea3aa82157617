// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/lock_counts.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lockscope::program {

/// Another lock that stands in front of a program's mutex (core/preload/substitute.h).
enum class Substitute : std::uint8_t
{
    Own, ///< none
    Ticket,
    Mcs,
    SpinThenPark,
    BackOff, ///< test-and-set with exponential back-off
    Restricted ///< few compete, the others sleep
};

inline constexpr std::array<Substitute, 6> kSubstitutes{Substitute::Own,
                                                        Substitute::Ticket,
                                                        Substitute::Mcs,
                                                        Substitute::SpinThenPark,
                                                        Substitute::BackOff,
                                                        Substitute::Restricted};

/// As it stands in files and in lines of --control.
[[nodiscard]] constexpr std::string_view substituteName(Substitute substitute)
{
    constexpr std::array<std::string_view, kSubstitutes.size()> kNames{
        "own", "ticket", "mcs", "spin-then-park", "back-off", "restricted"};
    return kNames[static_cast<std::size_t>(substitute)];
}

[[nodiscard]] std::optional<Substitute> substituteNamed(std::string_view name);

/// What of a lock's time is another's than its own.
struct Substitution
{
    static constexpr std::chrono::nanoseconds kMostDelay = std::chrono::milliseconds(10);

    Substitute by = Substitute::Own;
    std::chrono::nanoseconds delay{}; ///< busy, added to each of its holds; 0 to kMostDelay

    [[nodiscard]] bool isNone() const { return by == Substitute::Own && delay.count() == 0; }
    friend bool operator==(const Substitution&, const Substitution&) = default;
};

/// "ticket", "ticket, each hold 10 us longer", "own lock".
[[nodiscard]] std::string substitutionText(const Substitution& substitution);

/// What is wanted of a mutex, or of all of its process that are first contended at one call site.
struct LockWish
{
    LockName lock;
    std::uint64_t site = 0; ///< LockCounts::firstSite; 0: of this lock alone
    Substitution wanted;
    friend bool operator==(const LockWish&, const LockWish&) = default;
};

/// Why a lock of these counts can have no substitute, as the end of a sentence ("a robust mutex");
/// none when it can.
[[nodiscard]] std::optional<std::string> whyNoSubstitute(const LockCounts& counts, bool launched);

/// Why it has none though it was wanted; none where nothing was refused.
[[nodiscard]] std::optional<std::string> refusalText(const LockCounts& counts);

} // namespace lockscope::program
