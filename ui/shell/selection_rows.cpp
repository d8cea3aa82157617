// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu History: what is selected, and compared.
#include "core/measure/change_effect.h"
#include "ui/charts/time_view.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/words/text.h"

#include <chrono>
#include <optional>
#include <vector>

namespace lockscope::ui {

namespace {

/// The live changes of the picture, oldest first.
std::vector<measure::ConfigChange> changesOf(const measure::History& history)
{
    std::vector<measure::ConfigChange> changes;
    for (const measure::SnapshotPtr& snapshot : history.snapshots())
        changes.insert(changes.end(), snapshot->changes.begin(), snapshot->changes.end());
    return changes;
}

/// Which of the changes is meant: the one next to the pointer, else next to the middle of what is
/// shown. None where there is none.
std::optional<std::size_t> changeMeant(const std::vector<measure::ConfigChange>& changes,
                                       const TimeView& view)
{
    const TimeView::Time at = view.hovered().value_or(view.visible().middle());
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < changes.size(); ++i)
        if (!nearest
            || std::chrono::abs(changes[i].time - at)
                < std::chrono::abs(changes[*nearest].time - at))
            nearest = i;
    return nearest;
}

void compareAroundChange(Session& session, TimeView& view)
{
    const auto changes = changesOf(session.history());
    const auto meant = changeMeant(changes, view);
    if (!meant) {
        emit session.problem(tr("Nothing was changed in the time that is kept, so there is no "
                                "before and after to compare"));
        return;
    }
    const auto [before, after] = measure::aroundChange(changes, *meant, view.kept());
    view.compare(before, after);
}

} // namespace

std::vector<ActionRow> selectionRows(const ActionSubjects& on)
{
    constexpr int kSection = 4; // of the menu
    TimeView* view = &on.view;
    return {
        timeRow(kSection,
                {.id = "select-visible",
                 .text = tr("&Select what is shown"),
                 .icon = "select",
                 .tip = tr("Select all that is visible; a drag in a chart selects a part of it"),
                 .keys = {Qt::CTRL | Qt::Key_A},
                 .what = [view](bool /*on*/) { view->select(view->visible()); }}),
        timeRow(kSection,
                {.id = "zoom-to-selection",
                 .text = tr("&Zoom to the selection"),
                 .icon = "zoom-in",
                 .tip = tr("Show the selected range alone"),
                 .keys = {Qt::Key_Z},
                 .need = Need::Selection,
                 .what =
                     [view](bool /*on*/) {
                         if (const auto& selection = view->selection())
                             view->show(*selection);
                     }}),
        timeRow(kSection,
                {.id = "compare-selection",
                 .text = tr("Compar&e with the selection"),
                 .icon = "compare",
                 .tip = tr("Keep what is selected as A: what is selected next, B, is compared with "
                           "it. A drag with Ctrl does both"),
                 .keys = {Qt::Key_C},
                 .need = Need::Selection,
                 .what = [view](bool /*on*/) { view->keepAsBase(); }}),
        timeRow(kSection,
                {.id = "compare-around-change",
                 .text = tr("Compare before and after a chan&ge"),
                 .icon = "compare",
                 .tip = tr("Select what was measured before the live change that is nearest to the "
                           "pointer or the middle of the picture, A, and after it, B"),
                 .keys = {Qt::Key_B},
                 .what = [view, session = &on.session](
                             bool /*on*/) { compareAroundChange(*session, *view); }}),
        escapeRow(EscapeEnds::Selection,
                  timeRow(kSection,
                          {.id = "clear-selection",
                           .text = tr("&Clear the selection"),
                           .icon = "clear",
                           .tip = tr("Select nothing: all panels show what is visible"),
                           .keys = {Qt::Key_Escape},
                           .need = Need::Selected,
                           .what = [view](bool /*on*/) { view->clearSelection(); }})),
    };
}

} // namespace lockscope::ui
