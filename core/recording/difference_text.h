// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/difference.h"

#include <optional>
#include <string>
#include <vector>

namespace lockscope::recording {

/// A number for people, and how well it is known.
struct NumberText
{
    std::string value; ///< "14.5 M"; "unknown" or "none waited" where there is no number
    std::string interval; ///< "14.0 M to 15.0 M", "no interval"; empty without a number
    std::optional<Interval> number{}; ///< what they are the words of

    /// "14.5 M (14.0 M to 15.0 M)".
    [[nodiscard]] std::string whole() const;
};

/// A line of the table of differences: of a figure B / A, of a share of time or of passes B - A.
struct DifferenceRow
{
    std::string label; ///< "calls/s"
    std::string about; ///< what it is, one sentence
    std::string unit; ///< of a number of A or B: "calls/s", "ns", "of 1"; empty without one
    NumberText a;
    NumberText b;
    NumberText change; ///< "2.799x" or "-64.5 points" (of a hundred); why there is none where there
                       ///< is none
};

/// What `diff` prints and the window shows: figures, then shares.
[[nodiscard]] std::vector<DifferenceRow> rowsOf(const ComparedFigures& figures);

/// What is said of one lock: what became of it, and its figures.
struct LockRows
{
    std::string label; ///< "mutex in evict (cache.c:88)"; the program's own text
    std::string change; ///< "worse"
    std::vector<DifferenceRow> rows;
};

[[nodiscard]] LockRows rowsOf(const LockDifference& lock);

/// Of the first so many locks.
[[nodiscard]] std::vector<LockRows> lockRowsOf(const Difference& difference, std::size_t most);

/// The table with its verdict and remarks as text: columns are parted by tabs. To the right of what
/// people read stand the same numbers bare, with their intervals, for a spreadsheet to go on with;
/// a cell is empty where there is no number.
[[nodiscard]] std::string tableText(const Difference& difference);

/// What is above the column of changes.
inline constexpr std::string_view kChangeTitle = "B / A, or B - A of shares";

} // namespace lockscope::recording
