// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/layout_values.h"

#include "core/measure/histogram_buckets.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>

namespace lockscope::program {

namespace {

constexpr unsigned kAddressBits = 56;
constexpr std::uint64_t kAddressMask = (std::uint64_t{1} << kAddressBits) - 1;

static_assert(LS_WAIT_BUCKETS == measure::buckets::kCount);

template<class Count>
measure::SparseHistogram histogramFrom(const Count* counts, std::uint64_t maxNs)
{
    std::vector<measure::SparseHistogram::Entry> entries;
    std::uint64_t sum = 0;
    for (std::size_t bucket = 0; bucket < measure::buckets::kCount; ++bucket) {
        std::uint64_t count = counts[bucket];
        count = std::min(count, (std::uint64_t{1} << 62) - sum); // hostile: the sum stays a number
        sum += count;
        if (count > 0)
            entries.push_back({static_cast<std::uint16_t>(bucket), count});
    }
    // The largest may have come a moment after the counts: only where it fits is it known.
    std::optional<std::uint64_t> exact;
    if (!entries.empty() && measure::buckets::indexOf(maxNs) == entries.back().bucket)
        exact = std::min(maxNs, measure::buckets::kMaxValue);
    return measure::SparseHistogram(std::move(entries), exact);
}

/// How long ago a time of the monotonic clock was, ns; 0 where it is yet to come.
std::uint64_t since(std::uint64_t then)
{
    const auto now = std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch());
    return now.count() > 0 && static_cast<std::uint64_t>(now.count()) > then
        ? static_cast<std::uint64_t>(now.count()) - then
        : 0;
}

} // namespace

std::uint64_t keyOf(const LockName& name)
{
    return name.address | static_cast<std::uint64_t>(name.kind) << kAddressBits;
}

LockName nameOf(std::uint64_t key)
{
    const std::uint64_t kind = key >> kAddressBits;
    return {key & kAddressMask, static_cast<LockKind>(kind)};
}

bool isKey(std::uint64_t key)
{
    const std::uint64_t kind = key >> kAddressBits;
    return kind < LS_KINDS && (key & kAddressMask) != 0;
}

std::uint64_t add(std::uint64_t left, std::uint64_t right)
{
    return right > ~std::uint64_t{0} - left ? ~std::uint64_t{0} : left + right;
}

WaitUnderWay waitOf(const LsThread& thread)
{
    WaitUnderWay wait;
    wait.tid = thread.tid;
    wait.lock = nameOf(thread.wanted);
    wait.site = thread.wanted_site;
    wait.sinceNs = thread.since;
    wait.ownerTid = thread.owner;
    wait.number = thread.number;
    std::copy_n(thread.registers.at, wait.registers.size(), wait.registers.begin());
    return wait;
}

bool waits(const LsThread& thread)
{
    return thread.tid != 0 && thread.since != 0 && isKey(thread.wanted);
}

measure::SparseHistogram histogram(const std::uint64_t* counts, std::uint64_t maxNs)
{
    return histogramFrom(counts, maxNs);
}

measure::SparseHistogram histogram(const std::uint32_t* counts, std::uint64_t maxNs)
{
    return histogramFrom(counts, maxNs);
}

void readLockHead(const unsigned char* head, LockCounts& lock)
{
    const auto word = [head](std::size_t at) {
        std::uint64_t value = 0;
        std::memcpy(&value, head + at, sizeof value);
        return value;
    };
    const auto half = [head](std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, head + at, sizeof value);
        return value;
    };
    lock.firstSite = word(offsetof(LsLock, site));
    lock.flags = half(offsetof(LsLock, flags));
    lock.generation = half(offsetof(LsLock, generation));
    // Hostile: of what this program does not know nothing is said.
    lock.substitute = half(offsetof(LsLock, substitute));
    if (lock.substitute >= LS_SUBSTITUTES)
        lock.substitute = LS_OWN;
    lock.refusal = half(offsetof(LsLock, refusal));
    lock.delayNs = std::min<std::uint64_t>(word(offsetof(LsLock, delay_ns)), LS_DELAY_MAX_NS);
    lock.swaps = word(offsetof(LsLock, swaps));
    if (lock.swaps != 0)
        lock.substitutedAgoNs = since(word(offsetof(LsLock, substituted_ns)));
    lock.handOverNs = word(offsetof(LsLock, hand_over_ns));
    lock.ownerChanges = word(offsetof(LsLock, owner_changes));
    lock.waitMaxNs = word(offsetof(LsLock, wait_max_ns));
    lock.holdMaxNs = word(offsetof(LsLock, hold_max_ns));
    lock.holdSamples = word(offsetof(LsLock, hold_samples));
    lock.timeouts = half(offsetof(LsLock, timeouts));
}

} // namespace lockscope::program
