// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/dashboard_view.h"

#include <QBuffer>
#include <QByteArray>
#include <QPainter>
#include <QSize>
#include <QSvgGenerator>

namespace lockscope::test {

/// A view's picture as SVG, whose text tells what was drawn.
inline QByteArray svgOf(const ui::DashboardView& view, const QSize& size = {900, 400})
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect({}, size));
    QPainter painter(&generator);
    view.renderPicture(painter, QRectF({}, size));
    painter.end();
    return buffer.data();
}

} // namespace lockscope::test
