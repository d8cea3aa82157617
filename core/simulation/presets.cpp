// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine.h"

namespace lockscope::simulation {

namespace {

/// What no publication gives for a machine: of the two Xeon E5-2660, as fitted for `e5-2660` below.
Costs serverCosts()
{
    return {.localOp = 8,
            .pass = 7.5,
            .fastPass = 2,
            .systemCall = 435,
            .futexQueue = 280,
            .wake = 590,
            .wakeUp = 390,
            .park = 580,
            .threadSwitch = 1500,
            .timeSlice = 3e6,
            .channel = 50,
            .nativeCall = 60,
            .callbackCall = 30,
            .siblingFactor = 1.8};
}

Machine uniform()
{
    Machine machine{
        .id = "uniform",
        .label = "Uniform: theory's machine",
        .source =
            "The theory of queues: a line's journey costs the same between all CPUs (50 ns unless "
            "--transfer-ns says otherwise), everything else nothing.",
        .topology = {.cores = kMaxCpus},
        .costs = {.timeSlice = 3e6},
        .freeLockIsNear = true};
    setTransfer(machine, 50);
    return machine;
}

Machine twoE5()
{
    Machine machine{.id = "e5-2660",
                    .label = "2 x 8 cores x 2 threads (two Xeon E5-2660)",
                    .source = "Fitted, all locks with one set, to the times in comments of folly's "
                              "SharedMutexTest.cpp on this machine.",
                    .topology = {.sockets = 2, .cores = 8, .threads = 2},
                    .costs = serverCosts()};
    Costs& costs = machine.costs;
    costs.requestWays = 0.65;
    costs.lineCore = 2.5;
    costs.lineCache = 34;
    costs.lineSocket = 34;
    costs.lineAcross = 69;
    costs.lineFar = 69;
    return machine;
}

Machine twoSockets()
{
    Machine machine{
        .id = "2x16",
        .label = "2 x 16 cores",
        .source =
            "Lines: contended atomic increments of 22 to 36 ns on Intel servers of two to eight "
            "sockets, and 149 ns for a compare-and-swap of another socket's line, half of it "
            "the request. The rest as on two Xeon E5-2660, with newer cores' atomic operations.",
        .topology = {.sockets = 2, .cores = 16},
        .costs = serverCosts()};
    Costs& costs = machine.costs;
    costs.localOp = 7;
    costs.pass = 5;
    costs.lineCore = 7;
    costs.lineCache = 24;
    costs.lineSocket = 24;
    costs.lineAcross = 71;
    costs.lineFar = 71;
    return machine;
}

Machine eightSockets()
{
    Machine machine{
        .id = "8x28",
        .label = "8 x 28 cores x 2 threads with an interconnect (eight Xeon 8176)",
        .source =
            "Lines: published compare-and-swaps on eight Xeon 8176, 7 ns on a core, 48 off it, 149 "
            "off the socket, 337 across the interconnect, half of what is beyond 7 being the "
            "request. The rest as on two Xeon E5-2660.",
        .topology = {.boards = 2, .sockets = 4, .cores = 28, .threads = 2},
        .costs = serverCosts()};
    Costs& costs = machine.costs;
    costs.localOp = 7;
    costs.pass = 5;
    costs.lineCore = 7;
    costs.lineCache = (48 - 7) / 2.0;
    costs.lineSocket = costs.lineCache;
    costs.lineAcross = (149 - 7) / 2.0;
    costs.lineFar = (337 - 7) / 2.0;
    return machine;
}

Machine chiplets()
{
    Machine machine{
        .id = "1x64",
        .label = "1 x 64 cores x 2 threads in chiplets of 8 (EPYC)",
        .source =
            "Lines: contended atomic increments of 6 to 17 ns on EPYC Milan within a chiplet; 115 "
            "ns, "
            "the published median round trip between cores of an EPYC 7773X, for the way there "
            "and back to another. The rest as on two Xeon E5-2660.",
        .topology = {.caches = 8, .cores = 8, .threads = 2},
        .costs = serverCosts()};
    Costs& costs = machine.costs;
    costs.localOp = 6;
    costs.pass = 5;
    costs.lineCore = 6;
    costs.lineCache = 12;
    costs.lineSocket = 115 / 2.0;
    costs.lineAcross = 100;
    costs.lineFar = 100;
    return machine;
}

} // namespace

std::span<const Machine> presets()
{
    static const std::vector<Machine> kPresets{
        twoSockets(), eightSockets(), chiplets(), twoE5(), uniform()};
    return kPresets;
}

} // namespace lockscope::simulation
