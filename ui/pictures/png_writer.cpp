// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/export_error.h"
#include "ui/pictures/picture_writers.h"

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QPainter>

#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kDotsPerMetre = 96 / 0.0254;

} // namespace

QImage imageOf(const PaintedPage& page, int scale)
{
    QImage image((page.size * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        throw ExportError(QStringLiteral("There is not enough memory for a picture of this size."));
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    page.paint(painter);
    painter.end();

    const int dots = static_cast<int>(std::lround(kDotsPerMetre * scale));
    image.setDotsPerMeterX(dots);
    image.setDotsPerMeterY(dots);
    image.setText("Title", page.facts.fullTitle());
    image.setText("Description", page.facts.description());
    image.setText("Software", page.facts.program);
    image.setText("Creation Time", isoTime(page.facts));
    image.setText("Experiment", page.facts.experiment);
    image.setText("Host", page.facts.host);

    return image;
}

QByteArray writePng(const PaintedPage& page, int scale)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(imageOf(page, scale)))
        throw ExportError(
            QStringLiteral("The picture could not be made: %1.").arg(writer.errorString()));
    return buffer.data();
}

} // namespace lockscope::ui
