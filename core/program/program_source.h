// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot_queue.h"
#include "core/measure/source.h"
#include "core/program/program_snapshots.h"
#include "core/program/program_watch.h"
#include "core/program/watch_report.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace lockscope::program {

/// A watched program as a source of snapshots. A thread of its own looks at the program, at the
/// watch's rate, and makes a snapshot some times a second; it ends by itself when the program has
/// ended.
///
/// Its snapshots are those of ProgramSnapshots. With accounts one of them has one now and then, and
/// so has the last.
///
/// Thread-safety: one owner thread calls start, stop and poll; report() and the getters are safe
/// from any thread.
class ProgramSource final : public measure::Source
{
public:
    /// `command` and `pid`: of the program, as reports have them.
    ProgramSource(std::unique_ptr<ProgramWatch> watch,
                  std::string command,
                  std::uint32_t pid,
                  bool launched,
                  double snapshotsPerSecond = 20,
                  bool withAccounts = false);
    ~ProgramSource() override;

    /// Waits for what is left of a stopWithin().
    void start() override;
    /// Waits for the last snapshot, whose interval is not much shorter than the others'.
    void stop() override;
    /// The same, but waits no longer than that: a report, or the names of a large program, may take
    /// long. Whether it has stopped; if not it will, and its last snapshot comes late.
    bool stopWithin(std::chrono::nanoseconds time);
    [[nodiscard]] bool running() const override;
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override;
    [[nodiscard]] measure::SourceInfo facts() const override;

    /// Everything up to now, without stacks; waits for the look that is under way.
    [[nodiscard]] ProgramReading reading();
    /// The same with stacks and what follows from it.
    [[nodiscard]] WatchReport report();

    /// Whether the program has ended, also while nobody looks at it; waits as report().
    [[nodiscard]] bool ended();

    /// Puts another lock in front of one of the program's, lengthens its holds, or takes both away;
    /// what is wanted of other locks stays (ProgramWatch::substitute()). In force it is a change of
    /// a snapshot. Waits as report(). io::BadInput as there.
    void substitute(const WantedLock& wanted);
    /// What is wanted of a lock; it may not be in force yet.
    [[nodiscard]] Substitution wantedOf(std::uint32_t lock);
    /// Whether anything is wanted of any.
    [[nodiscard]] bool wantsAnything();
    /// The program has its own locks again, all of them.
    void substituteNothing();

    /// The lock that was waited for most up to the newest snapshot; the one at an address. None
    /// where there is none.
    [[nodiscard]] std::optional<std::uint32_t> mostWaitedFor();
    [[nodiscard]] std::optional<std::uint32_t> lockAt(std::uint64_t address);

    /// The program's first process.
    [[nodiscard]] std::uint32_t pid() const { return m_pid; }

    /// Waits until the program has ended, or for so long; says whether it has.
    bool waitEnded(std::chrono::nanoseconds time);

private:
    [[nodiscard]] measure::ConfigFacts configFacts() const;
    void run(const std::stop_token& stop);
    [[nodiscard]] measure::SnapshotPtr next(const ProgramReading& reading, bool last);
    void want(const std::map<std::uint32_t, WantedLock>& wanted);

    std::mutex m_watching; ///< guards the watch and what follows
    const std::unique_ptr<ProgramWatch> m_watch;
    ProgramSnapshots m_snapshots;
    std::map<std::uint32_t, WantedLock> m_wanted; ///< by lock
    std::chrono::nanoseconds m_accountDue{std::chrono::seconds(1)};

    const measure::HostFacts m_host = measure::readHostFacts(); ///< facts() is asked for often
    const std::string m_command;
    const std::uint32_t m_pid;
    const bool m_launched;
    const bool m_withAccounts;
    const std::chrono::nanoseconds m_period;
    measure::SnapshotQueue m_queue;
    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    bool m_running = false;
    bool m_ended = false;
    std::jthread m_thread;
};

} // namespace lockscope::program
