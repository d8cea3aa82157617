// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_feed.h"

#include <chrono>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr std::chrono::milliseconds kPatience{150}; ///< that nobody who presses a button feels

} // namespace

/// The program, which stops for whoever looks before its last snapshot is there.
class ProgramFeed::Source final : public measure::Source
{
public:
    explicit Source(program::ProgramSource& watched)
        : m_watched(watched)
    {}

    void start() override
    {
        m_watched.start();
        m_stopped = false;
    }
    void stop() override
    {
        (void)m_watched.stopWithin(kPatience);
        m_stopped = true;
    }
    [[nodiscard]] bool running() const override { return !m_stopped && m_watched.running(); }
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override { return m_watched.poll(); }
    [[nodiscard]] measure::SourceInfo facts() const override { return m_watched.facts(); }

private:
    program::ProgramSource& m_watched;
    bool m_stopped = false;
};

ProgramFeed::ProgramFeed(std::shared_ptr<program::ProgramSource> watched)
    : Feed(FeedKind::Program)
    , m_watched(std::move(watched))
    , m_source(std::make_unique<Source>(*m_watched))
{}

ProgramFeed::~ProgramFeed() = default;

measure::Source* ProgramFeed::source() const
{
    return m_source.get();
}

} // namespace lockscope::ui
