// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine.h"

namespace lockscope::simulation {

std::span<const Machine> presets()
{
    static const std::vector<Machine> kPresets {
        {.id = "uniform",
         .label = "Uniform: theory's machine",
         .source = "The theory of queues: a line's journey costs the same between all CPUs and everything else "
                   "nothing; 50 ns unless --transfer-ns says otherwise.",
         .topology = {.cores = kMaxCpus},
         .costs = {.lineCore = 50,
                   .lineCache = 50,
                   .lineSocket = 50,
                   .lineAcross = 50,
                   .lineFar = 50,
                   .timeSlice = 3e6},
         .freeLockIsNear = true},
        {.id = "e5-2660",
         .label = "2 x 8 cores x 2 threads (two Xeon E5-2660)",
         .source = "tbd",
         .topology = {.sockets = 2, .cores = 8, .threads = 2},
         .costs = {.localOp = 10,
                   .pass = 4,
                   .fastPass = 2,
                   .lineCore = 12,
                   .lineCache = 40,
                   .lineSocket = 40,
                   .lineAcross = 56,
                   .lineFar = 56,
                   .systemCall = 100,
                   .futexQueue = 150,
                   .wake = 1200,
                   .wakeUp = 2500,
                   .park = 1000,
                   .threadSwitch = 1500,
                   .timeSlice = 3e6,
                   .channel = 50,
                   .nativeCall = 60,
                   .callbackCall = 40,
                   .siblingFactor = 1.6}},
        {.id = "2x16",
         .label = "2 x 16 cores",
         .source = "tbd",
         .topology = {.sockets = 2, .cores = 16},
         .costs = {.localOp = 8, .pass = 4, .fastPass = 2, .lineCore = 7, .lineCache = 30, .lineSocket = 30, .lineAcross = 65, .lineFar = 65,
                   .systemCall = 100, .futexQueue = 150, .wake = 1200, .wakeUp = 2500, .park = 1000,
                   .threadSwitch = 1500, .timeSlice = 3e6, .channel = 50, .nativeCall = 60, .callbackCall = 40, .siblingFactor = 1.6}},
    };
    return kPresets;
}

} // namespace lockscope::simulation
