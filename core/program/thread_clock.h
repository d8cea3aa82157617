// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_reading.h"
#include "core/program/thread_facts_reader.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace lockscope::program {

/// Times of another process' threads, by what the kernel says of them and by what the preload
/// library, or the sampler, says that they wait for. Not thread-safe.
class ThreadClocks
{
public:
    struct Key
    {
        std::uint32_t pid = 0;
        std::uint32_t tid = 0;
        std::uint32_t generation = 0; ///< tells a thread from a later one with the same number
        friend auto operator<=>(const Key&, const Key&) =
            default; // NOLINT(modernize-use-nullptr): of clang-tidy 14
    };
    struct Waited
    {
        std::uint64_t lockNs = 0; ///< since it began, with the wait under way
        std::uint64_t conditionNs = 0;
    };

    /// Reads the kernel's side of a thread and brings its times up to date. The first time, with a
    /// beginning, everything since then counts; without one, what comes from now on.
    const ThreadTimes& update(const Key& key,
                              const Waited& waited,
                              std::optional<std::chrono::steady_clock::time_point> began,
                              std::chrono::steady_clock::time_point now);

    /// Its name as of the last update; empty when it could not be read.
    [[nodiscard]] const std::string& nameOf(const Key& key) const;

    /// Whether something is so while it sleeps: it was neither on a CPU nor waiting for one from
    /// before that was asked until after. The kernel is asked, which takes longer than an update.
    [[nodiscard]] bool isSoAsleep(const Key& key, const std::function<bool()>& isSo) const;

    /// Of a thread that has ended: its files are closed.
    void forget(const Key& key) { m_clocks.erase(key); }
    /// Forgets threads that were not updated since.
    void forgetBefore(std::chrono::steady_clock::time_point time);

private:
    struct Clock
    {
        explicit Clock(const Key& key);
        ThreadFactsReader kernel;
        std::chrono::steady_clock::time_point last;
        std::string name;
        std::uint64_t runNs = 0; ///< the kernel's, at the last update
        std::uint64_t queueNs = 0;
        bool kernelKnown = false;
        Waited waited;
        ThreadTimes times;
    };
    std::map<Key, Clock> m_clocks;
};

} // namespace lockscope::program
