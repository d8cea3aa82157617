// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/kernel_file.h"

#include <string>

#include <sys/types.h>

namespace lockscope::program {

/// Whether a thread has been on a CPU since it was asked last, by /proc/PID/task/TID/schedstat: one
/// that has not is where it was, and what is dearer to read says nothing new. Not thread-safe.
class RunCheck
{
public:
    RunCheck(pid_t pid, pid_t tid);

    /// True where that is not known. Of a thread that always has it is asked now and then alone:
    /// asking costs half of what it may save.
    [[nodiscard]] bool mayHaveRun();

private:
    measure::KernelFile m_file;
    std::string m_last; ///< what stood in it
    unsigned m_looks = 0; ///< in a row at which it had run
};

} // namespace lockscope::program
