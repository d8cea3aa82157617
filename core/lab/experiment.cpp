// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/experiment.h"

#include "core/guards/registry.h"
#include "core/workload/busy_work.h"

#include <algorithm>
#include <array>

namespace lockscope::lab {

namespace {

/// What a call costs beside its busy work, roughly and with company, ns: for the length of a batch
/// only.
std::int64_t roughCallNs(const LabConfig& config)
{
    constexpr std::array<std::int64_t, 3> kTaskNs{250, 30, 0}; // channel, counter, none
    return (config.workload == workload::Kind::Cgo ? 100 : 10)
        + kTaskNs[static_cast<std::size_t>(config.taskSource)];
}

workload::WorkSteps stepsOf(const LabConfig& config)
{
    const auto& work = workload::BusyWork::instance();
    return {.native = work.stepsFor(config.nativeNs),
            .callback = work.stepsFor(config.callbackNs),
            .critical = work.stepsFor(config.criticalNs)};
}

} // namespace

std::uint64_t batchLength(const LabConfig& config)
{
    constexpr std::int64_t kBatchNs = 20'000;
    const std::int64_t callNs =
        roughCallNs(config) + config.nativeNs + config.callbackNs + config.criticalNs;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(1, kBatchNs / callNs));
}

Experiment::Experiment(const LabConfig& config,
                       bool initialised,
                       bool probe,
                       bool prefill,
                       workload::TaskBudget& budget,
                       const std::atomic<bool>& pause)
    : m_config(config)
    , m_sources(config.taskSource, prefill ? budget.left() : std::nullopt)
    , m_budget(budget)
    , m_pause(pause)
    , m_steps(stepsOf(config))
    , m_batch(batchLength(config))
{
    const guards::GuardVariant& variant =
        *guards::findGuard(config.guard)->variant(config.fastPath, config.padding);
    m_guard = variant.make();
    m_loop = variant.loop(probe, config.workload, config.taskSource);
    if (initialised)
        m_guard->notify();
}

void Experiment::run(int worker, measure::WorkerRecord& record)
{
    // Tasks of the source `none` are numbered apart by worker.
    constexpr unsigned kWorkerBits = 48;
    workload::WorkerFrame frame{.slot = record.slot,
                                .turns = record.turns,
                                .waits = record.waits,
                                .sources = m_sources,
                                .budget = m_budget,
                                .pause = m_pause,
                                .steps = m_steps,
                                .batch = m_batch,
                                .firstOwnTask = static_cast<std::uint64_t>(worker) << kWorkerBits};
    m_loop(m_guard->guard(), frame);
    m_wrongAnswers.fetch_add(frame.wrongAnswers, std::memory_order_relaxed); // a count on its own
}

} // namespace lockscope::lab
