// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/flame_graph.h"

#include "ui/charts/chart_axes.h"
#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr double kPadding = 3;
constexpr double kTitleHeight = 22;

double rowHeight()
{
    return std::ceil(QFontMetricsF(plotFont()).height()) + 3;
}

/// The same function has the same shade wherever it stands.
QColor shadeOf(const program::Frame& frame, const Theme& theme)
{
    constexpr int kShades = 7;
    constexpr float kStep = 0.05F;
    constexpr float kQuiet = 0.75F; // beside the lines of the charts
    const auto hash = qHash(QString::fromStdString(frame.function + frame.module), 0);
    const int shade = static_cast<int>(hash % kShades) - kShades / 2;
    QColor color = theme.waitP99;
    const float light =
        color.lightnessF() + kStep * static_cast<float>(shade) + (theme.dark ? -0.05F : 0.2F);
    color.setHslF(color.hslHueF(), color.hslSaturationF() * kQuiet, std::clamp(light, 0.2F, 0.85F));
    return color;
}

QColor inkOn(const QColor& color)
{
    constexpr float kLight = 0.5F;
    return color.lightnessF() > kLight ? QColor(Qt::black) : QColor(Qt::white);
}

} // namespace

FlameGraph::FlameGraph(QString id, QWidget* parent)
    : DashboardView(parent)
    , m_id(std::move(id))
    , m_theme(Theme::of(palette()))
{
    setObjectName(m_id);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void FlameGraph::setFlame(program::FlameNode root, const QString& title, const QString& none)
{
    m_root = std::move(root);
    m_title = title;
    m_none = none;
    setAccessibleName(title);
    layOut();
    setMinimumHeight(sizeHint().height()); // lower it scrolls
    updateGeometry();
    emit chosenChanged();
}

void FlameGraph::setWanted(const QString& words)
{
    m_words = words.trimmed();
    layOut();
}

std::optional<double> FlameGraph::wantedShare() const
{
    return m_words.isEmpty() || m_boxes.empty() ? std::nullopt
                                                : std::optional(m_boxes.wantedShare());
}

void FlameGraph::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

void FlameGraph::layOut()
{
    m_boxes = FlameBoxes(m_root, m_words);
    m_zoomed = m_boxes.boxOf(m_zoomPath).value_or(FlameBoxes::kRoot);
    m_chosen = m_chosenPath ? m_boxes.boxOf(*m_chosenPath) : std::nullopt;
    m_hovered.reset();
    update();
}

const program::Frame* FlameGraph::chosen() const
{
    return m_chosen && *m_chosen != FlameBoxes::kRoot ? &m_boxes.at(*m_chosen).node->frame
                                                      : nullptr;
}

void FlameGraph::choose(std::size_t box)
{
    m_chosen = box;
    m_chosenPath = m_boxes.pathOf(box);
    update();
    emit chosenChanged();
}

void FlameGraph::zoom(std::size_t box)
{
    m_zoomed = box;
    m_zoomPath = m_boxes.pathOf(box);
    update();
}

void FlameGraph::showAll()
{
    zoom(FlameBoxes::kRoot);
}

QString FlameGraph::textOf(const FlameBoxes::Box& box) const
{
    if (box.row > 0)
        return tr("%1 · %2, %3")
            .arg(frameText(box.node->frame), formatDuration(box.node->ns), formatShare(box.width));
    QStringList stem;
    for (const program::Frame* frame : m_boxes.stem())
        stem << frameText(*frame);
    const QString all = tr("all · %1").arg(formatDuration(m_root.ns));
    return stem.isEmpty() ? all : tr("%1, by %2").arg(all, stem.join(QStringLiteral(" › ")));
}

QColor FlameGraph::colorOf(std::size_t box, std::size_t zoomed) const
{
    constexpr float kFaint = 0.4F; // whose own width is not shown
    const FlameBoxes::Box& own = m_boxes.at(box);
    QColor color = own.wanted      ? m_theme.accent
        : box == FlameBoxes::kRoot ? m_theme.grid
                                   : shadeOf(own.node->frame, m_theme);
    if (box != zoomed && m_boxes.isWithin(zoomed, box))
        color.setAlphaF(kFaint);
    return color;
}

void FlameGraph::paint(QPainter& painter, const QRectF& area, std::size_t zoomed) const
{
    painter.setFont(plotFont());
    const QFontMetricsF metrics(plotFont());
    if (m_boxes.empty()) {
        painter.setPen(m_theme.faintText);
        painter.drawText(area, int(Qt::AlignCenter) | int(Qt::TextWordWrap), m_none);
        return;
    }
    const double readable = metrics.horizontalAdvance(QStringLiteral("mmm"));
    for (std::size_t i = 0; i < m_boxes.all().size(); ++i) {
        const auto place = m_boxes.placeOf(i, zoomed, area, rowHeight());
        if (!place || place->bottom() < area.top())
            continue;
        const QColor color = colorOf(i, zoomed);
        const double gap = std::min(1.0, place->width() / 2);
        painter.fillRect(place->adjusted(0, 0, -gap, 0), color);
        if (place->width() - 2 * kPadding < readable)
            continue;
        const bool plain = i == FlameBoxes::kRoot || color.alpha() < 255;
        painter.setPen(plain ? m_theme.text : inkOn(color));
        painter.drawText(place->adjusted(kPadding, 0, -kPadding, 0),
                         int(Qt::AlignLeft | Qt::AlignVCenter),
                         metrics.elidedText(
                             textOf(m_boxes.at(i)), Qt::ElideRight, place->width() - 2 * kPadding));
    }
}

QSizeF FlameGraph::pictureSize() const
{
    constexpr double kWidth = 1200;
    constexpr double kLeast = 3; // rows: of nothing a sentence is shown
    return {kWidth,
            std::max(kLeast, static_cast<double>(m_boxes.rows())) * rowHeight() + kTitleHeight};
}

QSize FlameGraph::sizeHint() const
{
    constexpr int kWidth = 320;
    return {kWidth, static_cast<int>(static_cast<double>(m_boxes.rows()) * rowHeight()) + 2};
}

void FlameGraph::renderPicture(QPainter& painter, const QRectF& target) const
{
    painter.save();
    painter.fillRect(target, m_theme.base);
    painter.setFont(plotFont());
    painter.setPen(m_theme.text);
    painter.drawText(QRectF(target.left() + kPadding, target.top(), target.width(), kTitleHeight),
                     int(Qt::AlignLeft | Qt::AlignVCenter),
                     m_title);
    paint(painter, target.adjusted(0, kTitleHeight, 0, 0), m_zoomed);
    painter.restore();
}

void FlameGraph::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.base);
    paint(painter, rect(), m_zoomed);
    if (!m_boxes.empty())
        paintMarks(painter);
}

void FlameGraph::paintMarks(QPainter& painter) const
{
    constexpr double kThick = 2;
    const auto frame = [&](std::size_t box, const QPen& pen) {
        const auto place = m_boxes.placeOf(box, m_zoomed, rect(), rowHeight());
        painter.setPen(pen);
        if (place)
            painter.drawRect(place->adjusted(0.5, 0.5, -1.5, -0.5));
    };
    if (m_hovered)
        frame(*m_hovered, QPen(m_theme.text, 1));
    if (m_chosen)
        frame(*m_chosen, QPen(m_theme.text, kThick));
    else if (hasFocus())
        frame(m_zoomed, QPen(m_theme.accent, kThick));
}

std::optional<std::size_t> FlameGraph::boxAt(const QPointF& place) const
{
    for (std::size_t i = 0; !m_boxes.empty() && i < m_boxes.all().size(); ++i)
        if (const auto box = m_boxes.placeOf(i, m_zoomed, rect(), rowHeight());
            box && box->contains(place))
            return i;
    return std::nullopt;
}

bool FlameGraph::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return DashboardView::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto box = boxAt(help->pos()))
        QToolTip::showText(help->globalPos(), plainToolTip(textOf(m_boxes.at(*box))), this);
    else
        QToolTip::hideText();
    return true;
}

void FlameGraph::mouseMoveEvent(QMouseEvent* event)
{
    const auto box = boxAt(event->position());
    if (box == m_hovered)
        return;
    m_hovered = box;
    setCursor(box ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void FlameGraph::leaveEvent(QEvent* /*event*/)
{
    m_hovered.reset();
    update();
}

void FlameGraph::changeEvent(QEvent* event)
{
    DashboardView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setTheme(Theme::of(palette()));
}

void FlameGraph::mousePressEvent(QMouseEvent* event)
{
    const auto box = boxAt(event->position());
    if (!box || event->button() != Qt::LeftButton) {
        DashboardView::mousePressEvent(event);
        return;
    }
    choose(*box);
    zoom(*box);
}

void FlameGraph::keyPressEvent(QKeyEvent* event)
{
    const auto key = static_cast<Qt::Key>(event->key());
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (const auto next =
                m_chosen ? m_boxes.neighbour(*m_chosen, key) : std::optional(m_zoomed))
            choose(*next);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_chosen)
            zoom(*m_chosen);
        return;
    case Qt::Key_Backspace:
        showAll();
        return;
    default:
        DashboardView::keyPressEvent(event);
    }
}

} // namespace lockscope::ui
