// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/compact_optional.h"
#include "core/measure/subject.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lockscope::measure {

/// A worker's phase refined by what the kernel says of the thread.
enum class State : std::uint8_t
{
    Native, ///< on a CPU, in native code
    Guard, ///< on a CPU in the guard: locking, spinning, unlocking
    Blocked, ///< asleep in the guard
    Callback, ///< on a CPU, on the runtime side
    Preempted, ///< runnable, without a CPU
    Idle ///< no task, or asleep outside the guard
};

inline constexpr std::size_t kStateCount = 6;

inline constexpr std::array<State, kStateCount> kStates{
    State::Native, State::Guard, State::Blocked, State::Callback, State::Preempted, State::Idle};

/// A thread of a watched program has other states. They stand in the places of a worker's, as its
/// snapshots have as many.
inline constexpr State kRunning = State::Native; ///< on a CPU, not for a lock
inline constexpr State kWaitsForLock =
    State::Blocked; ///< wants a lock: spinning, asleep, or on its way out of that
inline constexpr State kWaitsForCondition = State::Callback; ///< in a condition variable
inline constexpr State kAsleep = State::Idle; ///< elsewhere

/// The state's name as it stands in files and on the command line.
[[nodiscard]] constexpr std::string_view stateName(State state)
{
    constexpr std::array<std::string_view, kStateCount> kNames{
        "native", "guard", "blocked", "callback", "preempted", "idle"};
    return kNames[static_cast<std::size_t>(state)];
}

/// The same of what a source is about.
[[nodiscard]] constexpr std::string_view stateName(State state, Subject subject)
{
    constexpr std::array<std::string_view, kStateCount> kOfPrograms{
        "running", "", "lock", "condition", "preempted", "asleep"};
    return subject == Subject::Program ? kOfPrograms[static_cast<std::size_t>(state)]
                                       : stateName(state);
}

/// Whether a source's threads can be in a state: those of a program are never in that of a guard.
[[nodiscard]] constexpr bool hasState(State state, Subject subject)
{
    return !stateName(state, subject).empty();
}

/// Shares of a stretch of time by state, in the order of kStates; they sum to 1.
struct StateShares
{
    std::array<float, kStateCount> share{};

    [[nodiscard]] float operator[](State state) const
    {
        return share[static_cast<std::size_t>(state)];
    }
    [[nodiscard]] float& operator[](State state) { return share[static_cast<std::size_t>(state)]; }
    friend bool operator==(const StateShares&, const StateShares&) = default;
};

template<>
struct UnknownValue<StateShares>
{
    [[nodiscard]] static constexpr StateShares make() { return {{UnknownValue<float>::make()}}; }
    [[nodiscard]] static constexpr bool is(const StateShares& shares)
    {
        return UnknownValue<float>::is(shares.share.front());
    }
};

/// The state with the largest share; the first in kStates when equal.
[[nodiscard]] constexpr State dominantState(const StateShares& shares)
{
    std::size_t best = 0;
    for (std::size_t i = 1; i < kStateCount; ++i)
        if (shares.share[i] > shares.share[best])
            best = i;
    return kStates[best];
}

} // namespace lockscope::measure
