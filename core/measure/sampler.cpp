// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/sampler.h"

#include "core/measure/problem.h"
#include "core/measure/thread_scheduling.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace lockscope::measure {

namespace {

/// How many workers' context switches are read for one snapshot, in turn: a reading costs as much
/// as all else that is asked of a thread.
constexpr std::uint32_t kSwitchReadings = 16;

std::chrono::nanoseconds periodOf(double perSecond)
{
    return std::chrono::nanoseconds(std::llround(1e9 / perSecond));
}

} // namespace

Sampler::Sampler(double snapshotsPerSecond, bool samplePhases, bool countHardware)
    : m_samplePhases(samplePhases)
    , m_countHardware(countHardware)
    , m_period(periodOf(snapshotsPerSecond))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{}

Sampler::~Sampler() = default;

void Sampler::setRate(double snapshotsPerSecond)
{
    const std::lock_guard hold(m_mutex);
    m_period = periodOf(snapshotsPerSecond);
    m_due = m_intervalBegin + m_period;
}

void Sampler::lookAround()
{
    const std::lock_guard hold(m_mutex);
    if (m_running)
        return;
    m_noise.begin();
    m_lookedAround = true;
}

void Sampler::resume(SteadyClock::time_point at,
                     const std::vector<WorkerRecord*>& workers,
                     bool cpuFree,
                     int cpus)
{
    {
        const std::lock_guard hold(m_mutex);
        m_phasePeriod = cpuFree ? kPhasePeriod : kBusyPhasePeriod;
        while (m_trackers.size() < workers.size())
            m_trackers.emplace_back(static_cast<std::uint32_t>(m_trackers.size()),
                                    *workers[m_trackers.size()],
                                    m_countHardware);
        // Those who leave in the middle of an interval belong to it until it ends.
        const std::size_t known = m_running ? m_active : 0;
        m_active = m_running ? std::max(m_active, workers.size()) : workers.size();
        m_workers = workers.size();
        m_cpus = cpus;
        for (std::size_t i = known; i < m_workers; ++i)
            m_trackers[i].begin();
        if (m_running)
            return;
        m_resumedAt = at;
        m_intervalBegin = at;
        m_due = at + m_period;
        if (!m_lookedAround)
            m_noise.begin();
        m_lookedAround = false;
        m_noiseReadAt = SteadyClock::now();
        m_running = true;
    }
    m_wake.notify_all();
}

void Sampler::pause(SteadyClock::time_point at)
{
    const std::lock_guard hold(m_mutex);
    if (!m_running)
        return;
    m_noiseReadAt = {}; // the last of it, too
    m_running = false;
    count(true); // they stand still
    try {
        takeSnapshot(std::max(at, m_intervalBegin));
    } catch (...) { // no memory for it
        m_elapsedBefore = m_elapsed;
        throw;
    }
    m_elapsedBefore = m_elapsed;
}

void Sampler::noteChange(ConfigChange change, SteadyClock::time_point at)
{
    const std::lock_guard hold(m_mutex);
    change.time = sourceTime(at);
    m_changes.push_back(std::move(change));
}

void Sampler::noteViolation(std::string sentence)
{
    const std::lock_guard hold(m_mutex);
    m_violations.push_back(std::move(sentence));
}

std::chrono::nanoseconds Sampler::sourceTime(SteadyClock::time_point at) const
{
    return m_running ? m_elapsedBefore + (at - m_resumedAt) : m_elapsedBefore;
}

std::vector<SnapshotPtr> Sampler::poll()
{
    throwProblem();
    return m_queue.take();
}

void Sampler::throwProblem() const
{
    std::exception_ptr problem;
    {
        const std::lock_guard hold(m_mutex);
        problem = std::exchange(m_problem, nullptr);
    }
    if (problem)
        throw std::runtime_error(
            fmt::format("the sampler could not go on: {}", problemText(problem)));
}

void Sampler::run(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        try {
            sample(stop);
        } catch (...) { // no memory for a snapshot; the next run is sampled again
            const std::lock_guard hold(m_mutex);
            m_problem = std::current_exception();
            m_running = false;
            m_elapsedBefore = m_elapsed;
        }
    }
}

void Sampler::sample(const std::stop_token& stop)
{
    pthread_setname_np(pthread_self(), "sampler");
    askForShortLatency();
    // A period that varies by thousandths, so that the sampling does not fall into step with what
    // it samples.
    std::minstd_rand random(1); // NOLINT: a fixed seed is what we want
    std::uniform_int_distribution<int> jitter(-125, 125);

    std::unique_lock hold(m_mutex);
    while (!stop.stop_requested()) {
        if (!m_running) {
            m_wake.wait(hold, stop, [this] { return m_running; });
            continue;
        }
        for (std::size_t i = 0; m_samplePhases && i < m_active; ++i)
            m_trackers[i].samplePhase();
        const auto now = SteadyClock::now();
        if (now >= m_due) {
            takeSnapshot(count());
            m_due = std::max(m_due, now - m_period) + m_period; // on the beat, one late or not
        }
        const auto next =
            m_samplePhases ? now + m_phasePeriod + m_phasePeriod * jitter(random) / 1000 : m_due;
        m_wake.wait_until(hold, stop, next, [this] { return !m_running; });
    }
}

SteadyClock::time_point Sampler::count(bool atRest)
{
    // Calls that are made while the sampler stands without its CPU between two readings would be
    // counted into an interval that ended before them: then it reads again, as long as there is
    // hope.
    constexpr std::chrono::microseconds kForEach{
        2}; // and a reading of a worker takes half a microsecond
    const auto kOneMoment = std::chrono::microseconds(200) + kForEach * m_active;
    constexpr int kAttempts = 5;
    auto begin = SteadyClock::now();
    for (int attempt = 1;; ++attempt) {
        for (std::size_t i = 0; i < m_active; ++i)
            m_trackers[i].count(atRest);
        const auto end = SteadyClock::now();
        if (end - begin <= kOneMoment || attempt == kAttempts)
            return end;
        begin = end;
    }
}

void Sampler::takeSnapshot(SteadyClock::time_point at)
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->sequence = m_sequence++;
    snapshot->interval =
        std::max<std::chrono::nanoseconds>(at - m_intervalBegin, std::chrono::nanoseconds(1));
    snapshot->time = m_elapsedBefore + (m_intervalBegin - m_resumedAt) + snapshot->interval;
    m_intervalBegin += snapshot->interval;
    m_elapsed = snapshot->time;

    HistogramCounts waits;
    snapshot->threads.reserve(m_active);
    std::array<double, kStateCount> states{};
    for (std::uint32_t i = 0; i < m_active; ++i) {
        const bool itsTurn =
            (i + m_active - m_switchCursor % m_active) % m_active < kSwitchReadings;
        snapshot->threads.push_back(m_trackers[i].end(itsTurn, waits, snapshot->interval));
        if (!m_samplePhases) // nobody says there what a worker waits for
            snapshot->threads.back().waitSoFarNs.reset();
        snapshot->delta += m_trackers[i].delta();
        if (const auto& shares = snapshot->threads.back().states)
            for (std::size_t s = 0; s < kStateCount; ++s)
                states[s] += static_cast<double>(shares->share[s]);
    }
    m_workerSeconds +=
        static_cast<double>(m_active) * std::chrono::duration<double>(snapshot->interval).count();
    m_demand.add(static_cast<int>(m_active),
                 m_cpus,
                 std::chrono::duration<double>(snapshot->interval).count());
    if (SteadyClock::now() - m_noiseReadAt >= kNoisePeriod) {
        snapshot->disturbance = m_noise.take();
        m_noiseReadAt = SteadyClock::now();
    }
    m_active = m_workers;
    m_switchCursor += kSwitchReadings;
    snapshot->waits = waits.sparse();
    snapshot->states = sharesOf(states);
    m_total += snapshot->delta;
    snapshot->total = m_total;
    snapshot->changes.swap(m_changes);
    checkInvariants(*snapshot);
    snapshot->violations.swap(m_violations);
    m_sums.add(*snapshot);
    m_queue.push(std::move(snapshot));
}

void Sampler::checkInvariants(const Snapshot& snapshot)
{
    const auto broken = [this](std::string sentence) {
        m_violations.push_back(std::move(sentence));
    };
    constexpr float kRounding = 1e-4F;
    for (const ThreadSnapshot& thread : snapshot.threads) {
        if (!thread.states)
            continue;
        float sum = 0;
        for (const float share : thread.states->share)
            sum += share;
        if (std::abs(sum - 1) > kRounding)
            broken(fmt::format(
                "the state shares of worker {} sum to {}, not to 1", thread.index, sum));
    }
    // The two clocks' scales agree to about 1e-5; a tenth of a per cent leaves room for that.
    constexpr double kClockRoom = 1.001;
    const double waited = static_cast<double>(m_total.waitNs) * 1e-9;
    if (waited > m_workerSeconds * kClockRoom)
        broken(fmt::format("lock-wait time sums to {:.3f} s, more than workers x elapsed, {:.3f} s",
                           waited,
                           m_workerSeconds));
}

void Sampler::countFromHere()
{
    const std::lock_guard hold(m_mutex);
    if (m_running) { // the interval that has begun is of before
        m_noiseReadAt = {};
        takeSnapshot(count());
    }
    m_demand = {};
    m_sums.countFrom(m_total, m_elapsed);
    const std::uint64_t now = WaitClock::now();
    for (WorkerTracker& tracker : m_trackers)
        tracker.countFromHere(now);
}

RunSummary Sampler::summary() const
{
    throwProblem();
    const std::lock_guard hold(m_mutex);
    RunSummary summary = m_sums.summary();
    for (const std::string& sentence : m_violations) // that no snapshot has said yet
        if (summary.violations.size() < kMaxViolations)
            summary.violations.push_back(sentence);

    // Of a thread its tracker has more than its snapshots: what the kernel says of all of it.
    std::array<double, kStateCount> states{};
    for (const WorkerTracker& tracker : m_trackers) {
        for (std::size_t s = 0; s < kStateCount; ++s)
            states[s] += tracker.stateSeconds()[s];
        summary.threads.push_back(tracker.summary());
        if (!m_samplePhases)
            summary.threads.back().waitSoFarNs.reset();
    }
    summary.states = sharesOf(states);
    summary.quality = qualityOf(
        summary.states, m_sums.disturbance(), m_demand, m_noise.groups().quota(), m_noise.cpus());
    return summary;
}

} // namespace lockscope::measure
