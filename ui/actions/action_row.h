// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"

#include <QKeySequence>
#include <QList>
#include <QString>

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace lockscope::ui {

/// Which menu an action stands in.
enum class MenuPlace : std::uint8_t
{
    None, ///< found by its key and in the palette alone
    File,
    Recent, ///< below File: above its actions, files
    Experiment,
    Scaling, ///< below Experiment
    Guards, ///< below Experiment: guards compared
    Program, ///< of the person's own
    History,
    View,
    Lanes, ///< below View
    Chart, ///< below View, and the menu of each chart
    Theme, ///< below View
    Help,
    Samples ///< below Help
};

/// Where else it stands.
enum class ActionSpot : std::uint8_t
{
    ToolBar,
    ExportButton, ///< the menu of the tool bar's last button
    Banner ///< above what is shown from elsewhere
};

/// What an action looks like.
struct ActionFace
{
    QString text;
    QString icon;
    QString tip;
    QList<QKeySequence> keys; ///< some of its row's
};

/// An action of the window: all that there is to know of it. Menus, tool bar, palette, the page of
/// the manual on keys and what is enabled when are made of the rows.
struct ActionRow
{
    QString id{}; ///< unlike all others; the name of its QAction, for tests and tools
    QString text{}; ///< in menus, with its mnemonic
    QString icon{}; ///< a file of resources/icons
    QString tip{}; ///< what it does, one sentence without a full stop
    QList<QKeySequence> keys{};
    QString keyless{}; ///< why it has no key; empty when it has one
    MenuPlace menu = MenuPlace::None;
    int section = 0; ///< of the menu: a line stands between two
    std::vector<ActionSpot> spots{};
    Need need = Need::Nothing; ///< when it is enabled
    /// Why it cannot be carried out beside that; empty when it can. None: nothing else prevents it.
    std::function<QString(const WindowState&)> whyNot{};
    std::function<bool(const WindowState&)> on{}; ///< whether it is on; none: it is not on or off
    QString choice{}; ///< of several rows with the same one only one is on
    /// Changes what follows the state of the window, from what the row says. None: nothing does.
    std::function<void(const WindowState&, ActionFace&)> face{};
    /// Carries it out; `on` is what the person wants it to be, false where it is not on or off.
    std::function<void(bool on)> what{};
};

/// The menus, in their order: as elsewhere, what undoes and what is in sight come behind files, and
/// what is the program's own behind these.
struct MenuRow
{
    MenuPlace place;
    const char* title; ///< with its mnemonic
    MenuPlace parent = MenuPlace::None; ///< none: it stands in the menu bar
    const char* icon = ""; ///< of a menu in a menu
    const char* name = ""; ///< of the object, for tests and tools
    int section = 0; ///< of its parent
};
inline constexpr std::array kMenus{
    MenuRow{MenuPlace::File, "&File"},
    MenuRow{MenuPlace::Recent, "Open re&cent", MenuPlace::File, "clock", "recent-menu", 0},
    MenuRow{MenuPlace::History, "Histor&y"},
    MenuRow{MenuPlace::View, "&View"},
    MenuRow{MenuPlace::Lanes, "Thread la&nes", MenuPlace::View, "table", "lanes", 2},
    MenuRow{MenuPlace::Chart, "C&hart pointed at", MenuPlace::View, "chart", "chart", 2},
    MenuRow{MenuPlace::Theme, "&Theme", MenuPlace::View, "theme-follow", "themes", 2},
    MenuRow{MenuPlace::Experiment, "&Experiment"},
    MenuRow{MenuPlace::Scaling, "Sca&ling", MenuPlace::Experiment, "scaling", "scaling-menu", 3},
    MenuRow{
        MenuPlace::Guards, "&Guards compared", MenuPlace::Experiment, "compare", "guards-menu", 3},
    MenuRow{MenuPlace::Program, "Pro&gram"},
    MenuRow{MenuPlace::Help, "&Help"},
    MenuRow{MenuPlace::Samples, "&Samples", MenuPlace::Help, "table", "samples", 1}};

/// A text of a menu as it reads in a sentence: without its mnemonic and without "…" at its end.
[[nodiscard]] QString plainText(const QString& menuText);

} // namespace lockscope::ui
