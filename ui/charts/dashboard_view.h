// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "ui/theme/theme.h"

#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QWidget>

class QPainter;

namespace lockscope::ui {

/// One picture of the history: a chart or the thread lanes. The dashboard shows it, the exports
/// render it. GUI thread only.
class DashboardView : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Short and stable; the stem of the file that it is exported to: "throughput".
    [[nodiscard]] virtual QString id() const = 0;
    /// For people, with the unit: "Throughput of all workers (M calls/s)".
    [[nodiscard]] virtual QString title() const = 0;

    /// Draws what the history holds now. The history outlives the view's use of it and is not
    /// changed during the call; the view keeps no pointer to it.
    virtual void refresh(const measure::History& history) = 0;

    virtual void setTheme(const Theme& theme) = 0;

    /// Logical pixels of a picture of this view alone.
    [[nodiscard]] virtual QSizeF pictureSize() const { return {960, 480}; }

    /// Draws the picture, legend included, into `target` with vector operations where the painter's
    /// device keeps vectors. Does not depend on the widget's size and leaves it as it is.
    virtual void renderPicture(QPainter& painter, const QRectF& target) const = 0;
};

} // namespace lockscope::ui
