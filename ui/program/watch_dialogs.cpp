// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/watch_dialogs.h"

#include "ui/program/launch_dialog.h"
#include "ui/program/process_dialog.h"
#include "ui/settings/settings.h"
#include "ui/widgets/icons.h"
#include "ui/words/text.h"

#include <QMessageBox>
#include <QPushButton>

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

void askToLeave(const QString& program, const std::function<void()>& leave, QWidget* window)
{
    auto* question = new QMessageBox(window);
    question->setObjectName("leave-program");
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setIconPixmap(messagePicture("program"));
    question->setTextFormat(Qt::PlainText);
    question->setText(tr("Leave %1 for the lab?").arg(program));
    question->setInformativeText(
        tr("In the lab threads of Lockscope do what the program does with the lock, and "
           "need the CPUs. The program goes on with its own locks, but is not watched "
           "any more. What was found stays on the page Program until another is "
           "watched, without its charts: save them first (Ctrl+S) to keep those."));
    QPushButton* go = question->addButton(tr("&Leave it"), QMessageBox::AcceptRole);
    question->addButton(QMessageBox::Cancel);
    question->setDefaultButton(go);
    QObject::connect(go, &QPushButton::clicked, question, leave);
    question->open();
}

} // namespace lockscope::ui
