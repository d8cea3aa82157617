// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/watch_sweep.h"

#include "app/cli/interrupts.h"
#include "app/cli/progress_bar.h"
#include "core/program/launch_watch.h"
#include "core/simulation/machine_file.h"
#include "core/whatif/cpu_sweep.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

namespace lockscope::cli {

namespace {

using Clock = std::chrono::steady_clock;

/// One run from its beginning to its end.
program::WatchReport watchedOn(const std::vector<std::string>& program,
                               const program::LaunchStreams& streams,
                               const std::optional<double>& seconds)
{
    constexpr double kPerSecond = 10; // readings
    constexpr std::chrono::seconds kToEnd{5}; // once it was told to
    program::LaunchWatch watch(program, streams);
    const auto look = std::chrono::duration<double>(1 / watch.rate());
    const auto reading = std::chrono::duration<double>(1 / kPerSecond);
    const auto began = Clock::now();
    auto read = began;
    std::optional<Clock::time_point> told;
    while (!watch.ended()) {
        watch.sample();
        const auto now = Clock::now();
        if (now - read >= reading) {
            read = now;
            (void)watch.read();
        }
        if (!told
            && (interrupted()
                || (seconds && std::chrono::duration<double>(now - began).count() >= *seconds)))
        {
            (void)watch.read(); // before it is told to: what its threads did until now
            told = now;
            watch.signal(SIGTERM);
        } else if (told && now - *told > kToEnd) {
            watch.signal(SIGKILL);
            told = now;
        }
        std::this_thread::sleep_for(look);
    }
    if (interrupted())
        throw std::runtime_error("interrupted before all runs were done; nothing was written");
    return program::reportOf(watch, watch.command(), static_cast<std::uint32_t>(watch.pid()), true);
}

} // namespace

std::string usualMachine()
{
    const auto file = simulation::thisMachineFile();
    return file && std::filesystem::exists(*file) ? "this" : "2x16";
}

void sweepProgram(const std::vector<std::string>& program,
                  const std::vector<int>& cpus,
                  const std::optional<double>& seconds,
                  const Output& output)
{
    const InterruptWatch interrupts;
    const simulation::Machine machine = simulation::machineNamed(usualMachine());
    std::vector<whatif::RunOnCpus> runs;
    runs.reserve(cpus.size());
    for (const int count : cpus)
        runs.push_back(
            {count,
             watchedOn(program, {.outputToError = !output.forPeople(), .cpus = count}, seconds)});
    std::vector<whatif::SweptLock> locks = whatif::sweptLocks(runs);
    const ProgressBar bar;
    for (whatif::SweptLock& lock : locks)
        if (!whatif::simulateBeside(lock, runs, machine, [&bar](double share) {
                bar.show("simulating", share);
                return !interrupted();
            }))
            throw std::runtime_error("interrupted before all was simulated; nothing was written");
    bar.clear();
    if (output.forPeople()) { // a launched program's standard output is its own
        const std::string text = whatif::toText(runs, locks);
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
    output.write(whatif::toJson(runs, locks));
}

} // namespace lockscope::cli
