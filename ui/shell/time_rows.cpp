// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu History: undoing, and which part of the history is shown.
#include "core/measure/history.h"
#include "ui/charts/time_view.h"
#include "ui/recordings/transport_bar.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/undo_steps.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <chrono>
#include <optional>
#include <utility>

namespace lockscope::ui {

namespace {

using std::chrono::seconds;

constexpr double kZoomStep = 1.5;
constexpr double kPanShare = 0.2; ///< of what is visible
constexpr int kMostOfStep = 40; ///< letters: a menu is as wide as its longest entry

TimeView::Time shareOf(const TimeRange& range, double share)
{
    return std::chrono::duration_cast<TimeView::Time>(
        share * std::chrono::duration<double, std::nano>(range.span()));
}

/// Where a zoom by key holds the picture: where the mouse is, else at the newest while it follows.
TimeView::Time anchorOf(const TimeView& view)
{
    if (const auto hovered = view.hovered())
        return *hovered;
    return view.follows() ? view.visible().end : view.visible().middle();
}

/// The change next to the middle of what is shown, after it or before it; none when there is none.
std::optional<TimeView::Time> markerBeside(const measure::History& history,
                                           const TimeView& view,
                                           bool after)
{
    const TimeView::Time middle = view.visible().middle();
    std::optional<TimeView::Time> found;
    for (const measure::SnapshotPtr& snapshot : history.snapshots())
        for (const measure::ConfigChange& change : snapshot->changes) {
            if (after && change.time > middle)
                return change.time;
            if (!after && change.time < middle)
                found = change.time;
        }
    return found;
}

/// In a recording one goes there, elsewhere one looks there.
void goToMarker(const ActionSubjects& on, bool after)
{
    if (on.transport.recording()) {
        on.transport.goToChange(after);
        const TimeView::Time place = on.transport.place().value_or(on.view.kept().begin);
        if (!on.view.visible().contains(place))
            on.view.centre(place);
    } else if (const auto marker = markerBeside(on.session.history(), on.view, after)) {
        on.view.centre(*marker);
    }
}

/// "Undo zoom".
void addStep(ActionFace& face, const QString& step)
{
    if (!step.isEmpty())
        face.text += ' ' + shownMenuText(step, kMostOfStep);
}

ActionRow spanRow(TimeView* view, TimeView::Time span, ActionRow row)
{
    row.keyless = tr("W, S and the wheel zoom to any span");
    row.what = [view, span](bool /*on*/) { view->follow(span); };
    return timeRow(2, std::move(row));
}

/// How much of the time is shown, and which part.
std::vector<ActionRow> rangeRows(const ActionSubjects& on)
{
    TimeView* view = &on.view;
    return {
        timeRow(0,
                {.id = "follow",
                 .text = tr("&Follow"),
                 .icon = "follow",
                 .tip = tr("Go on with the newest data or, in a recording, with what is played"),
                 .keys = {Qt::Key_End},
                 .need = Need::LookingBack,
                 .what = [view](bool /*on*/) { view->follow(); }}),
        timeRow(0,
                {.id = "show-all",
                 .text = tr("Show &all"),
                 .icon = "fit",
                 .tip = tr("All that is kept: of a recording all, else ten minutes"),
                 .keys = {Qt::Key_0},
                 .what = [view](bool /*on*/) { view->showAll(); }}),
        timeRow(1,
                {.id = "zoom-in",
                 .text = tr("Zoom &in"),
                 .icon = "zoom-in",
                 .tip = tr("Less time, at the pointer"),
                 .keys = {Qt::Key_W},
                 .what = [view](bool /*on*/) { view->zoom(1 / kZoomStep, anchorOf(*view)); }}),
        timeRow(1,
                {.id = "zoom-out",
                 .text = tr("Zoom &out"),
                 .icon = "zoom-out",
                 .tip = tr("More time, at the pointer"),
                 .keys = {Qt::Key_S},
                 .what = [view](bool /*on*/) { view->zoom(kZoomStep, anchorOf(*view)); }}),
        timeRow(1,
                {.id = "pan-back",
                 .text = tr("&Back"),
                 .icon = "pan-back",
                 .tip = tr("A fifth of what is shown back in time"),
                 .keys = {Qt::Key_A},
                 .what = [view](bool /*on*/) { view->pan(-shareOf(view->visible(), kPanShare)); }}),
        timeRow(1,
                {.id = "pan-on",
                 .text = tr("O&n"),
                 .icon = "pan-on",
                 .tip = tr("A fifth of what is shown on in time"),
                 .keys = {Qt::Key_D},
                 .what = [view](bool /*on*/) { view->pan(shareOf(view->visible(), kPanShare)); }}),
    };
}

/// The newest so many seconds, how times are told, live changes.
std::vector<ActionRow> spanRows(const ActionSubjects& on)
{
    TimeView* view = &on.view;
    return {
        spanRow(view,
                seconds(10),
                {.id = "last-10-s",
                 .text = tr("Last &10 seconds"),
                 .icon = "live",
                 .tip = tr("Follow the newest data, ten seconds of them")}),
        spanRow(view,
                TimeView::kUsualSpan,
                {.id = "last-minute",
                 .text = tr("Last &minute"),
                 .icon = "live",
                 .tip = tr("Follow the newest data, a minute of them, as at first")}),
        timeRow(2,
                {.id = "clock-time",
                 .text = tr("Sho&w the time of day"),
                 .icon = "clock",
                 .tip = tr("The time of day on the axes in place of seconds, where it is known"),
                 .keys = {Qt::CTRL | Qt::Key_T},
                 .on = &WindowState::clockTime,
                 .what = [view](bool shows) { view->setShowsClock(shows); }}),
        timeRow(3,
                {.id = "previous-change",
                 .text = tr("&Previous change"),
                 .icon = "previous-change",
                 .tip = tr("The live change before the middle of the picture or, in a recording, "
                           "before this place"),
                 .keys = {Qt::Key_BracketLeft},
                 .what = [on](bool /*on*/) { goToMarker(on, false); }}),
        timeRow(3,
                {.id = "next-change",
                 .text = tr("Ne&xt change"),
                 .icon = "next-change",
                 .tip = tr("The live change after the middle of the picture or, in a recording, "
                           "after this place"),
                 .keys = {Qt::Key_BracketRight},
                 .what = [on](bool /*on*/) { goToMarker(on, true); }}),
    };
}

} // namespace

ActionRow timeRow(int section, ActionRow row)
{
    row.menu = MenuPlace::History;
    row.section = section + 1; // below what is undone
    row.whyNot = whyNoCharts;
    return row;
}

QString whyNoCharts(const WindowState& state)
{
    return state.picturesInSight ? QString() : tr("the page with the charts is not shown");
}

std::vector<ActionRow> undoRows(const ActionSubjects& on)
{
    UndoSteps* steps = &on.undo;
    return {
        {.id = "undo",
         .text = tr("&Undo"),
         .icon = "undo",
         .tip = tr("Take back the last live change, swapped lock, zoom or selection"),
         .keys = {Qt::CTRL | Qt::Key_Z},
         .menu = MenuPlace::History,
         .need = Need::Undoable,
         .face = [](const WindowState& state, ActionFace& face) { addStep(face, state.undoes); },
         .what = [steps](bool /*on*/) { steps->undo(); }},
        {.id = "redo",
         .text = tr("&Redo"),
         .icon = "redo",
         .tip = tr("Do again what was taken back"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y},
         .menu = MenuPlace::History,
         .need = Need::Redoable,
         .face = [](const WindowState& state, ActionFace& face) { addStep(face, state.redoes); },
         .what = [steps](bool /*on*/) { steps->redo(); }},
    };
}

std::vector<ActionRow> timeRows(const ActionSubjects& on)
{
    return joinedRows({rangeRows(on), spanRows(on)});
}

} // namespace lockscope::ui
