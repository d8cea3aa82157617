// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/synthetic_history.h"
#include "ui/session/session.h"

#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
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
    measure::Subject subject = measure::Subject::Experiment;
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
        facts.subject = m_lab->subject;
        facts.host.cpuModel = "Test CPU <&> 9000";
        facts.host.cpus = 2;
        facts.config = lab::configFacts(m_config);
        return facts;
    }

private:
    std::shared_ptr<FakeLab> m_lab;
    lab::LabConfig m_config;
};

/// A feed of any kind on a fake source, which is made by open().
class FakeFeed final : public ui::Feed
{
public:
    explicit FakeFeed(std::shared_ptr<FakeLab> lab,
                      lab::LabConfig config = lab::defaultConfig(),
                      ui::ExecutionTarget target = std::nullopt)
        : Feed(target ? ui::FeedKind::Simulated : ui::FeedKind::Local)
        , m_lab(std::move(lab))
        , m_config(std::move(config))
        , m_target(std::move(target))
    {}
    /// One that is shown in place of the experiment. It is open.
    FakeFeed(ui::FeedKind kind, std::shared_ptr<FakeLab> lab, lab::LabConfig config)
        : Feed(kind)
        , m_lab(std::move(lab))
        , m_config(std::move(config))
    {
        FakeFeed::open();
    }

    std::optional<ui::ExperimentRequest> asked; ///< an experiment of its own, which can be changed
    lab::ConfigLimits allowed;

    [[nodiscard]] measure::Source* source() const override { return m_source.get(); }
    void open() override
    {
        m_lab->targets.push_back(m_target);
        if (!m_lab->failOpen.empty())
            throw std::runtime_error(m_lab->failOpen);
        ++m_lab->opened;
        m_source = std::make_unique<FakeSource>(m_lab, m_config);
    }
    void close() override { m_source.reset(); }
    [[nodiscard]] bool canChange() const override
    {
        return traits().isExperiment || (asked && allowed.cpus > 0);
    }
    void apply(const ui::ExperimentRequest& wanted) override
    {
        if (m_source) {
            if (!m_lab->failApply.empty())
                throw std::runtime_error(m_lab->failApply);
            m_lab->applied.push_back(wanted.config());
        }
        m_config = wanted.config();
        if (asked)
            asked = wanted;
    }
    void setSnapshotRate(int perSecond) override
    {
        if (m_source)
            m_lab->rates.push_back(perSecond);
    }
    [[nodiscard]] std::optional<ui::ExperimentRequest> request() const override { return asked; }
    [[nodiscard]] lab::ConfigLimits limits() const override
    {
        return asked ? allowed : Feed::limits();
    }

protected:
    [[nodiscard]] QString text(const measure::History& /*shown*/) const override { return "fake"; }

private:
    std::shared_ptr<FakeLab> m_lab;
    lab::LabConfig m_config;
    ui::ExecutionTarget m_target;
    std::unique_ptr<FakeSource> m_source;
};

/// The experiment's feeds: on the one where it is measured, on the other where it is simulated.
inline ui::FeedMaker fakeFeeds(const std::shared_ptr<FakeLab>& measured,
                               const std::shared_ptr<FakeLab>& simulated)
{
    return [measured, simulated](const lab::LabConfig& config,
                                 const ui::ExecutionTarget& target,
                                 int /*snapshotsPerSecond*/) {
        return std::make_unique<FakeFeed>(target ? simulated : measured, config, target);
    };
}

/// The same on one for both.
inline ui::FeedMaker fakeFeeds(const std::shared_ptr<FakeLab>& lab)
{
    return fakeFeeds(lab, lab);
}

/// A session of two workers on one CPU.
inline std::unique_ptr<ui::Session> sessionOn(const std::shared_ptr<FakeLab>& lab)
{
    lab::LabConfig config = lab::defaultConfig();
    config.cpus = 1;
    config.workers = 2;
    return std::make_unique<ui::Session>(fakeFeeds(lab), config);
}

} // namespace lockscope::test
