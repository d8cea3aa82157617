// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/change_card.h"

#include "ui/models/units.h"

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace lockscope::ui {

namespace {

using measure::ChangeEffect;
using measure::SettledMeans;

constexpr auto kArrow = " → ";

/// "×1.57", "×2.20 M"; what has fallen to less than a hundredth is divided: "÷850".
QString ratioText(double ratio)
{
    constexpr double kFallen = 0.01;
    return ratio > 0 && ratio < kFallen ? QStringLiteral("÷%1").arg(formatScaled(1 / ratio))
                                        : QStringLiteral("×%1").arg(formatScaled(ratio));
}

/// Both in the unit of the larger, "26.4 → 41.5 M calls/s", while that leaves something of the smaller: "33.2 M → 15.1
/// calls/s".
QString throughputText(const SettledMeans& before, const SettledMeans& after)
{
    constexpr double kNothingLeft = 0.01;
    const auto [less, more] = std::minmax(before.throughput, after.throughput);
    if (less < more * kNothingLeft)
        return formatScaled(before.throughput) + kArrow + formatRate(after.throughput);
    const Scale scale = scaleOf(more);
    const QString unit = scale.prefix.isEmpty() ? QStringLiteral("calls/s")
                                                : scale.prefix + QStringLiteral(" calls/s");
    return formatSignificant(before.throughput / scale.factor) + kArrow
        + formatSignificant(after.throughput / scale.factor) + ' ' + unit;
}

QString waitText(const SettledMeans& before, const SettledMeans& after)
{
    return ChangeCard::tr("lock wait %1 a call")
        .arg(formatDuration(before.waitNs) + kArrow + formatDuration(after.waitNs));
}

QString secondsText(const SettledMeans& means)
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
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void setPointSize(QLabel* label, double factor, bool bold)
{
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(bold);
    label->setFont(font);
}

} // namespace

ChangeCard::ChangeCard(QWidget* parent)
    : QWidget(parent)
    , m_change(makeLabel("change", this))
    , m_throughput(makeLabel("throughput", this))
    , m_ratio(makeLabel("ratio", this))
    , m_wait(makeLabel("wait", this))
    , m_basis(makeLabel("basis", this))
{
    setPointSize(m_change, 1.0, true);
    setPointSize(m_throughput, 1.15, false);
    setPointSize(m_ratio, 2.4, true);
    setPointSize(m_basis, 0.9, false);
    m_basis->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(2);
    for (QLabel* label : {m_change, m_ratio, m_throughput, m_wait, m_basis})
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
    if (!effect)
        return;
    if (m_effect && m_effect->change.revision == effect->change.revision)
        keepLongerBefore(*m_effect, *effect);
    m_effect = std::move(effect);
    show(*m_effect);
}

void ChangeCard::show(const ChangeEffect& effect)
{
    m_change->setText(QString::fromStdString(effect.change.label));
    const bool compared = effect.before && effect.after;
    for (QLabel* label : {m_ratio, m_throughput, m_wait})
        label->setVisible(compared);
    if (!compared) {
        m_basis->setText(!effect.after ? tr("settling…")
                                       : tr("nothing settled before it to compare with"));
        return;
    }
    const auto ratio = effect.ratio();
    m_ratio->setVisible(ratio.has_value());
    if (ratio)
        m_ratio->setText(ratioText(*ratio));
    m_throughput->setText(throughputText(*effect.before, *effect.after));
    m_wait->setText(waitText(*effect.before, *effect.after));
    m_basis->setText(tr("means over %1 s before and %2 s after")
                         .arg(secondsText(*effect.before), secondsText(*effect.after)));
}

void ChangeCard::showNothing()
{
    m_change->setText(tr("No change yet"));
    for (QLabel* label : {m_ratio, m_throughput, m_wait})
        label->setVisible(false);
    m_basis->setText(tr("Flip the fast path (F), or change anything else while it runs: what that "
                        "did stands here."));
}

} // namespace lockscope::ui
