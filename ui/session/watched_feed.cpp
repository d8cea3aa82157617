// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/watched_feed.h"

#include <utility>

namespace lockscope::ui {

namespace {

std::uint64_t nextNumber()
{
    static std::uint64_t last = 0; // of the GUI thread
    return ++last;
}

} // namespace

WatchedFeed::WatchedFeed(std::unique_ptr<Feed> feed)
    : m_feed(std::move(feed))
    , m_sourceNumber(nextNumber())
{
    noteFacts(); // what a source is stands there before its first snapshot
}

void WatchedFeed::noteFacts()
{
    if (const measure::Source* source = m_feed->source())
        m_picture.note(source->facts());
}

bool WatchedFeed::running() const
{
    const measure::Source* source = m_feed->source();
    return source != nullptr && source->running();
}

void WatchedFeed::start()
{
    if (m_feed->source() == nullptr) {
        m_feed->open();
        m_sourceNumber = nextNumber();
        noteFacts();
    }
    m_feed->source()->start();
}

void WatchedFeed::stop()
{
    if (measure::Source* source = m_feed->source())
        source->stop();
}

std::optional<std::vector<measure::SnapshotPtr>> WatchedFeed::take()
{
    measure::Source* source = m_feed->source();
    if (source == nullptr)
        return std::nullopt;
    auto snapshots = source->poll();
    noteFacts();
    const auto all = m_feed->takeAll(); // what was polled is in it
    if (all)
        m_picture.replace(*all, QDateTime::currentDateTime());
    const auto place = m_feed->place();
    const bool moved = place != m_picture.place();
    if (all || moved)
        m_picture.setPlace(place);
    if (place)
        return all || moved ? std::optional(std::move(snapshots)) : std::nullopt;
    if (all)
        return all;
    if (snapshots.empty())
        return std::nullopt;
    m_picture.add(snapshots, QDateTime::currentDateTime());
    return snapshots;
}

void WatchedFeed::clear()
{
    if (m_picture.place())
        return; // nothing was measured
    m_picture.clear();
    if (measure::Source* source = m_feed->source())
        (void)source->poll();
}

} // namespace lockscope::ui
