// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture_writers.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

namespace lockscope::ui {

QByteArray writeSvg(const Page& page)
{
    constexpr int kDotsPerInch = 96; // one unit is one CSS pixel
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kDotsPerInch);
    generator.setSize(page.size().toSize());
    generator.setViewBox(QRectF(QPointF(), page.size()));
    generator.setTitle(page.facts.fullTitle());
    generator.setDescription(page.facts.description());
    QPainter painter(&generator);
    page.paint(painter);
    painter.end();
    return buffer.data();
}

} // namespace lockscope::ui
