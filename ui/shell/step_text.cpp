// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/step_text.h"

#include "core/lab/settings.h"
#include "ui/words/text.h"

#include <QStringList>

namespace lockscope::ui {

namespace {

/// How much time is looked at.
TimeView::Time spanOf(const TimeView::State& state)
{
    return state.looksAt ? state.looksAt->span() : state.span;
}

QString settingText(const lab::Setting& setting, const lab::LabConfig& config)
{
    const QString change = toQString(lab::changeText(setting, config));
    // What a guard is called says by itself of no other setting what it is.
    return std::holds_alternative<lab::GuardSetting>(setting.value) ? tr("guard: %1").arg(change)
                                                                    : change;
}

} // namespace

QString stepText(const TimeView::State& before, const TimeView::State& after)
{
    if (before.base != after.base)
        return after.base ? tr("ranges to compare") : tr("clearing the selection");
    if (before.selection != after.selection)
        return after.selection ? tr("selection") : tr("clearing the selection");
    if (spanOf(before) != spanOf(after))
        return tr("zoom");
    return after.looksAt ? tr("move") : tr("follow");
}

QString stepText(const AskedExperiment& before, const AskedExperiment& after)
{
    QStringList changes;
    if (before.target != after.target)
        changes << (after.target ? tr("machine: %1").arg(toQString(after.target->label))
                                 : tr("machine: this computer"));
    for (const lab::Setting& setting : lab::settings())
        if (lab::valueOf(setting, before.config) != lab::valueOf(setting, after.config))
            changes << settingText(setting, after.config);
    return changes.join(QStringLiteral(", "));
}

QString stepText(const SwapWishes& before, const SwapWishes& after)
{
    QStringList changes;
    const auto add = [&changes](const program::Substitution& now, const QString& site) {
        changes << tr("swap: %1, %2").arg(toQString(program::substitutionText(now)), site);
    };
    for (const auto& [lock, wish] : before)
        if (!after.contains(lock))
            add({}, wish.site);
    for (const auto& [lock, wish] : after)
        if (const auto known = before.find(lock); known == before.end() || known->second != wish)
            add(wish.wanted, wish.site);
    return changes.join(QStringLiteral(", "));
}

} // namespace lockscope::ui
