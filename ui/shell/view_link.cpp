// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/view_link.h"

#include "ui/recordings/replay_feed.h"
#include "ui/session/session.h"

#include <chrono>
#include <optional>
#include <utility>

namespace lockscope::ui {

ViewLink::ViewLink(Session& session, TimeView& view, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_view(view)
{
    connect(&m_session, &Session::feedReplaced, this, &ViewLink::beginAnew);
    connect(&m_session, &Session::historyChanged, this, &ViewLink::showPlace);
    connect(&m_view, &TimeView::visibleChanged, this, &ViewLink::lookAt);
    connect(&m_view, &TimeView::selectionChanged, this, &ViewLink::lookAt);
}

void ViewLink::beginAnew()
{
    const bool shows = m_session.shows();
    if (shows && !m_shows)
        m_left = m_view.state();
    const bool isBack = std::exchange(m_shows, shows) && !shows;
    const auto place = m_session.feed().place();
    m_view.setPlace(place);
    m_view.restart(place.has_value());
    if (isBack)
        m_view.restore(m_left);
    else if (!shows)
        m_left = {};
}

void ViewLink::showPlace()
{
    m_view.setPlace(m_session.place());
    showClock();
    lookAt(); // what is followed has moved on
}

void ViewLink::showClock()
{
    using std::chrono::duration_cast;
    using std::chrono::nanoseconds;
    m_view.setZero(std::nullopt);
    if (m_session.history().empty() || !m_session.pictureTime().isValid()
        || m_session.feed().provenance().isSimulated())
        return; // what is simulated has no time of day
    if (const auto* replay = qobject_cast<const ReplayFeed*>(&m_session.feed())) {
        const recording::RecordingHeader& header = replay->recording()->header();
        m_view.setZero(duration_cast<nanoseconds>(header.startedAt.time_since_epoch())
                       - header.startedTime);
        return;
    }
    constexpr std::chrono::seconds kLate{2}; // so late may snapshots come on a busy machine
    const nanoseconds zero = std::chrono::milliseconds(m_session.pictureTime().toMSecsSinceEpoch())
        - m_session.history().end();
    // A source's clock stands still with it, so after a pause there is not one zero for all data.
    auto& known = m_zeros.try_emplace(m_session.sourceNumber(), zero).first->second;
    if (known && std::chrono::abs(*known - zero) > kLate)
        known.reset();
    m_view.setZero(known);
}

void ViewLink::lookAt()
{
    const auto* replay = qobject_cast<const ReplayFeed*>(&m_session.feed());
    if (replay != nullptr && m_view.kept().span().count() > 0)
        replay->lookAt(m_view.visible(), m_view.selected());
}

} // namespace lockscope::ui
