// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/dashboard_view.h"
#include "ui/charts/legend.h"

#include <array>
#include <vector>

namespace lockscope::ui {

class ChartHeader;
class ValueAxis;

/// Two charts of the same kind side by side, A left and B right, under one title and one legend:
/// what is hidden in the legend is hidden in both. That their axes are the same is settled by who
/// made them (ScaleLink, TimeView::pin). GUI thread only.
class ChartPair : public DashboardView
{
    Q_OBJECT

public:
    /// Takes both charts as its children.
    ChartPair(const QString& id, ChartView* a, ChartView* b, QWidget* parent);

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString title() const override;
    /// Draws each chart's own history.
    void refresh(const measure::History& a, const measure::History& b);
    /// Draws the same history in both.
    void refresh(const measure::History& history) override { refresh(history, history); }
    void setTheme(const Theme& theme) override;
    [[nodiscard]] std::vector<LegendEntry> entries() const { return m_charts[0]->entries(); }
    [[nodiscard]] QStringList hiddenEntries() const;
    void setHiddenEntries(const QStringList& ids);
    /// What stands above A and above B in a picture: there are no controls that would say it.
    void setNames(const QString& a, const QString& b);

    [[nodiscard]] QSizeF pictureSize() const override { return {1200, 360}; }
    void renderPicture(QPainter& painter, const QRectF& target) const override;

    [[nodiscard]] const ChartView& chart(std::size_t side) const { return *m_charts[side]; }

signals:
    void hiddenEntriesChanged();

private:
    void showHeader();
    /// What is chosen of one axis is chosen of the other.
    void chooseTogether(ValueAxis* a, ValueAxis* b);

    QString m_id;
    ChartHeader* m_header; // child
    std::array<ChartView*, 2> m_charts; // children
    std::array<QString, 2> m_names;
    Theme m_theme;
};

} // namespace lockscope::ui
