// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_watch.h"

#include "core/program/wrapper_frames.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include <pthread.h>

namespace lockscope::program {

namespace {

/// Stacks that are unwound at one look: some 10 us each, at 250 looks a second two per cent of a
/// CPU.
constexpr std::size_t kStacksALook = 8;
/// So often stacks of holders are read: each thread keeps its last four till then, and to ask each
/// of them at every look took a tenth of all reading.
constexpr std::chrono::milliseconds kHolders{20};
constexpr std::size_t kHoldersAtTheEnd = 4096;
constexpr std::size_t kHoldersALook = 16; ///< copied and unwound: some 10 us each, too
constexpr std::size_t kSitesALook = 64; ///< names that are looked up at one reading

constexpr std::size_t kOwnersALook = 4000;
constexpr std::uint32_t kTidMask =
    0x3fffffff; ///< the upper bits say that the owner died, or that others wait

/// Where in a lock's memory its owner stands (glibc).
std::optional<std::size_t> ownerOffset(LockKind kind)
{
    if (kind == LockKind::Mutex)
        return offsetof(pthread_mutex_t, __data.__owner);
    if (kind == LockKind::Write)
        return offsetof(pthread_rwlock_t, __data.__cur_writer);
    return std::nullopt;
}

Registers registersOf(const std::array<std::uint64_t, 8>& r)
{
    return {r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]};
}

} // namespace

ProcessWatch::ProcessWatch(std::unique_ptr<SharedFile> file, std::string path)
    : m_file(std::move(file))
    , m_path(std::move(path))
    , m_controls(m_path)
    , m_memory(static_cast<pid_t>(m_file->pid()))
{}

void ProcessWatch::findModules()
{
    if (m_symbols)
        return;
    m_symbols = std::make_unique<Symbols>(static_cast<pid_t>(pid()));
    m_unwinder = std::make_unique<StackUnwinder>(*m_symbols);
}

void ProcessWatch::sample(std::chrono::nanoseconds since)
{
    m_controls.prolong();
    m_waiting.clear();
    m_file->readWaits(m_waiting);
    if (!m_waiting.empty()) {
        const std::size_t looked = std::min(kStacksALook, m_waiting.size());
        const double weight = static_cast<double>(since.count())
            * static_cast<double>(m_waiting.size()) / static_cast<double>(looked);
        for (std::size_t i = 0; i < looked; ++i)
            keepStack(m_waiting[(m_turn + i) % m_waiting.size()], weight);
        m_turn += looked;
    }
    m_sinceHolders += since;
    if (m_sinceHolders >= kHolders)
        keepHolders(kHoldersALook);
}

StackTable::Id ProcessWatch::unwound(const CapturedStack& stack, bool* rooted)
{
    findModules();
    const UnwoundStack found =
        m_unwinder->unwind(registersOf(stack.registers),
                           StackCopy{stack.stackPointer(), std::as_bytes(std::span(stack.bytes))});
    if (rooted)
        *rooted = found.rooted;
    return m_stacks.idOf(found.addresses);
}

void ProcessWatch::keepStack(const WaitUnderWay& wait, double weightNs)
{
    CapturedStack stack;
    stack.registers = wait.registers;
    stack.bytes.resize(kStackBytes);
    const RemoteRead read =
        m_memory.read(stack.stackPointer(), stack.bytes.data(), stack.bytes.size());
    stack.bytes.resize(read.bytes);
    // What was copied is of this wait only when it is the same wait still.
    if (read.bytes == 0 || !m_file->stillWaits(wait))
        return;
    bool rooted = false;
    m_locks[wait.lock].waits[unwound(stack, &rooted)] += weightNs;
    m_caughtNs += weightNs;
    if (rooted)
        m_rootedNs += weightNs;
}

void ProcessWatch::keepHolders(std::size_t most)
{
    m_sinceHolders = {};
    std::vector<HolderStack> holders;
    m_file->readHolderStacks(holders, most);
    for (const HolderStack& holder : holders)
        m_locks[holder.lock].caused[holder.site][unwound(holder.stack, nullptr)] +=
            static_cast<double>(holder.causedNs);
}

const ProcessCounts& ProcessWatch::read(bool last)
{
    ProcessCounts& counts = m_file->read(last);
    keepHolders(last ? kHoldersAtTheEnd : kHoldersALook);
    findSites(counts);
    findOwners(counts);
    return counts;
}

/// From the locks' own memory: the C library writes there who holds one.
void ProcessWatch::findOwners(ProcessCounts& counts)
{
    m_owners.clear();
    std::vector<LockName> names;
    std::vector<std::uint32_t> owners;
    std::vector<RemotePiece> pieces;
    for (const LockCounts& lock : counts.locks)
        if (lock.firstSite != 0 && ownerOffset(lock.name.kind) && names.size() < kOwnersALook)
            names.push_back(lock.name);
    owners.resize(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        pieces.push_back(
            {names[i].address + *ownerOffset(names[i].kind), &owners[i], sizeof owners[i]});
    (void)m_memory.readPieces(pieces);
    for (std::size_t i = 0; i < names.size(); ++i)
        if (pieces[i].read && owners[i] != 0)
            m_owners.emplace(names[i], owners[i] & kTidMask);
    // A wait that is over by now had another owner, or none.
    for (ThreadCounts& thread : counts.threads) {
        if (!thread.waiting)
            continue;
        if (!m_file->stillWaits(*thread.waiting))
            thread.waiting.reset();
        else if (ownerOffset(thread.waiting->lock.kind))
            thread.waiting->ownerTid = ownerOf(thread.waiting->lock);
    }
}

std::uint32_t ProcessWatch::ownerOf(const LockName& lock) const
{
    const auto found = m_owners.find(lock);
    return found == m_owners.end() ? 0 : found->second;
}

std::uint32_t ProcessWatch::ownerNow(const LockName& lock) const
{
    const std::optional<std::size_t> offset = ownerOffset(lock.kind);
    return offset ? m_memory.value<std::uint32_t>(lock.address + *offset).value_or(0) & kTidMask
                  : 0;
}

void ProcessWatch::findSites(const ProcessCounts& counts)
{
    std::size_t looked = 0;
    for (const LockCounts& lock : counts.locks) {
        if (lock.firstSite == 0 || looked >= kSitesALook)
            continue;
        LockStacks& stacks = m_locks[lock.name];
        if (stacks.site)
            continue;
        ++looked;
        Site& site = stacks.site.emplace();
        site.address = lock.firstSite;
        if (const std::optional<CapturedStack> birth = m_file->birthStack(lock.name)) {
            const StackTable::Id id = unwound(*birth, nullptr);
            const std::vector<Frame> frames = framesOf(id);
            if (!frames.empty())
                site.frame = frames.front();
        }
        if (site.frame == Frame{})
            site.frame = frameOf(lock.firstSite);
    }
}

const LockStacks* ProcessWatch::stacksOf(const LockName& lock) const
{
    const auto found = m_locks.find(lock);
    return found == m_locks.end() ? nullptr : &found->second;
}

std::vector<Frame> ProcessWatch::framesOf(StackTable::Id id)
{
    return m_symbols ? namedFrames(*m_symbols, m_stacks.at(id), false) : std::vector<Frame>{};
}

std::vector<WeighedStack> ProcessWatch::blameOf(const LockCounts& lock)
{
    std::vector<WeighedStack> found;
    const LockStacks* const stacks = stacksOf(lock.name);
    for (const SiteCounts& site : lock.sites) {
        if (site.causedNs == 0)
            continue;
        const auto total = static_cast<double>(site.causedNs);
        const auto caught =
            stacks ? stacks->caused.find(site.address) : decltype(stacks->caused.end()){};
        if (!stacks || caught == stacks->caused.end()) {
            found.push_back({total, {frameOf(site.address)}});
            continue;
        }
        double sum = 0;
        for (const auto& [id, ns] : caught->second)
            sum += ns;
        for (const auto& [id, ns] : caught->second)
            found.push_back({sum > 0 ? total * ns / sum : 0, framesOf(id)});
    }
    return found;
}

Frame ProcessWatch::frameOf(std::uint64_t returnAddress)
{
    findModules();
    const std::span<const Frame> found = m_symbols->returningTo(returnAddress);
    for (const Frame& frame : found)
        if (!isWrapper(frame))
            return frame;
    return found.empty() ? Frame{} : found.back();
}

} // namespace lockscope::program
