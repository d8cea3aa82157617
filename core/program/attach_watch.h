// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_file.h"
#include "core/program/futex_wait.h"
#include "core/program/hazards.h"
#include "core/program/program_watch.h"
#include "core/program/remote_memory.h"
#include "core/program/run_check.h"
#include "core/program/stack_unwinder.h"
#include "core/program/stack_weights.h"
#include "core/program/symbols.h"
#include "core/program/thread_clock.h"

#include <map>

#include <sys/types.h>

namespace lockscope::program {

/// A running program, looked at from outside: nothing is injected, nothing stopped. At each look
/// the threads that sleep on a futex are seen, with what they wait for and who holds it; each
/// stands for the time between two looks. So waits shorter than that are seen by chance, and
/// spinning is not seen.
class AttachWatch : public ProgramWatch
{
public:
    /// io::BadInput, one sentence, when there is no such process or it may not be watched.
    /// rate: looks a second, 1 to 1000. No more than 8,000 threads are looked at in a second: where
    /// that is not all at each look, it is some in turn.
    AttachWatch(pid_t pid, double rate);
    ~AttachWatch() override;

    void sample() override;
    [[nodiscard]] ProgramReading read() override;
    [[nodiscard]] bool ended() override;
    [[nodiscard]] std::vector<WeighedStack> waitStacks(std::uint32_t lock,
                                                       std::size_t most) override;
    [[nodiscard]] std::vector<WeighedStack> blameStacks(std::uint32_t lock,
                                                        std::size_t most) override;
    [[nodiscard]] std::vector<NamedSite> sites(std::uint32_t /*lock*/,
                                               std::size_t /*most*/) override
    {
        return {};
    }
    [[nodiscard]] std::vector<Hazard> hazards() const override { return m_hazards.found(); }
    [[nodiscard]] double rate() const override { return m_rate; }
    [[nodiscard]] std::optional<double> rootedShare() const override;

    /// The command line of the process.
    [[nodiscard]] const std::string& command() const { return m_command; }

private:
    struct Thread
    {
        Thread(pid_t pid, pid_t tid);
        std::optional<measure::KernelFile> callFile; ///< none of one that has ended
        RunCheck runs;
        ThreadReading reading;
        std::uint64_t lockNs = 0;
        std::uint64_t conditionNs = 0;
        std::chrono::steady_clock::time_point looked; ///< at it
        std::optional<BlockedCall> call; ///< that it is in now
        std::optional<LockName> waitsFor;
        std::uint64_t sinceNs = 0; ///< when it was first seen in this call
        StackTable::Id stack = 0;
        bool rooted = false; ///< that stack reached where the thread began
    };
    struct Lock
    {
        std::uint32_t id = 0;
        std::uint64_t waitNs = 0;
        std::uint64_t seen = 0; ///< waits that were seen, each once
        std::optional<Frame> site;
        std::uint64_t siteAddress = 0;
        StackWeights waits;
    };

    void findThreads();
    void lookAt(Thread& thread, std::chrono::nanoseconds since);
    void lookAtCall(Thread& thread);
    void beginWait(Thread& thread, const FutexWait& wait);
    [[nodiscard]] std::uint32_t ownerOf(const LockName& lock) const;
    [[nodiscard]] StackTable::Id stackOf(const BlockedCall& call);
    [[nodiscard]] std::vector<Frame> framesOf(StackTable::Id id, bool all);
    [[nodiscard]] Lock& lockOf(const LockName& name);

    const pid_t m_pid;
    const double m_rate;
    measure::KernelFile m_stat; ///< the process'
    std::uint64_t m_startTicks = 0; ///< with the number it names the process
    std::string m_command;
    RemoteMemory m_memory;
    Symbols m_symbols;
    StackUnwinder m_unwinder;
    StackTable m_stacks;
    ThreadClocks m_clocks;
    HazardWatch m_hazards;
    std::map<pid_t, Thread> m_threads;
    std::map<LockName, Lock> m_locks;
    std::vector<LockName> m_names; ///< by id - 1
    std::chrono::steady_clock::time_point m_began;
    pid_t m_lastLooked = 0; ///< the thread that was looked at last
    std::chrono::steady_clock::time_point m_searched;
    std::chrono::steady_clock::time_point m_endSearched; ///< whether it has ended
    bool m_ended = false;
    double m_caughtNs = 0;
    double m_rootedNs = 0;
    bool m_rooted = false; ///< of the stack that was unwound last
};

} // namespace lockscope::program
