// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/compared_ranges.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace lockscope::ui {

class ChartPair;
class TimeView;

/// The charts of two ranges, A left and B right, with the same axes; the same time since the
/// range's start is pointed at on both sides; what is hidden in one legend is hidden in all. GUI
/// thread only.
class DifferenceCharts : public QWidget
{
    Q_OBJECT

public:
    explicit DifferenceCharts(QWidget* parent = nullptr);

    /// Draws both ranges; null: nothing.
    void show(const std::shared_ptr<const ComparedRanges>& shown);
    void setTheme(const Theme& theme);
    /// From top to bottom.
    [[nodiscard]] const std::vector<ChartPair*>& pairs() const { return m_pairs; }

private:
    /// Two charts over time; where their values have an axis, it is the same.
    template<typename Chart>
    void addTimePair(const char* id);
    void addHistograms();
    /// Hides in all pairs what is hidden in one, where they have an entry of that id.
    void hideAlike(const ChartPair* leader);
    void linkHover(std::size_t from, std::size_t to);

    std::array<TimeView*, 2> m_views; // children, as all that follow
    std::vector<ChartPair*> m_pairs;
    std::shared_ptr<const ComparedRanges> m_shown;
    bool m_hidesAlike = false; ///< is at it
};

} // namespace lockscope::ui
