// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::measure {

/// What a thread asks of the kernel's scheduler, so that hundreds of busy workers leave those who watch
/// them a CPU. Wishes: where the kernel does not grant them nothing changes. Each is for the calling
/// thread alone, without privileges.

/// For threads that work little and must not be late (the sampler, the lab's control, the window): to run
/// soon after waking. Takes no CPU time from the workers: it asks for a shorter time slice (Linux 6.12 and
/// newer), which the scheduler grants earlier. Threads that the caller starts do not inherit it.
void askForShortLatency();

/// For workers: to be last in line for CPU time (nice 19). Among themselves all stay equal, and on CPUs
/// that nobody else wants nothing changes; but against 256 equals a watcher would get less than a
/// hundredth of a CPU. There is no way back without privileges, so only for threads that the caller's
/// pool has for itself.
void standBack();

} // namespace lockscope::measure
