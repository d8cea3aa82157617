// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporters/lock_samples.h"

#include "core/io/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace lockscope::exporters {

namespace {

using Stack = std::vector<std::uint64_t>; ///< frames' numbers
using Parts = std::vector<std::pair<Stack, std::uint64_t>>;

std::uint64_t frameOf(PprofProfile& profile, const measure::CodeFrame& frame)
{
    if (frame.function.empty())
        return profile.frame(
            measure::placeText({}, {}, std::nullopt, frame.module, frame.moduleOffset));
    return profile.frame(
        frame.function, frame.file.empty() ? frame.module : frame.file, frame.line.value_or(0));
}

/// Makes the parts come to no more than `total`, and puts what is left of it at `rest`.
void layOut(Parts& parts, std::uint64_t total, const Stack& rest)
{
    double sum = 0;
    for (const auto& [stack, value] : parts)
        sum += static_cast<double>(value);
    const auto whole = static_cast<double>(total);
    std::uint64_t told = 0;
    for (auto& [stack, value] : parts) {
        if (sum > whole)
            value =
                static_cast<std::uint64_t>(std::floor(static_cast<double>(value) / sum * whole));
        value = std::min(value, total - told);
        told += value;
    }
    if (told < total)
        parts.emplace_back(rest, total - told);
}

Parts partsOf(PprofProfile& profile, const std::vector<measure::AccountedStack>& stacks)
{
    Parts parts;
    for (const measure::AccountedStack& each : stacks) {
        Stack stack;
        for (const measure::CodeFramePtr& frame : *each.stack)
            stack.push_back(frameOf(profile, *frame));
        parts.emplace_back(std::move(stack), each.ns);
    }
    return parts;
}

} // namespace

void LockSamples::add(const measure::Snapshot& snapshot)
{
    m_sampled = m_sampled || !snapshot.waitsExact;
    m_names.follow(snapshot);
    if (!snapshot.program)
        return;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        if (lock.contended == 0 && lock.waitNs == 0 && lock.causedNs == 0)
            continue;
        // Beyond that many they are one, without a name.
        const bool kept = m_locks.contains(lock.id) || m_locks.size() < io::limits::kProfileSamples;
        Sums& sums = m_locks[kept ? lock.id : 0];
        sums.contentions += lock.contended;
        sums.delayNs += lock.waitNs;
        sums.blameNs += lock.causedNs;
    }
}

void LockSamples::account(std::shared_ptr<const measure::ProgramAccount> account)
{
    m_account = std::move(account);
}

void LockSamples::write(PprofProfile& profile, const std::string& source) const
{
    std::map<std::uint32_t, const measure::AccountedLock*> known;
    if (m_account)
        for (const measure::AccountedLock& lock : m_account->locks)
            known.emplace(lock.id, &lock);
    for (const auto& [id, sums] : m_locks) {
        const auto where = known.find(id);
        writeLock(profile, id, sums, where == known.end() ? nullptr : where->second, source);
    }
    profile.comment(m_account
                        ? "delay and blame: by stacks that were caught from when watching began"
                        : "stacks are not known: delay and blame stand where the lock is taken");
}

void LockSamples::writeLock(PprofProfile& profile,
                            std::uint32_t id,
                            const Sums& sums,
                            const measure::AccountedLock* where,
                            const std::string& source) const
{
    const measure::LockInfo* const info = m_names.lock(id);
    if (info && !isLock(*info))
        return;
    const std::string kind = info ? info->kind : "other locks";
    const std::string place = info ? placeOf(*info) : kind;
    const Stack rest{info && !info->function.empty()
                         ? profile.frame(info->function, info->file, info->line.value_or(0))
                         : profile.frame(place)};
    Parts contentions;
    Parts delay;
    Parts blame;
    if (where) {
        for (const measure::AccountedSite& site : where->sites)
            contentions.emplace_back(Stack{frameOf(profile, *site.frame)}, site.contended);
        delay = partsOf(profile, where->waitStacks);
        blame = partsOf(profile, where->blameStacks);
    }
    layOut(contentions, sums.contentions, rest);
    layOut(delay, sums.delayNs, rest);
    layOut(blame, sums.blameNs, rest);
    std::map<Stack, std::array<std::uint64_t, 3>> samples;
    for (std::size_t type = 0; const Parts* parts : {&contentions, &delay, &blame}) {
        for (const auto& [stack, value] : *parts)
            samples[stack][type] += value;
        ++type;
    }
    for (const auto& [stack, values] : samples)
        if (values != std::array<std::uint64_t, 3>{})
            profile.sample(stack,
                           {values.begin(), values.end()},
                           {{"kind", kind},
                            {"lock", fmt::format("lock {}", id)},
                            {"place", place},
                            {"waits", m_sampled ? "sampled" : "exact"},
                            {"source", source}});
}

} // namespace lockscope::exporters
