// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menus View and Help: pages, what stands around them, colours, the manual.
#include "ui/shell/action_rows.h"
#include "ui/shell/dialog_opener.h"
#include "ui/shell/window_docks.h"
#include "ui/words/text.h"

#include <cstddef>
#include <utility>

namespace lockscope::ui {

namespace {

/// One of the window's pages.
ActionRow pageRow(const ActionSubjects& on, int page, ActionRow row)
{
    row.menu = MenuPlace::View;
    row.section = 0;
    row.choice = "page";
    row.on = [page](const WindowState& state) { return state.page == page; };
    row.what = [showPage = on.showPage, page](bool /*on*/) { showPage(page); };
    return row;
}

/// What stands around the pages.
ActionRow partRow(const ActionSubjects& on, WindowPart part, ActionRow row)
{
    row.menu = MenuPlace::View;
    row.section = 1;
    row.on = [part](const WindowState& state) {
        return state.parts[static_cast<std::size_t>(part)];
    };
    row.what = [docks = &on.docks, part](bool /*on*/) { docks->toggle(part); };
    return row;
}

ActionRow themeRow(const ActionSubjects& on, ThemeChoice theme, ActionRow row)
{
    row.menu = MenuPlace::Theme;
    row.choice = "theme";
    row.on = [theme](const WindowState& state) { return state.theme == theme; };
    row.what = [chooseTheme = on.chooseTheme, theme](bool /*on*/) { chooseTheme(theme); };
    return row;
}

} // namespace

std::vector<ActionRow> viewRows(const ActionSubjects& on)
{
    return {
        pageRow(on,
                0,
                {.id = "show-live",
                 .text = tr("&Live"),
                 .icon = "live",
                 .tip = tr("What happens now"),
                 .keys = {Qt::ALT | Qt::Key_L}}),
        pageRow(on,
                1,
                {.id = "show-scaling",
                 .text = tr("&Scaling"),
                 .icon = "scaling",
                 .tip = tr("How guards scale with CPUs: measured here, simulated beyond"),
                 .keys = {Qt::ALT | Qt::Key_S}}),
        partRow(on,
                WindowPart::Experiment,
                {.id = "show-experiment",
                 .text = tr("&Experiment"),
                 .icon = "experiment",
                 .tip = tr("Show or hide the settings of the experiment"),
                 .keys = {Qt::CTRL | Qt::Key_1}}),
        partRow(on,
                WindowPart::Change,
                {.id = "show-last-change",
                 .text = tr("Last &change"),
                 .icon = "change",
                 .tip = tr("Show or hide what the last change did"),
                 .keys = {Qt::CTRL | Qt::Key_2}}),
        partRow(on,
                WindowPart::Threads,
                {.id = "show-threads",
                 .text = tr("T&hreads"),
                 .icon = "table",
                 .tip = tr("Show or hide the table of threads"),
                 .keys = {Qt::CTRL | Qt::Key_3}}),
        partRow(on,
                WindowPart::ToolBar,
                {.id = "show-controls",
                 .text = tr("Tool &bar"),
                 .icon = "toolbar",
                 .tip = tr("Show or hide the tool bar"),
                 .keys = {Qt::CTRL | Qt::Key_4}}),
        themeRow(on,
                 ThemeChoice::FollowDesktop,
                 {.id = "theme-follow",
                  .text = tr("&Follow the desktop"),
                  .icon = "theme-follow",
                  .tip = tr("Light or dark colours as the desktop is"),
                  .keys = {Qt::ALT | Qt::Key_1}}),
        themeRow(on,
                 ThemeChoice::Light,
                 {.id = "theme-light",
                  .text = tr("&Light theme"),
                  .icon = "theme-light",
                  .tip = tr("Light colours"),
                  .keys = {Qt::ALT | Qt::Key_2}}),
        themeRow(on,
                 ThemeChoice::Dark,
                 {.id = "theme-dark",
                  .text = tr("&Dark theme"),
                  .icon = "theme-dark",
                  .tip = tr("Dark colours"),
                  .keys = {Qt::ALT | Qt::Key_3}}),
        {.id = "full-screen",
         .text = tr("F&ull screen"),
         .icon = "full-screen",
         .tip = tr("The window alone on the screen"),
         .keys = {Qt::Key_F11},
         .menu = MenuPlace::View,
         .section = 3,
         .on = &WindowState::fullScreen,
         .what = on.setFullScreen},
        {.id = "reset-layout",
         .text = tr("&Reset layout"),
         .icon = "layout",
         .tip = tr("Put every part of the window back where it was at first"),
         .keys = {Qt::CTRL | Qt::Key_0},
         .menu = MenuPlace::View,
         .section = 3,
         .what = [resetLayout = on.resetLayout](bool /*on*/) { resetLayout(); }},
    };
}

std::vector<ActionRow> helpRows(const ActionSubjects& on)
{
    DialogOpener* dialogs = &on.dialogs;
    return {
        {.id = "help",
         .text = tr("Lockscope &help"),
         .icon = "help",
         .tip = tr("The manual: what the pictures say, and how to get them"),
         .keys = {Qt::Key_F1},
         .menu = MenuPlace::Help,
         .section = 0,
         .what = [dialogs](bool /*on*/) { dialogs->openHelp(); }},
        {.id = "commands",
         .text = tr("&Commands…"),
         .icon = "commands",
         .tip = tr("Every command with its key, guards and workloads too: type to find one"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_P},
         .menu = MenuPlace::Help,
         .section = 0,
         .what = [dialogs, table = &on.table](bool /*on*/) { dialogs->openPalette(*table); }},
        {.id = "machine",
         .text = tr("This &machine…"),
         .icon = "machine",
         .tip = tr("Facts, counters and cache-line transfers of this machine"),
         .keys = {Qt::CTRL | Qt::Key_M},
         .menu = MenuPlace::Help,
         .section = 1,
         .what = [dialogs](bool /*on*/) { dialogs->openHost(); }},
        {.id = "about",
         .text = tr("&About Lockscope"),
         .icon = "about",
         .tip = tr("Version, licences and this machine"),
         .keys = {Qt::SHIFT | Qt::Key_F1},
         .menu = MenuPlace::Help,
         .section = 1,
         .what = [dialogs](bool /*on*/) { dialogs->openAbout(); }},
    };
}

} // namespace lockscope::ui
