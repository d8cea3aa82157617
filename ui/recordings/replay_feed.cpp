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
    , m_picture(std::make_unique<recording::RecordingPicture>(m_recording, [this] { emit grew(); }))
{
    m_replay->handOutNothing(); // the picture has it
}

std::optional<std::vector<measure::SnapshotPtr>> ReplayFeed::takeAll()
{
    return m_picture->take();
}

QString ReplayFeed::text(const measure::History& /*shown*/) const
{
    constexpr int kPercent = 100;
    const int read = static_cast<int>(kPercent * m_picture->progress());
    return read == kPercent ? m_about : tr("%1 · reading it: %2 %").arg(m_about).arg(read);
}

} // namespace lockscope::ui
