// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/lane_raster.h"
#include "ui/charts/lane_shares.h"
#include "ui/charts/thread_pick.h"
#include "ui/charts/time_chart.h"
#include "ui/models/lane_order.h"
#include "ui/models/lane_path.h"

#include <cstdint>
#include <optional>
#include <vector>

class QScrollBar;

namespace lockscope::ui {

class LaneFilterBar;

/// One lane for each thread of the newest snapshot, coloured and patterned by state, sorted and
/// hidden as LaneChoice says. Scrolls when a lane would be thinner than what was asked for: Ctrl
/// and the wheel make lanes taller, Shift and the wheel scroll; lanes that are pinned stay on top.
/// A click picks a thread. Of a program, who waits for whom is drawn at the instant under the
/// mouse. Flags of markers stand above the lanes, shares of the time beside them.
class LanesView final : public TimeChart
{
    Q_OBJECT

public:
    static constexpr double kThinnestLane = 2;
    static constexpr double kTallestLane = 64;

    /// Both outlive it; without a pick of its own no lane is picked.
    explicit LanesView(TimeView* view, QWidget* parent = nullptr, ThreadPick* pick = nullptr);

    /// Shows other lanes, or in another order: of what is visible now, until it is called again,
    /// what is looked at changes, or threads come and go.
    void setChoice(const LaneChoice& choice);
    [[nodiscard]] const LaneChoice& choice() const { return m_choice; }
    /// Opens the bar in which lanes are filtered.
    void openFilter();
    /// Pins the lane of the picked thread, or no longer.
    void togglePin();
    /// Whether the thread that is picked is pinned; none when none is picked.
    [[nodiscard]] std::optional<bool> pickIsPinned() const;
    /// The path that is drawn along the lanes while the choice has it.
    void setPath(const LanePath& path)
    {
        m_path = path;
        dataChanged();
    }
    /// What each worker did in what is selected, or else visible, by number.
    [[nodiscard]] const std::vector<WorkerSum>& shares() const { return m_shares.sums(); }

    /// Makes lanes at least so many times as tall, within kThinnestLane and kTallestLane.
    void stretch(double factor);

    [[nodiscard]] QString id() const override { return QStringLiteral("lanes"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString meaning() const override;
    void setTheme(const Theme& theme) override;
    /// A row for each lane: the shares of its states.
    [[nodiscard]] ValueTable values() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#threads-one-lane-each");
    }

    /// Where lanes are in a plot: below the flags of markers.
    [[nodiscard]] static QRectF lanesIn(const QRectF& plot);
    [[nodiscard]] int laneCount() const { return static_cast<int>(m_lanes.lanes.size()); }
    /// The worker of each lane, from the top down.
    [[nodiscard]] const std::vector<std::uint32_t>& order() const { return m_lanes.lanes; }

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override
    {
        return threadLegend(subject());
    }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& /*plot*/) const override
    {
        return {}; // the labels of lanes scroll, so they are drawn with the lanes
    }
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintDataOnScreen(QPainter& painter, const QRectF& plot) override;
    void clear() override;
    void add(const measure::Snapshot& snapshot, bool /*startsRun*/) override
    {
        m_names.follow(snapshot);
    }
    void forgetBefore(std::chrono::nanoseconds /*begin*/) override {}
    void updateScales() override;
    void canvasResized() override { placeScrollBar(); }
    [[nodiscard]] std::vector<ReadoutRow> readout(const measure::Snapshot& snapshot,
                                                  const QPointF& at) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    void wheelEvent(QWheelEvent* event) override;
    void clicked(const QPointF& at) override;
    void mousePressEvent(QMouseEvent* event) override;
    [[nodiscard]] QString emptyText() const override;
    [[nodiscard]] double sideWidth(double width) const override;
    [[nodiscard]] double labelWidth(double width) const override;
    void paintBeside(QPainter& painter, const QRectF& plot, bool onScreen) const override;

signals:
    /// Another choice holds, or another thread is picked.
    void choiceChanged();

private:
    /// The lanes in that; scrolled on the screen, all of them in a picture.
    [[nodiscard]] LaneRows rows(const QRectF& lanes, bool scrolled) const;
    [[nodiscard]] HiddenStates hidden() const;
    void paintLabels(QPainter& painter, const QRectF& lanes, const LaneRows& rows) const;
    /// What is drawn around the lanes, on the screen and in pictures.
    void paintAround(QPainter& painter, const QRectF& plot, const LaneRows& rows) const;
    void placeScrollBar();
    void sortLanes();
    /// The worker whose lane is at a height; none when there is none.
    [[nodiscard]] std::optional<std::uint32_t> workerAt(double y) const;
    void paintPick(QPainter& painter, const QRectF& lanes, const LaneRows& rows) const;
    void showPick();

    LaneRaster m_raster;
    LaneShares m_shares;
    LaneFilterBar* m_filter; // child
    QScrollBar* m_scrollBar; // child of the canvas
    ThreadPick* m_pick;
    LaneChoice m_choice;
    LanePath m_path;
    ThreadNames m_names;
    LaneOrder m_lanes;
    int m_workers = 0; ///< the most of what is visible
    int m_sortedWorkers = 0; ///< when they were sorted
    double m_labelWidth = 0; ///< of the widest name
    double m_least = kThinnestLane; ///< pixels of a lane
};

} // namespace lockscope::ui
