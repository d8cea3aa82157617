// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling/scaling_sentences.h"

#include "core/measure/host_facts.h"
#include "core/measure/ratio_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

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

/// What was measured with and without a fast path, here and on the hosts in sight.
QStringList measuredGains(const ScalingModel& model, const QStringList& guards, int at)
{
    QStringList sentences;
    std::vector<std::optional<std::size_t>> places{std::nullopt};
    for (const std::size_t host : model.hostsInSight())
        places.emplace_back(host);
    for (const QString& guard : guards)
        for (const auto place : places) {
            const CurvePair pair = model.pairOf(guard.toStdString(), place);
            if (pair.locked == nullptr || pair.fast == nullptr)
                continue;
            const ScalingPoint* before = pointAt(pair.locked->measured, at);
            const ScalingPoint* after = pointAt(pair.fast->measured, at);
            if (before != nullptr && after != nullptr && before->throughput.mean > 0)
                sentences
                    << tr("Measured at %1 CPUs, a fast path makes <b>%2</b> <b>%3</b> as fast.")
                           .arg(at)
                           .arg(fullName(*pair.locked, model.hosts()).toHtmlEscaped(),
                                timesText(measure::ratioOf(before->throughput, after->throughput)));
        }
    return sentences;
}

/// What is said of curves: what holds for several of them is said once.
class Said
{
public:
    void add(const QString& text, const QString& curve)
    {
        if (text.isEmpty())
            return;
        const auto known = std::find_if(
            m_said.begin(), m_said.end(), [&text](const auto& each) { return each.first == text; });
        if (known == m_said.end())
            m_said.push_back({text, {curve}});
        else
            known->second << curve;
    }

    /// "<b>A; B</b>: what is said of both.", one for each thing that is said.
    [[nodiscard]] QStringList lines() const
    {
        QStringList lines;
        for (const auto& [text, curves] : m_said)
            lines << "<b>" + curves.join("; ").toHtmlEscaped() + "</b>: " + text.toHtmlEscaped();
        return lines;
    }

private:
    std::vector<std::pair<QString, QStringList>> m_said; ///< with the curves that it is true of
};

/// The experiment of what is shown, which is not always the one at hand.
lab::LabConfig shownConfig(const ScalingModel& model, const lab::LabConfig& atHand)
{
    if (const study::Sweep* sweep = model.measured())
        return sweep->plan.config;
    return model.hasForecast() ? model.forecastPlan().experiment : atHand;
}

} // namespace

ScalingAnswer scalingAnswer(const ScalingModel& model, const QStringList& guards, int at)
{
    ScalingAnswer answer{.sentences = measuredGains(model, guards, at), .flag = {}};
    for (const QString& guard : guards) {
        const auto [locked, fast] = model.pairOf(guard.toStdString());
        if (locked == nullptr || fast == nullptr)
            continue;
        const ScalingPoint* slow = pointAt(locked->simulated, at);
        const ScalingPoint* quick = pointAt(fast->simulated, at);
        if (slow == nullptr || quick == nullptr)
            continue;
        if (const QStringList misses = model.missesOf({locked, fast}); !misses.isEmpty()) {
            answer.sentences << tr("<b>SIMULATED at %1 CPUs</b>: %2.")
                                    .arg(at)
                                    .arg(misses.join("; ").toHtmlEscaped());
            continue;
        }
        const measure::Interval gain = simulatedRatio(slow->throughput, quick->throughput);
        answer.sentences << tr("SIMULATED at %1 CPUs, a fast path makes <b>%2</b> <b>%3</b> as "
                               "fast: %4 instead of %5.")
                                .arg(at)
                                .arg(locked->name.toHtmlEscaped(),
                                     timesText(gain),
                                     formatRate(quick->throughput.mean),
                                     formatRate(slow->throughput.mean));
        if (answer.flag.isEmpty())
            answer.flag = tr("fast path %1 SIMULATED").arg(timesText(gain));
    }
    return answer;
}

QStringList scalingVerdicts(const ScalingModel& model)
{
    QStringList verdicts;
    if (const QString other = model.difference(); !other.isEmpty())
        verdicts << tr("<b>Not the same experiment</b>: simulated with %1, measured before that.")
                        .arg(other.toHtmlEscaped());
    for (const QString& sentence : model.opened().differences(model.sweep()))
        verdicts << "<b>" + tr("Not the same experiment") + "</b>: " + sentence.toHtmlEscaped();
    Said law;
    Said misfits;
    Said others;
    for (const ScalingCurve& curve : model.curves()) {
        if (curve.host && !model.measuredShown(curve))
            continue;
        const QString name = fullName(curve, model.hosts());
        law.add(lawText(curve), name);
        misfits.add(misfitText(curve), name);
        others.add(baseText(curve), name);
        for (const QString& miss : model.missesOf({&curve}))
            others.add(tr("SIMULATED: %1.").arg(miss), name);
    }
    verdicts += law.lines();
    if (const QStringList reasons = misfits.lines(); !reasons.isEmpty())
        verdicts << tr("The scalability law does not fit %1").arg(reasons.join(' '));
    return verdicts + others.lines();
}

PictureFacts scalingFacts(const ScalingModel& model, const lab::LabConfig& config)
{
    measure::SourceInfo source;
    source.host = measure::readHostFacts();
    for (const auto& [name, value] : lab::configFacts(shownConfig(model, config)))
        if (name != "guard" && name != "fast_path" && name != "cpus" && name != "workers")
            source.config.emplace_back(name, value);
    PictureFacts facts = pictureFacts(source, measure::History(), QDateTime::currentDateTime());
    const auto add = [&facts](const QString& text) {
        facts.experiment += PictureFacts::separator() + text;
    };
    add(tr("solid: measured, bands: 95 % confidence intervals, dotted: the law"));
    QStringList marks;
    if (const auto hosts = model.hostsInSight(); !hosts.empty()) {
        marks << tr("OPENED FROM FILES");
        QStringList origins;
        if (model.sweep() && model.hostShown(std::nullopt))
            origins << tr("measured here: %1").arg(facts.host);
        for (const std::size_t host : hosts)
            origins << model.hosts()[host].name + ": " + model.hosts()[host].facts;
        facts.host = origins.join(PictureFacts::separator());
        for (const QString& difference : model.opened().differences(model.sweep()))
            add(difference);
    }
    if (model.hasForecast()) {
        const simulation::Machine& machine = model.forecastPlan().machine;
        marks << tr("DASHED LINES ARE SIMULATED");
        QString dashed = tr("dashed: SIMULATED on %1").arg(shownText(machine.label));
        if (const QString other = model.difference(); !other.isEmpty())
            dashed += tr(" with %1").arg(other);
        add(dashed);
        add(machine.accuracy
                ? tr("dashed lines' bands: what the calibration knows of its errors, and how far "
                     "measured points are missed")
                : tr("dashed lines have no band: how well the machine's costs are known is not "
                     "known"));
        for (const ScalingCurve& curve : model.curves())
            for (const QString& miss : model.missesOf({&curve}))
                add(miss);
    }
    facts.mark = marks.join(", ");
    return facts;
}

} // namespace lockscope::ui
