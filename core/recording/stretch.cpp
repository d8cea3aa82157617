// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/stretch.h"

#include "core/measure/wait_histogram.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

/// Sums from the beginning of a stretch to a snapshot, so that any part's figure is a difference of
/// two.
struct Sums
{
    double seconds = 0;
    double calls = 0;
    double passes = 0;
    double contended = 0;
    double waitNs = 0;
    double cpuNs = 0;
    std::size_t cpuUnknown = 0; ///< snapshots whose CPU time is not known
    double stateSeconds = 0; ///< of the snapshots whose states are known
    std::array<double, measure::kStateCount> states{}; ///< seconds by state
};

/// What a stretch's figures are computed from; of a snapshot no more than that is kept.
class Samples
{
public:
    void add(const measure::Snapshot& snapshot)
    {
        Sums sums = m_sums.back();
        const double seconds = secondsOf(snapshot.interval);
        sums.seconds += seconds;
        sums.calls += static_cast<double>(snapshot.delta.calls);
        sums.passes += static_cast<double>(snapshot.delta.passes);
        sums.contended += static_cast<double>(snapshot.delta.contended);
        sums.waitNs += static_cast<double>(snapshot.delta.waitNs);
        for (const measure::ThreadSnapshot& thread : snapshot.threads)
            sums.cpuNs += static_cast<double>(thread.cpuNs.value_or(0));
        sums.cpuUnknown += std::all_of(snapshot.threads.begin(),
                                       snapshot.threads.end(),
                                       [](const auto& thread) { return thread.cpuNs.has_value(); })
            ? 0
            : 1;
        if (snapshot.states) {
            sums.stateSeconds += seconds;
            for (std::size_t s = 0; s < measure::kStateCount; ++s)
                sums.states[s] += static_cast<double>(snapshot.states->share[s]) * seconds;
        }
        m_sums.push_back(sums);
        m_waits.push_back(snapshot.waits);
    }

    [[nodiscard]] std::size_t size() const { return m_waits.size(); }

    /// A sum for each of another one; none without the other.
    [[nodiscard]] std::optional<double> quotient(double Sums::*above,
                                                 double Sums::*below,
                                                 std::size_t from,
                                                 std::size_t until) const
    {
        const double divisor = m_sums[until].*below - m_sums[from].*below;
        if (divisor <= 0)
            return std::nullopt;
        return (m_sums[until].*above - m_sums[from].*above) / divisor;
    }

    [[nodiscard]] std::optional<double> cpuPerCall(std::size_t from, std::size_t until) const
    {
        if (m_sums[until].cpuUnknown != m_sums[from].cpuUnknown)
            return std::nullopt;
        return quotient(&Sums::cpuNs, &Sums::calls, from, until);
    }

    [[nodiscard]] std::optional<double> state(std::size_t state,
                                              std::size_t from,
                                              std::size_t until) const
    {
        const double seconds = m_sums[until].stateSeconds - m_sums[from].stateSeconds;
        if (seconds <= 0)
            return std::nullopt;
        return (m_sums[until].states[state] - m_sums[from].states[state]) / seconds;
    }

    [[nodiscard]] std::optional<double> waitQuantile(double q,
                                                     std::size_t from,
                                                     std::size_t until) const
    {
        measure::HistogramCounts counts;
        for (std::size_t i = from; i < until; ++i)
            counts.merge(m_waits[i]);
        return counts.sparse().quantile(q);
    }

private:
    std::vector<Sums> m_sums{Sums{}}; ///< one more than snapshots
    std::vector<measure::SparseHistogram> m_waits;
};

std::optional<double> figureOver(const Samples& samples,
                                 StretchFigure figure,
                                 std::size_t from,
                                 std::size_t until)
{
    switch (figure) {
    case StretchFigure::Throughput:
        return samples.quotient(&Sums::calls, &Sums::seconds, from, until);
    case StretchFigure::MeanWait:
        return samples.quotient(&Sums::waitNs, &Sums::passes, from, until);
    case StretchFigure::P50Wait:
        return samples.waitQuantile(0.5, from, until);
    case StretchFigure::P90Wait:
        return samples.waitQuantile(0.9, from, until);
    case StretchFigure::P99Wait:
        return samples.waitQuantile(0.99, from, until);
    case StretchFigure::CpuPerCall:
        break;
    }
    return samples.cpuPerCall(from, until);
}

} // namespace

std::string_view figureName(StretchFigure figure)
{
    constexpr std::array<std::string_view, kStretchFigures.size()> kNames{"throughput",
                                                                          "wait_mean_ns",
                                                                          "wait_p50_ns",
                                                                          "wait_p90_ns",
                                                                          "wait_p99_ns",
                                                                          "cpu_ns_per_call"};
    return kNames[static_cast<std::size_t>(figure)];
}

Stretch stretchOf(std::shared_ptr<const Recording> recording,
                  std::optional<std::chrono::nanoseconds> from,
                  std::optional<std::chrono::nanoseconds> until)
{
    Stretch stretch{.recording = std::move(recording)};
    stretch.from = from.value_or(stretch.recording->begin());
    stretch.until = until.value_or(stretch.recording->end());
    const Recording& all = *stretch.recording;
    for (std::size_t i = all.countUntil(stretch.from); i < all.countUntil(stretch.until); ++i)
        if (const auto snapshot = all.snapshot(i);
            snapshot->time - snapshot->interval >= stretch.from)
            return stretch;
    throw RecordingError(
        fmt::format("{} has no whole snapshot from {:.6g} to {:.6g} s; it goes from {:.6g} to {:.6g} s",
                    all.name(),
                    secondsOf(stretch.from),
                    secondsOf(stretch.until),
                    secondsOf(all.begin()),
                    secondsOf(all.end())));
}

std::pair<Stretch, Stretch> aroundMarker(std::shared_ptr<const Recording> recording,
                                         std::size_t marker)
{
    const std::vector<Marker>& markers = recording->markers();
    if (marker >= markers.size())
        throw RecordingError(fmt::format(
            "{} has no marker {}; it has {}", recording->name(), marker + 1, markers.size()));
    const measure::ConfigChange& change = markers[marker].change;
    const auto settled = [](const measure::ConfigChange& at) { return at.time + at.initialising; };
    const auto before = marker > 0 ? settled(markers[marker - 1].change) : recording->begin();
    const auto next = marker + 1 < markers.size()
        ? markers[marker + 1].change.time - markers[marker + 1].change.gap
        : recording->end();
    return {stretchOf(recording, before, change.time - change.gap),
            stretchOf(recording, settled(change), next)};
}

StretchFigures figuresOf(const Stretch& stretch)
{
    StretchFigures result;
    Samples samples;
    const Recording& all = *stretch.recording;
    for (std::size_t i = all.countUntil(stretch.from); i < all.countUntil(stretch.until); ++i) {
        const auto snapshot = all.snapshot(i);
        if (snapshot->time - snapshot->interval < stretch.from)
            continue;
        samples.add(*snapshot);
        result.waitsExact = result.waitsExact && snapshot->waitsExact;
    }
    result.snapshots = samples.size();
    for (const StretchFigure figure : kStretchFigures)
        result.figures[static_cast<std::size_t>(figure)] =
            batchMeans(samples.size(), [&](std::size_t from, std::size_t until) {
                return figureOver(samples, figure, from, until);
            });
    result.contended = batchMeans(samples.size(), [&](std::size_t from, std::size_t until) {
        return samples.quotient(&Sums::contended, &Sums::passes, from, until);
    });
    for (std::size_t s = 0; s < measure::kStateCount; ++s)
        result.states[s] = batchMeans(samples.size(), [&](std::size_t from, std::size_t until) {
            return samples.state(s, from, until);
        });
    return result;
}

} // namespace lockscope::recording
