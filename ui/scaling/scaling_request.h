// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/forecast.h"
#include "core/study/sweep.h"
#include "ui/widgets/fast_path_box.h"

#include <QString>
#include <QStringList>

namespace lockscope::ui {

/// What the person asks of the page on scaling, as the controls have it.
struct ScalingRequest
{
    QStringList guards; ///< ids
    FastPaths fastPaths = FastPaths::Both; ///< of the sweep; forecasts have both in any case
    QString cpus; ///< "1,2,4" or "1-8", to measure at
    int repeats = 5; ///< of each point at least
    double seconds = 0.5; ///< of each run
    int most = 256; ///< CPUs that are simulated
    int at = 64; ///< CPUs that the answer is for
};

/// The experiment that is swept and forecast: the session's, which the requests are added to.
struct ScaledExperiment
{
    lab::LabConfig config;
    double workersPerCpu = 1;
};

/// Throws lab::ConfigError with one sentence when the numbers of CPUs or
/// the experiment are not allowed.
[[nodiscard]] study::SweepPlan sweepPlan(const ScalingRequest& request,
                                         const ScaledExperiment& experiment);

[[nodiscard]] study::ForecastPlan forecastPlan(const ScalingRequest& request,
                                               const ScaledExperiment& experiment,
                                               const simulation::Machine& machine);

/// The numbers of CPUs that are usual here: "1,2,4,8".
[[nodiscard]] QString usualCpusText();

} // namespace lockscope::ui
