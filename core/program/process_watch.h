// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/lock_controls.h"
#include "core/program/lock_counts.h"
#include "core/program/program_reading.h"
#include "core/program/remote_memory.h"
#include "core/program/shared_file.h"
#include "core/program/stack_unwinder.h"
#include "core/program/stack_weights.h"
#include "core/program/symbols.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace lockscope::program {

/// Where a lock is taken: the innermost function of the program's own on the stack of its first
/// contended acquisition, with the standard library's wrappers and the preload library's left out.
struct Site
{
    std::uint64_t address = 0; ///< return address
    Frame frame;
};

/// What is known of a lock beside its counts.
struct LockStacks
{
    std::optional<Site> site; ///< none until it was contended
    StackWeights waits; ///< by samples of those who waited
    std::map<std::uint64_t, StackWeights> caused; ///< by the call that released, of those who held
};

/// One process with the preload library in it: counts, stacks, names. The process may end at any
/// time; what was read stays. Not thread-safe.
class ProcessWatch
{
public:
    explicit ProcessWatch(std::unique_ptr<SharedFile> file, std::string path);

    [[nodiscard]] std::uint32_t pid() const { return m_file->pid(); }
    [[nodiscard]] const std::string& path() const { return m_path; }

    /// Learns now what names it will need, not when the first one is asked for.
    void findModules();

    /// Looks who waits, and copies the stacks of some. `since` is the time since the look before:
    /// what each wait counts for.
    void sample(std::chrono::nanoseconds since);

    /// What is wished of this process' locks, instead of what was; false where that could not be
    /// said. It holds as long as sample() is called.
    bool wish(const std::vector<LockWish>& wishes) { return m_controls.set(wishes); }

    /// Reads all counts; `last`: for the last time.
    const ProcessCounts& read(bool last = false);
    [[nodiscard]] const ProcessCounts& counts() const { return m_file->counts(); }
    /// Who holds a lock now, of mutexes and write sides, which say so; 0: nobody, or not known.
    [[nodiscard]] std::uint32_t ownerOf(const LockName& lock) const;
    /// The same, read anew.
    [[nodiscard]] std::uint32_t ownerNow(const LockName& lock) const;

    [[nodiscard]] const LockStacks* stacksOf(const LockName& lock) const;
    [[nodiscard]] const StackTable& stacks() const { return m_stacks; }

    /// Names of a stack, inlined functions too, the innermost first, without what stands between
    /// the program and its lock.
    [[nodiscard]] std::vector<Frame> framesOf(StackTable::Id id);
    /// Who made others wait for a lock: exact by the call that released it, and among the stacks of
    /// one call as they were caught. In no order.
    [[nodiscard]] std::vector<WeighedStack> blameOf(const LockCounts& lock);
    /// Of one return address.
    [[nodiscard]] Frame frameOf(std::uint64_t returnAddress);

    /// Stacks of waits that were caught, and how many of those reached where their thread began,
    /// weighted by time, ns.
    [[nodiscard]] double caughtNs() const { return m_caughtNs; }
    [[nodiscard]] double rootedNs() const { return m_rootedNs; }

private:
    void keepStack(const WaitUnderWay& wait, double weightNs);
    void keepHolders(std::size_t most);
    void findSites(const ProcessCounts& counts);
    void findOwners(ProcessCounts& counts);
    [[nodiscard]] StackTable::Id unwound(const CapturedStack& stack, bool* rooted);

    std::unique_ptr<SharedFile> m_file;
    std::string m_path;
    LockControls m_controls;
    RemoteMemory m_memory;
    std::unique_ptr<Symbols> m_symbols;
    std::unique_ptr<StackUnwinder> m_unwinder;
    std::vector<WaitUnderWay> m_waiting;
    std::unordered_map<LockName, std::uint32_t, LockNameHash> m_owners;
    std::unordered_map<LockName, LockStacks, LockNameHash> m_locks;
    StackTable m_stacks;
    std::chrono::nanoseconds m_sinceHolders{}; ///< their stacks were read
    std::size_t m_turn = 0; ///< which of those who wait is looked at next
    double m_caughtNs = 0;
    double m_rootedNs = 0;
};

} // namespace lockscope::program
