// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/clock.h"
#include "core/measure/longest_turn.h"
#include "core/measure/probe.h"
#include "core/workload/get_value.h"
#include "core/workload/guard.h"
#include "core/workload/runtime_side.h"
#include "core/workload/task_budget.h"
#include "core/workload/task_source.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>

/// The loop that every worker runs, compiled once for each guard, probe, workload and task source,
/// so that nothing is chosen per call. It looks up between batches: at `pause` (before each call
/// where every pass may wait), and at the budget.
namespace lockscope::workload {

/// The busy work of a configuration, in steps of lockscope_busy.
struct WorkSteps
{
    std::uint64_t native = 0;
    std::uint64_t callback = 0;
    std::uint64_t critical = 0;
};

/// What one worker needs to run a loop. Everything referred to outlives the run.
struct WorkerFrame
{
    measure::ThreadSlot& slot;
    measure::LongestTurn& turns;
    measure::WaitHistogram& waits;
    TaskSources& sources;
    TaskBudget& budget;
    const std::atomic<bool>& pause; ///< asked for: return at the next batch boundary
    WorkSteps steps;
    std::uint64_t batch = 1; ///< calls between two looks up
    std::uint64_t firstOwnTask = 0; ///< of the task source `none`
    std::uint64_t wrongAnswers = 0; ///< callbacks whose value was not what the key asks for
};

/// Busy work under the lock.
struct BusyCriticalWork
{
    std::uint64_t steps;
    void operator()() const
    {
        if (steps > 0)
            (void)lockscope_busy(steps);
    }
};

/// One pass of the guard, out of line: a runtime's stub reaches its guard through an ordinary call,
/// and so every guard pays the same for being reached.
template<Guard G, class Probe, class Critical>
[[gnu::noinline]] std::uintptr_t passGuard(G& guard, Probe& probe, const Critical& critical)
{
    return guard.pass(probe, critical);
}

/// The other end of the pass, after the callback; out of line for the same reason.
template<Guard G, class Probe>
[[gnu::noinline]] void leaveGuard(G& guard, Probe& probe, std::uintptr_t context)
{
    guard.leave(probe, context);
}

/// What the stub finds behind the runtime pointer that C hands through.
template<Guard G, class Probe>
struct Runtime
{
    G& guard;
    Probe& probe;
    RuntimeSide side;
};

/// The exported stub: the guard, the callback, and the guard once more to let go of the context.
template<Guard G, class Probe>
void stub(void* runtimePointer,
          const std::uint8_t key[LOCKSCOPE_BLOCK],
          std::uint8_t value[LOCKSCOPE_BLOCK])
{
    auto& runtime = *static_cast<Runtime<G, Probe>*>(runtimePointer);
    runtime.probe.enter(measure::Phase::Guard);
    const std::uintptr_t context = passGuard(runtime.guard, runtime.probe, NoCriticalWork{});
    ++runtime.side.passes;
    runtime.probe.enter(measure::Phase::Callback);
    callBack(runtime.side, key, value, context);
    runtime.probe.enter(measure::Phase::Guard);
    leaveGuard(runtime.guard, runtime.probe, context);
    runtime.probe.endCall();
    runtime.probe.enter(measure::Phase::Native);
}

/// The faithful call of the published experiment.
template<Guard G, class Probe>
class CgoCall
{
public:
    CgoCall(G& guard, Probe& probe, WorkerFrame& frame)
        : m_runtime{guard, probe, {.callbackSteps = frame.steps.callback}}
        , m_callee{&stub<G, Probe>, &m_runtime, frame.steps.native}
        , m_wrongAnswers(frame.wrongAnswers)
    {
        probe.joinWaits();
    }

    void operator()(std::uint64_t task)
    {
        std::array<std::uint8_t, LOCKSCOPE_BLOCK> key{};
        writeKey(task, key.data());
        const auto value = std::make_unique<std::uint8_t[]>(LOCKSCOPE_BLOCK);
        lockscope_get_value(&m_callee, key.data(), value.get());
        std::uint64_t answer = 0;
        std::memcpy(&answer, value.get(), sizeof answer);
        m_wrongAnswers += answer != expectedAnswer(task) ? 1 : 0;
    }

    [[nodiscard]] const RuntimeSide& side() const { return m_runtime.side; }

private:
    Runtime<G, Probe> m_runtime;
    lockscope_callee m_callee;
    std::uint64_t& m_wrongAnswers;
};

/// A pass and the callback after it, without C in between.
template<Guard G, class Probe, class Critical>
void passAndCallBack(G& guard, Probe& probe, RuntimeSide& side, const Critical& critical)
{
    probe.enter(measure::Phase::Guard);
    const std::uintptr_t context = passGuard(guard, probe, critical);
    ++side.passes;
    probe.enter(measure::Phase::Callback);
    callBackBusy(side, context);
}

/// The guard and an empty callback: no native work, no copies.
template<Guard G, class Probe>
class EmptyCall
{
public:
    EmptyCall(G& guard, Probe& probe, WorkerFrame& /*frame*/)
        : m_guard(guard)
        , m_probe(probe)
    {}

    void operator()(std::uint64_t /*task*/)
    {
        passAndCallBack(m_guard, m_probe, m_side, NoCriticalWork{});
    }

    [[nodiscard]] const RuntimeSide& side() const { return m_side; }

private:
    G& m_guard;
    Probe& m_probe;
    RuntimeSide m_side;
};

/// Busy work outside, under the lock and in the callback, as the person sets it.
template<Guard G, class Probe>
class CustomCall
{
public:
    CustomCall(G& guard, Probe& probe, WorkerFrame& frame)
        : m_guard(guard)
        , m_probe(probe)
        , m_nativeSteps(frame.steps.native)
        , m_critical{frame.steps.critical}
        , m_side{.callbackSteps = frame.steps.callback}
    {}

    void operator()(std::uint64_t /*task*/)
    {
        m_probe.enter(measure::Phase::Native);
        if (m_nativeSteps > 0)
            (void)lockscope_busy(m_nativeSteps);
        passAndCallBack(m_guard, m_probe, m_side, m_critical);
    }

    [[nodiscard]] const RuntimeSide& side() const { return m_side; }

private:
    G& m_guard;
    Probe& m_probe;
    std::uint64_t m_nativeSteps;
    BusyCriticalWork m_critical;
    RuntimeSide m_side;
};

/// Every worker on its own.
template<class Probe>
class OwnTasks
{
public:
    OwnTasks(WorkerFrame& frame, Probe& /*probe*/)
        : m_next(frame.firstOwnTask)
    {}
    std::uint64_t operator()() { return m_next++; }

private:
    std::uint64_t m_next;
};

/// One shared atomic counter.
template<class Probe>
class CountedTasks
{
public:
    CountedTasks(WorkerFrame& frame, Probe& probe)
        : m_counter(frame.sources.counter)
        , m_probe(probe)
    {}
    std::uint64_t operator()()
    {
        m_probe.enter(measure::Phase::Native); // contention for the counter is not the callback's
        // Relaxed: the number is the whole task, nothing else is handed over with it.
        return m_counter.fetch_add(1, std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t>& m_counter;
    Probe& m_probe;
};

/// The reproducer's channel; a worker is idle from reaching for a task until it has one.
template<class Probe>
class ChannelTasks
{
public:
    ChannelTasks(WorkerFrame& frame, Probe& probe)
        : m_channel(*frame.sources.channel)
        , m_probe(probe)
    {}

    std::uint64_t operator()()
    {
        m_probe.enter(measure::Phase::Idle);
        const std::uint64_t task = m_channel.take();
        m_probe.enter(measure::Phase::Native);
        return task;
    }

private:
    Channel& m_channel;
    Probe& m_probe;
};

/// How many calls to the next look up and the next publishing. Behind a lock that everybody waits
/// for a call can take milliseconds: a batch of hundreds would publish seconds of work in one lump.
/// So it begins with one call, doubles while batches are short, and shrinks at once when one was
/// long.
class BatchLength
{
public:
    explicit BatchLength(std::uint64_t most)
        : m_most(most)
    {}

    [[nodiscard]] std::uint64_t calls() const { return m_calls; }

    /// The last batch took so long.
    void took(std::uint64_t ns)
    {
        constexpr std::uint64_t kShortNs = 40'000;
        if (ns < kShortNs)
            m_calls = std::min(m_most, m_calls * 2);
        else if (ns > measure::kLongBatchNs)
            m_calls = std::max<std::uint64_t>(1, m_calls / 16);
    }

private:
    std::uint64_t m_most;
    std::uint64_t m_calls = 1;
};

/// Runs until a pause is asked for or the budget is used up; every call that was begun is finished
/// and published before it returns.
template<Guard G, class Probe, template<class, class> class Call, template<class> class Tasks>
void runWorker(void* guardPointer, WorkerFrame& frame)
{
    constexpr auto kRelaxed = std::memory_order_relaxed; // single writer, see ThreadSlot
    Probe probe(frame.slot, frame.waits);
    Call<G, Probe> call(*static_cast<G*>(guardPointer), probe, frame);
    Tasks<Probe> takeTask(frame, probe);
    RuntimeSide published; // of call.side()
    BatchLength length(frame.batch);
    const auto wanted = [&] { return G::kEveryPassMayWait ? length.calls() : frame.batch; };
    const auto clock = [] {
        return G::kEveryPassMayWait || Probe::kMeasures ? measure::WaitClock::now() : 0;
    };
    std::uint64_t turnEnd = clock(); // of the batch before

    // Relaxed: what the pause is about is handed over at the rendezvous, under its mutex.
    while (!frame.pause.load(kRelaxed)) {
        const std::uint64_t batch = frame.budget.claim(wanted());
        if (batch == 0)
            break;
        const std::uint64_t begin = clock();
        std::uint64_t taken = 0;
        std::uint64_t called = 0;
        probe.enter(measure::Phase::Native);
        // Behind a lock that callers queue for by spinning, more of them than CPUs, one call can
        // take as long as all their time slices: then the pause is looked at before each call, and
        // a batch that was begun before the queue was there ends.
        const auto ended = [&frame, &probe] {
            return G::kEveryPassMayWait && (frame.pause.load(kRelaxed) || probe.waitedLong());
        };
        while (called < batch && !ended()) {
            const std::uint64_t task = takeTask();
            ++taken;
            call(task);
            ++called;
        }
        const RuntimeSide side = call.side();
        // Without a probe no pass is counted: a mean wait over passes that were not timed would be
        // a lie.
        probe.publish({.tasks = taken,
                       .calls = called,
                       .callbacks = side.callbacks - published.callbacks,
                       .passes = Probe::kMeasures ? side.passes - published.passes : 0});
        published = side;
        const std::uint64_t end = clock();
        length.took(measure::WaitClock::between(begin, end));
        if constexpr (Probe::kMeasures) {
            // From end to end: what it took to get the batch's tasks belongs to the time without a
            // turn.
            frame.turns.note(turnEnd, end);
            turnEnd = end;
        }
        if (called < batch)
            frame.budget.giveBack(batch - called);
    }
    probe.enter(measure::Phase::Idle);
}

} // namespace lockscope::workload
