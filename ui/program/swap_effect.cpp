// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/swap_effect.h"

#include "core/measure/change_effect.h"
#include "core/measure/ratio_text.h"
#include "core/program/substitution.h"
#include "ui/models/lock_substitutes.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QStringList>

#include <algorithm>
#include <set>

namespace lockscope::ui {

namespace {

using std::chrono::nanoseconds;

constexpr std::chrono::seconds kTogether{1}; ///< changes that are no further apart are one

struct SwapRange
{
    nanoseconds from;
    nanoseconds to;
};

/// The changes that are one with the newest, and the one before these.
struct LastChanges
{
    std::vector<const measure::ConfigChange*> together; ///< oldest first; none: there is no change
    const measure::ConfigChange* before = nullptr;
};

LastChanges lastChanges(const measure::History& history)
{
    LastChanges last;
    for (const measure::SnapshotPtr& snapshot : history.snapshots())
        for (const measure::ConfigChange& change : snapshot->changes) {
            if (!last.together.empty() && change.time - last.together.back()->time > kTogether) {
                last.before = last.together.back();
                last.together.clear();
            }
            last.together.push_back(&change);
        }
    return last;
}

/// Locks that have another substitute or delay than before.
std::vector<std::uint32_t> changedLocks(const measure::ConfigFacts& before,
                                        const measure::ConfigFacts& now)
{
    const LockSubstitutes was = substitutesIn(before);
    const LockSubstitutes is = substitutesIn(now);
    std::set<std::uint32_t> changed;
    const auto addOthers = [&changed](const LockSubstitutes& of, const LockSubstitutes& in) {
        for (const auto& [id, text] : of)
            if (const auto known = in.find(id); known == in.end() || known->second != text)
                changed.insert(id);
    };
    addOthers(was, is);
    addOthers(is, was);
    return {changed.begin(), changed.end()};
}

/// Sums up to each snapshot, so that those of any stretch of them are a difference.
struct SwapSums
{
    std::vector<double> seconds{0};
    std::vector<double> acquisitions{0};
    double contended = 0;
    double waitNs = 0;
    bool exact = true;
};

SwapSide sideOf(const measure::History& history,
                const std::vector<std::uint32_t>& locks,
                const SwapRange& range)
{
    SwapSums sums;
    SwapSide side;
    for (const measure::SnapshotPtr& snapshot : history.snapshots()) {
        if (!snapshot->program || snapshot->time - snapshot->interval < range.from
            || snapshot->time > range.to)
            continue;
        double acquisitions = 0;
        for (const std::uint32_t id : locks)
            if (const auto* lock = measure::lockIn(*snapshot->program, id)) {
                acquisitions += static_cast<double>(lock->acquisitions);
                sums.contended += static_cast<double>(lock->contended);
                sums.waitNs += static_cast<double>(lock->waitNs);
            }
        side.length += snapshot->interval;
        sums.exact = sums.exact && snapshot->waitsExact;
        sums.seconds.push_back(sums.seconds.back()
                               + std::chrono::duration<double>(snapshot->interval).count());
        sums.acquisitions.push_back(sums.acquisitions.back() + acquisitions);
    }
    if (!sums.exact || side.length.count() == 0)
        return side;
    side.acquisitions = measure::batchMeans(
        sums.seconds.size() - 1,
        [&sums](std::size_t from, std::size_t until) -> std::optional<double> {
            const double passed = sums.seconds[until] - sums.seconds[from];
            if (passed <= 0)
                return std::nullopt;
            return (sums.acquisitions[until] - sums.acquisitions[from]) / passed;
        });
    if (const double all = sums.acquisitions.back(); all > 0) {
        side.contended = sums.contended / all;
        side.meanWaitNs = sums.waitNs / all;
    }
    return side;
}

/// The parts of a change's label, "ticket: evict (cache.c:88)".
std::pair<std::string, std::string> partsOf(const std::string& label)
{
    const auto colon = label.find(": ");
    if (colon == std::string::npos)
        return {{}, label};
    return {label.substr(0, colon), label.substr(colon + 2)};
}

QString lengthText(nanoseconds length)
{
    const double seconds = std::chrono::duration<double>(length).count();
    return QString::number(seconds, 'f', seconds < 10 ? 1 : 0);
}

QString sitesText(const SwapEffect& effect)
{
    const QString site = shownText(effect.site, 80);
    return effect.locks.size() > 1 ? tr("%1 and %2 more").arg(site).arg(effect.locks.size() - 1)
                                   : site;
}

/// "ticket stands in front of it", "each hold is 10 us longer", both, or "its own lock is alone".
QString forceText(const SwapEffect& effect)
{
    if (effect.by.empty())
        return tr("other locks stand in front of them");
    const QString own = toQString(program::substitutionText({}));
    const QString all = shownText(effect.by, 60);
    const QString by = all.section(QStringLiteral(", each hold "), 0, 0);
    const QString longer = all.section(QStringLiteral(", each hold "), 1);
    if (longer.isEmpty())
        return by == own ? tr("its own lock is there alone again")
                         : tr("%1 stands in front of it").arg(by);
    return by == own ? tr("each hold is %1").arg(longer)
                     : tr("%1 stands in front of it and each hold is %2").arg(by, longer);
}

QString rateText(const SwapSide& side)
{
    return tr("%1/s").arg(formatScaled(side.acquisitions->value));
}

QString takenText(const SwapEffect& effect)
{
    const QString rates = rateText(effect.before) + QStringLiteral(" → ") + rateText(effect.after);
    const auto ratio = effect.ratio();
    if (!ratio)
        return tr("taken %1").arg(rates);
    const measure::RatioText text = measure::ratioText(*ratio);
    const QString value = QString::fromStdString(text.value);
    const QString interval = QString::fromStdString(text.interval);
    if (interval.isEmpty())
        return tr("taken %1 as often, no interval yet, %2").arg(value, rates);
    return measure::showsDifference(ratio)
        ? tr("taken %1 as often (%2), %3").arg(value, interval, rates)
        : tr("no difference shown in how often it is taken, %1 (%2), %3")
              .arg(value, interval, rates);
}

} // namespace

std::optional<measure::Interval> SwapEffect::ratio() const
{
    return before.acquisitions && after.acquisitions
        ? measure::ratioOf(*before.acquisitions, *after.acquisitions)
        : std::nullopt;
}

std::optional<SwapEffect> lastSwapEffect(const measure::History& history)
{
    if (history.empty() || history.snapshots().back()->subject() != measure::Subject::Program)
        return std::nullopt;
    const LastChanges last = lastChanges(history);
    if (last.together.empty())
        return std::nullopt;
    SwapEffect effect;
    effect.time = last.together.front()->askedAt();
    effect.locks = changedLocks(last.before ? last.before->config : measure::ConfigFacts(),
                                last.together.back()->config);
    for (const measure::ConfigChange* change : last.together) {
        const auto parts = partsOf(change->label);
        if (change == last.together.front()) {
            effect.by = parts.first;
            effect.site = parts.second;
        } else if (parts.first != effect.by) {
            effect.by.clear();
        }
    }
    const nanoseconds begin =
        last.before ? last.before->inForceAt() + measure::kSettling : nanoseconds::min() / 2;
    const nanoseconds settled = last.together.back()->inForceAt() + measure::kSettling;
    effect.before =
        sideOf(history,
               effect.locks,
               {.from = std::max(begin, effect.time - kLongestSwapSide), .to = effect.time});
    effect.after =
        sideOf(history, effect.locks, {.from = settled, .to = settled + kLongestSwapSide});
    return effect;
}

QString swapEffectText(const SwapEffect& effect)
{
    const QString sites = sitesText(effect);
    const QString force = forceText(effect);
    if (effect.before.length < kShortestSwapSide)
        return tr("%1: %2; there is nothing to compare with, as only %3 s were counted before")
            .arg(sites, force, lengthText(effect.before.length));
    if (effect.after.length < kShortestSwapSide)
        return tr("%1: %2; what that does is said in %3 s")
            .arg(sites, force, lengthText(kShortestSwapSide - effect.after.length));
    if (!effect.before.acquisitions || !effect.after.acquisitions)
        return tr("%1: %2; what that does is unknown, as acquisitions were not counted")
            .arg(sites, force);
    return tr("%1: %2, since %3: %4 s before, %5 s after")
        .arg(sites,
             takenText(effect),
             force,
             lengthText(effect.before.length),
             lengthText(effect.after.length));
}

QString swapEffectTip(const SwapEffect& effect)
{
    const auto both = [](const QString& before, const QString& after) {
        return before + QStringLiteral(" → ") + after;
    };
    return QStringList{
        tr("contended: %1")
            .arg(both(formatShare(effect.before.contended), formatShare(effect.after.contended))),
        tr("lock wait, mean of all acquisitions: %1")
            .arg(both(formatDuration(effect.before.meanWaitNs),
                      formatDuration(effect.after.meanWaitNs))),
        tr("In brackets stands the 95 % confidence interval, from how the seconds on each side "
           "vary. Where each piece of the program's work takes the lock as often, it is also how "
           "much more work is done; what else the program or the computer did meanwhile is in it, "
           "too. \"Worth fixing?\" goes to and fro to rule that out.")}
        .join('\n');
}

} // namespace lockscope::ui
