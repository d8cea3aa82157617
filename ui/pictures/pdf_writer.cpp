// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/text_fit.h"
#include "ui/pictures/picture_writers.h"

#include <QBuffer>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

namespace lockscope::ui {

namespace {

/// ISO 16684: the title and the caption as Dublin Core, for readers that do not look at the
/// document information.
QByteArray xmp(const PictureFacts& facts)
{
    const auto alternative = [](const QString& text) {
        return "<rdf:Alt><rdf:li xml:lang=\"x-default\">"
            + QString::fromStdString(io::forXml(text.toStdString())) + "</rdf:li></rdf:Alt>";
    };
    const QString packet =
        QStringLiteral(
            "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
            " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">"
            "<dc:format>application/pdf</dc:format><dc:title>")
        + alternative(facts.fullTitle()) + "</dc:title><dc:description>"
        + alternative(facts.description()) + "</dc:description><xmp:CreatorTool>"
        + facts.program.toHtmlEscaped() + "</xmp:CreatorTool><xmp:CreateDate>" + isoTime(facts)
        + "</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>";
    return packet.toUtf8();
}

} // namespace

QByteArray writePdf(const PaintedPage& page)
{
    constexpr int kDotsPerInch = 96; // logical pixels
    constexpr double kPointsPerPixel = 72.0 / kDotsPerInch;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize(
            page.size * kPointsPerPixel, QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setTitle(page.facts.fullTitle());
        writer.setCreator(page.facts.program);
        writer.setDocumentXmpMetadata(xmp(page.facts));
        QPainter painter(&writer);
        page.paint(painter);
    }
    return buffer.data();
}

} // namespace lockscope::ui
