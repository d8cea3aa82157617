// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/readout.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/time_view.h"
#include "ui/charts/value_scale.h"
#include "ui/charts/wait_bins.h"
#include "ui/models/history_mirror.h"
#include "ui/models/range_waits.h"

#include <array>
#include <optional>

namespace lockscope::ui {

/// How long the contended passes of the selection, or else of all that is visible, waited; while
/// another view is hovered, those of that instant's snapshot stand out.
class HistogramChart final : public ChartView
{
    Q_OBJECT

public:
    /// `view` is shared by the views and outlives them.
    explicit HistogramChart(TimeView* view, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("histogram"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString meaning() const override;
    void refresh(const measure::History& history) override;
    /// The bins.
    [[nodiscard]] ValueTable values() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("reading.md#wait-time-histogram");
    }

    /// Has its axis of waits in common with other charts; the link outlives the chart. That of
    /// the counts is axis(), which is logarithmic unless chosen otherwise: so that the few long
    /// waits can be seen.
    void linkWaits(ScaleLink* waits);
    /// Of the lock that was chosen: it is shown while nothing is selected. None: not known.
    void setLockWaits(const std::optional<LockWaits>& waits);

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override;
    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& plot) const override;
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& plot) const override;
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override { overlayChanged(); }
    void lockChanged() override;
    void updateScales() override;

private:
    static constexpr std::array kShownQuantiles{0.5, 0.99, 0.999};
    struct Quantile
    {
        std::size_t entry; ///< of the legend
        double ns;
    };

    void sumUp();
    /// Whether the sums are others than before.
    bool sumUpRange();
    void showSums();
    /// Whether it is of one lock since watching began, and not of a range.
    [[nodiscard]] bool showsLock() const;
    [[nodiscard]] QString timeText() const;
    /// "passes", of a program "acquisitions".
    [[nodiscard]] QString acquisitionsText() const;
    [[nodiscard]] std::vector<Quantile> quantiles() const;
    [[nodiscard]] QRectF barOf(const WaitBin& bin, const QRectF& plot) const;
    void paintQuantiles(QPainter& painter, const QRectF& plot) const;
    /// Returns what it covers.
    QRectF paintNote(QPainter& painter, const QRectF& plot) const;
    void paintQuantileLabels(QPainter& painter, const QRectF& plot, const QRectF& note) const;
    void paintBinUnder(QPainter& painter, const QRectF& plot, const QPointF& mouse) const;
    void paintInstant(QPainter& painter, const QRectF& plot, std::chrono::nanoseconds time) const;

    TimeView* m_view;
    HistoryMirror m_mirror;
    TimeRange m_shown; ///< m_range is of
    RangeWaits m_range;
    std::optional<LockWaits> m_lockWaits; ///< of lock()
    std::vector<WaitBin> m_bins;
    measure::SparseHistogram m_waits; ///< of what is shown, for the quantiles
    ValueScale m_x;
    ScaleLink* m_waitLink = nullptr;
};

} // namespace lockscope::ui
