// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/pieces.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace lockscope::recording {

/// All of a recording as a bounded number of snapshots, for who draws it: every snapshot where they
/// are few or somebody looks closely, else joined ones (measure::joined).
///
/// Its own threads read. A long recording is there at once as a sketch: a few hundred single
/// snapshots, each standing for those before it. Joined ones take their place within seconds.
/// Thereafter lookAt() has what is looked at read more closely.
///
/// lookAt() and take() are one owner's, in one thread; `onNews` is called by the threads. The
/// destructor ends them, within some milliseconds.
class RecordingPicture
{
public:
    /// How much there may be. Threads are those of all snapshots together, as for
    /// measure::History.
    struct Limits
    {
        std::size_t atOnce = 16'000; ///< threads: what is read by the constructor, in full
        std::size_t sketch = 300; ///< snapshots of the first picture of a longer one
        std::size_t sketchThreads = 60'000; ///< of those
        std::size_t most = 4'000; ///< snapshots of the whole
        std::size_t threads = 300'000; ///< of those
        std::size_t mostClose = 6'000; ///< snapshots of what is visible
        std::size_t closeThreads = 400'000; ///< of those
        /// Snapshots of a selection that is read in full; of a longer one its edges are.
        std::size_t mostSelected = 4'000;
        std::size_t selectedThreads = 200'000; ///< of those
    };

    /// `onNews`: take() has something. Throws RecordingError as Recording::snapshot(), and
    /// std::system_error when there can be no thread.
    RecordingPicture(std::shared_ptr<const Recording> recording,
                     std::function<void()> onNews,
                     const Limits& limits);
    RecordingPicture(std::shared_ptr<const Recording> recording, std::function<void()> onNews);
    RecordingPicture(const RecordingPicture&) = delete;
    RecordingPicture& operator=(const RecordingPicture&) = delete;
    ~RecordingPicture();

    /// What is visible, and what is selected of the recording: all are to be as close as the limits
    /// allow, a selection at its edges in any case. What was asked for before and is not read yet
    /// is forgotten.
    void lookAt(const measure::TimeRange& visible, const std::vector<measure::TimeRange>& selected);

    /// All snapshots, when they are others than at the last call. Throws once what went wrong with
    /// reading (RecordingError: the file has changed; std::bad_alloc); what was read before stays.
    [[nodiscard]] std::optional<std::vector<measure::SnapshotPtr>> take();

    /// All that was asked for has been read and taken.
    [[nodiscard]] bool isTaken() const;
    /// The share of the recording that has been read for the whole of it, 0 to 1.
    [[nodiscard]] double progress() const;
    /// Waits until all has been read that was asked for. For tests and benchmarks.
    void waitUntilRead() const;

private:
    struct Wanted
    {
        std::optional<Places> visible;
        std::vector<Places> selected;
        friend bool operator==(const Wanted&, const Wanted&) = default;
    };
    /// Some runs of the whole, for which the sketch has one snapshot.
    struct Group
    {
        std::size_t first = 0; ///< in m_runs
        std::size_t end = 0;
        std::size_t missing = 0; ///< not read yet
        Piece sketch;
    };

    void planWhole();
    void readAll();
    void sketch();
    void work();
    [[nodiscard]] bool canReadClosely() const; ///< under m_mutex, as canReadRun()
    [[nodiscard]] bool canReadRun() const;
    /// These two unlock while they read.
    void readRun(std::unique_lock<std::mutex>& hold);
    void readClosely(std::unique_lock<std::mutex>& hold);
    /// Reads runs but those that are known; gives up when something else is wanted meanwhile.
    [[nodiscard]] Pieces closePieces(const std::vector<Places>& runs,
                                     const std::vector<Pieces>& known,
                                     std::uint64_t wish) const;
    /// What of a selection is to be read snapshot by snapshot.
    [[nodiscard]] std::vector<Places> edgesOf(const Places& selected) const;
    /// Calls m_onNews without the lock, if there are any and not too often.
    void tell(std::unique_lock<std::mutex>& hold, bool atOnce);
    [[nodiscard]] Pieces wholePieces() const; ///< under m_mutex
    /// As many snapshots, or fewer where so many threads are reached before.
    [[nodiscard]] std::size_t closest(std::size_t most, std::size_t threads) const;

    std::shared_ptr<const Recording> m_recording;
    std::function<void()> m_onNews;
    const Limits m_limits;
    std::size_t m_threadsEach = 1; ///< of a snapshot, at most, as far as was looked

    mutable std::mutex m_mutex; ///< guards all that follows but the threads
    mutable std::condition_variable m_wake;
    std::vector<Places> m_runs; ///< of the whole; never changed after the constructor
    std::vector<measure::SnapshotPtr> m_whole; ///< of each run, null until it is read
    std::vector<Group> m_groups;
    std::size_t m_nextRun = 0;
    std::size_t m_runsRead = 0;
    Wanted m_wanted;
    std::uint64_t m_wish = 0; ///< grows with each other one of m_wanted
    std::uint64_t m_answered = 0; ///< the wish that m_close is of
    bool m_readsClosely = false; ///< one of the threads does
    std::vector<Pieces> m_close; ///< what has been read closely, each finer than those before
    bool m_hasNews = true;
    std::chrono::steady_clock::time_point m_told{};
    std::exception_ptr m_problem;
    bool m_failed = false;
    std::atomic<bool> m_ends{false}; ///< set under m_mutex
    std::vector<std::thread> m_threads;
};

} // namespace lockscope::recording
