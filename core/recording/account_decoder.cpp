// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/limits.h"
#include "core/recording/account_codec.h"
#include "core/recording/program_codec.h"
#include "core/recording/snapshot_codec.h"

#include <fmt/format.h>

namespace lockscope::recording {

using io::CheckedValue;
namespace limits = io::limits;

namespace {

constexpr double kTakersMost = 1e6;

int exitNumber(const CheckedValue& value)
{
    return value.whole();
}

measure::AccountedThread accountedThread(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) {
        return list.find(place, kAccountThreadFields[place]);
    };
    measure::AccountedThread thread;
    thread.pid = number32(at(0));
    thread.tid = number32(at(1));
    thread.name = at(2).text();
    thread.acquisitions = at(3).count();
    thread.contended = at(4).count();
    thread.waitNs = at(5).count();
    thread.running = at(6).yesOrNo();
    thread.seenNs = at(7).count(limits::kTimeNs);
    thread.lockNs = at(8).count(limits::kTimeNs);
    thread.conditionNs = at(9).count(limits::kTimeNs);
    thread.runningNs = at(10).count(limits::kTimeNs);
    thread.preemptedNs = at(11).count(limits::kTimeNs);
    thread.kernelKnown = at(12).yesOrNo();
    thread.waitsFor = at(13).unlessNull(&number32);
    thread.ownerTid = number32(at(14));
    return thread;
}

measure::AccountedProcess processFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) { return list.find(place, kProcessFields[place]); };
    measure::AccountedProcess process;
    process.pid = number32(at(0));
    process.parent = number32(at(1));
    process.command = at(2).text();
    process.running = at(3).yesOrNo();
    process.uncontended = at(4).count();
    process.exitCode = at(5).unlessNull(&exitNumber);
    process.signal = at(6).unlessNull(&exitNumber);
    return process;
}

measure::AccountedHazard hazardFrom(const CheckedValue& list)
{
    measure::AccountedHazard hazard;
    hazard.kind = list.find(0, "kind").text();
    hazard.text = list.find(1, "text").text();
    for (const CheckedValue& lock : list.find(2, "locks").items(limits::kLocks))
        hazard.locks.push_back(number32(lock));
    return hazard;
}

/// What there is of something in all of a recording, with `more` of it.
void addUpTo(std::size_t& all, std::size_t more, std::size_t most, std::string_view what)
{
    all += more;
    if (all > most)
        throw PayloadError(fmt::format("the accounts up to it have more than {} {}", most, what));
}

} // namespace

void AccountDecoder::takeFrames(const CheckedValue& list)
{
    for (const CheckedValue& each : list.items(limits::kCodeFrames)) {
        const auto at = [&each](std::size_t place) {
            return each.find(place, kFrameFields[place]);
        };
        measure::CodeFrame frame;
        frame.function = at(0).text();
        frame.file = at(1).text();
        frame.line = at(2).unlessNull(&number32);
        frame.module = at(3).text();
        frame.moduleOffset = at(4).count();
        frame.inlined = at(5).yesOrNo();
        addUpTo(m_text,
                frame.function.size() + frame.file.size() + frame.module.size(),
                limits::kTextOfCodeFrames,
                "bytes of names of functions");
        if (m_frames.size() >= limits::kCodeFrames)
            throw PayloadError(fmt::format("the accounts up to it have more than {} functions",
                                           limits::kCodeFrames));
        m_frames.push_back(std::make_shared<const measure::CodeFrame>(std::move(frame)));
    }
}

measure::CodeFramePtr AccountDecoder::frameAt(const CheckedValue& number) const
{
    const std::uint64_t place = number.count();
    if (place >= m_frames.size())
        number.refuse(fmt::format("the number of one of {} functions told of", m_frames.size()));
    return m_frames[static_cast<std::size_t>(place)];
}

void AccountDecoder::takeStacks(const CheckedValue& list)
{
    for (const CheckedValue& each : list.items(limits::kCodeStacks)) {
        measure::CodeStack stack;
        for (const CheckedValue& frame : each.items(limits::kFramesOfCodeStack))
            stack.push_back(frameAt(frame));
        if (stack.empty())
            each.refuse("a stack of one function or more");
        addUpTo(m_framesOfStacks, stack.size(), limits::kFramesOfCodeStacks, "functions in stacks");
        if (m_stacks.size() >= limits::kCodeStacks)
            throw PayloadError(
                fmt::format("the accounts up to it have more than {} stacks", limits::kCodeStacks));
        m_stacks.push_back(std::make_shared<const measure::CodeStack>(std::move(stack)));
    }
}

std::vector<measure::AccountedStack> AccountDecoder::weights(const CheckedValue& list) const
{
    if (list.isNull())
        return {};
    if (list.size() % 2 != 0 || list.size() > 2 * limits::kStacksOfLock)
        list.refuse(fmt::format("at most {} pairs", limits::kStacksOfLock));
    std::vector<measure::AccountedStack> stacks;
    for (std::size_t i = 0; i < list.size(); i += 2) {
        const CheckedValue number = list.find(i, "stack");
        const std::uint64_t place = number.count();
        if (place >= m_stacks.size())
            number.refuse(fmt::format("the number of one of {} stacks told of", m_stacks.size()));
        stacks.push_back({m_stacks[static_cast<std::size_t>(place)],
                          list.find(i + 1, "time of a stack").count(limits::kTimeNs)});
    }
    return stacks;
}

measure::AccountedSite AccountDecoder::siteFrom(const CheckedValue& list) const
{
    const auto at = [&list](std::size_t place) { return list.find(place, kSiteFields[place]); };
    measure::AccountedSite site;
    site.frame = frameAt(at(0));
    site.acquisitions = at(1).count();
    site.contended = at(2).count();
    site.waitNs = at(3).count();
    site.releases = at(4).count();
    site.causedNs = at(5).count();
    return site;
}

measure::AccountedLock AccountDecoder::lockFrom(const CheckedValue& list) const
{
    const auto at = [&list](std::size_t place) {
        return list.find(place, kAccountLockFields[place]);
    };
    measure::AccountedLock lock;
    lock.id = number32(at(0));
    lock.kind = at(1).text();
    lock.address = at(2).count();
    lock.pid = number32(at(3));
    if (!at(4).isNull())
        lock.site = frameAt(at(4));
    lock.siteAddress = at(5).count();
    lock.acquisitions = at(6).count();
    lock.contended = at(7).count();
    lock.waitNs = at(8).count();
    lock.waitSoFarNs = at(9).count();
    lock.waitMaxNs = at(10).count();
    lock.timeouts = at(11).count();
    lock.causedNs = at(12).count();
    lock.handOverNs = at(13).count();
    lock.ownerChanges = at(14).count();
    lock.holdSamples = at(15).count();
    lock.holdMaxNs = at(16).count();
    lock.flags = number32(at(17));
    lock.generation = number32(at(18));
    lock.waiters = number32(at(19));
    lock.ownerTid = number32(at(20));
    lock.waits = histogramFrom(at(21), at(22));
    lock.holds = histogramFrom(at(23), at(24));
    for (const CheckedValue& site : at(25).items(limits::kSitesOfLock))
        lock.sites.push_back(siteFrom(site));
    lock.waitStacks = weights(at(26));
    lock.blameStacks = weights(at(27));
    // Recordings from before locks were swapped end here.
    lock.substitute = at(28).unlessNull(number32).value_or(0);
    lock.delayNs = at(29).unlessNull([](const CheckedValue& ns) { return ns.count(); }).value_or(0);
    lock.swaps = at(30).unlessNull([](const CheckedValue& n) { return n.count(); }).value_or(0);
    lock.refusal = at(31).unlessNull(number32).value_or(0);
    lock.takers = at(32).unlessNull([](const CheckedValue& n) { return n.number(0, kTakersMost); });
    return lock;
}

AccountPtr AccountDecoder::decode(Bytes payload)
{
    return readPayload(payload, "an account", [this](const CheckedValue& map) {
        takeFrames(map.find("frames"));
        takeStacks(map.find("stacks"));
        auto account = std::make_shared<measure::ProgramAccount>();
        account->command = map.find("command").text();
        account->pid = number32(map.find("pid"));
        account->launched = map.find("launched").yesOrNo();
        account->elapsed = map.find("elapsed_ns").time();
        account->exact = map.find("exact").yesOrNo();
        account->ended = map.find("ended").yesOrNo();
        for (const CheckedValue& process : map.find("processes").items(limits::kProcesses))
            account->processes.push_back(processFrom(process));
        for (const CheckedValue& lock : map.find("locks").items(limits::kLocks))
            account->locks.push_back(lockFrom(lock));
        account->locksLeftOut = map.find("locks_left_out").count();
        for (const CheckedValue& thread : map.find("threads").items(limits::kThreads))
            account->threads.push_back(accountedThread(thread));
        account->threadsEver = map.find("threads_ever").count();
        account->threadNs = map.find("thread_ns").count();
        for (const CheckedValue& hazard : map.find("hazards").items(limits::kHazards))
            account->hazards.push_back(hazardFrom(hazard));
        account->overflowed = map.find("overflowed").count();
        account->damaged = map.find("damaged").yesOrNo();
        account->rootedShare = map.find("rooted_share").unlessNull([](const CheckedValue& share) {
            return share.number(0, 1);
        });
        account->cpus = map.find("cpus").unlessNull(&exitNumber);
        return AccountPtr(std::move(account));
    });
}

} // namespace lockscope::recording
