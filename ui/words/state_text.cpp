// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/state_text.h"

#include "ui/words/text.h"

namespace lockscope::ui {

namespace {

using measure::State;
using measure::Subject;

QString meaningOfProgram(State state)
{
    if (state == measure::kRunning)
        return tr("running: on a CPU, and not for a lock");
    if (state == measure::kWaitsForLock)
        return tr("waits for a lock: asleep, spinning, or woken and not yet on a CPU");
    if (state == measure::kWaitsForCondition)
        return tr("waits for a condition: in a condition variable, which is waiting for work");
    if (state == State::Preempted)
        return tr("preempted: ready to run, without a CPU");
    return state == measure::kAsleep
        ? tr("asleep: elsewhere, as in a read, a poll or a timed sleep")
        : QString();
}

QString meaningOfExperiment(State state)
{
    switch (state) {
    case State::Native:
        return tr("native: on a CPU, in native code");
    case State::Guard:
        return tr("guard: on a CPU in the guard, locking, spinning or unlocking");
    case State::Blocked:
        return tr("blocked: asleep in the guard");
    case State::Callback:
        return tr("callback: on a CPU, on the runtime side");
    case State::Preempted:
        return tr("preempted: runnable, without a CPU");
    case State::Idle:
        return tr("idle: no task, or asleep outside the guard");
    }
    return {};
}

} // namespace

QString stateText(State state, Subject subject)
{
    if (subject == Subject::Program && state == measure::kWaitsForLock)
        return tr("waits for a lock");
    if (subject == Subject::Program && state == measure::kWaitsForCondition)
        return tr("waits for a condition");
    return toQString(measure::stateName(state, subject));
}

QString stateMeaning(State state, Subject subject)
{
    return subject == Subject::Program ? meaningOfProgram(state) : meaningOfExperiment(state);
}

QString unknownStateMeaning()
{
    return tr("unknown: the kernel did not say what the thread did");
}

} // namespace lockscope::ui
