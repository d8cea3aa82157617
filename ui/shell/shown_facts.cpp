// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shown_facts.h"

#include "ui/charts/time_view.h"
#include "ui/recordings/replay_feed.h"
#include "ui/session/session.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace lockscope::ui {

PictureFacts shownFacts(const Session& session, const TimeView& view)
{
    const auto end = std::min(view.visible().end, session.history().end());
    QDateTime taken = session.pictureTime();
    if (const auto& zero = view.zero())
        taken = QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(*zero + end).count());
    const auto* replay = qobject_cast<const ReplayFeed*>(&session.feed());
    if (replay == nullptr || !session.facts())
        return pictureFacts(session.facts(), session.history(), taken, end);
    measure::SourceInfo source = *session.facts(); // at the place that is played
    const recording::Recording& recording = *replay->recording();
    source.config = recording.configAfter(recording.countUntil(end));
    return pictureFacts(source, measure::History(), taken);
}

} // namespace lockscope::ui
