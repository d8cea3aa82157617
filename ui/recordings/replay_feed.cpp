// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/replay_feed.h"

#include <utility>

namespace lockscope::ui {

ReplayFeed::ReplayFeed(std::shared_ptr<const recording::Recording> recording,
                       QString file,
                       QString about)
    : Feed(FeedKind::Replay)
    , m_recording(std::move(recording))
    , m_file(std::move(file))
    , m_about(std::move(about))
    , m_replay(std::make_unique<recording::ReplaySource>(m_recording))
{}

std::optional<std::vector<measure::SnapshotPtr>> ReplayFeed::takeJump()
{
    if (std::exchange(m_jumps, m_replay->jumps()) == m_replay->jumps())
        return std::nullopt;
    return m_replay->history();
}

QString ReplayFeed::text(const measure::History& /*shown*/) const
{
    return m_about;
}

} // namespace lockscope::ui
