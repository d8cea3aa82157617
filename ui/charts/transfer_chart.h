// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/line_transfer.h"
#include "ui/charts/chart_view.h"

#include <optional>
#include <utility>

namespace lockscope::ui {

/// How long a cache line takes between every pair of CPUs, as a heat map, with what each CPU is
/// part of beside its row.
class TransferChart final : public ChartView
{
    Q_OBJECT

public:
    explicit TransferChart(QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("transfers"); }
    [[nodiscard]] QString title() const override;
    /// Shows transfers, not a history.
    void refresh(const measure::History& /*history*/) override {}

    /// A row for each pair of CPUs that was measured.
    [[nodiscard]] ValueTable values() const override;
    [[nodiscard]] QString helpPage() const override
    {
        return QStringLiteral("experiment.md#this-machine");
    }

    void setTransfers(const measure::LineTransfers& transfers);

    /// "CPU 0 and CPU 3: 92 ns there and back; other core, same cache". For two different CPUs by
    /// their place in the transfers.
    [[nodiscard]] QString pairText(std::size_t from, std::size_t to) const;

    /// The pair under a point of the plot, by places in the transfers; none outside of the map.
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> pairAt(
        const QPointF& point, const QRectF& plot) const;

protected:
    [[nodiscard]] std::vector<LegendEntry> legend() const override { return {}; }
    [[nodiscard]] std::vector<Tick> xTicks(const QRectF& /*plot*/) const override { return {}; }
    [[nodiscard]] std::vector<Tick> yTicks(const QRectF& /*plot*/) const override { return {}; }
    void paintData(QPainter& painter, const QRectF& plot) const override;
    void paintOverlay(QPainter& painter, const QRectF& plot) const override;
    [[nodiscard]] QString emptyText() const override;
    void mouseMoved() override { overlayChanged(); }

private:
    /// Where the map's parts are in a plot.
    struct Map
    {
        QRectF cells;
        double cell = 0; ///< side of a cell, pixels
        QRectF scale; ///< the bar of colours
        QRectF words; ///< for what is said of the pair under the mouse
    };
    [[nodiscard]] Map mapIn(const QRectF& plot) const;
    [[nodiscard]] QColor colourOf(double ns) const;
    [[nodiscard]] static QString placeText(const measure::CpuPlace& place);
    void paintCells(QPainter& painter, const Map& map) const;
    void paintNames(QPainter& painter, const Map& map) const;
    void paintScale(QPainter& painter, const Map& map) const;

    measure::LineTransfers m_transfers;
    double m_least = 0; ///< ns
    double m_most = 0; ///< ns; 0 when nothing was measured
};

} // namespace lockscope::ui
