// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows and says of what was measured, opened and simulated.
#include "core/measure/host_facts.h"
#include "core/measure/ratio_text.h"
#include "ui/charts/scaling_chart.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/host_list.h"
#include "ui/words/foreign_text.h"
#include "ui/words/units.h"

#include <QLabel>
#include <QScrollArea>
#include <QSpinBox>

#include <algorithm>

namespace lockscope::ui {

namespace {

/// "3.36x (3.31-3.41)", with what else there is to say of it.
QString timesText(const std::optional<measure::Interval>& ratio)
{
    if (!ratio)
        return unknownText();
    const QString text = QString::fromStdString(measure::ratioText(*ratio).whole());
    return ratio->low && !measure::showsDifference(ratio)
        ? QString::fromStdString(std::string(measure::kNoDifference)) + ", " + text
        : text;
}

/// The ratio of two simulated throughputs with its band.
measure::Interval simulatedRatio(const measure::Estimate& a, const measure::Estimate& b)
{
    measure::Interval ratio{.mean = b.mean / a.mean};
    if (!a.low || !b.low)
        return ratio;
    if (const auto band = simulation::bandOfRatio(
            a.mean, {.low = *a.low, .high = *a.high}, b.mean, {.low = *b.low, .high = *b.high}))
    {
        ratio.low = band->low;
        ratio.high = band->high;
    }
    return ratio;
}

/// An experiment without what a curve goes over.
lab::LabConfig settingsOf(lab::LabConfig config)
{
    config.guard = lab::LabConfig().guard;
    config.fastPath = false;
    config.cpus = config.workers = 1;
    return config;
}

/// The curves of a guard on one host, or here: without and with its fast path.
struct Pair
{
    const ScalingCurve* locked = nullptr;
    const ScalingCurve* fast = nullptr;
};

Pair pairOf(const std::vector<ScalingCurve>& curves,
            const std::string& guard,
            std::optional<std::size_t> host)
{
    Pair pair;
    for (const ScalingCurve& curve : curves)
        if (curve.contender && curve.contender->guard == guard && curve.host == host)
            (curve.contender->fastPath ? pair.fast : pair.locked) = &curve;
    return pair;
}

} // namespace

void ScalingPage::showCurves()
{
    std::vector<ScalingCurve> curves = scalingCurves(m_sweep, m_forecast);
    if (difference().isEmpty())
        widenByMisses(curves);
    for (ScalingCurve& curve : hostCurves(m_opened.merged()))
        curves.push_back(std::move(curve));
    curves.insert(curves.end(), m_tables.begin(), m_tables.end());
    m_chart->setCurves(std::move(curves), m_opened.hosts());
    showVerdicts();
    showAnswer();
}

std::vector<std::size_t> ScalingPage::hostsInSight() const
{
    std::vector<std::size_t> hosts;
    for (std::size_t i = 0; i < m_chart->hosts().size(); ++i)
        if (m_chart->hostShown(i))
            hosts.push_back(i);
    return hosts;
}

void ScalingPage::showVerdicts()
{
    QStringList verdicts;
    if (const QString other = difference(); !other.isEmpty())
        verdicts << tr("<b>Not the same experiment</b>: simulated with %1, measured before that.")
                        .arg(other.toHtmlEscaped());
    for (const QString& sentence : m_opened.differences(m_sweep))
        verdicts << "<b>" + tr("Not the same experiment") + "</b>: " + sentence.toHtmlEscaped();
    for (std::size_t i = 0; i < m_chart->curves().size(); ++i) {
        const ScalingCurve& curve = m_chart->curves()[i];
        if (curve.host && !m_chart->measuredShown(i))
            continue;
        QStringList sentences{verdictText(curve), baseText(curve)};
        for (const QString& miss : missesOf({&curve}))
            sentences << tr("SIMULATED: %1.").arg(miss);
        sentences.removeAll({});
        if (!sentences.isEmpty())
            verdicts << "<b>" + fullName(curve, m_chart->hosts()).toHtmlEscaped()
                    + "</b>: " + sentences.join(' ').toHtmlEscaped();
    }
    m_verdicts->setText(verdicts.join("<br>"));
    m_verdicts->setVisible(!verdicts.isEmpty());
    m_verdictsArea->setVisible(!verdicts.isEmpty());
}

const study::Sweep* ScalingPage::measured() const
{
    if (m_sweep)
        return &*m_sweep;
    const auto hosts = hostsInSight();
    return hosts.empty() ? nullptr : &m_opened.merged().hosts[hosts.front()].sweep;
}

QString ScalingPage::difference() const
{
    const study::Sweep* sweep = measured();
    if (sweep == nullptr || m_forecast.empty())
        return {};
    QStringList parts;
    const std::string settings =
        lab::changeLabel(settingsOf(sweep->plan.config), settingsOf(m_forecastPlan.experiment));
    if (!settings.empty())
        parts << shownText(settings, 300);
    if (sweep->plan.workers || sweep->plan.workersPerCpu != qRound(m_forecastPlan.workersPerCpu))
        parts << tr("%1 workers on each CPU").arg(m_forecastPlan.workersPerCpu);
    return parts.join(", ");
}

QStringList ScalingPage::measuredGains(int at) const
{
    QStringList sentences;
    std::vector<std::optional<std::size_t>> places{std::nullopt};
    for (const std::size_t host : hostsInSight())
        places.emplace_back(host);
    for (const QString& guard : m_guards->ticked())
        for (const auto place : places) {
            const Pair pair = pairOf(m_chart->curves(), guard.toStdString(), place);
            if (pair.locked == nullptr || pair.fast == nullptr)
                continue;
            const ScalingPoint* before = pointAt(pair.locked->measured, at);
            const ScalingPoint* after = pointAt(pair.fast->measured, at);
            if (before != nullptr && after != nullptr && before->throughput.mean > 0)
                sentences
                    << tr("Measured at %1 CPUs, a fast path makes <b>%2</b> <b>%3</b> as fast.")
                           .arg(at)
                           .arg(fullName(*pair.locked, m_chart->hosts()).toHtmlEscaped(),
                                timesText(measure::ratioOf(before->throughput, after->throughput)));
        }
    return sentences;
}

QStringList ScalingPage::missesOf(std::initializer_list<const ScalingCurve*> curves) const
{
    QStringList misses;
    if (!difference().isEmpty())
        return misses; // of another experiment
    for (const ScalingCurve* curve : curves)
        if (const auto miss = worstMiss(*curve); miss && miss->tooFar())
            misses << missText(*curve, *miss);
    return misses;
}

void ScalingPage::showAnswer()
{
    const int at = m_at->value();
    QStringList sentences = measuredGains(at);
    QString flag;
    for (const QString& guard : m_guards->ticked()) {
        const std::string id = guard.toStdString();
        const auto [locked, fast] = pairOf(m_chart->curves(), id, std::nullopt);
        if (locked == nullptr || fast == nullptr)
            continue;
        const ScalingPoint* slow = pointAt(locked->simulated, at);
        const ScalingPoint* quick = pointAt(fast->simulated, at);
        if (slow == nullptr || quick == nullptr)
            continue;
        if (const QStringList misses = missesOf({locked, fast}); !misses.isEmpty()) {
            sentences << tr("<b>SIMULATED at %1 CPUs</b>: %2.")
                             .arg(at)
                             .arg(misses.join("; ").toHtmlEscaped());
            continue;
        }
        const measure::Interval gain = simulatedRatio(slow->throughput, quick->throughput);
        sentences << tr("SIMULATED at %1 CPUs, a fast path makes <b>%2</b> <b>%3</b> as fast: %4 "
                        "instead of %5.")
                         .arg(at)
                         .arg(locked->name.toHtmlEscaped(),
                              timesText(gain),
                              formatRate(quick->throughput.mean),
                              formatRate(slow->throughput.mean));
        if (flag.isEmpty())
            flag = tr("fast path %1 SIMULATED").arg(timesText(gain));
    }
    m_answer->setText(sentences.join("<br>"));
    m_chart->setMark(at, flag);
}

void ScalingPage::setTheme(const Theme& theme)
{
    m_chart->setTheme(theme);
}

Exporter ScalingPage::exporter() const
{
    // The settings of what is shown, which are not always those at hand.
    lab::LabConfig config =
        m_forecast.empty() ? m_session.experiment().config() : m_forecastPlan.experiment;
    if (const study::Sweep* sweep = measured())
        config = sweep->plan.config;
    measure::SourceInfo source;
    source.host = measure::readHostFacts();
    for (const auto& [name, value] : lab::configFacts(config))
        if (name != "guard" && name != "fast_path" && name != "cpus" && name != "workers")
            source.config.emplace_back(name, value);
    PictureFacts facts = pictureFacts(source, measure::History(), QDateTime::currentDateTime());
    const auto add = [&facts](const QString& text) {
        facts.experiment += PictureFacts::separator() + text;
    };
    add(tr("solid: measured, bands: 95 % confidence intervals, dotted: the law"));
    QStringList marks;
    const auto hosts = hostsInSight();
    if (!hosts.empty()) {
        marks << tr("OPENED FROM FILES");
        QStringList origins;
        if (m_sweep && m_chart->hostShown(std::nullopt))
            origins << tr("measured here: %1").arg(facts.host);
        for (const std::size_t host : hosts)
            origins << m_opened.hosts()[host].name + ": " + m_opened.hosts()[host].facts;
        facts.host = origins.join(PictureFacts::separator());
        for (const QString& difference : m_opened.differences(m_sweep))
            add(difference);
    }
    if (!m_forecast.empty()) {
        marks << tr("DASHED LINES ARE SIMULATED");
        QString dashed = tr("dashed: SIMULATED on %1").arg(shownText(m_forecastPlan.machine.label));
        if (const QString other = difference(); !other.isEmpty())
            dashed += tr(" with %1").arg(other);
        add(dashed);
        add(m_forecastPlan.machine.accuracy
                ? tr("dashed lines' bands: what the calibration knows of its errors, and how far "
                     "measured points are missed")
                : tr("dashed lines have no band: how well the machine's costs are known is not "
                     "known"));
        for (const ScalingCurve& curve : m_chart->curves())
            for (const QString& miss : missesOf({&curve}))
                add(miss);
    }
    facts.mark = marks.join(", ");
    return {{{.views = {m_chart}, .height = 1}}, facts, Theme::of(palette())};
}

} // namespace lockscope::ui
