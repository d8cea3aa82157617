// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <array>

class QAction;
class QActionGroup;
class QWidget;

namespace lockscope::ui {

class Session;

/// Every action of the window, each with its key, tool tip and icon. Those on the session are
/// connected to it here; the window connects the others.
struct WindowActions
{
    QAction* run; ///< says Stop while it runs
    QAction* freeze; ///< checked while frozen
    QAction* reset;
    QAction* fastPath; ///< checked while on
    QAction* moreCpus;
    QAction* fewerCpus;
    QAction* compare;

    QAction* openRecording;
    QAction* connectHost;
    QAction* reconnect;
    QAction* disconnectHost;
    QAction* record; ///< checked while recording
    QAction* saveSpool;
    QAction* exportData;
    QAction* compareRecordings;
    QAction* exportPictures;
    QAction* copyPicture;
    QAction* quit;

    QAction* logarithmicWait;
    QActionGroup* themes;
    std::array<QAction*, 3> theme; ///< by ThemeChoice
    QAction* resetLayout;
    QAction* fullScreen;

    QAction* help;
    QAction* machine;
    QAction* about;
};

/// Makes the actions as children of the window, which gets all their keys.
[[nodiscard]] WindowActions makeWindowActions(Session& session, QWidget* window);

/// Text and keys of Run and Freeze follow what the session does: Space runs when stopped, freezes
/// when running, and goes on when frozen.
void showState(const WindowActions& actions, const Session& session);

} // namespace lockscope::ui
