// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/worth/plan.h"

#include "core/measure/histogram_buckets.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace lockscope::program::worth {

namespace {

/// All locks that are first waited for in one place of a process.
struct Place
{
    const LockReading* first = nullptr; ///< that was waited for most meanwhile
    std::uint64_t mostWaitNs = 0;
    std::uint64_t waitNs = 0;
    std::size_t locks = 0;
    measure::HistogramCounts holdsBefore;
    measure::HistogramCounts holds;
    std::optional<std::string> whyNot;
};

/// Of those that are timed, without the longest hundredth: in some of these the holder lost its
/// CPU, which no change of the program takes away.
double meanHold(const measure::SparseHistogram& holds)
{
    constexpr double kCounted = 0.99;
    const double most = kCounted * static_cast<double>(holds.count());
    double count = 0;
    double ns = 0;
    for (const auto& entry : holds.entries()) {
        const double counted = std::min(static_cast<double>(entry.count), most - count);
        count += counted;
        ns += counted * measure::buckets::middle(entry.bucket);
    }
    return count > 0 ? ns / count : 0;
}

std::string placeOf(const LockReading& lock)
{
    return lock.siteAddress == 0 ? fmt::format("lock at {:#x}", lock.counts.name.address)
                                 : siteText(lock.site);
}

void add(Place& place, const LockReading& lock, const LockReading* earlier)
{
    const std::uint64_t waited = grownBy(lock.allWaitNs(), earlier ? earlier->allWaitNs() : 0);
    place.waitNs += waited;
    ++place.locks;
    if (place.first == nullptr || waited > place.mostWaitNs) {
        place.first = &lock;
        place.mostWaitNs = waited;
    }
    if (earlier)
        place.holdsBefore.merge(earlier->counts.holds);
    place.holds.merge(lock.counts.holds);
}

/// Why it cannot be tried; none where it can.
std::optional<std::string> whyNotTried(const LockReading& lock, bool exact)
{
    if (lock.counts.firstSite == 0)
        return "the first wait for it is not over";
    return whyNoSubstitute(lock.counts, exact);
}

} // namespace

Locks locksOf(const ProgramReading& before, const ProgramReading& after, std::size_t most)
{
    std::map<std::uint32_t, const LockReading*> earlier;
    for (const LockReading& lock : before.locks)
        earlier[lock.id] = &lock;
    std::map<std::uint32_t, bool> runs;
    for (const ProcessReading& process : after.processes)
        runs[process.pid] = process.running;
    // One that has not been waited for stands alone.
    std::map<std::pair<std::uint32_t, std::uint64_t>, Place> places;
    for (const LockReading& lock : after.locks) {
        if (!runs[lock.pid] || !isContention(lock, after.elapsed))
            continue;
        const auto then = earlier.find(lock.id);
        // What can have no substitute is a place of its own there.
        const auto whyNot = whyNotTried(lock, after.exact);
        const std::uint64_t key = whyNot ? lock.counts.name.address : lock.counts.firstSite;
        Place& place = places[{lock.pid, key}];
        place.whyNot = whyNot;
        add(place, lock, then == earlier.end() ? nullptr : then->second);
    }
    std::vector<Place> all;
    for (auto& [key, place] : places)
        if (place.waitNs > 0)
            all.push_back(std::move(place));
    std::stable_sort(
        all.begin(), all.end(), [](const Place& a, const Place& b) { return a.waitNs > b.waitNs; });
    const auto length =
        static_cast<double>(std::max<std::chrono::nanoseconds>(after.elapsed - before.elapsed,
                                                               std::chrono::nanoseconds(1))
                                .count());
    Locks found;
    for (const Place& place : all) {
        const double share = static_cast<double>(place.waitNs) / length;
        const std::string site = placeOf(*place.first);
        if (found.candidates.size() == most)
            break;
        if (share < kLeastWaitShare)
            found.leftOut.push_back({place.first->id, site, "hardly waited for"});
        else if (place.whyNot)
            found.leftOut.push_back({place.first->id, site, *place.whyNot});
        else
            found.candidates.push_back({place.first->id,
                                        site,
                                        place.locks,
                                        share,
                                        meanHold(place.holds.since(place.holdsBefore))});
    }
    return found;
}

std::vector<std::chrono::nanoseconds> delaysFor(double holdNs)
{
    constexpr double kShortest = 250;
    constexpr double kStep = 10; // finer ones are not kept
    const double whole =
        std::clamp(holdNs, 4 * kShortest, static_cast<double>(Substitution::kMostDelay.count()));
    std::vector<std::chrono::nanoseconds> delays;
    for (const double part : {0.25, 0.5, 1.0})
        delays.emplace_back(std::llround(whole * part / kStep) * std::llround(kStep));
    return delays;
}

std::vector<Treatment> treatmentsOf(const std::vector<Candidate>& candidates)
{
    std::vector<Treatment> treatments;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (const Substitute by : kSubstitutes)
            if (by != Substitute::Own)
                treatments.push_back({i, {by, {}}});
        for (const std::chrono::nanoseconds delay : delaysFor(candidates[i].holdNs))
            treatments.push_back({i, {Substitute::Own, delay}});
    }
    return treatments;
}

} // namespace lockscope::program::worth
