// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::measure {

/// What a thread asks of the kernel's scheduler, so that hundreds of busy workers leave those who
/// watch them a CPU. Wishes: where the kernel does not grant them nothing changes. Each is for the
/// calling thread alone, without privileges.

/// For threads that work little and must not be late (the sampler, the lab's control, the window):
/// to run soon after waking. Takes no CPU time from the workers: it asks for a shorter time slice
/// (Linux 6.12 and newer), which the scheduler grants earlier. Threads that the caller starts do
/// not inherit it.
void askForShortLatency();

/// For threads that wait for tens of microseconds: to be woken within one of when it is time, not
/// within the usual 50.
void askForExactTimers();

/// The niceness at which so many busy threads on each CPU weigh no more than four ordinary ones,
/// 0..19: each step takes a fifth of a thread's weight (kernel/sched/core.c, sched_prio_to_weight).
/// Among 256 equals on 2 CPUs a watcher would get less than a hundredth of a CPU.
[[nodiscard]] int nicenessOfCrowd(double threadsPerCpu);

/// For workers: takes a place behind (positive) the others in the queue for CPU time. Among equals,
/// and on CPUs that nobody else wants, nothing changes. Coming back takes a privilege; without it
/// the thread stays where it is.
void setNiceness(int niceness);

} // namespace lockscope::measure
