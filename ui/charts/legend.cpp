// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend.h"

#include "ui/charts/chart_axes.h"
#include "ui/theme/host_marker.h"
#include "ui/words/foreign_text.h"
#include "ui/words/state_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QFocusEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kPatch = 14;
constexpr double kStroke = 22;
constexpr double kSpace = 5;
constexpr double kPadding = 5;

double swatchWidth(const LegendEntry& entry)
{
    return entry.state || entry.unknownState ? kPatch : kStroke;
}

} // namespace

QStringList hiddenAlike(const std::vector<LegendEntry>& own,
                        QStringList hidden,
                        const std::vector<LegendEntry>& leader,
                        const QStringList& leaderHidden)
{
    for (const LegendEntry& entry : leader)
        hidden.removeAll(entry.id);
    for (const LegendEntry& entry : own)
        if (leaderHidden.contains(entry.id))
            hidden << entry.id;
    return hidden;
}

std::vector<LegendEntry> stateLegend(measure::Subject subject)
{
    std::vector<LegendEntry> entries;
    for (const auto state : measure::kStates)
        if (measure::hasState(state, subject))
            entries.push_back({toQString(measure::stateName(state, subject)),
                               stateText(state, subject),
                               stateMeaning(state, subject),
                               state,
                               {}});
    return entries;
}

std::vector<LegendEntry> threadLegend(measure::Subject subject)
{
    std::vector<LegendEntry> entries = stateLegend(subject);
    if (subject == measure::Subject::Program)
        entries.push_back({.id = QStringLiteral("unknown"),
                           .label = unknownText(),
                           .toolTip = unknownStateMeaning(),
                           .state = std::nullopt,
                           .pen = {},
                           .unknownState = true});
    return entries;
}

void paintSwatch(QPainter& painter,
                 const QRectF& rect,
                 const LegendEntry& entry,
                 const Theme& theme)
{
    if (entry.state || entry.unknownState) {
        const PatternColors colors =
            entry.state ? stateColors(theme, *entry.state) : unknownColors(theme);
        const Pattern pattern = entry.state ? patternOf(*entry.state) : Pattern::CrossHatch;
        const double size = std::min(rect.height(), kPatch - 2);
        const QRectF patch(rect.left(), std::round(rect.center().y() - size / 2), size, size);
        paintStateRect(painter, pattern, colors, patch);
        return;
    }
    const double y = std::round(rect.center().y());
    if (entry.pen.style() != Qt::NoPen) {
        QPen pen = entry.pen;
        pen.setWidthF(std::max(2.0, pen.widthF()));
        pen.setCapStyle(Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    }
    if (entry.marker)
        paintHostMarker(
            painter, {rect.center().x(), y}, *entry.marker, entry.pen.color(), theme.base);
}

QSizeF legendEntrySize(const LegendEntry& entry, const QFont& font)
{
    const QFontMetricsF metrics(font);
    return {kPadding * 2 + swatchWidth(entry) + kSpace + metrics.horizontalAdvance(entry.label),
            metrics.height() + 6};
}

void paintLegendEntry(QPainter& painter,
                      const QRectF& rect,
                      const LegendEntry& entry,
                      const Theme& theme,
                      bool hidden)
{
    painter.save();
    const QRectF inner = rect.adjusted(kPadding, 0, -kPadding, 0);
    const double swatch = swatchWidth(entry);
    painter.setOpacity(hidden ? 0.35 : 1);
    paintSwatch(painter, QRectF(inner.left(), inner.top(), swatch, inner.height()), entry, theme);
    painter.setOpacity(1);
    QFont font = painter.font();
    font.setStrikeOut(hidden);
    painter.setFont(font);
    painter.setPen(hidden ? theme.faintText : theme.text);
    painter.drawText(inner.adjusted(swatch + kSpace, 0, kPadding, 0),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip,
                     entry.label);
    painter.restore();
}

LegendButton::LegendButton(const LegendEntry& entry, const Theme& theme, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setChecked(true);
    setFont(plotFont());
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setObjectName(entry.id);
    setEntry(entry);
}

void LegendButton::setEntry(const LegendEntry& entry)
{
    m_entry = entry;
    setText(entry.label);
    setAccessibleName(tr("Show %1").arg(entry.label));
    setToolTip(
        plainToolTip(tr("%1\nClick to have it alone, and all again; with Ctrl to hide or show it.")
                         .arg(entry.toolTip)));
    updateGeometry();
    update();
}

void LegendButton::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

QSize LegendButton::sizeHint() const
{
    const QSizeF size = legendEntrySize(m_entry, font());
    return {static_cast<int>(std::ceil(size.width())), static_cast<int>(std::ceil(size.height()))};
}

void LegendButton::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const bool ring = hasFocus() && m_byKeyboard;
    if (underMouse() || ring) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(ring ? QPen(m_theme.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(m_theme.grid) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    paintLegendEntry(painter, rect(), m_entry, m_theme, !isChecked());
}

void LegendButton::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton
        && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) == 0)
        emit aloneWanted();
    else
        QAbstractButton::mousePressEvent(event);
}

void LegendButton::mouseDoubleClickEvent(QMouseEvent* event)
{
    if ((event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0)
        mousePressEvent(event); // two clicks in quick succession
    else
        event->accept();
}

void LegendButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit aloneWanted();
    else
        QAbstractButton::keyPressEvent(event);
}

void LegendButton::focusInEvent(QFocusEvent* event)
{
    m_byKeyboard =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void LegendButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void LegendButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace lockscope::ui
