// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/page.h"

#include "ui/charts/dashboard_view.h"

#include <QFont>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kMargin = 12;
constexpr double kGap = 10;
constexpr double kCaptionGap = 8;

/// In pixels, so that the caption is as large on paper as on the screen.
QFont captionFont()
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(12);
    return font;
}

/// The caption in lines that fit: painted line by line, because SVG does not wrap.
QStringList wrapped(const PictureFacts& facts, double width)
{
    const QFontMetricsF metrics(captionFont());
    QStringList lines;
    for (const QString& paragraph : facts.captionLines()) {
        QString line;
        for (const QString& part : paragraph.split(PictureFacts::separator())) {
            const QString longer = line.isEmpty() ? part : line + PictureFacts::separator() + part;
            if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
                lines << line;
                line = part;
            } else {
                line = longer;
            }
        }
        lines << line;
    }
    return lines;
}

void paintRow(QPainter& painter, const PictureRow& row, const QRectF& area)
{
    const auto count = static_cast<double>(row.views.size());
    const double width = (area.width() - (count - 1) * kGap) / count;
    double left = area.left();
    for (const DashboardView* view : row.views) {
        painter.save();
        view->renderPicture(painter, QRectF(left, area.top(), width, area.height()));
        painter.restore();
        left += width + kGap;
    }
}

} // namespace

QSizeF Page::size() const
{
    const double line = std::ceil(QFontMetricsF(captionFont()).lineSpacing());
    const auto lines = static_cast<double>(wrapped(facts, picture.width()).size());
    return {picture.width() + 2 * kMargin,
            std::ceil(picture.height() + 2 * kMargin + kCaptionGap + lines * line)};
}

PaintedPage Page::painted() const
{
    PaintedPage made{.facts = facts, .size = size(), .painting = QPicture()};
    QPainter painter(&made.painting);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    paint(painter);
    return made;
}

void PaintedPage::paint(QPainter& painter) const
{
    QPicture copy = painting; // to play it is no const function
    copy.play(&painter);
}

void Page::paint(QPainter& painter) const
{
    painter.fillRect(QRectF(QPointF(), size()), theme.window);

    double total = 0;
    for (const PictureRow& row : rows)
        total += row.height;
    const double room = picture.height() - kGap * (static_cast<double>(rows.size()) - 1);
    double top = kMargin;
    for (const PictureRow& row : rows) {
        const double height = room * row.height / total;
        paintRow(painter, row, QRectF(kMargin, top, picture.width(), height));
        top += height + kGap;
    }

    const QFontMetricsF metrics(captionFont());
    const double line = std::ceil(metrics.lineSpacing());
    double baseline = kMargin + picture.height() + kCaptionGap + metrics.ascent();
    painter.setFont(captionFont());
    for (const QString& text : wrapped(facts, picture.width())) {
        const bool mark = !facts.mark.isEmpty() && text.startsWith(facts.mark);
        painter.setPen(mark ? theme.warning : theme.faintText);
        painter.drawText(QPointF(kMargin, baseline), text);
        baseline += line;
    }
}

} // namespace lockscope::ui
