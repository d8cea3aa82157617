// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/forecast.h"
#include "core/study/sweep.h"
#include "ui/session/exclusive_job.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// Runs a sweep; study::runSweep but in tests. Not on the GUI thread.
using SweepFunction = std::function<study::Sweep(
    const study::SweepPlan&, const study::RoundWatcher&, const std::vector<study::SweepPoint>&)>;

/// Sweeps and forecasts, one at a time, while the live workload stands still. A sweep that is asked
/// for cuts a forecast short, which is made after it; a forecast waits for the sweep. GUI thread
/// only.
class ScalingRuns : public QObject
{
    Q_OBJECT

public:
    using ForecastWanted = std::function<study::ForecastPlan()>;

    /// The session outlives it. `wanted` says what is to be forecast when a forecast begins.
    ScalingRuns(Session& session,
                SweepFunction sweep,
                ForecastWanted wanted,
                QObject* parent = nullptr);

    [[nodiscard]] bool running() const { return m_kind != Kind::None; }
    [[nodiscard]] bool sweeping() const { return m_kind == Kind::Sweep; }
    /// The sweep was cancelled, and has not ended yet.
    [[nodiscard]] bool ending() const { return sweeping() && m_job.ending(); }

    /// Measures what the plan asks for beyond the points that there are.
    void sweep(const study::SweepPlan& plan, std::vector<study::SweepPoint> earlier);
    /// Ends the sweep after the run under way.
    void cancelSweep();
    /// Begins a forecast when nothing has been asked for a short while.
    void forecastSoon();

signals:
    /// running(), sweeping() or ending().
    void stateChanged();
    void progressed(double share, const QString& what);
    /// Whole, or cut short by cancelSweep().
    void swept(const lockscope::study::Sweep& sweep);
    void forecast(const lockscope::study::ForecastPlan& plan,
                  const std::vector<lockscope::study::ForecastCurve>& curves);
    void problem(const QString& sentence);

private:
    enum class Kind : std::uint8_t
    {
        None,
        Sweep,
        Forecast
    };

    void begin(Kind kind, ExclusiveJob::Work work);
    void runForecast();
    void finish(const QString& sentence);

    const SweepFunction m_runSweep;
    const ForecastWanted m_wanted;
    Kind m_kind = Kind::None;
    std::optional<study::Sweep> m_sweep; ///< the job's while it runs
    study::ForecastPlan m_plan; ///< likewise
    std::vector<study::ForecastCurve> m_curves; ///< likewise
    QTimer m_soon; ///< settings that follow each other are one forecast
    ExclusiveJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

/// "mutex with fast path, CPUs: 4, 1:05 left".
[[nodiscard]] QString sweepProgressText(const study::RoundProgress& at);

} // namespace lockscope::ui
