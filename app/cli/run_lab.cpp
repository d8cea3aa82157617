// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_lab.h"

#include "app/cli/interrupts.h"
#include "app/common/number_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <stdexcept>
#include <thread>

namespace lockscope::cli {

void RunEnd::addTo(CLI::App& command, const std::string& secondsHelp)
{
    constexpr double kLongest = 86'400;
    command.add_option("--seconds", seconds, secondsHelp)
        ->type_name("S")
        ->transform(common::between(0.01, kLongest));
    command.add_option("--tasks", tasks, "end after so many tasks")
        ->type_name("N")
        ->transform(common::between(std::uint64_t{1}, std::uint64_t{1} << 60U))
        ->excludes("--seconds");
}

measure::RunSummary runLab(const lab::LabConfig& config,
                           RunEnd end,
                           lab::LabOptions options,
                           const Progress& progress)
{
    constexpr std::chrono::milliseconds kLook{50};
    const InterruptWatch watch;
    options.tasks = end.tasks;
    lab::Lab lab(config, options);
    lab.start();

    using InSeconds = std::chrono::duration<double>;
    measure::SnapshotPtr last;
    while (!interrupted()) {
        if (lab.waitFinished(kLook))
            break;
        for (auto& snapshot : lab.poll())
            last = std::move(snapshot);
        if (!last)
            continue;
        const double elapsed = InSeconds(last->time).count();
        const double share = end.tasks
            ? static_cast<double>(last->total.calls) / static_cast<double>(*end.tasks)
            : elapsed / *end.seconds;
        if (progress)
            progress(std::min(1.0, share), last->total.calls);
        if (end.seconds && elapsed + InSeconds(kLook).count() >= *end.seconds) {
            std::this_thread::sleep_for(InSeconds(std::max(0.0, *end.seconds - elapsed)));
            break;
        }
    }
    lab.stop();
    measure::RunSummary summary = lab.summary();
    // No calls are a result only when they had the time that they were to have.
    if (interrupted() && summary.totals.calls == 0)
        throw std::runtime_error("interrupted before anything was measured; nothing was written");
    return summary;
}

} // namespace lockscope::cli
