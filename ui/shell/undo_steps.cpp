// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/undo_steps.h"

#include "core/lab/settings.h"
#include "ui/program/lock_swaps.h"
#include "ui/session/session.h"

#include <QElapsedTimer>
#include <QUndoCommand>

#include <functional>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kMostSteps = 200;
constexpr qint64 kTogetherMs = 700; ///< steps of one kind that are no further apart are one

enum StepKind
{
    SwapStep = -1, ///< each by itself
    ViewStep = 1,
    ExperimentStep
};

/// A step from one state to another, both of which can be gone to.
template<class State>
class Step final : public QUndoCommand
{
public:
    using GoTo = std::function<void(const State&)>;

    /// `part`: what of the state it changes; only steps of the same part are joined.
    Step(int kind, int part, State before, State after, GoTo goTo)
        : m_kind(kind)
        , m_part(part)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_goTo(std::move(goTo))
    {
        m_made.start();
        setText(stepText(m_before, m_after));
    }

    void undo() override { m_goTo(m_before); }
    void redo() override
    {
        if (std::exchange(m_isDone, true)) // pushing it carries it out, and it was done already
            m_goTo(m_after);
    }
    [[nodiscard]] int id() const override { return m_kind; }
    bool mergeWith(const QUndoCommand* later) override
    {
        const auto* next = static_cast<const Step*>(later);
        if (next->m_part != m_part || m_made.elapsed() > kTogetherMs)
            return false;
        m_after = next->m_after;
        m_made.start();
        setText(stepText(m_before, m_after));
        setObsolete(m_before == m_after);
        return true;
    }

private:
    int m_kind;
    int m_part;
    State m_before;
    State m_after;
    GoTo m_goTo;
    QElapsedTimer m_made;
    bool m_isDone = false;
};

/// Which part of the view a step changes.
int partOf(const TimeView::State& before, const TimeView::State& after)
{
    if (before.base != after.base)
        return 2;
    return before.selection != after.selection ? 1 : 0;
}

/// Which settings a step changes, a bit each.
int partOf(const AskedExperiment& before, const AskedExperiment& after)
{
    int part = 0;
    int bit = 1;
    for (const lab::Setting& setting : lab::settings()) {
        if (lab::valueOf(setting, before.config) != lab::valueOf(setting, after.config))
            part |= bit;
        bit <<= 1;
    }
    return part;
}

} // namespace

UndoSteps::UndoSteps(Session& session, TimeView& view, LockSwaps& swaps, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_asked(asked())
{
    m_stack.setUndoLimit(kMostSteps);
    connect(&m_stack, &QUndoStack::indexChanged, this, &UndoSteps::changed);
    connect(&view,
            &TimeView::stepped,
            this,
            [this, &view](const TimeView::State& before, const TimeView::State& after) {
                m_stack.push(new Step<TimeView::State>(
                    ViewStep,
                    partOf(before, after),
                    before,
                    after,
                    [&view](const TimeView::State& state) { view.restore(state); }));
            });
    connect(&swaps,
            &LockSwaps::stepped,
            this,
            [this, &swaps](const SwapWishes& before, const SwapWishes& after) {
                noteSwap(swaps, before, after);
            });
    connect(&swaps, &LockSwaps::forgotten, this, [this] {
        if (std::exchange(m_hasSwaps, false))
            m_stack.clear(); // there is no way to take some out of the row
    });
    connect(&m_session, &Session::configChanged, this, &UndoSteps::noteExperiment);
    connect(&m_session, &Session::feedReplaced, this, &UndoSteps::forget);
}

AskedExperiment UndoSteps::asked() const
{
    return {m_session.config(),
            m_session.shows() ? ExecutionTarget() : m_session.experiment().target()};
}

void UndoSteps::noteExperiment()
{
    const AskedExperiment before = std::exchange(m_asked, asked());
    if (m_carriesOut || before == m_asked || !m_session.changeable())
        return;
    m_stack.push(new Step<AskedExperiment>(
        ExperimentStep,
        partOf(before, m_asked),
        before,
        m_asked,
        [this](const AskedExperiment& wanted) {
            if (!m_session.shows() && m_session.experiment().target() != wanted.target)
                m_session.setTarget(wanted.target);
            m_session.setConfig(wanted.config);
        }));
}

void UndoSteps::noteSwap(LockSwaps& swaps, const SwapWishes& before, const SwapWishes& after)
{
    m_hasSwaps = true;
    m_stack.push(new Step<SwapWishes>(
        SwapStep, 0, before, after, [&swaps](const SwapWishes& wanted) { swaps.restore(wanted); }));
}

void UndoSteps::forget()
{
    // Crossing over to the simulated machine is another feed, and a change like any other.
    if (!m_session.shows() && asked() != m_asked && !m_carriesOut)
        return;
    m_asked = asked();
    if (!m_carriesOut)
        m_stack.clear();
}

void UndoSteps::undo()
{
    carryOut(&QUndoStack::undo);
}

void UndoSteps::redo()
{
    carryOut(&QUndoStack::redo);
}

void UndoSteps::carryOut(void (QUndoStack::*step)())
{
    m_carriesOut = true;
    (m_stack.*step)();
    m_carriesOut = false;
}

} // namespace lockscope::ui
