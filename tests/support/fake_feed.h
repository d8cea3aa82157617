// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/synthetic_history.h"
#include "ui/session/session.h"

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockscope::test {

/// What a fake source was asked, and what it is to do; shared by test and source.
struct FakeLab
{
    SyntheticSource synthetic{{}};
    std::deque<measure::SnapshotPtr> ready; ///< what the next poll yields
    std::vector<lab::LabConfig> applied;
    std::vector<double> rates;
    std::vector<ui::ExecutionTarget> targets; ///< where each opening was to run
    measure::Provenance provenance = measure::kLive;
    bool running = false;
    int opened = 0;
    std::string failOpen; ///< not empty: opening throws this
    std::string failPoll;
    std::string failApply;

    /// Lets snapshots wait for the next poll.
    void produce(int count)
    {
        for (int i = 0; i < count; ++i)
            ready.push_back(synthetic.next());
    }
};

/// A source without threads: yields what the test puts in.
class FakeSource final : public measure::Source
{
public:
    FakeSource(std::shared_ptr<FakeLab> lab, lab::LabConfig config)
        : m_lab(std::move(lab))
        , m_config(std::move(config))
    {}

    void start() override { m_lab->running = true; }
    void stop() override { m_lab->running = false; }
    [[nodiscard]] bool running() const override { return m_lab->running; }

    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override
    {
        if (!m_lab->failPoll.empty())
            throw std::runtime_error(m_lab->failPoll);
        std::vector<measure::SnapshotPtr> taken(m_lab->ready.begin(), m_lab->ready.end());
        m_lab->ready.clear();
        return taken;
    }

    [[nodiscard]] measure::SourceInfo facts() const override
    {
        measure::SourceInfo facts;
        facts.provenance = m_lab->provenance;
        facts.host.cpuModel = "Test CPU <&> 9000";
        facts.host.cpus = 2;
        facts.config = lab::configFacts(m_config);
        return facts;
    }

private:
    std::shared_ptr<FakeLab> m_lab;
    lab::LabConfig m_config;
};

/// Opens a fake feed on `lab`.
inline ui::FeedOpener fakeOpener(const std::shared_ptr<FakeLab>& fake)
{
    return [fake](const lab::LabConfig& config,
                  const ui::ExecutionTarget& target,
                  int /*snapshotsPerSecond*/) {
        fake->targets.push_back(target);
        if (!fake->failOpen.empty())
            throw std::runtime_error(fake->failOpen);
        ++fake->opened;
        ui::Feed feed;
        feed.source = std::make_unique<FakeSource>(fake, config);
        feed.apply = [fake](const lab::LabConfig& changed) {
            if (!fake->failApply.empty())
                throw std::runtime_error(fake->failApply);
            fake->applied.push_back(changed);
        };
        feed.setSnapshotRate = [fake](double rate) { fake->rates.push_back(rate); };
        return feed;
    };
}

} // namespace lockscope::test
