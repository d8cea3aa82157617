// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/window_actions.h"

#include "ui/session/session.h"
#include "ui/widgets/icons.h"
#include "ui/words/text.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QSignalBlocker>
#include <QWidget>

#include <algorithm>

namespace lockscope::ui {

namespace {

QString withKey(const QString& toolTip, const QList<QKeySequence>& keys)
{
    return keys.isEmpty() ? toolTip
                          : QStringLiteral("%1 (%2)").arg(
                              toolTip, keys.constFirst().toString(QKeySequence::NativeText));
}

struct ActionText
{
    const char* name; ///< of the object, for tests and tools
    const char* icon;
    QString text;
    QString toolTip;
};

QAction* add(QWidget* window, const ActionText& texts, const QList<QKeySequence>& keys)
{
    auto* action = new QAction(icon(texts.icon), texts.text, window);
    action->setObjectName(texts.name);
    action->setShortcuts(keys);
    action->setToolTip(withKey(texts.toolTip, keys));
    action->setStatusTip(texts.toolTip);
    window->addAction(action); // its key works although menu bar or tool bar may be hidden
    return action;
}

QAction* addCheckable(QWidget* window, const ActionText& texts, const QList<QKeySequence>& keys)
{
    QAction* action = add(window, texts, keys);
    action->setCheckable(true);
    return action;
}

void addExperiment(WindowActions& actions, QWidget* window)
{
    actions.run = add(window, {"run", "run", tr("&Run"), {}}, {});
    actions.freeze = addCheckable(window, {"freeze", "freeze", tr("Free&ze"), {}}, {});
    actions.reset =
        add(window,
            {"reset", "reset", tr("Rese&t"), tr("Forget what was measured and begin anew")},
            {Qt::CTRL | Qt::Key_L});
    actions.fastPath =
        addCheckable(window,
                     {"fast-path-action",
                      "fast-path",
                      tr("&Fast path"),
                      tr("Skip the lock with an atomic check once initialisation is done")},
                     {Qt::Key_F});
    // + stands on another level on many keyboards: take the key itself as well.
    actions.moreCpus = add(window,
                           {"more-cpus", "more-cpus", tr("&More CPUs"), tr("One CPU more")},
                           {Qt::Key_Plus, Qt::Key_Equal});
    actions.fewerCpus = add(window,
                            {"fewer-cpus", "fewer-cpus", tr("Fe&wer CPUs"), tr("One CPU less")},
                            {Qt::Key_Minus});
    actions.compare = add(window,
                          {"compare",
                           "compare",
                           tr("&Compare guards…"),
                           tr("Run several guards one after another at these settings")},
                          {Qt::CTRL | Qt::Key_K});
}

void addFile(WindowActions& actions, QWidget* window)
{
    actions.openRecording = add(window,
                                {"open-recording",
                                 "table",
                                 tr("&Open…"),
                                 tr("Open a recording, sweeps, or a table of N and throughput")},
                                {Qt::CTRL | Qt::Key_O});
    actions.connectHost = add(window,
                              {"connect-host",
                               "connect",
                               tr("Co&nnect…"),
                               tr("Run the experiment on another host and show it here")},
                              {Qt::CTRL | Qt::SHIFT | Qt::Key_O});
    actions.reconnect = add(
        window,
        {"reconnect", "run", tr("Reconnec&t"), tr("Connect again to the host that is shown, now")},
        {Qt::CTRL | Qt::SHIFT | Qt::Key_R});
    actions.disconnectHost =
        add(window,
            {"disconnect-host",
             "close",
             tr("&Disconnect"),
             tr("Leave the stream or the host that is shown, and go back to the experiment")},
            {Qt::CTRL | Qt::SHIFT | Qt::Key_D});
    for (QAction* action : {actions.reconnect, actions.disconnectHost})
        action->setEnabled(false); // nothing is shown yet
    actions.record = addCheckable(
        window,
        {"record", "run", tr("&Record…"), tr("Record into a file until pressed again")},
        {Qt::CTRL | Qt::Key_R});
    actions.saveSpool = add(window,
                            {"save-spool",
                             "copy",
                             tr("&Save the last 10 minutes…"),
                             tr("Write what was just measured as a recording")},
                            {Qt::CTRL | Qt::Key_S});
    actions.exportData =
        add(window,
            {"export-data",
             "table",
             tr("Export &data…"),
             tr("The recording shown, or the last 10 minutes, as CSV, JSON lines, a trace, "
                "a profile or metrics")},
            {Qt::CTRL | Qt::SHIFT | Qt::Key_E});
    actions.compareRecordings = add(window,
                                    {"compare-recordings-action",
                                     "compare",
                                     tr("&Compare recordings…"),
                                     tr("Two recordings, or two ranges of one, side by side")},
                                    {Qt::CTRL | Qt::Key_D});
    actions.exportPictures =
        add(window,
            {"export", "export", tr("&Export pictures…"), tr("Save charts as PNG, SVG or PDF")},
            {Qt::CTRL | Qt::Key_E});
    actions.copyPicture = add(window,
                              {"copy",
                               "copy",
                               tr("&Copy dashboard"),
                               tr("Copy a picture of the whole dashboard to the clipboard")},
                              {Qt::CTRL | Qt::SHIFT | Qt::Key_C});
    actions.quit = add(window,
                       {"quit", "quit", tr("&Quit"), tr("Stop the workload and close")},
                       {Qt::CTRL | Qt::Key_Q});
}

void addView(WindowActions& actions, QWidget* window)
{
    actions.logarithmicWait = addCheckable(window,
                                           {"logarithmic-wait",
                                            "logarithmic",
                                            tr("&Logarithmic lock wait"),
                                            tr("Logarithmic axis for the lock wait")},
                                           {Qt::CTRL | Qt::Key_G});
    actions.themes = new QActionGroup(window);
    actions.theme = {addCheckable(window,
                                  {"theme-follow",
                                   "theme-follow",
                                   tr("&Follow the desktop"),
                                   tr("Light or dark as the desktop is")},
                                  {Qt::ALT | Qt::Key_1}),
                     addCheckable(window,
                                  {"theme-light", "theme-light", tr("&Light"), tr("Light colours")},
                                  {Qt::ALT | Qt::Key_2}),
                     addCheckable(window,
                                  {"theme-dark", "theme-dark", tr("&Dark"), tr("Dark colours")},
                                  {Qt::ALT | Qt::Key_3})};
    for (QAction* theme : actions.theme)
        actions.themes->addAction(theme);
    actions.resetLayout = add(window,
                              {"reset-layout",
                               "layout",
                               tr("&Reset layout"),
                               tr("Put every part of the window back where it was at first")},
                              {Qt::CTRL | Qt::Key_0});
    actions.fullScreen = addCheckable(
        window,
        {"full-screen", "full-screen", tr("F&ull screen"), tr("The window alone on the screen")},
        {Qt::Key_F11});
}

void addHelp(WindowActions& actions, QWidget* window)
{
    actions.help = add(
        window, {"help", "help", tr("Lockscope &help"), tr("What the pictures say")}, {Qt::Key_F1});
    actions.machine = add(window,
                          {"machine",
                           "machine",
                           tr("This &machine…"),
                           tr("Facts, counters and cache-line transfers of this machine")},
                          {Qt::CTRL | Qt::Key_M});
    actions.about =
        add(window,
            {"about", "about", tr("&About Lockscope"), tr("Version, licences and this machine")},
            {Qt::SHIFT | Qt::Key_F1});
}

void connectSession(const WindowActions& actions, Session& session)
{
    // triggered() is the person; toggled() would also be what shows the state.
    QObject::connect(actions.run, &QAction::triggered, &session, [&session] {
        session.setRunning(!session.running());
    });
    QObject::connect(actions.freeze, &QAction::triggered, &session, &Session::setFrozen);
    QObject::connect(actions.reset, &QAction::triggered, &session, &Session::reset);
    QObject::connect(actions.fastPath, &QAction::triggered, &session, &Session::setFastPath);
    const auto stepCpus = [&session](int step) {
        // One key press too many must not leave this computer, and what was measured, behind.
        const int cpus = std::clamp(session.config().cpus + step, 1, session.limits().cpus);
        if (cpus != session.config().cpus)
            session.setCpus(cpus);
    };
    QObject::connect(actions.moreCpus, &QAction::triggered, &session, [stepCpus] { stepCpus(1); });
    QObject::connect(
        actions.fewerCpus, &QAction::triggered, &session, [stepCpus] { stepCpus(-1); });
}

} // namespace

WindowActions makeWindowActions(Session& session, QWidget* window)
{
    WindowActions actions{};
    addExperiment(actions, window);
    addFile(actions, window);
    addView(actions, window);
    addHelp(actions, window);
    connectSession(actions, session);
    showState(actions, session);
    return actions;
}

void showState(const WindowActions& actions, const Session& session)
{
    const bool running = session.running();
    const bool frozen = session.frozen();

    const bool spaceRuns = !running && !frozen;
    QList<QKeySequence> runKeys{Qt::Key_R};
    if (spaceRuns)
        runKeys << Qt::Key_Space;
    actions.run->setText(running ? tr("&Stop") : tr("&Run"));
    actions.run->setIcon(icon(running ? "stop" : "run"));
    actions.run->setShortcuts(runKeys);
    actions.run->setToolTip(running ? tr("Stop the workload (R)")
                                    : tr("Run the workload (R, or Space)"));

    actions.freeze->setShortcuts(spaceRuns ? QList<QKeySequence>()
                                           : QList<QKeySequence>{Qt::Key_Space});
    actions.freeze->setToolTip(frozen ? tr("Show again what is measured now (Space)")
                                      : tr("Hold the picture while the workload goes on (Space)"));
    actions.freeze->setEnabled(!spaceRuns);
    actions.freeze->setChecked(frozen);

    actions.fastPath->setChecked(session.config().fastPath);
    for (QAction* change : {actions.fastPath, actions.moreCpus, actions.fewerCpus})
        change->setEnabled(session.changeable());
}

} // namespace lockscope::ui
