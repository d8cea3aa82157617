// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/column_mix.h"
#include "ui/charts/hidden_states.h"
#include "ui/models/time_range.h"
#include "ui/theme/state_pattern.h"

#include <QImage>

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

class QPainter;

namespace lockscope::ui {

/// The lanes of a raster, in its pixels.
struct LaneRows
{
    int count = 0;
    double height = 0; ///< of a lane, space below it included
    double first = 0; ///< where the first lane begins; negative when scrolled
    bool spaced = false; ///< leaves a row free below each lane
    int fixed = 0; ///< so many lanes stand at the top and do not scroll

    /// Where a lane begins.
    [[nodiscard]] double topOf(int lane) const
    {
        return (lane < fixed ? 0 : first) + lane * height;
    }
    /// Where lanes come into sight that scroll: below those that do not.
    [[nodiscard]] double fixedEnd() const { return fixed * height; }
    /// The lane at a height; none when there is none.
    [[nodiscard]] std::optional<int> laneAt(double y) const;
    /// First row of a lane; the row behind its last is that of the next lane.
    [[nodiscard]] int top(int lane) const;
    friend bool operator==(const LaneRows&, const LaneRows&) = default;
};

/// Lanes of states over time as pixels, drawn as the snapshots come: an update draws the columns
/// that are new and leaves the others where they are, in a ring.
///
/// A column shows the mix of the states in its time, as LaneOf says of which snapshots: from the
/// bottom of the lane up, in the order of kStates, each takes as many rows as its share. A lane of
/// few rows shows by ordered dithering what its rows cannot. Unknown is cross-hatched, a gap stays
/// empty.
class LaneRaster
{
public:
    explicit LaneRaster(LaneOf laneOf);

    /// Everything that the look of all columns depends on; draws nothing.
    void setTheme(const Theme& theme);
    void setHidden(const HiddenStates& hidden);
    void setSize(const QSize& pixels);
    void setRows(const LaneRows& rows);
    /// The worker of each lane from the top down; none: lane and worker have the same number.
    void setOrder(const std::vector<std::uint32_t>& order);
    /// The snapshots to come have nothing to do with those before.
    void restart() { m_valid = false; }

    /// Brings the picture up to date: a range of time, of which columns that it had before are not
    /// drawn again.
    void update(const std::deque<measure::SnapshotPtr>& snapshots, const TimeRange& range);

    /// Draws the picture with its top left corner at a point.
    void paint(QPainter& painter, const QPointF& topLeft, double devicePixelRatio) const;
    /// The whole picture in one piece.
    [[nodiscard]] QImage image() const;
    /// How many columns the last update drew.
    [[nodiscard]] int columnsDrawn() const { return m_columnsDrawn; }

private:
    void drawColumn(std::int64_t column, const ColumnMix& mix);
    /// The rows of a lane in a column, and which of them are in sight.
    struct Cell
    {
        int x;
        int top;
        int bottom;
        int from;
        int to;
        std::int64_t column;
    };
    void drawUnknown(const Cell& at);
    void drawCell(const Cell& at, const LaneCell& cell);

    LaneOf m_laneOf;
    PatternTiles m_tiles;
    QRgb m_empty;
    HiddenStates m_hidden{};
    LaneRows m_rows;
    std::vector<std::uint32_t> m_order;
    QImage m_ring; ///< column k of time stands at k modulo the width
    std::int64_t m_column = 0; ///< ns of a column
    std::int64_t m_last = 0; ///< the last column of time that is shown
    std::int64_t m_dataEnd = 0; ///< ns; a column that reaches beyond it was not complete
    bool m_valid = false;
    int m_columnsDrawn = 0;
};

} // namespace lockscope::ui
