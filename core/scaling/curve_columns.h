// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/table_reader.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lockscope::scaling {

/// Which columns of a table are N and throughput, and which curve a row belongs to.
class CurveColumns
{
public:
    /// Of a header, where there is one. Throws io::TableError.
    explicit CurveColumns(const io::TableReader& table);

    /// What a header has that says all by itself.
    [[nodiscard]] static std::span<const std::string_view> names();

    /// Looks at a row before it is used. Throws io::TableError when it has one column.
    void look(const io::TableRow& row, const io::TableReader& table);

    /// Throws io::TableError when there is no header and the rows that were looked at can be read
    /// with other columns than these.
    void refuseDoubtful(const io::TableReader& table) const;

    [[nodiscard]] std::size_t n() const { return m_n; }
    [[nodiscard]] std::size_t throughput() const { return m_throughput; }

    /// "mutex", "mutex + fast path" in what `sweep --csv` has written; empty otherwise.
    [[nodiscard]] std::string curveOf(const io::TableRow& row) const;

    /// Which columns were read, where that is not plain.
    [[nodiscard]] std::string note(const io::TableReader& table) const;

private:
    void takeLikely(const io::TableReader& table);

    std::size_t m_n = 0;
    std::size_t m_throughput = 1;
    bool m_areNamed = false; ///< both of them, by the header
    bool m_isSweep = false; ///< guard and fast path are the first two columns

    // Of a table without a header.
    std::size_t m_rows = 0;
    std::size_t m_width = 0;
    std::size_t m_firstLine = 0;
    std::string m_lastSecond;
    bool m_firstCountsRows = true;
    bool m_secondIsLikeN = true; ///< whole numbers from 1 or 2 on that do not fall
    bool m_thirdIsNumber = true;
    bool m_noFractions = true; ///< digits alone in the second column and in the third
};

} // namespace lockscope::scaling
