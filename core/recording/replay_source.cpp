// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/replay_source.h"

#include "core/measure/history.h"
#include "core/measure/snapshot_queue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lockscope::recording {

ReplaySource::ReplaySource(std::shared_ptr<const Recording> recording, Clock clock)
    : m_recording(std::move(recording))
    , m_clock(std::move(clock))
    , m_anchor(m_recording->begin())
    , m_anchoredAt(m_clock())
{}

void ReplaySource::start()
{
    if (m_playing && !isAtEnd())
        return;
    if (isAtEnd() && passed() == m_handedOut) // what is still to be polled is not jumped over
        jumpTo(begin());
    settle();
    m_playing = true;
}

void ReplaySource::stop()
{
    settle();
    m_playing = false;
}

bool ReplaySource::running() const
{
    return m_playing && !isAtEnd();
}

std::chrono::nanoseconds ReplaySource::position() const
{
    if (!m_playing)
        return m_anchor;
    const std::chrono::duration<double, std::nano> played = (m_clock() - m_anchoredAt) * m_speed;
    const auto left = end() - m_anchor;
    if (played >= left) // before the conversion: a long pause at 100x would not fit
        return end();
    return m_anchor + std::chrono::nanoseconds(std::llround(played.count()));
}

void ReplaySource::settle()
{
    m_anchor = position();
    m_anchoredAt = m_clock();
}

std::vector<measure::SnapshotPtr> ReplaySource::poll()
{
    const std::size_t until = passed();
    if (!m_handsOut) {
        m_handedOut = std::max(m_handedOut, until);
        return {};
    }
    const std::size_t from =
        std::max(m_handedOut, until - std::min(until, measure::SnapshotQueue::kCapacity));
    const auto snapshots = lastOf(from, until);
    m_handedOut = std::max(m_handedOut, until);
    return {snapshots.begin(), snapshots.end()};
}

std::deque<measure::SnapshotPtr> ReplaySource::lastOf(std::size_t from, std::size_t until) const
{
    std::deque<measure::SnapshotPtr> snapshots;
    std::size_t threads = 0;
    for (std::size_t i = until; i > from; --i) {
        const std::size_t known = i - 1 - m_decodedFrom; // wraps below it, and is then too large
        auto snapshot = known < m_decoded.size() ? m_decoded[known] : m_recording->snapshot(i - 1);
        threads += snapshot->threads.size();
        if (threads > measure::History::kMaxThreads && !snapshots.empty())
            break;
        snapshots.push_front(std::move(snapshot));
    }
    return snapshots;
}

measure::SourceInfo ReplaySource::facts() const
{
    measure::SourceInfo facts = m_recording->header().source;
    facts.provenance = facts.provenance.recorded();
    facts.config = m_recording->configAfter(passed());
    return facts;
}

void ReplaySource::setSpeed(double speed)
{
    settle();
    m_speed = std::isfinite(speed) ? std::clamp(speed, kMinSpeed, kMaxSpeed) : 1;
}

void ReplaySource::jumpTo(std::chrono::nanoseconds time)
{
    m_anchor = std::clamp(time, begin(), std::max(begin(), end()));
    m_anchoredAt = m_clock();
    m_handedOut = m_recording->countUntil(m_anchor);
    ++m_jumps;
}

void ReplaySource::seek(std::chrono::nanoseconds time)
{
    jumpTo(time);
}

void ReplaySource::step(int snapshots)
{
    stop();
    if (m_recording->size() == 0 || snapshots == 0)
        return;
    const auto now = static_cast<std::int64_t>(passed());
    const auto most = static_cast<std::int64_t>(m_recording->size());
    const std::int64_t wanted = std::clamp<std::int64_t>(now + snapshots, 1, most);
    const auto time = m_recording->timeOf(static_cast<std::size_t>(wanted - 1));
    if (wanted > now)
        m_anchor = time;
    else
        jumpTo(time);
}

bool ReplaySource::jumpToNextMarker()
{
    const auto& markers = m_recording->markers();
    const auto next = std::find_if(
        markers.begin(), markers.end(), [this, now = position()](const Marker& marker) {
            return timeOf(marker) > now;
        });
    if (next == markers.end())
        return false;
    jumpTo(timeOf(*next));
    return true;
}

bool ReplaySource::jumpToPreviousMarker()
{
    const auto& markers = m_recording->markers();
    const auto now = position();
    const auto found = std::find_if(markers.rbegin(), markers.rend(), [&](const Marker& marker) {
        return timeOf(marker) < now;
    });
    if (found == markers.rend())
        return false;
    jumpTo(timeOf(*found));
    return true;
}

std::vector<measure::SnapshotPtr> ReplaySource::history(std::chrono::nanoseconds span)
{
    const auto now = position();
    const std::size_t until = m_recording->countUntil(now);
    const std::size_t from = std::max(std::min(until, m_recording->countUntil(now - span)),
                                      until - std::min(until, measure::History::kMaxSnapshots));
    std::deque<measure::SnapshotPtr> decoded = lastOf(from, until);
    m_decoded = decoded;
    m_decodedFrom = until - decoded.size();
    m_handedOut = std::max(m_handedOut, until); // they need not be polled any more
    return {decoded.begin(), decoded.end()};
}

} // namespace lockscope::recording
