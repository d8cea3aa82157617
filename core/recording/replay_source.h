// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/recording/recording.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace lockscope::recording {

/// A recording as a source: its snapshots come as time passes, at any speed, from any place.
///
/// It has no thread: position() follows the clock while it plays, and poll() hands out the
/// snapshots that were passed. A jump (seek, a step back, a marker, rewind) passes nothing; who
/// draws a history sees by jumps() that there was one, forgets what it has and takes history()
/// instead, which ends at the position.
///
/// Thread-safety: none; one owner calls everything, as with every Source. Recordings are shared
/// freely.
class ReplaySource final : public measure::Source
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Clock = std::function<TimePoint()>; ///< never goes back

    static constexpr double kMinSpeed = 0.1;
    static constexpr double kMaxSpeed = 100;

    /// At the beginning of the recording, paused. Another clock is for tests and for pictures.
    explicit ReplaySource(std::shared_ptr<const Recording> recording,
                          Clock clock = &std::chrono::steady_clock::now);

    /// Plays on from where it is; from the beginning when it is at the end.
    void start() override;
    /// Pauses.
    void stop() override;
    /// True while it plays and is not at the end.
    [[nodiscard]] bool running() const override;

    /// The snapshots passed since the last call or jump; of very many the last
    /// SnapshotQueue::kCapacity, as every source, which shows as a jump in their sequence numbers.
    /// Throws RecordingError when the file was changed meanwhile.
    [[nodiscard]] std::vector<measure::SnapshotPtr> poll() override;

    /// From now on poll() hands out nothing, and so decodes nothing: for who has all of it already.
    void handOutNothing() { m_handsOut = false; }

    /// Recorded, of the host that was measured, with the configuration in force at the position.
    [[nodiscard]] measure::SourceInfo facts() const override;
    [[nodiscard]] const Recording& recording() const { return *m_recording; }
    [[nodiscard]] std::chrono::nanoseconds begin() const { return m_recording->begin(); }
    [[nodiscard]] std::chrono::nanoseconds end() const { return m_recording->end(); }
    [[nodiscard]] std::chrono::nanoseconds duration() const { return m_recording->duration(); }
    /// On the recorded source's clock, begin() to end().
    [[nodiscard]] std::chrono::nanoseconds position() const;
    [[nodiscard]] bool isAtEnd() const { return position() >= end(); }

    /// Recorded seconds a second; kept within kMinSpeed..kMaxSpeed. The position does not jump.
    void setSpeed(double speed);
    [[nodiscard]] double speed() const { return m_speed; }

    /// Jumps to a time, kept within begin()..end(). Goes on playing if it played.
    void seek(std::chrono::nanoseconds time);

    /// Pauses at the end of the snapshot so many further on (back when negative); at the first or
    /// last when there are not so many. Steps forward are passed, and come with the next poll();
    /// steps back are jumps.
    void step(int snapshots);

    /// Jumps to just after the next change, so that history() has it; false, and stays, when there
    /// is none.
    bool jumpToNextMarker();
    /// Jumps to just after the last change before the one that it is at.
    bool jumpToPreviousMarker();

    /// Grows by one with every jump.
    [[nodiscard]] std::uint64_t jumps() const { return m_jumps; }

    /// The snapshots of the time before the position, oldest first: what poll() has handed out or,
    /// after a jump, would have. Those that the last call had too are not decoded again, so
    /// scrubbing is quick (the first call for 60 s at 20 Hz decodes 1200, some 50 ms). Throws as
    /// poll().
    [[nodiscard]] std::vector<measure::SnapshotPtr> history(
        std::chrono::nanoseconds span = std::chrono::seconds(60));

private:
    void jumpTo(std::chrono::nanoseconds time);
    /// The snapshots from..until, of which as many from the end as a history has room for.
    [[nodiscard]] std::deque<measure::SnapshotPtr> lastOf(std::size_t from,
                                                          std::size_t until) const;
    void settle(); ///< the position so far becomes the anchor
    [[nodiscard]] std::size_t passed() const { return m_recording->countUntil(position()); }
    /// Just after the change that a marker's snapshot brings.
    [[nodiscard]] std::chrono::nanoseconds timeOf(const Marker& marker) const
    {
        return m_recording->timeOf(marker.snapshot);
    }

    std::shared_ptr<const Recording> m_recording;
    Clock m_clock;
    double m_speed = 1;
    bool m_playing = false;
    bool m_handsOut = true;
    std::chrono::nanoseconds m_anchor{}; ///< position when the clock showed m_anchoredAt
    TimePoint m_anchoredAt;
    std::size_t m_handedOut = 0; ///< snapshots up to here have been polled, or jumped over
    std::uint64_t m_jumps = 0;

    std::deque<measure::SnapshotPtr> m_decoded; ///< of the last history()
    std::size_t m_decodedFrom = 0; ///< place of the first of them
};

} // namespace lockscope::recording
