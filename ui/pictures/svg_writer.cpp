// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "ui/pictures/picture_writers.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

namespace lockscope::ui {

namespace {

/// Takes out the one element of that name that a generator without a title or description writes.
void removeElement(QByteArray& svg, const QByteArray& name)
{
    const auto begin = svg.indexOf("<" + name + ">");
    const QByteArray closing = "</" + name + ">";
    const auto end = svg.indexOf(closing, begin);
    if (begin >= 0 && end >= 0)
        svg.remove(begin, end + closing.size() - begin);
}

/// Qt 6.4's generator writes title and description without escaping them, so that a CPU model with
/// an ampersand would break the file: put them in ourselves, in the place of its own.
void insertMetadata(QByteArray& svg, const PictureFacts& facts)
{
    removeElement(svg, "title");
    removeElement(svg, "desc");
    const QString metadata = "<title>" + facts.fullTitle().toHtmlEscaped() + "</title>\n<desc>"
        + facts.description().toHtmlEscaped() + "</desc>\n";
    svg.insert(svg.indexOf("<defs>"), metadata.toUtf8());
}

} // namespace

QByteArray writeSvg(const PaintedPage& page)
{
    constexpr int kDotsPerInch = 96; // one unit is one CSS pixel
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kDotsPerInch);
    generator.setSize(page.size.toSize());
    generator.setViewBox(QRectF(QPointF(), page.size));
    QPainter painter(&generator);
    page.paint(painter);
    painter.end();
    QByteArray svg = buffer.data();
    insertMetadata(svg, page.facts);
    return QByteArray::fromStdString(io::validXml(svg.toStdString()));
}

} // namespace lockscope::ui
