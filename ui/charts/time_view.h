// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/time_range.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// Which part of a history all views of a page show, which part of it is selected, and the instant
/// under the mouse: one object for all views that have a time axis, so that what is done in one
/// shows in all. It holds what is looked at and the ways to change that, and knows neither pixels
/// nor snapshots.
///
/// It follows the newest data, with as much time before them as span() says, until somebody looks
/// back (zooms or pans away from the end, goes to a marker); then it stands still until follow().
/// Of a recording, which has no newest data to wait for, it shows all at first; there it follows
/// the place that is played. GUI thread only.
class TimeView : public QObject
{
    Q_OBJECT

public:
    using Time = std::chrono::nanoseconds;

    /// Nothing shorter is zoomed into: there are 1 to 60 snapshots a second.
    static constexpr Time kLeastSpan{std::chrono::seconds(1)};
    static constexpr Time kUsualSpan{std::chrono::seconds(60)};
    /// Of a selection whose oldest end is forgotten such a part of what is left goes with it: each
    /// cut makes all panels look at another range.
    static constexpr int kForgottenAtOnce = 20;
    /// For all that there is and will be.
    static constexpr Time kAll{std::chrono::hours(24 * 365 * 50)};

    /// What a person has chosen to look at.
    struct State
    {
        std::optional<TimeRange> looksAt; ///< none: it follows
        Time span = kUsualSpan; ///< while it follows
        std::optional<TimeRange> selection;
        std::optional<TimeRange> base; ///< A, with which the selection, B, is compared
        friend bool operator==(const State&, const State&) = default;
    };

    using QObject::QObject;

    /// Where the source stands in what is kept, if all of that is known beforehand: what follows,
    /// follows this place. None: the source stands at the newest.
    void setPlace(std::optional<Time> place) { m_place = place; }
    [[nodiscard]] std::optional<Time> place() const { return m_place; }
    /// The time of day at the source's zero, since 1970; none: it is not known.
    void setZero(std::optional<Time> zero) { m_zero = zero; }
    [[nodiscard]] const std::optional<Time>& zero() const { return m_zero; }
    /// Has axes and read-outs tell the time of day, where it is known, in place of seconds.
    void setShowsClock(bool shows);
    [[nodiscard]] bool showsClock() const { return m_showsClock; }
    /// Zero, where the time of day is to be told.
    [[nodiscard]] std::optional<Time> shownZero() const;
    /// An instant as axes and read-outs tell it.
    [[nodiscard]] QString textOf(Time time) const;
    /// What there is to be looked at. A view that stands still moves on only when half of what it
    /// shows has been forgotten. Emits nothing of what is visible: those that show it are given the
    /// data that moved it, each by its own refresh(). A clock that went back is another source's.
    void setKept(const TimeRange& kept);
    /// Forgets what was looked at and selected: the data to come are another source's, which are
    /// looked at as a whole or followed.
    void restart(bool wholeAtFirst = false);

    [[nodiscard]] const TimeRange& kept() const { return m_kept; }
    [[nodiscard]] bool follows() const { return !m_state.looksAt; }
    /// How much time it shows while it follows; less while there is less.
    [[nodiscard]] Time span() const { return m_state.span; }
    /// What is shown; of some length also when nothing is kept.
    [[nodiscard]] TimeRange visible() const;
    /// The instant that the axes call 0: what it follows while it does, the begin of a pinned
    /// range, else the source's zero.
    [[nodiscard]] Time origin() const;

    [[nodiscard]] const std::optional<TimeRange>& selection() const { return m_state.selection; }
    /// A, with which the selection is compared: also while nothing is selected yet.
    [[nodiscard]] const std::optional<TimeRange>& base() const { return m_state.base; }
    /// What is selected, one or two ranges.
    [[nodiscard]] std::vector<TimeRange> selected() const;
    /// What figures are to be of: the selection, or else what is visible of the data.
    [[nodiscard]] TimeRange chosen() const;

    [[nodiscard]] std::optional<Time> hovered() const { return m_hovered; }
    void setHovered(std::optional<Time> time);

    /// Shows exactly this range and counts from its begin, whatever is kept: for pictures of ranges
    /// side by side, where nobody looks around.
    void pin(const TimeRange& range);
    [[nodiscard]] bool pinned() const { return m_pinned.has_value(); }

    /// Shows the newest data from now on, as much time as before or so much.
    void follow(std::optional<Time> span = std::nullopt);
    /// Shows all that is kept, and all that comes.
    void showAll();
    /// Looks at a range, moved into what is kept; follows when it reaches the end of the data. A
    /// place is followed only when it was and the range ends there.
    void show(const TimeRange& range);
    /// Looks at as much time as now with this instant in the middle.
    void centre(Time at);
    /// Makes the visible range so many times as long; what is at `at` stays where it is.
    void zoom(double factor, Time at);
    /// Moves the visible range by so much time.
    void pan(Time by);

    /// Selects what is kept of a range; nothing of it: clears the selection. It is compared with
    /// the base, if there is one.
    void select(const TimeRange& range);
    /// Keeps the selection as the base, so that what is selected next is compared with it.
    void keepAsBase();
    /// Selects B and compares it with A, what is kept of both; nothing of one of them: as select().
    void compare(const TimeRange& a, const TimeRange& b);
    /// Selects nothing, and compares with nothing.
    void clearSelection();

    [[nodiscard]] const State& state() const { return m_state; }
    /// Shows what state() was once, as far as it is still kept. No step that could be undone.
    void restore(const State& state);

signals:
    /// Somebody changed what is visible, or whether it follows. Not when only the data moved on.
    void visibleChanged();
    /// Also of the base.
    void selectionChanged();
    void hoveredChanged();
    /// The person has done something that can be undone: restore(before) would.
    void stepped(const lockscope::ui::TimeView::State& before,
                 const lockscope::ui::TimeView::State& after);

private:
    /// As much of a range as is kept; none when nothing is.
    [[nodiscard]] std::optional<TimeRange> keptOf(const TimeRange& range) const;
    void step(const State& next);
    /// What is followed: the place, or the newest data.
    [[nodiscard]] Time now() const { return m_place.value_or(m_kept.end); }
    /// The state that shows a range: within what is kept, and following where that ends.
    [[nodiscard]] State showing(TimeRange range) const;

    TimeRange m_kept;
    State m_state;
    bool m_wholeAtFirst = false; ///< once there are data, all of them are looked at
    std::optional<Time> m_place;
    std::optional<Time> m_zero;
    bool m_showsClock = false;
    std::optional<TimeRange> m_pinned;
    std::optional<Time> m_hovered;
};

} // namespace lockscope::ui
