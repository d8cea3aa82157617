// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a program of the person's own that is watched.
#include "ui/comparison/comparison_page.h"
#include "ui/program/forecast_panel.h"
#include "ui/program/lock_panel.h"
#include "ui/program/program_page.h"
#include "ui/program/program_words.h"
#include "ui/program/watch_dialogs.h"
#include "ui/session/load_origin.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/shell/window_pages.h"
#include "ui/words/text.h"

#include <utility>

namespace lockscope::ui {

namespace {

/// Sections of the menu Program.
enum ProgramSection
{
    WatchSection, ///< what is watched
    TrySection, ///< what is tried on it
    ElsewhereSection, ///< what its lock would do elsewhere
    SaveSection
};

ActionRow programRow(const ActionSubjects& on,
                     ProgramSection section,
                     void (ProgramPage::*what)(),
                     ActionRow row)
{
    row.menu = MenuPlace::Program;
    row.section = section;
    row.what = [showPage = on.showPage, page = &on.pages.program(), what](bool /*on*/) {
        showPage(WindowPage::Program);
        (page->*what)();
    };
    return row;
}

/// The same of the panel that the page has for a lock on more CPUs.
ActionRow forecastRow(const ActionSubjects& on,
                      ProgramSection section,
                      void (ForecastPanel::*what)(),
                      ActionRow row)
{
    row.menu = MenuPlace::Program;
    row.section = section;
    row.what = [showPage = on.showPage, page = &on.pages.program(), what](bool /*on*/) {
        showPage(WindowPage::Program);
        (page->panel().showForecast().*what)();
    };
    return row;
}

ActionRow labRow(const ActionSubjects& on)
{
    return {
        .id = "try-in-lab",
        .text = tr("Try the marked lock in the la&b…"),
        .icon = "guard",
        .tip = tr("Set the experiment to what the program does with the marked lock: its rate, "
                  "hold, threads and time outside, to compare guards with"),
        .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_G},
        .menu = MenuPlace::Program,
        .section = ElsewhereSection,
        .what = [showPage = on.showPage, pages = &on.pages, session = &on.session](bool /*on*/) {
            showPage(WindowPage::Program);
            ProgramPage* page = &pages->program();
            ForecastPanel* panel = &page->panel().showForecast();
            if (!panel->canTryInLab())
                return; // which it says
            const auto go = [showPage, pages, panel] {
                if (!panel->canTryInLab())
                    return; // any more
                pages->loadOrigin().set(panel->tryInLab());
                pages->guards().tickAll();
                showPage(WindowPage::Guards);
            };
            if (page->watches())
                askToLeave(sourceCommand(*session->facts()), go, page->window());
            else
                go();
        }};
}

std::vector<ActionRow> watchRows(const ActionSubjects& on)
{
    return {
        programRow(on,
                   WatchSection,
                   &ProgramPage::askForProgram,
                   {.id = "watch-program",
                    .text = tr("&Watch a program…"),
                    .icon = "program",
                    .tip = tr("Start a program of your own and see which of its locks are waited "
                              "for, where, and who holds them"),
                    .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_W}}),
        programRow(on,
                   WatchSection,
                   &ProgramPage::askForProcess,
                   {.id = "attach-process",
                    .text = tr("&Attach to a process…"),
                    .icon = "attach",
                    .tip = tr("Look at a running process from outside, by samples"),
                    .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_A}}),
        programRow(on,
                   WatchSection,
                   &ProgramPage::stopWatching,
                   {.id = "stop-watching",
                    .text = tr("Stop watchin&g"),
                    .icon = "stop",
                    .tip = tr("Watch the program no longer; it goes on, and what was found stays"),
                    .keys = {Qt::CTRL | Qt::ALT | Qt::Key_W},
                    .need = Need::Watched}),
    };
}

std::vector<ActionRow> tryRows(const ActionSubjects& on)
{
    return {
        programRow(
            on,
            TrySection,
            &ProgramPage::swapLock,
            {.id = "swap-lock",
             .text = tr("&Swap the marked lock…"),
             .icon = "guard",
             .tip = tr("Put another lock in front of the marked one of the watched program, or "
                       "make its holds longer, while it runs"),
             .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_L},
             .need = Need::Watched}),
        programRow(on,
                   TrySection,
                   &ProgramPage::putBackLock,
                   {.id = "put-back",
                    .text = tr("&Put the swapped lock back"),
                    .icon = "undo",
                    .tip = tr("Give the lock that was swapped last, or whose holds were made "
                              "longer, back to the program as its own"),
                    .keys = {Qt::CTRL | Qt::ALT | Qt::Key_B},
                    .need = Need::Swapped}),
        programRow(on,
                   TrySection,
                   &ProgramPage::tryWorth,
                   {.id = "try-worth",
                    .text = tr("Worth fi&xing?…"),
                    .icon = "compare",
                    .tip = tr("Try on the watched program which of its locks are worth fixing"),
                    .keys = {Qt::CTRL | Qt::ALT | Qt::Key_F},
                    .need = Need::Watched}),
    };
}

/// What a lock would do elsewhere: on more CPUs, in the lab.
std::vector<ActionRow> elsewhereRows(const ActionSubjects& on)
{
    return {
        forecastRow(on,
                    ElsewhereSection,
                    &ForecastPanel::simulateOrEnd,
                    {.id = "forecast-lock",
                     .text = tr("Marked lock on more CP&Us…"),
                     .icon = "scaling",
                     .tip = tr("Simulate what the program would do with more CPUs, with other "
                               "locks, a fast path or half the hold; once more ends that"),
                     .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_F}}),
        labRow(on),
    };
}

std::vector<ActionRow> saveRows(const ActionSubjects& on)
{
    return {
        programRow(on,
                   SaveSection,
                   &ProgramPage::saveFlames,
                   {.id = "save-flames",
                    .text = tr("Save flame grap&hs…"),
                    .icon = "export",
                    .tip = tr("Save the stacks of who waited for the marked lock, and of who held "
                              "it meanwhile, as PNG, SVG or PDF"),
                    .keys = {Qt::CTRL | Qt::ALT | Qt::Key_E}}),
        forecastRow(on,
                    SaveSection,
                    &ForecastPanel::save,
                    {.id = "save-forecast",
                     .text = tr("Sa&ve forecast…"),
                     .icon = "export",
                     .tip = tr("Save the simulated curves of the marked lock over CPUs as PNG, SVG "
                               "or PDF"),
                     .keys = {Qt::CTRL | Qt::ALT | Qt::Key_J}}),
    };
}

ActionRow allLocksRow(const ActionSubjects& on)
{
    return {.id = "all-locks",
            .text = tr("Charts of all loc&ks"),
            .icon = "close",
            .tip =
                tr("Have the charts speak of all locks of the program again; a click on a lock in "
                   "the table has them speak of that one"),
            .keyless = tr("a button beside the table of locks does the same"),
            .menu = MenuPlace::View,
            .section = 3,
            .need = Need::LockChosen,
            .what = [page = &on.pages.program()](bool /*on*/) { page->choose(std::nullopt); }};
}

} // namespace

std::vector<ActionRow> programRows(const ActionSubjects& on)
{
    return joinedRows(
        {watchRows(on), tryRows(on), elsewhereRows(on), saveRows(on), {allLocksRow(on)}});
}

} // namespace lockscope::ui
