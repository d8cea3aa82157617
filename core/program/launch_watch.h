// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/hazards.h"
#include "core/program/process_watch.h"
#include "core/program/program_watch.h"
#include "core/program/thread_clock.h"
#include "core/program/watch_folder.h"

#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

namespace lockscope::program {

/// Launches a program with the preload library, and reads what it and all that it starts count. The
/// program goes on when this is destroyed; what it has in its way then counts for nobody.
class LaunchWatch : public ProgramWatch
{
public:
    /// Checks the program (checkLaunch()) and starts it. io::BadInput, one sentence, when it cannot
    /// be watched so; std::runtime_error when starting it fails.
    explicit LaunchWatch(std::vector<std::string> command, const LaunchStreams& streams = {});
    ~LaunchWatch() override;

    void sample() override;
    [[nodiscard]] ProgramReading read() override;
    [[nodiscard]] bool ended() override;
    [[nodiscard]] std::vector<WeighedStack> waitStacks(std::uint32_t lock,
                                                       std::size_t most) override;
    [[nodiscard]] std::vector<WeighedStack> blameStacks(std::uint32_t lock,
                                                        std::size_t most) override;
    [[nodiscard]] std::vector<NamedSite> sites(std::uint32_t lock, std::size_t most) override;
    [[nodiscard]] std::vector<Hazard> hazards() const override { return m_hazards.found(); }
    void substitute(const std::vector<WantedLock>& wanted) override;
    [[nodiscard]] double rate() const override;
    [[nodiscard]] std::optional<double> rootedShare() const override;

    /// As it was given.
    [[nodiscard]] const std::string& command() const { return m_command; }
    [[nodiscard]] pid_t pid() const { return m_program->pid(); }
    /// Asks the first process to end.
    void signal(int number) { m_program->signal(number); }

private:
    /// A process, running or ended.
    struct Process
    {
        std::unique_ptr<ProcessWatch> watch; ///< none of one that ended and had nothing to tell
        std::unordered_map<LockName, std::uint32_t, LockNameHash> ids;
        std::map<std::pair<std::uint32_t, std::uint32_t>, ThreadReading>
            threads; ///< place, generation
        std::map<std::uint32_t, LockName> owners; ///< threads that others wait for, and which lock
        ProcessReading facts;
    };
    struct Place
    {
        Process* process = nullptr;
        LockName name;
    };

    void findProcesses();
    void readProcess(Process& process, ProgramReading& reading);
    void addLifetimes(const Process& process, ProgramReading& reading) const;
    void readThreads(Process& process);
    void readThread(Process& process, const ThreadCounts& thread, ThreadReading& out);
    void retire(Process& process);
    [[nodiscard]] std::uint32_t idOf(Process& process, const LockName& name);

    std::string m_command;
    std::optional<int> m_cpus; ///< that the first process may use, as of the last reading of it
    WatchFolder m_folder;
    std::unique_ptr<LaunchedProgram> m_program;
    std::chrono::steady_clock::time_point m_began;
    std::chrono::steady_clock::time_point m_looked;
    std::optional<std::chrono::steady_clock::time_point> m_endedAt; ///< the last process
    std::optional<std::chrono::steady_clock::time_point> m_allGone; ///< since when
    std::chrono::steady_clock::time_point m_searched; ///< for processes
    std::vector<std::unique_ptr<Process>> m_processes; ///< in the order in which they began
    std::vector<Place> m_locks; ///< by id - 1
    ThreadClocks m_clocks;
    HazardWatch m_hazards;
};

} // namespace lockscope::program
