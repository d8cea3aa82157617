// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/subject.h"
#include "ui/charts/chart_axes.h"
#include "ui/charts/dashboard_view.h"
#include "ui/charts/legend.h"
#include "ui/charts/value_axis.h"
#include "ui/charts/value_table.h"
#include "ui/models/lock_figures.h"

#include <QPixmap>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace lockscope::ui {

class Canvas;
class ChartHeader;

/// What all views of the dashboard have: title, a legend that is a control, axes, data on top of
/// them, and an overlay that follows the mouse.
///
/// Axes and data are kept as pictures until they change, so that moving the mouse costs no more
/// than the overlay. GUI thread only.
class ChartView : public DashboardView
{
    Q_OBJECT

public:
    void setTheme(const Theme& theme) override;
    void renderPicture(QPainter& painter, const QRectF& target) const override;

    /// Ids of the legend entries that are hidden; for settings.
    [[nodiscard]] QStringList hiddenEntries() const;
    void setHiddenEntries(const QStringList& ids);

    /// What it is about, which decides its words; what is hidden is remembered for each.
    void setSubject(measure::Subject subject);
    [[nodiscard]] measure::Subject subject() const { return m_subject; }

    /// Has it speak of one of a program's locks, as far as it can, or again of all.
    void setLock(const std::optional<ChosenLock>& lock);
    [[nodiscard]] const std::optional<ChosenLock>& lock() const { return m_lock; }

    /// Without title and legend, on the screen and in pictures: for who has them once for several
    /// views.
    void setHeaderShown(bool shown);
    [[nodiscard]] std::vector<LegendEntry> entries() const { return legend(); }

    /// How its values stand; null where a chart has no such axis, because it shows shares or a map.
    [[nodiscard]] ValueAxis* axis() const { return m_axis; }

    /// The values of what is selected, or else visible, without what is hidden in the legend.
    [[nodiscard]] virtual ValueTable values() const { return {}; }
    /// What it shows, in a sentence: the tip of its title. Empty where the title says it.
    [[nodiscard]] virtual QString meaning() const { return {}; }
    /// Where the manual says what it shows: a page of resources/help, with the heading's anchor.
    [[nodiscard]] virtual QString helpPage() const { return QStringLiteral("reading.md"); }

    /// The widget that the plot is painted on, and where the data are on it.
    [[nodiscard]] Canvas* canvas() const { return m_canvas; }
    [[nodiscard]] QRectF plotArea() const;
    /// What title and legend need above a plot of that width.
    [[nodiscard]] int headerHeight(int width) const;

signals:
    void hiddenEntriesChanged();
    /// Its title was double-clicked: it is to be alone, or no longer so.
    void titleDoubleClicked();

protected:
    explicit ChartView(QWidget* parent);

    [[nodiscard]] virtual std::vector<LegendEntry> legend() const = 0;
    [[nodiscard]] virtual std::vector<Tick> xTicks(const QRectF& plot) const = 0;
    [[nodiscard]] virtual std::vector<Tick> yTicks(const QRectF& plot) const = 0;
    /// Draws the data with vector operations.
    virtual void paintData(QPainter& painter, const QRectF& plot) const = 0;
    /// Draws the data on the screen, as fast as may be; as paintData unless overridden.
    virtual void paintDataOnScreen(QPainter& painter, const QRectF& plot);
    virtual void paintOverlay(QPainter& painter, const QRectF& plot) const = 0;
    /// What to say in the plot when there is nothing to draw; empty when there is.
    [[nodiscard]] virtual QString emptyText() const = 0;
    /// What is known of the lower axis when there is nothing to draw.
    [[nodiscard]] virtual std::vector<Tick> emptyXTicks(const QRectF& /*plot*/) const { return {}; }
    virtual void mouseMoved() = 0;
    /// "evict (cache.c:88)" or "all locks": what it speaks of.
    [[nodiscard]] QString lockText() const;
    /// lock() is another one.
    virtual void lockChanged() {}
    /// Time to choose scales: the data, what is shown of them, or what was chosen of the axis is
    /// another.
    virtual void updateScales() {}
    virtual void canvasResized() {}
    /// Room at the right of the plot, in a picture of that width, for what is drawn beside it.
    [[nodiscard]] virtual double sideWidth(double /*width*/) const { return 0; }
    /// Room for labels at the left of the plot in a picture of that width, where they may be wider
    /// than those of values.
    [[nodiscard]] virtual double labelWidth(double /*width*/) const { return 0; }
    /// Draws what stands at the right, where there is such room: as it stands on the screen, or
    /// whole for a picture.
    virtual void paintBeside(QPainter& /*painter*/, const QRectF& /*plot*/, bool /*onScreen*/) const
    {}
    /// Puts a widget between header and plot.
    void addBelowHeader(QWidget* widget);

    [[nodiscard]] const Theme& theme() const { return m_theme; }
    [[nodiscard]] bool shown(std::size_t entry) const;
    /// Gives the chart its axis(), a child; in a constructor.
    ValueAxis* makeAxis(const ValueAxis::Kind& kind, const AxisChoice& usual);
    /// To be called when legend() changed, and at the end of a constructor.
    void updateHeader();
    /// To be called when the data changed.
    void dataChanged();
    void overlayChanged();

private:
    [[nodiscard]] ChartAxes::Beside besideOf(double width) const;
    /// Around a change of the legend.
    void noteHidden();
    void showHidden();
    void paintCanvas(QPainter& painter);
    void showTicks(ChartAxes& axes, const QRectF& plot) const;
    void paintEmptyText(QPainter& painter, const QRectF& plot) const;

    Theme m_theme;
    measure::Subject m_subject = measure::Subject::Experiment;
    std::optional<ChosenLock> m_lock;
    std::array<QStringList, 2> m_hiddenOf; ///< ids, by subject
    ChartAxes m_axes;
    QPixmap m_picture; ///< axes and data
    bool m_pictureChanged = true;
    ValueAxis* m_axis = nullptr; // child
    ChartHeader* m_header; // child
    Canvas* m_canvas; // child
};

} // namespace lockscope::ui
