// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lanes_view.h"

#include "ui/charts/canvas.h"
#include "ui/charts/lane_vectors.h"
#include "ui/charts/states_chart.h"
#include "ui/words/units.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kSpacedFrom = 6; // pixels: thinner lanes need every row

/// Every how many lanes a label has room.
int labelStep(double laneHeight, double labelHeight)
{
    for (const int step : {1, 2, 4, 8, 16, 32, 64, 128})
        if (step * laneHeight >= labelHeight)
            return step;
    return 256;
}

} // namespace

LanesView::LanesView(TimeView* view, QWidget* parent, ThreadPick* pick)
    : TimeChart(view, parent)
    , m_raster(threadLane)
    , m_scrollBar(new QScrollBar(Qt::Vertical, canvas()))
    , m_pick(pick)
{
    connect(view, &TimeView::stepped, this, [this] {
        sortLanes(); // by what is looked at now
        dataChanged();
    });
    if (m_pick != nullptr)
        connect(m_pick, &ThreadPick::changed, this, &LanesView::showPick);
    setObjectName(id());
    m_raster.setTheme(theme());
    m_scrollBar->hide();
    connect(m_scrollBar, &QScrollBar::valueChanged, this, [this] { dataChanged(); });
    updateHeader();
}

QString LanesView::title() const
{
    return tr("Threads, one lane each");
}

void LanesView::setTheme(const Theme& theme)
{
    m_raster.setTheme(theme);
    TimeChart::setTheme(theme);
}

std::vector<Tick> LanesView::yTicks(const QRectF& /*plot*/) const
{
    return {}; // the labels of lanes scroll, so they are drawn with the lanes
}

void LanesView::paintData(QPainter& painter, const QRectF& plot) const
{
    // Enough columns to see what happened, few enough for a file that can be opened.
    constexpr int kMostCells = 40000;
    const LaneRows lanes = rows(plot, false);
    const int columns = std::clamp(
        kMostCells / std::max(1, lanes.count), 60, std::max(60, static_cast<int>(plot.width())));
    for (int lane = 0; lane < lanes.count; ++lane) {
        const double height = lanes.height - (lanes.spaced ? 1 : 0);
        const QRectF rect(plot.left(), plot.top() + lane * lanes.height, plot.width(), height);
        paintLane(painter,
                  rect,
                  laneCells(mirror().snapshots(),
                            threadLane,
                            m_order[static_cast<std::size_t>(lane)],
                            window(plot),
                            columns),
                  hiddenStates(),
                  theme());
    }
    paintLabels(painter, plot, lanes);
    paintMarkersOn(painter, plot);
}

void LanesView::paintDataOnScreen(QPainter& painter, const QRectF& plot)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const LaneRows lanes = rows(plot, true);
    m_raster.setHidden(hiddenStates());
    m_raster.setSize((plot.size() * ratio).toSize());
    m_raster.setOrder(m_order);
    m_raster.setRows({lanes.count, lanes.height * ratio, lanes.first * ratio, lanes.spaced});
    m_raster.update(mirror().snapshots(), visible());
    m_raster.paint(painter, plot.topLeft(), ratio);
    paintLabels(painter, plot, lanes);
    paintPick(painter, plot, lanes);
    paintMarkersOn(painter, plot);
}

void LanesView::clear()
{
    m_raster.restart();
    m_order.clear();
    m_workers = 0;
}

void LanesView::add(const measure::Snapshot& snapshot, bool /*startsRun*/)
{
    if (!snapshot.threads.empty())
        m_workers = static_cast<int>(snapshot.threads.back().index) + 1;
}

void LanesView::updateScales()
{
    // Not with every snapshot: lanes that change places cannot be read.
    if (m_workers > 0
        && (m_order.empty() || (m_choice == LaneChoice() && laneCount() != m_workers)
            || m_sortedWorkers != m_workers))
        sortLanes();
    placeScrollBar();
}

void LanesView::sortLanes()
{
    m_order = laneOrder(mirror().snapshots(), chosen(), m_choice);
    m_sortedWorkers = m_workers;
    updateHeader();
}

void LanesView::setChoice(const LaneChoice& choice)
{
    m_choice = choice;
    sortLanes();
    placeScrollBar();
    dataChanged();
}

void LanesView::stretch(double factor)
{
    const double height = rows(plotArea(), true).height;
    m_least = std::clamp(std::max(m_least, height) * factor, kThinnestLane, kTallestLane);
    placeScrollBar();
    dataChanged();
}

std::optional<std::uint32_t> LanesView::workerAt(double y) const
{
    const QRectF plot = plotArea();
    const LaneRows lanes = rows(plot, true);
    const double lane = std::floor((y - plot.top() - lanes.first) / std::max(1.0, lanes.height));
    if (lane < 0 || lane >= lanes.count)
        return std::nullopt;
    return m_order[static_cast<std::size_t>(lane)];
}

void LanesView::clicked(const QPointF& at)
{
    if (m_pick == nullptr)
        return;
    const auto worker = workerAt(at.y());
    m_pick->pick(worker == m_pick->worker() ? std::nullopt : worker);
}

void LanesView::showPick()
{
    const auto picked = std::find(m_order.begin(), m_order.end(), m_pick->worker());
    if (picked != m_order.end() && m_scrollBar->isVisible()) {
        const LaneRows lanes = rows(plotArea(), true);
        const double top = static_cast<double>(picked - m_order.begin()) * lanes.height;
        const double page = m_scrollBar->pageStep();
        if (top < m_scrollBar->value() || top + lanes.height > m_scrollBar->value() + page)
            m_scrollBar->setValue(static_cast<int>(top - page / 2));
    }
    dataChanged();
}

void LanesView::paintPick(QPainter& painter, const QRectF& plot, const LaneRows& rows) const
{
    if (m_pick == nullptr || !m_pick->worker())
        return;
    const auto picked = std::find(m_order.begin(), m_order.end(), m_pick->worker());
    if (picked == m_order.end())
        return;
    const double top =
        plot.top() + rows.first + static_cast<double>(picked - m_order.begin()) * rows.height;
    painter.save();
    painter.setClipRect(plot.adjusted(-4, -1, 1, 1));
    painter.setPen(QPen(theme().text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(
        QRectF(plot.left() - 1, top, plot.width() + 1, std::max(2.0, rows.height - 1)));
    painter.restore();
}

void LanesView::forgetBefore(std::chrono::nanoseconds /*begin*/) {}

std::vector<ReadoutRow> LanesView::readout(const measure::Snapshot& snapshot,
                                           const QPointF& at) const
{
    if (!canvas()->mouse())
        return threadsByState(snapshot);
    const auto worker = workerAt(at.y());
    const auto thread =
        std::find_if(snapshot.threads.begin(),
                     snapshot.threads.end(),
                     [worker](const measure::ThreadSnapshot& t) { return t.index == worker; });
    if (thread == snapshot.threads.end())
        return {{{}, tr("no thread here"), {}}};
    std::vector<ReadoutRow> box{
        {{}, tr("thread"), QString::number(thread->index)},
        {{}, tr("CPU"), thread->cpu ? QString::number(*thread->cpu) : unknownText()}};
    if (thread->waitSoFarNs.value_or(0) > 0)
        box.push_back({{},
                       tr("in the lock so far"),
                       formatDuration(static_cast<double>(*thread->waitSoFarNs))});
    const auto states = stateRows(thread->states, hiddenStates());
    box.insert(box.end(), states.begin(), states.end());
    return box;
}

std::vector<ReadoutRow> LanesView::threadsByState(const measure::Snapshot& snapshot) const
{
    std::array<int, measure::kStateCount> threads{};
    int unknown = 0;
    for (const measure::ThreadSnapshot& thread : snapshot.threads) {
        if (thread.states)
            ++threads[static_cast<std::size_t>(measure::dominantState(*thread.states))];
        else
            ++unknown;
    }
    const auto entries = stateLegend();
    std::vector<ReadoutRow> rows;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (threads[i] > 0 && shown(i))
            rows.push_back({entries[i],
                            tr("threads mostly %1").arg(entries[i].label),
                            QString::number(threads[i])});
    if (unknown > 0)
        rows.push_back({{}, tr("threads %1").arg(unknownText()), QString::number(unknown)});
    return rows;
}

void LanesView::wheelEvent(QWheelEvent* event)
{
    constexpr int kUnitsPerNotch = 120;
    constexpr double kTallerPerNotch = 1.25;
    constexpr int kUnitsPerPixel = 3;
    // Qt turns the wheel sideways for Alt alone.
    const int units = event->angleDelta().y();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        stretch(std::pow(kTallerPerNotch, static_cast<double>(units) / kUnitsPerNotch));
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_scrollBar->setValue(m_scrollBar->value() - units / kUnitsPerPixel);
    } else {
        TimeChart::wheelEvent(event);
        return;
    }
    event->accept();
}

LaneRows LanesView::rows(const QRectF& plot, bool scrolled) const
{
    LaneRows rows;
    rows.count = laneCount();
    if (rows.count == 0)
        return rows;
    rows.height = plot.height() / rows.count;
    if (scrolled) {
        rows.height = std::max(rows.height, m_least);
        rows.first = -m_scrollBar->value();
    }
    rows.spaced = rows.height >= kSpacedFrom;
    return rows;
}

HiddenStates LanesView::hiddenStates() const
{
    HiddenStates hidden{};
    for (std::size_t i = 0; i < hidden.size(); ++i)
        hidden[i] = !shown(i);
    return hidden;
}

void LanesView::paintLabels(QPainter& painter, const QRectF& plot, const LaneRows& rows) const
{
    const QFontMetricsF metrics(painter.font());
    const int step = labelStep(rows.height, metrics.height());
    painter.setPen(theme().faintText);
    for (int lane = 0; lane < rows.count; lane += step) {
        const double middle = plot.top() + rows.first + (lane + 0.5) * rows.height;
        const QRectF label(0, middle - metrics.height() / 2, plot.left() - 6, metrics.height());
        if (label.bottom() >= 0 && middle >= plot.top() && middle <= plot.bottom())
            painter.drawText(label,
                             Qt::AlignRight | Qt::AlignVCenter,
                             QString::number(m_order[static_cast<std::size_t>(lane)]));
    }
}

void LanesView::placeScrollBar()
{
    const QRectF plot = plotArea();
    const int hidden = static_cast<int>(std::ceil(laneCount() * m_least - plot.height() - 0.01));
    m_scrollBar->setVisible(hidden > 0);
    m_scrollBar->setRange(0, std::max(0, hidden));
    m_scrollBar->setPageStep(static_cast<int>(plot.height()));
    m_scrollBar->setSingleStep(16);
    const int width = std::min(m_scrollBar->sizeHint().width(),
                               static_cast<int>(canvas()->width() - plot.right()));
    m_scrollBar->setGeometry(static_cast<int>(plot.right()) + 2,
                             static_cast<int>(plot.top()),
                             width,
                             static_cast<int>(plot.height()));
}

} // namespace lockscope::ui
