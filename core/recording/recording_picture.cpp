// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording_picture.h"

#include "core/measure/history.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace lockscope::recording {

namespace {

/// Who draws need not do so more often while the whole is being read.
constexpr std::chrono::milliseconds kBetweenNews{150};

/// What a snapshot counts for, in threads, at most, by a few all over a recording.
std::size_t threadsOf(const Recording& recording)
{
    constexpr std::size_t kLooks = 12;
    std::size_t threads = 1;
    const std::size_t size = recording.size();
    for (std::size_t i = 0; i < std::min(kLooks, size); ++i)
        threads = std::max(threads,
                           measure::History::sizeOf(*recording.snapshot(
                               i * (size - 1) / std::max<std::size_t>(1, kLooks - 1))));
    return threads;
}

} // namespace

RecordingPicture::RecordingPicture(std::shared_ptr<const Recording> recording,
                                   std::function<void()> onNews)
    : RecordingPicture(std::move(recording), std::move(onNews), Limits{})
{}

RecordingPicture::RecordingPicture(std::shared_ptr<const Recording> recording,
                                   std::function<void()> onNews,
                                   const Limits& limits)
    : m_recording(std::move(recording))
    , m_onNews(std::move(onNews))
    , m_limits(limits)
{
    m_threadsEach = threadsOf(*m_recording);
    planWhole();
    if (m_recording->size() * m_threadsEach <= m_limits.atOnce) {
        readAll();
        return;
    }
    sketch();
    const std::size_t threads = std::clamp(std::thread::hardware_concurrency() / 2, 1U, 4U);
    try {
        for (std::size_t i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        if (m_threads.empty())
            throw; // those that there are do the work of all
    }
}

RecordingPicture::~RecordingPicture()
{
    {
        const std::lock_guard hold(m_mutex);
        m_ends = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

std::size_t RecordingPicture::closest(std::size_t most, std::size_t threads) const
{
    constexpr std::size_t kLeast = 64; // however many threads there are
    return std::clamp(threads / m_threadsEach, std::min(kLeast, most), most);
}

void RecordingPicture::planWhole()
{
    const std::size_t size = m_recording->size();
    if (size == 0)
        return;
    // The first alone, so that the sketch has the beginning as it is.
    m_runs = {{0, 1}};
    const auto rest = cut(*m_recording, {1, size}, closest(m_limits.most, m_limits.threads));
    m_runs.insert(m_runs.end(), rest.begin(), rest.end());
    m_whole.resize(m_runs.size());
}

void RecordingPicture::readAll()
{
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        m_whole[i] = joinedOf(*m_recording, m_runs[i], m_ends);
    m_nextRun = m_runsRead = m_runs.size();
}

void RecordingPicture::sketch()
{
    // As quick with thousands of threads as with a few.
    const std::size_t most = std::clamp<std::size_t>(
        m_limits.sketchThreads / m_threadsEach, 1, std::max<std::size_t>(1, m_limits.sketch));
    const std::size_t each = (m_runs.size() + most - 1) / most;
    for (std::size_t first = 0; first < m_runs.size();) {
        const std::size_t end = first == 0 ? 1 : std::min(m_runs.size(), first + each);
        const Places places{m_runs[first].first, m_runs[end - 1].end};
        measure::Snapshot last = *m_recording->snapshot(places.end - 1);
        last.joined = static_cast<std::uint32_t>(places.size()); // it stands for all of them
        m_groups.push_back(
            {.first = first,
             .end = end,
             .missing = end - first,
             .sketch = {places, std::make_shared<const measure::Snapshot>(std::move(last))}});
        first = end;
    }
}

// What the threads do.

void RecordingPicture::work()
{
    std::unique_lock hold(m_mutex);
    for (;;) {
        m_wake.wait(hold, [this] { return m_ends || canReadClosely() || canReadRun(); });
        if (m_ends)
            return;
        try {
            if (canReadClosely())
                readClosely(hold);
            else
                readRun(hold);
        } catch (...) { // also that there is no memory: who takes is told
            if (!hold.owns_lock())
                hold.lock();
            m_readsClosely = false;
            m_failed = true; // what could not be read once is not tried again
            m_problem = std::current_exception();
            m_hasNews = true;
            tell(hold, true);
        }
    }
}

bool RecordingPicture::canReadClosely() const
{
    return !m_failed && m_answered != m_wish && !m_readsClosely;
}

bool RecordingPicture::canReadRun() const
{
    return !m_failed && m_nextRun < m_runs.size();
}

void RecordingPicture::readRun(std::unique_lock<std::mutex>& hold)
{
    const std::size_t run = m_nextRun++;
    hold.unlock();
    auto snapshot = joinedOf(*m_recording, m_runs[run], m_ends);
    hold.lock();
    if (m_ends)
        return;
    m_whole[run] = std::move(snapshot);
    ++m_runsRead;
    const auto group = std::partition_point(
        m_groups.begin(), m_groups.end(), [run](const Group& each) { return each.end <= run; });
    if (--group->missing == 0)
        m_hasNews = true;
    tell(hold, m_runsRead == m_runs.size());
}

void RecordingPicture::readClosely(std::unique_lock<std::mutex>& hold)
{
    const Wanted wanted = m_wanted;
    const std::uint64_t wish = m_wish;
    const std::vector<Pieces> known = m_close;
    m_readsClosely = true;
    hold.unlock();
    std::vector<Pieces> close;
    Pieces all; // where pieces begin and end
    for (const Places& run : m_runs)
        all.push_back({run, nullptr});
    const auto read = [&](const Places& places, std::size_t most) {
        const Places wide = widenedTo(all, places);
        close.push_back(
            closePieces(cut(*m_recording, wide, most == 0 ? wide.size() : most), known, wish));
        refine(all, close.back());
    };
    if (wanted.visible)
        read(*wanted.visible, closest(m_limits.mostClose, m_limits.closeThreads));
    for (const Places& selected : wanted.selected)
        for (const Places& edge : edgesOf(selected))
            read(edge, 0);
    hold.lock();
    m_readsClosely = false;
    if (wish != m_wish)
        return; // something else is wanted meanwhile
    m_answered = wish;
    m_close = std::move(close);
    m_hasNews = true;
    tell(hold, true);
}

std::vector<Places> RecordingPicture::edgesOf(const Places& selected) const
{
    if (selected.size() <= closest(m_limits.mostSelected, m_limits.selectedThreads))
        return {selected};
    return {{selected.first, selected.first + 1}, {selected.end - 1, selected.end}};
}

Pieces RecordingPicture::closePieces(const std::vector<Places>& runs,
                                     const std::vector<Pieces>& known,
                                     std::uint64_t wish) const
{
    Pieces pieces;
    for (const Places& run : runs) {
        {
            const std::lock_guard hold(m_mutex);
            if (m_ends || wish != m_wish)
                return {};
        }
        measure::SnapshotPtr snapshot;
        for (const Pieces& each : known)
            if (const auto at = pieceAt(each, run.first); at != each.end() && at->places == run)
                snapshot = at->snapshot;
        pieces.push_back({run, snapshot ? snapshot : joinedOf(*m_recording, run, m_ends)});
    }
    return pieces;
}

void RecordingPicture::tell(std::unique_lock<std::mutex>& hold, bool atOnce)
{
    m_wake.notify_all(); // waitUntilRead() looks again, too
    const auto now = std::chrono::steady_clock::now();
    if (!m_hasNews || !m_onNews || (!atOnce && now - m_told < kBetweenNews))
        return;
    m_told = now;
    hold.unlock();
    m_onNews();
    hold.lock();
}

// What the owner does.

void RecordingPicture::lookAt(const measure::TimeRange& visible,
                              const std::vector<measure::TimeRange>& selected)
{
    if (m_runs.size() == m_recording->size())
        return; // as close as can be
    const std::size_t most = closest(m_limits.mostClose, m_limits.closeThreads);
    const Places seen = placesIn(*m_recording, visible);
    Wanted wanted;
    if (seen.size() < m_recording->size() / 2) {
        // A quarter more on both sides, so that a picture that moves is not read anew all the time.
        const std::size_t margin = seen.size() / 4;
        wanted.visible = {seen.first - std::min(seen.first, margin),
                          std::min(m_recording->size(), seen.end + margin)};
    }
    for (const measure::TimeRange& range : selected)
        if (const Places places = placesIn(*m_recording, range); places.size() > 0)
            wanted.selected.push_back(places);
    {
        const std::lock_guard hold(m_mutex);
        constexpr std::size_t kTooCoarse = 6;
        const auto& now = m_wanted.visible;
        if (now && wanted.visible && now->contains(seen)
            && (now->size() <= most
                || now->size() < kTooCoarse * std::max<std::size_t>(1, seen.size())))
            wanted.visible = now;
        if (wanted == m_wanted)
            return;
        m_wanted = wanted;
        ++m_wish;
    }
    m_wake.notify_all();
}

std::optional<std::vector<measure::SnapshotPtr>> RecordingPicture::take()
{
    const std::lock_guard hold(m_mutex);
    if (m_problem)
        std::rethrow_exception(std::exchange(m_problem, nullptr));
    if (!std::exchange(m_hasNews, false))
        return std::nullopt;
    Pieces pieces = wholePieces();
    for (const Pieces& close : m_close)
        refine(pieces, close);
    return snapshotsOf(pieces);
}

Pieces RecordingPicture::wholePieces() const
{
    Pieces pieces;
    const auto addRuns = [&](std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i)
            pieces.push_back({m_runs[i], m_whole[i]});
    };
    if (m_groups.empty())
        addRuns(0, m_runs.size());
    for (const Group& group : m_groups) {
        if (group.missing == 0)
            addRuns(group.first, group.end);
        else
            pieces.push_back(group.sketch);
    }
    return pieces;
}

bool RecordingPicture::isTaken() const
{
    const std::lock_guard hold(m_mutex);
    return !m_hasNews && (m_failed || (m_runsRead == m_runs.size() && m_answered == m_wish));
}

double RecordingPicture::progress() const
{
    const std::lock_guard hold(m_mutex);
    return m_runs.empty() ? 1
                          : static_cast<double>(m_runsRead) / static_cast<double>(m_runs.size());
}

void RecordingPicture::waitUntilRead() const
{
    std::unique_lock hold(m_mutex);
    m_wake.wait(
        hold, [this] { return m_failed || (m_runsRead == m_runs.size() && m_answered == m_wish); });
}

} // namespace lockscope::recording
