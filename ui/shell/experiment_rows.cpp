// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the menu Experiment, and the list of all rows.
#include "core/study/published.h"
#include "ui/session/session.h"
#include "ui/shell/action_rows.h"
#include "ui/words/text.h"

#include <algorithm>
#include <utility>

namespace lockscope::ui {

namespace {

using Rows = std::vector<ActionRow>;

/// Space is the key of Run while nothing runs and nothing is frozen, and of a recording always;
/// else that of Freeze.
bool spaceRuns(const WindowState& state)
{
    return state.plays || (!state.running && !state.frozen);
}

void faceOfRun(const WindowState& state, ActionFace& face)
{
    if (!spaceRuns(state))
        face.keys = {Qt::Key_R};
    if (state.plays) {
        face.text = state.running ? tr("&Pause") : tr("&Play");
        face.icon = state.running ? "pause" : "run";
        face.tip =
            state.running ? tr("Stay at this place") : tr("Play the recording from this place on");
        return;
    }
    face.tip = state.running ? tr("Stop the workload") : tr("Run the workload");
    if (state.running) {
        face.text = tr("&Stop");
        face.icon = "stop";
    }
}

void faceOfFreeze(const WindowState& state, ActionFace& face)
{
    face.tip = state.frozen ? tr("Show again what is measured now")
                            : tr("Hold the picture while the workload goes on");
    if (spaceRuns(state))
        face.keys.clear();
}

/// Of a program the charts alone begin anew: its locks are counted since it is watched.
void faceOfReset(const WindowState& state, ActionFace& face)
{
    if (!state.watches)
        return;
    face.text = tr("Rese&t charts");
    face.tip = tr("Forget the charts and lanes up to now and begin them anew; the table of locks, "
                  "stacks and forecasts go on from when watching began");
}

/// What makes sense of what is being measured alone.
QString whyNotPlayed(const WindowState& state)
{
    return state.plays ? tr("a recording is shown, in which you can go anywhere") : QString();
}

/// One CPU more or less. One key press too many must not leave this computer, and what was
/// measured, behind.
void stepCpus(Session& session, int step)
{
    const int cpus = std::clamp(session.config().cpus + step, 1, session.limits().cpus);
    if (cpus != session.config().cpus)
        session.setCpus(cpus);
}

/// What runs, and the picture of it.
Rows runRows(const ActionSubjects& on)
{
    Session* session = &on.session;
    return {
        {.id = "run",
         .text = tr("&Run"),
         .icon = "run",
         .tip = tr("Run the workload, or stop it; Space runs what stands"),
         .keys = {Qt::Key_R, Qt::Key_Space},
         .menu = MenuPlace::Experiment,
         .section = 0,
         .spots = {ActionSpot::ToolBar},
         .face = faceOfRun,
         .what = [session](bool /*on*/) { session->setRunning(!session->running()); }},
        {.id = "freeze",
         .text = tr("Free&ze"),
         .icon = "freeze",
         .tip = tr("Hold the picture while the workload goes on, or go on with it"),
         .keys = {Qt::Key_Space},
         .menu = MenuPlace::Experiment,
         .section = 0,
         .spots = {ActionSpot::ToolBar},
         .need = Need::Picture,
         .whyNot = whyNotPlayed,
         .on = &WindowState::frozen,
         .face = faceOfFreeze,
         .what = [session](bool frozen) { session->setFrozen(frozen); }},
        {.id = "reset",
         .text = tr("Rese&t"),
         .icon = "reset",
         .tip = tr("Forget what was measured and begin anew"),
         .keys = {Qt::CTRL | Qt::Key_L},
         .menu = MenuPlace::Experiment,
         .section = 0,
         .spots = {ActionSpot::ToolBar},
         .whyNot = whyNotPlayed,
         .face = faceOfReset,
         .what = [session](bool /*on*/) { session->reset(); }},
    };
}

/// Settings that have a key.
Rows settingRows(const ActionSubjects& on)
{
    Session* session = &on.session;
    return {
        {.id = "fast-path-action",
         .text = tr("&Fast path"),
         .icon = "fast-path",
         .tip = tr("Skip the lock with an atomic check once initialisation is done"),
         .keys = {Qt::Key_F},
         .menu = MenuPlace::Experiment,
         .section = 1,
         .need = Need::Changeable,
         .on = [](const WindowState& state) { return state.config.fastPath; },
         .what = [session](bool fastPath) { session->setFastPath(fastPath); }},
        {.id = "more-cpus",
         .text = tr("&More CPUs"),
         .icon = "more-cpus",
         .tip = tr("One CPU more, as far as this computer has them"),
         // + stands on another level on many keyboards: take the key itself as well.
         .keys = {Qt::Key_Plus, Qt::Key_Equal},
         .menu = MenuPlace::Experiment,
         .section = 1,
         .need = Need::Changeable,
         .what = [session](bool /*on*/) { stepCpus(*session, 1); }},
        {.id = "fewer-cpus",
         .text = tr("Fe&wer CPUs"),
         .icon = "fewer-cpus",
         .tip = tr("One CPU less"),
         .keys = {Qt::Key_Minus},
         .menu = MenuPlace::Experiment,
         .section = 1,
         .need = Need::Changeable,
         .what = [session](bool /*on*/) { stepCpus(*session, -1); }},
    };
}

/// What one can begin with.
Rows beginRows(const ActionSubjects& on)
{
    Session* session = &on.session;
    const auto showOwn = [session, showPage = on.showPage] { // the window's own experiment
        showPage(WindowPage::Live);
        session->leaveShown();
    };
    return {
        {.id = "begin-experiment",
         .text = tr("Watch the e&xperiment"),
         .icon = "live",
         .tip = tr("Run the workload with the settings that are asked for, and watch it"),
         .keyless = tr("the page Start has it; R and Alt+L do the same"),
         .menu = MenuPlace::Experiment,
         .section = 2,
         .what =
             [session, showOwn](bool /*on*/) {
                 showOwn();
                 session->start();
             }},
        {.id = "published",
         .text = tr("The &published experiment"),
         .icon = "run",
         .tip =
             tr("Go's global mutex on every C-to-Go callback, as it was published: 8 workers take "
                "tasks from a channel. Press F for the change that mended it"),
         .keyless = tr("the page Start has it"),
         .menu = MenuPlace::Experiment,
         .section = 2,
         .what =
             [session, showOwn](bool /*on*/) {
                 showOwn();
                 session->setTarget(std::nullopt);
                 session->setConfig(
                     study::publishedConfig(session->measuredCpus(), study::kPublishedWorkers));
                 session->start();
             }},
    };
}

} // namespace

std::vector<ActionRow> experimentRows(const ActionSubjects& on)
{
    return joinedRows({runRows(on), settingRows(on), beginRows(on)});
}

ActionRow escapeRow(EscapeEnds what, ActionRow row)
{
    row.face = [what](const WindowState& state, ActionFace& face) {
        if (escapeEnds(state) != what)
            face.keys.removeAll(Qt::Key_Escape);
    };
    return row;
}

std::vector<ActionRow> joinedRows(std::initializer_list<std::vector<ActionRow>> parts)
{
    std::vector<ActionRow> all;
    for (const std::vector<ActionRow>& rows : parts)
        all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

std::vector<ActionRow> actionRows(const ActionSubjects& on)
{
    return joinedRows({experimentRows(on),
                       studyRows(on),
                       programRows(on),
                       fileRows(on),
                       undoRows(on),
                       timeRows(on),
                       selectionRows(on),
                       placeRows(on),
                       viewRows(on),
                       chartRows(on),
                       laneRows(on),
                       sampleRows(on.files),
                       helpRows(on),
                       choiceRows(on.session)});
}

} // namespace lockscope::ui
