// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab.h"

#include "core/lab/control.h"
#include "core/measure/clock.h"

#include <fmt/format.h>

namespace lockscope::lab {

namespace {

void checkRate(double perSecond)
{
    if (!(perSecond >= kMinSnapshotRate && perSecond <= kMaxSnapshotRate))
        throw ConfigError(
            "rate",
            fmt::format("{}", perSecond),
            fmt::format("{} to {} snapshots a second", kMinSnapshotRate, kMaxSnapshotRate));
}

} // namespace

class Lab::Impl
{
public:
    Impl(const LabConfig& config, const LabOptions& options)
        : control(config, options)
    {}

    Control control;
};

Lab::Lab(const LabConfig& config, const LabOptions& options)
{
    validate(config);
    checkRate(options.snapshotsPerSecond);
    measure::WaitClock::calibrate();
    m_impl = std::make_unique<Impl>(config, options);
}

Lab::~Lab() = default;

void Lab::start()
{
    m_impl->control.start();
}

void Lab::stop()
{
    m_impl->control.stop();
}

bool Lab::running() const
{
    return m_impl->control.running();
}

std::vector<measure::SnapshotPtr> Lab::poll()
{
    m_impl->control.throwProblem();
    return m_impl->control.sampler().poll();
}

measure::SourceInfo Lab::facts() const
{
    return m_impl->control.facts();
}

void Lab::apply(const LabConfig& config)
{
    validate(config);
    m_impl->control.apply(config);
}

LabConfig Lab::config() const
{
    return m_impl->control.config();
}

bool Lab::settled() const
{
    return m_impl->control.settled();
}

bool Lab::waitFinished(std::chrono::nanoseconds atMost)
{
    const bool finished = m_impl->control.waitFinished(atMost);
    m_impl->control.throwProblem();
    return finished;
}

void Lab::setSnapshotRate(double perSecond)
{
    checkRate(perSecond);
    m_impl->control.sampler().setRate(perSecond);
}

void Lab::countFromHere()
{
    m_impl->control.sampler().countFromHere();
}

measure::RunSummary Lab::summary() const
{
    m_impl->control.throwProblem();
    measure::RunSummary summary = m_impl->control.sampler().summary();
    const measure::SourceInfo facts = m_impl->control.facts();
    summary.host = facts.host;
    summary.probe = facts.probe;
    return summary;
}

} // namespace lockscope::lab
