// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/watch_dialogs.h"

#include "ui/program/launch_dialog.h"
#include "ui/program/process_dialog.h"
#include "ui/settings/settings.h"

namespace lockscope::ui {

namespace {

void openOnce(QDialog* dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

void askForProgram(const Settings& settings, const TryToWatch& tryToWatch, QWidget* window)
{
    const LaunchedCommand last = settings.launchedCommand();
    openOnce(new LaunchDialog(
        {.command = last.command, .folder = last.folder, .pid = {}, .host = settings.remoteHost()},
        tryToWatch,
        window));
}

void askForProcess(const Settings& settings, const TryToWatch& tryToWatch, QWidget* window)
{
    openOnce(new ProcessDialog(settings.remoteHost(), tryToWatch, window));
}

} // namespace lockscope::ui
