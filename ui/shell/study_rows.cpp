// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menus Scaling and Guards compared: what their pages do, and their buttons show.
#include "ui/comparison/comparison_page.h"
#include "ui/scaling/scaling_page.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/window_pages.h"
#include "ui/words/text.h"

#include <utility>

namespace lockscope::ui {

namespace {

void faceOfSweep(const WindowState& state, ActionFace& face)
{
    if (!state.sweep.running)
        return;
    face.text = tr("Cancel the s&weep");
    face.icon = "stop";
    face.tip = tr("End the sweep; the runs that are done count");
}

void faceOfComparison(const WindowState& state, ActionFace& face)
{
    if (!state.comparison.running)
        return;
    face.text = tr("&Cancel the comparison");
    face.icon = "stop";
    face.tip = tr("End the comparison; the rounds that are done count");
}

/// Why a study can be neither begun nor cancelled, as another that runs needs the CPUs.
QString whyNotStarted(const StudyState& study, const StudyState& other, const QString& whatRuns)
{
    if (study.ending)
        return tr("it is being cancelled");
    return other.running ? whatRuns : QString();
}

QString whyNoSweep(const WindowState& state)
{
    return whyNotStarted(state.sweep, state.comparison, tr("guards are being compared"));
}

QString whyNoComparison(const WindowState& state)
{
    return whyNotStarted(state.comparison, state.sweep, tr("a sweep runs"));
}

QString whyNotOn(const WindowState& state)
{
    if (state.sweep.running)
        return tr("a sweep runs");
    return state.sweep.canGoOn ? whyNoSweep(state) : tr("no sweep was cancelled");
}

QString whyNotSaved(const WindowState& state)
{
    if (state.sweep.running)
        return tr("a sweep runs");
    return state.sweep.hasResult ? QString() : tr("no sweep was made here yet");
}

QString whyNotExported(const WindowState& state)
{
    if (state.comparison.running)
        return tr("guards are being compared");
    return state.comparison.hasResult ? QString() : tr("no guards were compared yet");
}

/// What a page does, in sight.
template<class Page>
std::function<void(bool)> onPage(const ActionSubjects& on,
                                 WindowPage shown,
                                 Page& page,
                                 void (Page::*what)())
{
    return [showPage = on.showPage, shown, page = &page, what](bool /*on*/) {
        showPage(shown);
        (page->*what)();
    };
}

ActionRow scalingRow(const ActionSubjects& on,
                     int section,
                     void (ScalingPage::*what)(),
                     ActionRow row)
{
    row.menu = MenuPlace::Scaling;
    row.section = section;
    row.what = onPage(on, WindowPage::Scaling, on.pages.scaling(), what);
    return row;
}

ActionRow guardsRow(const ActionSubjects& on, void (ComparisonPage::*what)(), ActionRow row)
{
    row.menu = MenuPlace::Guards;
    row.what = onPage(on, WindowPage::Guards, on.pages.guards(), what);
    return row;
}

std::vector<ActionRow> sweepRows(const ActionSubjects& on)
{
    return {
        scalingRow(on,
                   0,
                   &ScalingPage::sweepOrCancel,
                   {.id = "sweep-here",
                    .text = tr("S&weep here"),
                    .icon = "run",
                    .tip = tr("Measure the ticked guards at each number of CPUs, in random order"),
                    .keys = {Qt::Key_F5},
                    .whyNot = whyNoSweep,
                    .face = faceOfSweep}),
        scalingRow(on,
                   0,
                   &ScalingPage::goOn,
                   {.id = "sweep-on",
                    .text = tr("Go on w&ith the sweep"),
                    .icon = "step-on",
                    .tip = tr("Continue the sweep that was cancelled"),
                    .keys = {Qt::SHIFT | Qt::Key_F5},
                    .whyNot = whyNotOn}),
        scalingRow(on,
                   1,
                   &ScalingPage::chooseFiles,
                   {.id = "open-sweeps",
                    .text = tr("&Open sweeps…"),
                    .icon = "table",
                    .tip = tr("Lay sweeps of this or other computers over what is shown, or your "
                              "own table (CSV) of N and throughput, to which the law is fitted"),
                    .keys = {Qt::CTRL | Qt::ALT | Qt::Key_O}}),
        scalingRow(on,
                   1,
                   &ScalingPage::saveJson,
                   {.id = "save-sweep-json",
                    .text = tr("Save sweep as &JSON…"),
                    .icon = "copy",
                    .tip = tr("Write the sweep that was made here, to be opened again or merged "
                              "with others"),
                    .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_S},
                    .whyNot = whyNotSaved}),
        scalingRow(on,
                   1,
                   &ScalingPage::saveCsv,
                   {.id = "save-sweep-csv",
                    .text = tr("Save sweep as &CSV…"),
                    .icon = "copy",
                    .tip = tr("Write the sweep that was made here as a table"),
                    .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_T},
                    .whyNot = whyNotSaved}),
        scalingRow(on,
                   2,
                   &ScalingPage::exportPictures,
                   {.id = "export-scaling",
                    .text = tr("E&xport curves…"),
                    .icon = "export",
                    .tip = tr("Save the curves over CPUs as PNG, SVG or PDF"),
                    .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_X}}),
    };
}

std::vector<ActionRow> comparisonRows(const ActionSubjects& on)
{
    return {
        guardsRow(on,
                  &ComparisonPage::compareOrCancel,
                  {.id = "compare-ticked",
                   .text = tr("&Compare ticked guards"),
                   .icon = "run",
                   .tip = tr("Run the ticked guards one after another, in rounds of random order"),
                   .keys = {Qt::Key_F6},
                   .whyNot = whyNoComparison,
                   .face = faceOfComparison}),
        guardsRow(on,
                  &ComparisonPage::exportPictures,
                  {.id = "export-comparison",
                   .text = tr("E&xport bars…"),
                   .icon = "export",
                   .tip = tr("Save the comparison of guards as PNG, SVG or PDF"),
                   .keys = {Qt::CTRL | Qt::ALT | Qt::Key_X},
                   .whyNot = whyNotExported}),
    };
}

} // namespace

std::vector<ActionRow> studyRows(const ActionSubjects& on)
{
    return joinedRows({sweepRows(on), comparisonRows(on)});
}

} // namespace lockscope::ui
