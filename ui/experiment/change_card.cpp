// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/change_card.h"

#include "core/measure/ratio_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace lockscope::ui {

namespace {

using measure::ChangeEffect;
using measure::Figure;
using measure::SettledFigures;

constexpr auto kArrow = " → ";
constexpr double kRatioSize = 2.4; ///< of the usual size
constexpr double kNoRatioSize = 1.3; ///< of a sentence in its place

/// Both in the unit of the larger, "26.4 → 41.5 M calls/s", while that leaves something of the
/// smaller: "33.2 M → 15.1 calls/s".
QString throughputText(const SettledFigures& before, const SettledFigures& after)
{
    constexpr double kNothingLeft = 0.01;
    const double was = before[Figure::Throughput]->value;
    const double is = after[Figure::Throughput]->value;
    const auto [less, more] = std::minmax(was, is);
    if (less < more * kNothingLeft)
        return formatScaled(was) + kArrow + formatRate(is);
    const Scale scale = scaleOf(more);
    const QString unit = scale.prefix.isEmpty() ? QStringLiteral("calls/s")
                                                : scale.prefix + QStringLiteral(" calls/s");
    return formatSignificant(was / scale.factor) + kArrow + formatSignificant(is / scale.factor)
        + ' ' + unit;
}

std::optional<double> valueOf(const std::optional<measure::BatchEstimate>& estimate)
{
    return estimate ? std::optional(estimate->value) : std::nullopt;
}

QString waitText(const SettledFigures& before, const SettledFigures& after)
{
    return ChangeCard::tr("lock wait %1 a call")
        .arg(formatDuration(valueOf(before[Figure::MeanWait])) + kArrow
             + formatDuration(valueOf(after[Figure::MeanWait])));
}

QString secondsText(const SettledFigures& means)
{
    return QString::number(std::chrono::duration<double>(means.length).count(), 'f', 1);
}

/// The history forgets its oldest end: what was averaged over more of it stays the better figure.
void keepLongerBefore(const ChangeEffect& known, ChangeEffect& fresh)
{
    if (known.before && (!fresh.before || fresh.before->length < known.before->length))
        fresh.before = known.before;
}

QLabel* makeLabel(const char* name, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText); // it may quote a recording
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void setPointSize(QLabel* label, double factor, bool bold)
{
    QFont font = label->font();
    font.setPointSizeF(QGuiApplication::font().pointSizeF() * factor);
    font.setBold(bold);
    label->setFont(font);
}

} // namespace

ChangeCard::ChangeCard(QWidget* parent)
    : QWidget(parent)
    , m_change(makeLabel("change", this))
    , m_throughput(makeLabel("throughput", this))
    , m_ratio(makeLabel("ratio", this))
    , m_interval(makeLabel("interval", this))
    , m_wait(makeLabel("wait", this))
    , m_disturbance(makeLabel("disturbance", this))
    , m_basis(makeLabel("basis", this))
{
    setPointSize(m_change, 1.0, true);
    setPointSize(m_throughput, 1.15, false);
    setPointSize(m_ratio, kRatioSize, true);
    setPointSize(m_disturbance, 0.9, false);
    setPointSize(m_basis, 0.9, false);
    m_basis->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(2);
    for (QLabel* label :
         {m_change, m_ratio, m_interval, m_throughput, m_wait, m_disturbance, m_basis})
        column->addWidget(label);
    column->addStretch();
    showNothing();
}

void ChangeCard::refresh(const measure::History& history)
{
    if (history.empty()) {
        m_effect.reset();
        showNothing();
        return;
    }
    auto effect = measure::lastChangeEffect(history);
    if (!effect) {
        if (m_effect && m_effect->change.time > history.end()) { // it is to come yet
            m_effect.reset();
            showNothing();
        }
        return;
    }
    if (m_effect && m_effect->change.revision == effect->change.revision)
        keepLongerBefore(*m_effect, *effect);
    m_effect = std::move(effect);
    show(*m_effect);
}

void ChangeCard::setMoving(bool moves)
{
    m_moves = moves;
    if (m_effect)
        show(*m_effect);
}

void ChangeCard::show(const ChangeEffect& effect)
{
    m_change->setText(shownText(effect.change.label));
    const bool compared = effect.before && effect.after;
    for (QLabel* label : {m_ratio, m_interval, m_throughput, m_wait, m_disturbance})
        label->setVisible(compared);
    if (!compared) {
        m_basis->setText(effect.after ? tr("nothing settled before it to compare with")
                             : m_moves
                             ? tr("settling…")
                             : tr("The picture stands before this has settled: let it go on "
                                  "to see what the change did."));
        return;
    }
    showRatio(effect);
    showDisturbance(effect);
    m_throughput->setText(throughputText(*effect.before, *effect.after));
    m_wait->setText(waitText(*effect.before, *effect.after));
    m_basis->setText(tr("means over %1 s before and %2 s after")
                         .arg(secondsText(*effect.before), secondsText(*effect.after)));
}

void ChangeCard::showRatio(const ChangeEffect& effect)
{
    const auto ratio = effect.ratio();
    m_ratio->setVisible(ratio && ratio->low);
    m_interval->setVisible(ratio.has_value());
    if (!ratio)
        return;
    if (!ratio->low) {
        m_interval->setText(tr("no ratio yet: an interval takes %1 snapshots on each side")
                                .arg(measure::kMinSnapshots));
        return;
    }
    const bool shown = measure::showsDifference(ratio);
    const measure::RatioText text = measure::ratioText(*ratio);
    setPointSize(m_ratio, shown ? kRatioSize : kNoRatioSize, true);
    m_ratio->setText(
        QString::fromStdString(shown ? text.value : std::string(measure::kNoDifference)));
    m_interval->setText(QString::fromStdString(shown ? "(" + text.interval + ")" : text.whole()));
    m_interval->setToolTip(
        tr("95 % confidence interval of the ratio, from how the seconds on each side vary"));
}

void ChangeCard::showDisturbance(const ChangeEffect& effect)
{
    m_disturbance->setVisible(effect.disturbed());
    if (!effect.disturbed())
        return;
    const auto ratio = effect.ratio(Figure::CpuPerCall);
    QString cpuTime =
        ratio ? QString::fromStdString(measure::ratioText(*ratio).whole()) : unknownText();
    if (ratio && ratio->low && !measure::showsDifference(ratio))
        cpuTime = QString::fromStdString(std::string(measure::kNoDifference)) + ", " + cpuTime;
    m_disturbance->setText(
        tr("Others took the workers' CPUs: preempted %1 before, %2 after. %3, which that disturbs "
           "less: %4.")
            .arg(formatShare(effect.before->preempted),
                 formatShare(effect.after->preempted),
                 toQString(measure::rowOf(Figure::CpuPerCall).heading),
                 cpuTime));
}

void ChangeCard::showNothing()
{
    m_change->setText(tr("No change yet"));
    for (QLabel* label : {m_ratio, m_interval, m_throughput, m_wait, m_disturbance})
        label->setVisible(false);
    m_basis->setText(tr("Flip the fast path (F), or change anything else while it runs: what that "
                        "did stands here."));
}

} // namespace lockscope::ui
