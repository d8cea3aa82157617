// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/batch_means.h"
#include "core/measure/run_summary.h"
#include "core/measure/snapshot_sums.h"
#include "core/measure/subject.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The figures that measurements are compared by. Each is one row: files, tables and pictures take
/// its names, its unit and its value from there.
namespace lockscope::measure {

enum class Figure : std::uint8_t
{
    Throughput,
    MeanWait,
    P50Wait,
    P90Wait,
    P99Wait,
    CpuPerCall,
    Fairness,
    LongestWait,
    LongestTurn,
    Contended
};
inline constexpr std::size_t kFigureCount =
    std::size_t{1} + static_cast<std::size_t>(Figure::Contended);

enum class FigureUnit : std::uint8_t
{
    CallsPerSecond,
    Nanoseconds,
    Index, ///< 0..1, without a unit
    Share ///< 0..1, for people in per cent; two are compared by their difference, not their ratio
};

/// Which passes a figure is of.
enum class FigureOf : std::uint8_t
{
    Calls, ///< of what the workers did, whether they waited or not
    Waits, ///< of the lock-wait time of all passes
    ContendedPasses ///< of those alone; without one it does not exist
};

struct FigureRow
{
    Figure figure;
    std::string_view id; ///< in files: "wait_mean_ns"
    std::string_view title; ///< above a picture: "Mean lock wait per call"
    std::string_view heading; ///< of a row or a column: "lock wait, mean"
    std::string_view about; ///< one sentence
    FigureUnit unit;
    FigureOf of;
    bool moreIsBetter;
    bool ofComparison; ///< guards are compared by it
    /// Its value in a whole run; none where it does not exist or is not known.
    std::optional<double> (*ofRun)(const RunSummary& run);
    /// Its value over a range of snapshots with how well it is known; null where they do not tell,
    /// and ranges are not compared by it.
    std::optional<BatchEstimate> (*ofRange)(const SnapshotSums& sums);
};

/// A row for each, in the order of the enum, in which they are shown.
[[nodiscard]] std::span<const FigureRow> figures();
[[nodiscard]] const FigureRow& rowOf(Figure figure);
/// Its heading where it is of a program's locks, or of an experiment: "acquisitions/s".
[[nodiscard]] std::string_view headingOf(const FigureRow& row, Subject subject);

/// A value for each figure.
template<class T>
class ByFigure
{
public:
    [[nodiscard]] T& operator[](Figure figure)
    {
        return m_values[static_cast<std::size_t>(figure)];
    }
    [[nodiscard]] const T& operator[](Figure figure) const
    {
        return m_values[static_cast<std::size_t>(figure)];
    }

private:
    std::array<T, kFigureCount> m_values{};
};

} // namespace lockscope::measure
