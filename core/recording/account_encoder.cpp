// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/limits.h"
#include "core/recording/account_codec.h"
#include "core/recording/snapshot_codec.h"
#include "core/report/json_values.h"

#include <algorithm>
#include <span>

namespace lockscope::recording {

using report::orNull;
namespace limits = io::limits;

namespace {

constexpr std::size_t kProcessesWritten = 2'000;
constexpr std::size_t kThreadsWritten = 5'000;
constexpr std::size_t kHazardsWritten = 200;
constexpr std::size_t kLargestItem = 9; ///< bytes of a number

std::size_t bytesOfText(const measure::CodeFrame& frame)
{
    return frame.function.size() + frame.file.size() + frame.module.size();
}

Cbor partToCbor(const measure::CodeFrame& frame)
{
    return Cbor::array({frame.function,
                        frame.file,
                        orNull(frame.line),
                        frame.module,
                        frame.moduleOffset,
                        frame.inlined});
}

Cbor partToCbor(const measure::AccountedThread& thread)
{
    return Cbor::array({thread.pid,
                        thread.tid,
                        thread.name,
                        thread.acquisitions,
                        thread.contended,
                        thread.waitNs,
                        thread.running,
                        thread.seenNs,
                        thread.lockNs,
                        thread.conditionNs,
                        thread.runningNs,
                        thread.preemptedNs,
                        thread.kernelKnown,
                        orNull(thread.waitsFor),
                        thread.ownerTid});
}

Cbor partToCbor(const measure::AccountedProcess& process)
{
    return Cbor::array({process.pid,
                        process.parent,
                        process.command,
                        process.running,
                        process.uncontended,
                        orNull(process.exitCode),
                        orNull(process.signal)});
}

} // namespace

/// One record: what is told in it, and how much room is left.
class AccountEncoder::Record
{
public:
    explicit Record(AccountEncoder& known)
        : m_known(known)
    {}

    [[nodiscard]] Cbor made(const measure::ProgramAccount& account);

private:
    /// Whether so much more fits in.
    [[nodiscard]] bool fits(std::size_t items, std::size_t text) const
    {
        return kLargestItem * items + text <= m_bytesLeft && items <= m_itemsLeft;
    }

    /// The same; then it is in.
    [[nodiscard]] bool take(std::size_t items, std::size_t text)
    {
        if (!fits(items, text))
            return false;
        m_bytesLeft -= kLargestItem * items + text;
        m_itemsLeft -= items;
        return true;
    }

    /// Whether these go in, those that are not in already, with so many items beside them.
    [[nodiscard]] bool fitIn(std::span<const measure::CodeFramePtr> frames,
                             std::size_t beside) const;
    /// Their numbers, once they and what is to be said of them are in: all of it or nothing, so
    /// that nothing goes in of which nobody speaks.
    [[nodiscard]] std::optional<std::uint32_t> frame(const measure::CodeFramePtr& frame,
                                                     std::size_t beside);
    [[nodiscard]] std::optional<std::uint32_t> stack(const measure::CodeStack& stack,
                                                     std::size_t beside);
    std::uint32_t numberOf(const measure::CodeFrame& frame);
    [[nodiscard]] Cbor weights(const std::vector<measure::AccountedStack>& stacks);
    [[nodiscard]] Cbor sites(const std::vector<measure::AccountedSite>& sites);
    [[nodiscard]] Cbor histogram(const measure::SparseHistogram& histogram);
    [[nodiscard]] Cbor lock(const measure::AccountedLock& lock);
    [[nodiscard]] Cbor processes(const measure::ProgramAccount& account);
    [[nodiscard]] Cbor threads(const measure::ProgramAccount& account);
    [[nodiscard]] Cbor hazards(const measure::ProgramAccount& account);

    AccountEncoder& m_known;
    Cbor m_frames = Cbor::array(); ///< that are new
    Cbor m_stacks = Cbor::array();
    // The rest is for what stands in every account.
    std::size_t m_bytesLeft = kMaxPayload - (std::size_t{64} << 10U);
    std::size_t m_itemsLeft = limits::kItems - 1'000;
};

bool AccountEncoder::Record::fitIn(std::span<const measure::CodeFramePtr> frames,
                                   std::size_t beside) const
{
    std::size_t count = 0;
    std::size_t text = 0;
    for (const measure::CodeFramePtr& frame : frames)
        if (!m_known.m_frames.contains(*frame)) {
            ++count;
            text += bytesOfText(*frame);
        }
    return m_known.m_frames.size() + count <= limits::kCodeFrames
        && m_known.m_text + text <= limits::kTextOfCodeFrames
        && fits(count * (kFrameFields.size() + 1) + beside, text);
}

/// There is room for it.
std::uint32_t AccountEncoder::Record::numberOf(const measure::CodeFrame& frame)
{
    const auto known = m_known.m_frames.find(frame);
    if (known != m_known.m_frames.end())
        return known->second;
    const std::size_t text = bytesOfText(frame);
    (void)take(kFrameFields.size() + 1, text);
    m_known.m_text += text;
    m_frames.push_back(partToCbor(frame));
    const auto number = static_cast<std::uint32_t>(m_known.m_frames.size());
    m_known.m_frames.emplace(frame, number);
    return number;
}

std::optional<std::uint32_t> AccountEncoder::Record::frame(const measure::CodeFramePtr& frame,
                                                           std::size_t beside)
{
    if (!fitIn({&frame, 1}, beside))
        return std::nullopt;
    (void)take(beside, 0);
    return numberOf(*frame);
}

std::optional<std::uint32_t> AccountEncoder::Record::stack(const measure::CodeStack& stack,
                                                           std::size_t beside)
{
    const std::span frames =
        std::span(stack).first(std::min(stack.size(), limits::kFramesOfCodeStack));
    std::vector<std::uint32_t> numbers;
    for (const measure::CodeFramePtr& frame : frames)
        if (const auto known = m_known.m_frames.find(*frame); known != m_known.m_frames.end())
            numbers.push_back(known->second);
    if (const auto known = m_known.m_stacks.find(numbers);
        numbers.size() == frames.size() && known != m_known.m_stacks.end())
        return take(beside, 0) ? std::optional(known->second) : std::nullopt;
    if (frames.empty() || !fitIn(frames, frames.size() + 1 + beside)
        || m_known.m_stacks.size() >= limits::kCodeStacks
        || m_known.m_framesOfStacks + frames.size() > limits::kFramesOfCodeStacks)
        return std::nullopt;
    numbers.clear();
    for (const measure::CodeFramePtr& frame : frames)
        numbers.push_back(numberOf(*frame));
    (void)take(beside, 0);
    (void)take(numbers.size() + 1, 0);
    m_known.m_framesOfStacks += numbers.size();
    m_stacks.push_back(Cbor(numbers));
    const auto number = static_cast<std::uint32_t>(m_known.m_stacks.size());
    m_known.m_stacks.emplace(std::move(numbers), number);
    return number;
}

Cbor AccountEncoder::Record::weights(const std::vector<measure::AccountedStack>& stacks)
{
    Cbor list = Cbor::array();
    for (const measure::AccountedStack& weighed : stacks) {
        if (list.size() >= 2 * limits::kStacksOfLock)
            break;
        const std::optional<std::uint32_t> number = stack(*weighed.stack, 2);
        if (!number)
            continue;
        list.push_back(*number);
        list.push_back(weighed.ns);
    }
    return list;
}

Cbor AccountEncoder::Record::sites(const std::vector<measure::AccountedSite>& sites)
{
    Cbor list = Cbor::array();
    for (const measure::AccountedSite& site : sites) {
        if (list.size() >= limits::kSitesOfLock)
            break;
        const std::optional<std::uint32_t> number = frame(site.frame, kSiteFields.size() + 1);
        if (!number)
            continue;
        list.push_back(Cbor::array({*number,
                                    site.acquisitions,
                                    site.contended,
                                    site.waitNs,
                                    site.releases,
                                    site.causedNs}));
    }
    return list;
}

Cbor AccountEncoder::Record::histogram(const measure::SparseHistogram& histogram)
{
    return take(2 * histogram.entries().size(), 0) ? histogramToCbor(histogram) : Cbor::array();
}

/// Null where there is no room for it.
Cbor AccountEncoder::Record::lock(const measure::AccountedLock& lock)
{
    if (!take(kAccountLockFields.size() + 1, lock.kind.size()))
        return nullptr;
    const std::optional<std::uint32_t> site = lock.site ? frame(lock.site, 0) : std::nullopt;
    Cbor waits = histogram(lock.waits);
    Cbor holds = histogram(lock.holds);
    const auto longest = [](const Cbor& list, const measure::SparseHistogram& of) {
        return list.empty() ? Cbor() : orNull(of.exactMaxNs());
    };
    Cbor waitsMax = longest(waits, lock.waits);
    Cbor holdsMax = longest(holds, lock.holds);
    return Cbor::array({lock.id,
                        lock.kind,
                        lock.address,
                        lock.pid,
                        orNull(site),
                        lock.siteAddress,
                        lock.acquisitions,
                        lock.contended,
                        lock.waitNs,
                        lock.waitSoFarNs,
                        lock.waitMaxNs,
                        lock.timeouts,
                        lock.causedNs,
                        lock.handOverNs,
                        lock.ownerChanges,
                        lock.holdSamples,
                        lock.holdMaxNs,
                        lock.flags,
                        lock.generation,
                        lock.waiters,
                        lock.ownerTid,
                        std::move(waits),
                        std::move(waitsMax),
                        std::move(holds),
                        std::move(holdsMax),
                        sites(lock.sites),
                        weights(lock.waitStacks),
                        weights(lock.blameStacks),
                        lock.substitute,
                        lock.delayNs,
                        lock.swaps,
                        lock.refusal,
                        orNull(lock.takers)});
}

Cbor AccountEncoder::Record::processes(const measure::ProgramAccount& account)
{
    Cbor list = Cbor::array();
    for (const measure::AccountedProcess& process : account.processes)
        if (list.size() < kProcessesWritten
            && take(kProcessFields.size() + 1, process.command.size()))
            list.push_back(partToCbor(process));
    return list;
}

Cbor AccountEncoder::Record::threads(const measure::ProgramAccount& account)
{
    Cbor list = Cbor::array();
    for (const measure::AccountedThread& thread : account.threads)
        if (list.size() < kThreadsWritten
            && take(kAccountThreadFields.size() + 1, thread.name.size()))
            list.push_back(partToCbor(thread));
    return list;
}

Cbor AccountEncoder::Record::hazards(const measure::ProgramAccount& account)
{
    Cbor list = Cbor::array();
    for (const measure::AccountedHazard& hazard : account.hazards)
        if (list.size() < kHazardsWritten
            && take(4 + hazard.locks.size(), hazard.kind.size() + hazard.text.size()))
            list.push_back(Cbor::array({hazard.kind, hazard.text, Cbor(hazard.locks)}));
    return list;
}

Cbor AccountEncoder::Record::made(const measure::ProgramAccount& account)
{
    Cbor processList = processes(account);
    Cbor hazardList = hazards(account);
    Cbor threadList = threads(account);
    Cbor locks = Cbor::array();
    std::uint64_t leftOut = account.locksLeftOut;
    for (const measure::AccountedLock& each : account.locks) {
        Cbor one = locks.size() < limits::kLocks ? lock(each) : Cbor();
        if (one.is_null())
            ++leftOut;
        else
            locks.push_back(std::move(one));
    }
    return {{"frames", std::move(m_frames)},
            {"stacks", std::move(m_stacks)},
            {"command", account.command},
            {"pid", account.pid},
            {"launched", account.launched},
            {"elapsed_ns", account.elapsed.count()},
            {"exact", account.exact},
            {"ended", account.ended},
            {"processes", std::move(processList)},
            {"locks", std::move(locks)},
            {"locks_left_out", leftOut},
            {"threads", std::move(threadList)},
            {"threads_ever", account.threadsEver},
            {"thread_ns", account.threadNs},
            {"hazards", std::move(hazardList)},
            {"overflowed", account.overflowed},
            {"damaged", account.damaged},
            {"rooted_share", orNull(account.rootedShare)},
            {"cpus", orNull(account.cpus)}};
}

void keepAccount(AccountPtr& account, const measure::Snapshot& snapshot)
{
    if (snapshot.program && snapshot.program->account)
        account = snapshot.program->account;
}

std::string AccountEncoder::encode(const measure::ProgramAccount& account)
{
    return encodePayload(Record(*this).made(account));
}

} // namespace lockscope::recording
