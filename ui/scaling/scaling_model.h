// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/forecast.h"
#include "core/study/sweep.h"
#include "ui/models/opened_sweeps.h"
#include "ui/models/scaling_curves.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// The curves of a guard on one host, or here: without and with its fast path; null where there is
/// none.
struct CurvePair
{
    const ScalingCurve* locked = nullptr;
    const ScalingCurve* fast = nullptr;
};

/// What the page on scaling shows: the sweep that was made here, sweeps and tables from files, what
/// is simulated, and which of it is in sight. It has no widgets and runs nothing. GUI thread only.
class ScalingModel
{
public:
    /// A sweep that was made here has ended or was cancelled: it is shown when it has a run.
    /// Returns a sentence when it is not whole.
    QString takeSweep(study::Sweep sweep);
    /// Returns why guards could not be simulated, a sentence each.
    QStringList takeForecast(study::ForecastPlan plan, std::vector<study::ForecastCurve> curves);
    /// Reads a table of N and throughput and shows it beside the rest, in place of one of the same
    /// name. Returns what there is to say of it; throws with one sentence when it is none.
    QString openTable(const QString& file);
    /// Lays sweeps over what is shown, all of them or none: see OpenedSweeps::add().
    void openSweeps(const QStringList& files);
    void removeHost(const QString& id);
    void removeHosts();
    /// Ids of curves and hosts that are hidden: see ScalingChart.
    void setHidden(const QStringList& ids) { m_hidden = ids; }

    [[nodiscard]] const std::optional<study::Sweep>& sweep() const { return m_sweep; }
    /// There is a sweep that was cut short here.
    [[nodiscard]] bool canGoOn() const { return m_sweep && !m_sweep->complete(); }
    [[nodiscard]] bool hasForecast() const { return !m_forecast.empty(); }
    /// The settings of what is simulated.
    [[nodiscard]] const study::ForecastPlan& forecastPlan() const { return m_forecastPlan; }
    [[nodiscard]] const OpenedSweeps& opened() const { return m_opened; }
    /// Everything that there is, in sight or not.
    [[nodiscard]] const std::vector<ScalingCurve>& curves() const { return m_curves; }
    [[nodiscard]] const std::vector<ScalingHost>& hosts() const { return m_opened.hosts(); }

    /// Whether a host is in sight; none: this computer.
    [[nodiscard]] bool hostShown(std::optional<std::size_t> host) const;
    /// Whether what was measured of a curve is in sight.
    [[nodiscard]] bool measuredShown(const ScalingCurve& curve) const;
    /// Whether what was simulated of it is.
    [[nodiscard]] bool simulatedShown(const ScalingCurve& curve) const
    {
        return !m_hidden.contains(curve.id);
    }
    [[nodiscard]] std::vector<std::size_t> hostsInSight() const;
    [[nodiscard]] CurvePair pairOf(const std::string& guard,
                                   std::optional<std::size_t> host = std::nullopt) const;

    /// The sweep that what is simulated is held against: the one made here, or the first of a host
    /// in sight; null when there is none.
    [[nodiscard]] const study::Sweep* measured() const;
    /// What the settings that were simulated have differently from those that measured() was made
    /// with; empty when they are the same, or one of the two is not there.
    [[nodiscard]] QString difference() const;
    /// What is to be said of those whose simulation misses what was measured too far to be trusted.
    [[nodiscard]] QStringList missesOf(std::initializer_list<const ScalingCurve*> curves) const;

private:
    void update();

    std::optional<study::Sweep> m_sweep;
    std::vector<study::ForecastCurve> m_forecast;
    study::ForecastPlan m_forecastPlan;
    std::vector<ScalingCurve> m_tables;
    OpenedSweeps m_opened;
    QStringList m_hidden;
    std::vector<ScalingCurve> m_curves; ///< of all of the above
};

} // namespace lockscope::ui
