// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_view.h"

#include "ui/charts/time_window.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lockscope::ui {

namespace {

std::chrono::nanoseconds scaled(std::chrono::nanoseconds time, double factor)
{
    return std::chrono::nanoseconds(std::llround(static_cast<double>(time.count()) * factor));
}

TimeRange movedBy(const TimeRange& range, TimeRange::Time by)
{
    return {range.begin + by, range.end + by};
}

TimeRange around(TimeRange::Time middle, TimeRange::Time span)
{
    return {middle - span / 2, middle - span / 2 + span};
}

bool selectsTheSame(const TimeView::State& a, const TimeView::State& b)
{
    return a.selection == b.selection && a.base == b.base;
}

/// Moved, not cut, so that it lies within `kept`; one that is longer begins where that does.
TimeRange movedInto(const TimeRange& range, const TimeRange& kept)
{
    if (range.end > kept.end)
        return movedBy(range, std::max(kept.end - range.end, kept.begin - range.begin));
    return range.begin < kept.begin ? movedBy(range, kept.begin - range.begin) : range;
}

} // namespace

void TimeView::setKept(const TimeRange& kept)
{
    if (kept == m_kept)
        return;
    if (kept.end < m_kept.end) // the source's clock began anew, or it jumped back
        restart();
    m_kept = kept;
    State next = m_state;
    if (std::exchange(m_wholeAtFirst, false))
        next.looksAt = kept;
    if (next.looksAt) {
        if (const Time middle = next.looksAt->middle(); middle < kept.begin)
            next.looksAt = movedBy(*next.looksAt, kept.begin - middle);
    }
    for (std::optional<TimeRange>* range : {&next.selection, &next.base})
        if (*range && (*range)->begin < kept.begin)
            *range = keptOf(
                {kept.begin + ((*range)->end - kept.begin) / kForgottenAtOnce, (*range)->end});
    const bool selects = !selectsTheSame(next, m_state);
    m_state = next;
    if (selects)
        emit selectionChanged();
}

void TimeView::restart(bool wholeAtFirst)
{
    m_wholeAtFirst = wholeAtFirst;
    m_kept = {};
    setHovered(std::nullopt);
    restore({.looksAt = {}, .span = m_state.span, .selection = {}, .base = {}});
}

TimeRange TimeView::visible() const
{
    if (m_pinned)
        return *m_pinned;
    if (m_state.looksAt)
        return *m_state.looksAt;
    const Time span = m_kept.span().count() > 0
        ? TimeWindow::fittingSpan(now() - m_kept.begin, m_state.span)
        : std::min(m_state.span, kUsualSpan);
    return {now() - span, now()};
}

TimeView::Time TimeView::origin() const
{
    if (m_pinned)
        return m_pinned->begin;
    return m_state.looksAt ? Time{0} : now();
}

TimeRange TimeView::chosen() const
{
    return m_state.selection ? *m_state.selection : visible().within(m_kept);
}

void TimeView::setShowsClock(bool shows)
{
    if (std::exchange(m_showsClock, shows) != shows)
        emit visibleChanged();
}

std::optional<TimeView::Time> TimeView::shownZero() const
{
    return m_showsClock && !m_pinned ? m_zero : std::nullopt;
}

QString TimeView::textOf(Time time) const
{
    return instantText(time, origin(), shownZero());
}

void TimeView::setHovered(std::optional<Time> time)
{
    if (time == m_hovered)
        return;
    m_hovered = time;
    emit hoveredChanged();
}

void TimeView::pin(const TimeRange& range)
{
    m_pinned = range;
    emit visibleChanged();
}

void TimeView::follow(std::optional<Time> span)
{
    State next = m_state;
    next.looksAt.reset();
    next.span = std::clamp(span.value_or(m_state.span), kLeastSpan, kAll);
    step(next);
}

void TimeView::showAll()
{
    if (!m_place || m_kept.span().count() <= 0) {
        follow(kAll);
        return;
    }
    State next = m_state;
    next.looksAt = m_kept; // standing, as following it would show what was played of it
    step(next);
}

void TimeView::show(const TimeRange& range)
{
    step(showing(range));
}

void TimeView::centre(Time at)
{
    State next = m_state;
    // Not moved to where the data end: what comes next is looked for from the middle.
    next.looksAt = around(at, visible().span());
    step(next);
}

void TimeView::zoom(double factor, Time at)
{
    if (!(factor > 0) || m_kept.span().count() <= 0)
        return;
    const TimeRange now = visible();
    const Time longest = std::max({kLeastSpan, m_kept.span(), now.span()});
    const Time span = std::clamp(scaled(now.span(), factor), kLeastSpan, longest);
    const double share = std::clamp(static_cast<double>((at - now.begin).count())
                                        / static_cast<double>(now.span().count()),
                                    0.0,
                                    1.0);
    const Time begin = at - scaled(span, share);
    step(showing({begin, begin + span}));
}

void TimeView::pan(Time by)
{
    if (m_kept.span().count() > 0)
        step(showing(movedBy(visible(), by)));
}

TimeView::State TimeView::showing(TimeRange range) const
{
    if (range.span() < kLeastSpan)
        range = around(range.middle(), kLeastSpan);
    range = movedInto(range, m_kept);
    State next = m_state;
    // The newest data are followed once they are reached, a place only when somebody asks for it.
    const bool reachesNow = m_place ? follows() && range.end == *m_place : range.end >= m_kept.end;
    if (!reachesNow) {
        next.looksAt = range;
        return next;
    }
    next.looksAt.reset();
    next.span = range.span();
    if (range.begin <= m_kept.begin) // all that there is: of what comes as much as is usual
        next.span = std::max({m_state.span, kUsualSpan, range.span()});
    return next;
}

void TimeView::select(const TimeRange& range)
{
    State next = m_state;
    next.selection = keptOf(range);
    step(next);
}

void TimeView::keepAsBase()
{
    if (!m_state.selection)
        return;
    State next = m_state;
    next.base = std::exchange(next.selection, std::nullopt);
    step(next);
}

void TimeView::compare(const TimeRange& a, const TimeRange& b)
{
    State next = m_state;
    next.base = keptOf(a);
    next.selection = keptOf(b);
    step(next);
}

std::optional<TimeRange> TimeView::keptOf(const TimeRange& range) const
{
    const TimeRange kept = range.within(m_kept);
    return kept.span().count() > 0 ? std::optional(kept) : std::nullopt;
}

std::vector<TimeRange> TimeView::selected() const
{
    std::vector<TimeRange> ranges;
    for (const std::optional<TimeRange>& range : {m_state.base, m_state.selection})
        if (range)
            ranges.push_back(*range);
    return ranges;
}

void TimeView::clearSelection()
{
    State next = m_state;
    next.selection.reset();
    next.base.reset();
    step(next);
}

void TimeView::step(const State& next)
{
    if (m_pinned || next == m_state)
        return;
    const State before = m_state;
    restore(next);
    emit stepped(before, m_state);
}

void TimeView::restore(const State& state)
{
    const State before = std::exchange(m_state, state);
    if (m_kept.span().count() > 0) { // it may have been forgotten meanwhile
        if (m_state.looksAt && m_state.looksAt->within(m_kept).span().count() == 0)
            m_state.looksAt = movedInto(*m_state.looksAt, m_kept);
        for (std::optional<TimeRange>* range : {&m_state.selection, &m_state.base})
            if (*range && !keptOf(**range))
                range->reset();
    }
    if (!selectsTheSame(m_state, before))
        emit selectionChanged();
    if (m_state.looksAt != before.looksAt || m_state.span != before.span)
        emit visibleChanged();
}

} // namespace lockscope::ui
