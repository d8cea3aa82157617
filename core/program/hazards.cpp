// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/hazards.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostHazards = 100;

std::string lockText(const LockReading& lock)
{
    return lock.siteAddress == 0 ? fmt::format("lock {} ({} at {:#x})",
                                               lock.id,
                                               lockKindName(lock.counts.name.kind),
                                               lock.counts.name.address)
                                 : fmt::format("lock {} ({}, taken in {})",
                                               lock.id,
                                               lockKindName(lock.counts.name.kind),
                                               siteText(lock.site));
}

const LockReading* byId(const ProgramReading& reading, std::uint32_t id)
{
    for (const auto* list : {&reading.locks, &reading.conditions})
        for (const LockReading& lock : *list)
            if (lock.id == id)
                return &lock;
    return nullptr;
}

/// Locks that a thread holds, as far as that can be seen.
std::vector<std::uint32_t> heldBy(const ProgramReading& reading, const ThreadReading& thread)
{
    std::vector<std::uint32_t> held;
    for (const LockReading& lock : reading.locks)
        if (lock.ownerTid == thread.tid && lock.pid == thread.pid && lock.ownerTid != 0
            && lock.id != thread.waitsFor)
            held.push_back(lock.id);
    return held;
}

} // namespace

void HazardWatch::add(Hazard hazard)
{
    std::vector<std::uint32_t> locks = hazard.locks;
    std::sort(locks.begin(), locks.end());
    if (m_found.size() < kMostHazards && m_known.emplace(hazard.kind, std::move(locks)).second)
        m_found.push_back(std::move(hazard));
}

void HazardWatch::look(const ProgramReading& reading)
{
    lookAtOrder(reading);
    lookAtConditions(reading);
    lookAtHolders(reading);
    lookAtWriters(reading);
}

/// The way from one lock to another by orders that were seen, both included; empty when there is
/// none.
std::vector<std::uint32_t> HazardWatch::wayBetween(std::uint32_t from, std::uint32_t to) const
{
    std::map<std::uint32_t, std::uint32_t> before{{from, from}};
    std::vector<std::uint32_t> open{from};
    while (!open.empty() && !before.contains(to)) {
        const std::uint32_t at = open.back();
        open.pop_back();
        const auto after = m_after.find(at);
        if (after == m_after.end())
            continue;
        for (const std::uint32_t next : after->second)
            if (before.emplace(next, at).second)
                open.push_back(next);
    }
    std::vector<std::uint32_t> way;
    if (!before.contains(to))
        return way;
    for (std::uint32_t at = to; at != from; at = before.at(at))
        way.push_back(at);
    way.push_back(from);
    std::reverse(way.begin(), way.end());
    return way;
}

/// A thread that wants one lock while it holds another: an order. Two orders that contradict each
/// other can become a deadlock, seen or not.
void HazardWatch::lookAtOrder(const ProgramReading& reading)
{
    for (const ThreadReading& thread : reading.threads) {
        const LockReading* const wanted =
            thread.waitsFor ? byId(reading, *thread.waitsFor) : nullptr;
        if (!wanted || wanted->counts.name.kind == LockKind::Condition)
            continue;
        for (const std::uint32_t held : heldBy(reading, thread))
            if (m_after[held].insert(wanted->id).second)
                addOrder(reading, wayBetween(wanted->id, held));
    }
}

void HazardWatch::addOrder(const ProgramReading& reading, const std::vector<std::uint32_t>& way)
{
    if (way.empty())
        return;
    std::string text = "Threads took these locks in orders that contradict each other, a potential "
                       "deadlock: ";
    for (const std::uint32_t id : way) {
        const LockReading* const lock = byId(reading, id);
        text += fmt::format("{}, then ", lock ? lockText(*lock) : fmt::format("lock {}", id));
    }
    add({"lock-order", text + fmt::format("lock {} again.", way.front()), way});
}

void HazardWatch::lookAtConditions(const ProgramReading& reading)
{
    for (const ThreadReading& thread : reading.threads) {
        const LockReading* const condition =
            thread.waitsFor ? byId(reading, *thread.waitsFor) : nullptr;
        if (!condition || condition->counts.name.kind != LockKind::Condition)
            continue;
        for (const std::uint32_t held : heldBy(reading, thread))
            if (const LockReading* const lock = byId(reading, held))
                add({"held-across-condition",
                     fmt::format("A thread waits for a condition ({}) while it holds {}.",
                                 siteText(condition->site),
                                 lockText(*lock)),
                     {held, condition->id}});
    }
}

/// A holder that sleeps, not for another lock, while others wait for its lock: it reads, writes or
/// sleeps in there. Once is nothing to speak of, as when a page was fetched for it: it has to be a
/// good part of the looks. Of times long sleeps take more than short ones, and looks are at times.
void HazardWatch::lookAtHolders(const ProgramReading& reading)
{
    constexpr unsigned kLooks = 5;
    constexpr unsigned kOneOf = 10;
    for (const LockReading& lock : reading.locks) {
        if (lock.waiters == 0 || lock.ownerTid == 0)
            continue;
        const auto holder = std::find_if(
            reading.threads.begin(), reading.threads.end(), [&lock](const ThreadReading& thread) {
                return thread.tid == lock.ownerTid && thread.pid == lock.pid && thread.running;
            });
        if (holder == reading.threads.end())
            continue;
        HolderLooks& looks = m_holders[lock.id];
        ++looks.all;
        if (holder->waitsFor || !holder->asleepNow)
            continue;
        if (++looks.asleep >= kLooks && looks.asleep * kOneOf >= looks.all)
            add({"holder-asleep",
                 fmt::format("A thread slept, or waited for input or output, while it held {} and "
                             "others waited for it.",
                             lockText(lock)),
                 {lock.id}});
    }
}

void HazardWatch::lookAtWriters(const ProgramReading& reading)
{
    constexpr std::uint64_t kLongNs = 200'000'000;
    for (const LockReading& side : reading.locks) {
        if (side.counts.name.kind != LockKind::Read)
            continue;
        const std::uint64_t before = std::exchange(m_readers[side.id], side.counts.acquisitions);
        const auto writer = std::find_if(
            reading.locks.begin(), reading.locks.end(), [&side](const LockReading& other) {
                return other.counts.name.kind == LockKind::Write && other.pid == side.pid
                    && other.counts.name.address == side.counts.name.address;
            });
        if (writer == reading.locks.end() || writer->waiters == 0
            || side.counts.acquisitions <= before)
            continue;
        if (writer->waitSoFarNs / writer->waiters > kLongNs)
            add({"writer-starves",
                 fmt::format("A writer waits for {} while readers go on taking it.",
                             lockText(*writer)),
                 {writer->id, side.id}});
    }
}

} // namespace lockscope::program
