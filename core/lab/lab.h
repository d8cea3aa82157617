// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "core/lab/lab_options.h"
#include "core/measure/run_summary.h"
#include "core/measure/source.h"

#include <chrono>
#include <memory>

namespace lockscope::lab {

/// The laboratory: real workers on real threads, all passing one guard, changed while they run.
///
/// A live change happens at a rendezvous: every worker finishes its batch and parks, the change is
/// made while nobody calls, and all go on under the new configuration. So no two guards are ever
/// in use at once and no call is lost.
///
/// Thread-safety: one owner thread calls start, stop, poll, countFromHere, summary; apply,
/// setSnapshotRate and the getters are safe from any thread.
class Lab final : public measure::Source
{
public:
    /// Throws ConfigError when the configuration or the rate is not allowed.
    explicit Lab(const LabConfig& config, const LabOptions& options = {});
    ~Lab() override;

    /// Releases the workers (brings them up first when there are none). The first start measures
    /// the probe's cost when so asked, in the background of the caller: start() returns at once and
    /// running() is true from then on.
    void start() override;

    /// Parks the workers; returns when none is inside a call. Totals stand still afterwards.
    /// Callers that still wait for the runtime to initialise are let through, so that none is
    /// stranded.
    void stop() override;
    [[nodiscard]] bool running() const override;

    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override;
    [[nodiscard]] measure::SourceInfo facts() const override;

    /// Asks for another configuration and returns at once; the newest request wins. It comes into
    /// force within tens of milliseconds, except while callers wait for a late initialisation: then
    /// when that has happened. Throws ConfigError and changes nothing when it is not allowed.
    void apply(const LabConfig& config);

    /// The newest configuration asked for.
    [[nodiscard]] LabConfig config() const;

    /// True when nothing that was asked for is still to come into force.
    [[nodiscard]] bool settled() const;

    /// Waits until all of LabOptions::tasks are done and the workers are parked, or until the time
    /// is up; true when done. Never true without a number of tasks.
    [[nodiscard]] bool waitFinished(std::chrono::nanoseconds atMost);

    /// Snapshots a second from the next one on. Throws ConfigError outside 1..60.
    void setSnapshotRate(double perSecond);

    /// The summary is of what comes from here on; see measure::Sampler.
    void countFromHere();

    /// The whole run so far, or since countFromHere(). Exact once stopped or finished; while
    /// running, totals may be a batch of each worker behind.
    [[nodiscard]] measure::RunSummary summary() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace lockscope::lab
