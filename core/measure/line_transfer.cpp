// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/line_transfer.h"

#include "core/measure/clock.h"
#include "core/measure/thread_pair.h"
#include "core/measure/topology.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <hwloc.h>

namespace lockscope::measure {

namespace {

constexpr int kRuns = 21;
constexpr int kRoundTrips = 500;

std::optional<int> numberOf(hwloc_obj_t object)
{
    return object != nullptr ? std::optional(static_cast<int>(object->logical_index))
                             : std::nullopt;
}

/// The outermost cache around a CPU.
hwloc_obj_t lastCacheOf(hwloc_obj_t cpu)
{
    hwloc_obj_t last = nullptr;
    for (hwloc_obj_t at = cpu->parent; at != nullptr; at = at->parent)
        if (hwloc_obj_type_is_dcache(at->type) != 0)
            last = at;
    return last;
}

/// The flag that goes to and fro, alone on its line and the one that is fetched beside it.
struct alignas(128) Ball
{
    std::atomic<int> side{0};
};

} // namespace

std::vector<CpuPlace> cpuPlaces()
{
    std::vector<CpuPlace> all;
    hwloc_obj_t cpu = nullptr;
    while ((cpu = hwloc_get_next_obj_by_type(topology(), HWLOC_OBJ_PU, cpu)) != nullptr) {
        const int number = static_cast<int>(cpu->os_index);
        all.push_back(
            {.cpu = number,
             .core = numberOf(hwloc_get_ancestor_obj_by_type(topology(), HWLOC_OBJ_CORE, cpu)),
             .cache = numberOf(lastCacheOf(cpu)),
             .package =
                 numberOf(hwloc_get_ancestor_obj_by_type(topology(), HWLOC_OBJ_PACKAGE, cpu)),
             .numaNode = numaNodeOf(number)});
    }
    return all;
}

std::optional<double> measureRoundTrip(int firstCpu, int secondCpu)
{
    Ball ball;
    std::atomic<bool> refused{false};
    std::atomic<int> ready{0};
    std::vector<double> runs;
    runs.reserve(kRuns); // now: a thread that finds no memory would end the program
    const auto play = [&](int cpu, int mine, const auto& aroundARun) {
        if (!bindTo(cpu))
            refused = true;
        ++ready;
        while (ready < 2)
            std::this_thread::yield();
        for (int run = 0; run < kRuns && !refused; ++run)
            aroundARun([&] {
                for (int n = 0; n < kRoundTrips; ++n) {
                    // Relaxed: the flag's own journey is what is timed, nothing travels with it.
                    while (ball.side.load(std::memory_order_relaxed) != mine) {
                    }
                    ball.side.store(1 - mine, std::memory_order_relaxed);
                }
            });
    };
    std::jthread other([&] { play(secondCpu, 1, [](const auto& run) { run(); }); });
    std::jthread timing = startSecond(refused, ready, [&] {
        play(firstCpu, 0, [&runs](const auto& run) {
            const auto begin = SteadyClock::now();
            run();
            const std::chrono::duration<double, std::nano> took = SteadyClock::now() - begin;
            runs.push_back(took.count() / kRoundTrips);
        });
    });
    timing.join();
    other.join();
    if (refused || runs.empty())
        return std::nullopt;
    std::nth_element(runs.begin(), runs.begin() + kRuns / 2, runs.end());
    return runs[kRuns / 2];
}

LineTransfers measureLineTransfers(const TransferProgress& progress)
{
    LineTransfers transfers{
        .cpus = cpuPlaces(), .roundTripNs = {}, .runs = kRuns, .roundTrips = kRoundTrips};
    const std::size_t count = transfers.cpus.size();
    transfers.roundTripNs.assign(count, std::vector<std::optional<double>>(count));
    const double pairs = static_cast<double>(count) * static_cast<double>(count - 1) / 2;
    double done = 0;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = i + 1; j < count; ++j) {
            if (progress && !progress(done++ / pairs))
                return transfers;
            const auto ns = measureRoundTrip(transfers.cpus[i].cpu, transfers.cpus[j].cpu);
            transfers.roundTripNs[i][j] = ns;
            transfers.roundTripNs[j][i] = ns;
        }
    return transfers;
}

} // namespace lockscope::measure
