// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menus View and Help: pages, what stands around them, colours, the manual.
#include "ui/shell/action_rows.h"
#include "ui/shell/dialog_opener.h"
#include "ui/shell/window_pages.h"
#include "ui/words/text.h"

#include <cstddef>
#include <utility>

namespace lockscope::ui {

namespace {

/// One of the window's pages.
ActionRow pageRow(const ActionSubjects& on, WindowPage page, ActionRow row)
{
    row.menu = MenuPlace::View;
    row.section = 0;
    row.choice = "page";
    row.on = [page](const WindowState& state) { return state.page == page; };
    if (!row.what)
        row.what = [showPage = on.showPage, page](bool /*on*/) { showPage(page); };
    return row;
}

std::vector<ActionRow> pageRows(const ActionSubjects& on)
{
    return {
        pageRow(
            on,
            WindowPage::Start,
            {.id = "show-start",
             .text = tr("St&art"),
             .icon = "start",
             .tip = tr("Where to begin: what can be looked at, what was opened lately, samples"),
             .keys = {Qt::ALT | Qt::Key_Home}}),
        pageRow(on,
                WindowPage::Live,
                {.id = "show-live",
                 .text = tr("&Live"),
                 .icon = "live",
                 .tip = tr("What happens now"),
                 .keys = {Qt::ALT | Qt::Key_L}}),
        pageRow(on,
                WindowPage::Program,
                {.id = "show-program",
                 .text = tr("Progra&m"),
                 .icon = "program",
                 .tip = tr("Your own program: which of its locks are waited for, and why"),
                 .keys = {Qt::CTRL | Qt::ALT | Qt::Key_P}}),
        pageRow(on,
                WindowPage::Scaling,
                {.id = "show-scaling",
                 .text = tr("&Scaling"),
                 .icon = "scaling",
                 .tip = tr("How guards scale with CPUs: measured here, simulated beyond"),
                 .keys = {Qt::ALT | Qt::Key_S}}),
        pageRow(on,
                WindowPage::Guards,
                {.id = "compare",
                 .text = tr("Compare guar&ds"),
                 .icon = "compare",
                 .tip = tr("Several guards, run one after another at the experiment's settings"),
                 .keys = {Qt::CTRL | Qt::Key_K}}),
        pageRow(on,
                WindowPage::Recordings,
                {.id = "compare-recordings-action",
                 .text = tr("Compare rec&ordings"),
                 .icon = "compare",
                 .tip = tr("Two recordings, or two ranges of one, side by side"),
                 .keys = {Qt::CTRL | Qt::Key_D},
                 .what = [compare = on.compareRecordings](bool /*on*/) { compare(std::nullopt); }}),
    };
}

/// What stands around the pictures.
ActionRow partRow(WindowPart part, std::function<void()> toggle, ActionRow row)
{
    row.menu = MenuPlace::View;
    row.section = 1;
    row.whyNot = [part](const WindowState& state) {
        return state.parts[static_cast<std::size_t>(part)]
            ? QString()
            : tr("the page in sight has no such panel");
    };
    row.on = [part](const WindowState& state) {
        return state.parts[static_cast<std::size_t>(part)].value_or(false);
    };
    row.what = [toggle = std::move(toggle)](bool /*on*/) { toggle(); };
    return row;
}

std::vector<ActionRow> partRows(const ActionSubjects& on)
{
    const auto toggle = [pages = &on.pages](WindowPart part) {
        return [pages, part] { pages->inSight().toggle(part); };
    };
    return {
        partRow(WindowPart::SidePanel,
                toggle(WindowPart::SidePanel),
                {.id = "show-side-panel",
                 .text = tr("S&ide panel"),
                 .icon = "experiment",
                 .tip = tr("Show or hide what is asked for: the settings of the page in sight"),
                 .keys = {Qt::CTRL | Qt::Key_1}}),
        partRow(WindowPart::Change,
                toggle(WindowPart::Change),
                {.id = "show-last-change",
                 .text = tr("Last &change"),
                 .icon = "change",
                 .tip = tr("Show or hide what the last change did"),
                 .keys = {Qt::CTRL | Qt::Key_2}}),
        partRow(WindowPart::Table,
                toggle(WindowPart::Table),
                {.id = "show-table",
                 .text = tr("Tabl&e"),
                 .icon = "table",
                 .tip = tr("Show or hide the table of the page in sight"),
                 .keys = {Qt::CTRL | Qt::Key_3}}),
        partRow(WindowPart::ToolBar,
                on.toggleToolBar,
                {.id = "show-controls",
                 .text = tr("Tool &bar"),
                 .icon = "toolbar",
                 .tip = tr("Show or hide the tool bar"),
                 .keys = {Qt::CTRL | Qt::Key_4}}),
    };
}

ActionRow themeRow(const ActionSubjects& on, ThemeChoice theme, ActionRow row)
{
    row.menu = MenuPlace::Theme;
    row.choice = "theme";
    row.on = [theme](const WindowState& state) { return state.theme == theme; };
    row.what = [chooseTheme = on.chooseTheme, theme](bool /*on*/) { chooseTheme(theme); };
    return row;
}

std::vector<ActionRow> appearanceRows(const ActionSubjects& on)
{
    return {
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
        escapeRow(EscapeEnds::FullScreen,
                  {.id = "full-screen",
                   .text = tr("F&ull screen"),
                   .icon = "full-screen",
                   .tip = tr("The window alone on the screen; Esc ends it"),
                   .keys = {Qt::Key_F11, Qt::Key_Escape},
                   .menu = MenuPlace::View,
                   .section = 3,
                   .on = &WindowState::fullScreen,
                   .what = on.setFullScreen}),
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

} // namespace

std::vector<ActionRow> viewRows(const ActionSubjects& on)
{
    std::vector<ActionRow> rows = pageRows(on);
    for (ActionRow& row : partRows(on))
        rows.push_back(std::move(row));
    for (ActionRow& row : appearanceRows(on))
        rows.push_back(std::move(row));
    return rows;
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
         .what = [dialogs, pages = &on.pages](
                     bool /*on*/) { dialogs->openHelp(pages->inSight().helpPage()); }},
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
