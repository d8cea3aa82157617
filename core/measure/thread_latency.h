// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::measure {

/// Asks the kernel to run the calling thread, not those that it starts, soon after it wakes, for threads that work little and must
/// not be late: the sampler, the lab's control, the window. Takes no CPU time from the workers: it asks
/// for a shorter time slice (Linux 6.12 and newer), which the scheduler grants earlier. Without it a
/// thread that wakes among hundreds of busy workers waits for a tenth of a second. Where the kernel does
/// not know it nothing changes.
void askForShortLatency();

} // namespace lockscope::measure
