// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toggle_switch.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QVariantAnimation>

namespace lockscope::ui {

namespace {

constexpr int kSpacing = 8;
constexpr double kTrackWidth = 56;
constexpr double kTrackHeight = 26;
constexpr double kKnobMargin = 3;
constexpr int kSlideMs = 90;

} // namespace

ToggleSwitch::ToggleSwitch(const QString& text, QWidget* parent)
    : QCheckBox(text, parent)
    , m_slide(new QVariantAnimation(this))
{
    QFont bold = font();
    bold.setBold(true);
    setFont(bold);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_slide->setDuration(kSlideMs);
    connect(m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_knob = value.toDouble();
        update();
    });
    connect(this, &QCheckBox::toggled, this, &ToggleSwitch::slideTo);
}

void ToggleSwitch::slideTo(bool on)
{
    m_slide->stop();
    m_slide->setStartValue(m_knob);
    m_slide->setEndValue(on ? 1.0 : 0.0);
    m_slide->start();
}

QSize ToggleSwitch::sizeHint() const
{
    const int text = fontMetrics().horizontalAdvance(this->text());
    return {text + 3 * kSpacing + static_cast<int>(kTrackWidth),
            std::max(fontMetrics().height(), static_cast<int>(kTrackHeight)) + kSpacing};
}

QRectF ToggleSwitch::track() const
{
    return {
        width() - kTrackWidth - kSpacing, (height() - kTrackHeight) / 2, kTrackWidth, kTrackHeight};
}

bool ToggleSwitch::hitButton(const QPoint& position) const
{
    return rect().contains(position);
}

void ToggleSwitch::paintEvent(QPaintEvent* /*event*/)
{
    const Theme theme = Theme::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = track();

    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(QRectF(kSpacing, 0, area.left() - kSpacing, height()),
                     Qt::AlignVCenter | Qt::AlignLeft,
                     text());

    const bool on = isChecked();
    const QColor rim = isEnabled() ? (on ? theme.accent : theme.faintText) : theme.grid;
    painter.setPen(QPen(rim, 1.5));
    painter.setBrush(on && isEnabled() ? theme.accent : theme.base);
    painter.drawRoundedRect(area, kTrackHeight / 2, kTrackHeight / 2);

    const double diameter = kTrackHeight - 2 * kKnobMargin;
    const double travel = kTrackWidth - diameter - 2 * kKnobMargin;
    const QRectF knob(
        area.left() + kKnobMargin + m_knob * travel, area.top() + kKnobMargin, diameter, diameter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(on ? theme.base : rim);
    painter.drawEllipse(knob);

    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.8);
    painter.setFont(small);
    painter.setPen(on ? theme.base : theme.faintText);
    const QRectF word = on ? area.adjusted(4, 0, -diameter - kKnobMargin, 0)
                           : area.adjusted(diameter + kKnobMargin, 0, -4, 0);
    painter.drawText(word, Qt::AlignCenter, on ? tr("on") : tr("off"));

    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

} // namespace lockscope::ui
