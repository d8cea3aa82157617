// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lanes_view.h"

#include "ui/charts/canvas.h"
#include "ui/charts/lane_edges.h"
#include "ui/charts/lane_filter_bar.h"
#include "ui/charts/lane_labels.h"
#include "ui/charts/lane_path.h"
#include "ui/charts/lane_readout.h"
#include "ui/charts/lane_vectors.h"
#include "ui/models/worker_sums.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr double kSpacedFrom = 6; // pixels: thinner lanes need every row

} // namespace

LanesView::LanesView(TimeView* view, QWidget* parent, ThreadPick* pick)
    : TimeChart(view, parent)
    , m_raster(kThreadLane)
    , m_filter(new LaneFilterBar(this))
    , m_scrollBar(new QScrollBar(Qt::Vertical, canvas()))
    , m_pick(pick)
{
    connect(view, &TimeView::stepped, this, [this] {
        sortLanes(); // by what is looked at now
        dataChanged();
    });
    connect(view, &TimeView::selectionChanged, this, [this] {
        updateScales(); // shares are of what is selected
        dataChanged();
    });
    addBelowHeader(m_filter);
    connect(m_filter, &LaneFilterBar::wanted, this, [this](const QString& text, auto state) {
        LaneChoice choice = m_choice;
        choice.text = text;
        choice.state = state;
        setChoice(choice);
    });
    if (m_pick != nullptr)
        connect(m_pick, &ThreadPick::changed, this, &LanesView::showPick);
    setObjectName(id());
    m_raster.setTheme(theme());
    m_scrollBar->hide();
    canvas()->setTips([this](const QPointF& at) {
        const QRectF plot = plotArea();
        return sideWidth(canvas()->width()) > 0 && at.y() >= plot.top() && at.y() <= plot.bottom()
            ? LaneShares::tipAt(at.x() - plot.right(), subject())
            : QString();
    });
    connect(m_scrollBar, &QScrollBar::valueChanged, this, [this] { dataChanged(); });
    updateHeader();
}

QString LanesView::title() const
{
    const QString title = tr("Threads, one lane each");
    return m_lanes.ended == 0 ? title
                              : tr("%1 · %2 that ended are hidden").arg(title).arg(m_lanes.ended);
}

QString LanesView::meaning() const
{
    if (subject() == measure::Subject::Program)
        return tr("Each lane is a thread of the program, by its name, in the colours of its "
                  "states. Beside it are its shares of the time. Of many threads those are hidden "
                  "that ended and were there for little of it (View > Thread lanes).");
    return tr("Each lane is a worker, in the colours of its states. Beside it are its shares of "
              "the time: "
              "work is native and callback, lock is guard and blocked.");
}

void LanesView::setTheme(const Theme& theme)
{
    m_raster.setTheme(theme);
    TimeChart::setTheme(theme);
}

QRectF LanesView::lanesIn(const QRectF& plot)
{
    const double flags = std::ceil(QFontMetricsF(plotFont()).height()) + 3;
    return plot.adjusted(0, std::min(flags, plot.height() / 2), 0, 0);
}

double LanesView::sideWidth(double width) const
{
    constexpr double kShareFrom = 3.5; // of a width: the lanes are what the picture is of
    const double shares = LaneShares::width();
    return m_choice.hasShares && shares * kShareFrom <= width ? shares : 0;
}

void LanesView::paintData(QPainter& painter, const QRectF& plot) const
{
    // Enough columns to see what happened, few enough for a file that can be opened.
    constexpr int kMostCells = 40000;
    const QRectF area = lanesIn(plot);
    const LaneRows lanes = rows(area, false);
    const int columns = std::clamp(
        kMostCells / std::max(1, lanes.count), 60, std::max(60, static_cast<int>(area.width())));
    for (int lane = 0; lane < lanes.count; ++lane) {
        const double height = lanes.height - (lanes.spaced ? 1 : 0);
        const QRectF rect(area.left(), area.top() + lanes.topOf(lane), area.width(), height);
        paintLane(painter,
                  rect,
                  laneCells(mirror().snapshots(),
                            kThreadLane,
                            m_lanes.lanes[static_cast<std::size_t>(lane)],
                            window(area),
                            columns),
                  hidden(),
                  theme());
    }
    paintAround(painter, plot, lanes);
}

void LanesView::paintDataOnScreen(QPainter& painter, const QRectF& plot)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF area = lanesIn(plot);
    const LaneRows lanes = rows(area, true);
    m_raster.setHidden(hidden());
    m_raster.setSize((area.size() * ratio).toSize());
    m_raster.setOrder(m_lanes.lanes);
    m_raster.setRows(
        {lanes.count, lanes.height * ratio, lanes.first * ratio, lanes.spaced, lanes.fixed});
    m_raster.update(mirror().snapshots(), visible());
    m_raster.paint(painter, area.topLeft(), ratio);
    paintPick(painter, area, lanes);
    paintAround(painter, plot, lanes);
}

void LanesView::paintAround(QPainter& painter, const QRectF& plot, const LaneRows& rows) const
{
    const QRectF lanes = lanesIn(plot);
    paintLabels(painter, lanes, rows);
    if (m_choice.hasPath && subject() == measure::Subject::Program)
        paintLanePath(painter, lanes, {rows, m_lanes.lanes, window(lanes)}, m_path, theme());
    if (rows.fixed > 0 && rows.fixed < rows.count) {
        const double y = std::round(lanes.top() + rows.fixedEnd()) - 0.5;
        painter.setPen(QPen(theme().text, 1));
        painter.drawLine(QPointF(lanes.left(), y), QPointF(lanes.right(), y));
    }
    paintMarkersOn(painter, plot, 1);
}

void LanesView::paintBeside(QPainter& painter, const QRectF& plot, bool onScreen) const
{
    const QRectF lanes = lanesIn(plot);
    const LaneRows shown = rows(lanes, onScreen);
    const int step = labelStep(shown.height, QFontMetricsF(painter.font()).height());
    m_shares.paint(painter, lanes, shown, m_lanes.lanes, {step, hidden(), theme(), subject()});
}

void LanesView::clear()
{
    m_raster.restart();
    m_lanes = {};
    m_shares.clear();
    m_names.clear();
    m_filter->setSubject(subject());
    m_workers = 0;
}

void LanesView::updateScales()
{
    // Also those that are gone since: what they did is in sight.
    m_workers = static_cast<int>(workersIn(mirror().snapshots(), visible()));
    const bool summed =
        m_shares.update(mirror().snapshots(), chosen(), static_cast<std::size_t>(m_workers));
    // Not with every snapshot: lanes that change places cannot be read.
    const bool ofProgram = subject() == measure::Subject::Program;
    const bool isPart = m_choice == LaneChoice() && laneCount() != m_workers;
    if (m_workers > 0
        && (m_lanes.lanes.empty() || m_sortedWorkers != m_workers
            || (ofProgram ? summed && hasGoneLane(m_lanes, m_shares.sums(), m_choice) : isPart)))
        sortLanes();
    placeScrollBar();
}

void LanesView::sortLanes()
{
    const auto workers = static_cast<std::size_t>(m_workers);
    m_lanes = laneOrder(workerSums(mirror().snapshots(), chosen(), workers), m_choice, m_names);
    m_sortedWorkers = m_workers;
    m_labelWidth = laneLabelWidth(m_lanes.lanes, m_names);
    m_filter->showChoice(m_choice, laneCount(), m_workers);
    updateHeader();
}

void LanesView::setChoice(const LaneChoice& choice)
{
    m_choice = choice;
    sortLanes();
    placeScrollBar();
    dataChanged();
    emit choiceChanged();
}

void LanesView::openFilter()
{
    m_filter->openForTyping();
}

std::optional<bool> LanesView::pickIsPinned() const
{
    if (m_pick == nullptr || !m_pick->worker())
        return std::nullopt;
    return m_choice.pinned.contains(*m_pick->worker());
}

void LanesView::togglePin()
{
    if (m_pick == nullptr || !m_pick->worker())
        return;
    LaneChoice choice = m_choice;
    if (choice.pinned.erase(*m_pick->worker()) == 0)
        choice.pinned.insert(*m_pick->worker());
    setChoice(choice);
}

ValueTable LanesView::values() const
{
    return m_shares.values(m_lanes.lanes, hidden(), m_names);
}

QString LanesView::emptyText() const
{
    if (m_lanes.lanes.empty() && m_workers > 0 && m_choice.filters())
        return tr("no thread is as the filter says");
    return TimeChart::emptyText();
}

void LanesView::stretch(double factor)
{
    const double height = rows(lanesIn(plotArea()), true).height;
    m_least = std::clamp(std::max(m_least, height) * factor, kThinnestLane, kTallestLane);
    placeScrollBar();
    dataChanged();
}

std::optional<std::uint32_t> LanesView::workerAt(double y) const
{
    const QRectF area = lanesIn(plotArea());
    const auto lane = rows(area, true).laneAt(y - area.top());
    return lane ? std::optional(m_lanes.lanes[static_cast<std::size_t>(*lane)]) : std::nullopt;
}

void LanesView::mousePressEvent(QMouseEvent* event)
{
    const QPointF at = canvas()->mapFrom(this, event->position());
    if (event->button() == Qt::RightButton && m_pick != nullptr && plotArea().contains(at))
        if (const auto worker = workerAt(at.y()))
            m_pick->pick(worker); // the menu that comes is for it
    TimeChart::mousePressEvent(event);
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
    const auto picked = std::find(m_lanes.lanes.begin(), m_lanes.lanes.end(), m_pick->worker());
    const LaneRows lanes = rows(lanesIn(plotArea()), true);
    if (picked - m_lanes.lanes.begin() >= lanes.fixed && picked != m_lanes.lanes.end()
        && m_scrollBar->isVisible())
    {
        const double top =
            static_cast<double>(picked - m_lanes.lanes.begin() - lanes.fixed) * lanes.height;
        const double page = m_scrollBar->pageStep() - lanes.fixedEnd();
        if (top < m_scrollBar->value() || top + lanes.height > m_scrollBar->value() + page)
            m_scrollBar->setValue(static_cast<int>(top - page / 2));
    }
    dataChanged();
    emit choiceChanged();
}

void LanesView::paintPick(QPainter& painter, const QRectF& lanes, const LaneRows& rows) const
{
    if (m_pick == nullptr || !m_pick->worker())
        return;
    const auto picked = std::find(m_lanes.lanes.begin(), m_lanes.lanes.end(), m_pick->worker());
    if (picked == m_lanes.lanes.end())
        return;
    paintPickedLane(
        painter, lanes, rows, static_cast<int>(picked - m_lanes.lanes.begin()), theme());
}

void LanesView::paintOverlay(QPainter& painter, const QRectF& plot) const
{
    const QRectF lanes = lanesIn(plot);
    const auto time = hovered();
    if (const auto snapshot = time ? mirror().at(*time) : nullptr; snapshot && snapshot->program) {
        const auto blocked = blockedIn(*snapshot, lock() ? lock()->id : 0);
        const double x = std::round(window(plot).xOf(*time)) + 0.5;
        paintEdges(
            painter, {lanes, rows(lanes, true), {m_lanes.lanes, m_names, 1}, blocked}, x, theme());
    }
    TimeChart::paintOverlay(painter, plot);
}

std::vector<ReadoutRow> LanesView::readout(const measure::Snapshot& snapshot,
                                           const QPointF& at) const
{
    return canvas()->mouse() ? threadReadout(snapshot, workerAt(at.y()), hidden(), m_names)
                             : threadsByState(snapshot, hidden());
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

LaneRows LanesView::rows(const QRectF& lanes, bool scrolled) const
{
    LaneRows rows;
    rows.count = laneCount();
    if (rows.count == 0)
        return rows;
    rows.height = lanes.height() / rows.count;
    rows.fixed = static_cast<int>(
        std::count_if(m_lanes.lanes.begin(), m_lanes.lanes.end(), [this](std::uint32_t worker) {
            return m_choice.pinned.contains(worker);
        }));
    if (scrolled) {
        rows.height = std::max(rows.height, m_least);
        rows.first = -m_scrollBar->value();
        // Some of the others are to be seen, however many are pinned.
        rows.fixed = std::min(rows.fixed, static_cast<int>(lanes.height() / 2 / rows.height));
    }
    rows.spaced = rows.height >= kSpacedFrom;
    return rows;
}

HiddenStates LanesView::hidden() const
{
    return hiddenStates(legend(), [this](std::size_t entry) { return shown(entry); });
}

double LanesView::labelWidth(double width) const
{
    constexpr double kMostOfPicture = 0.2; // the lanes are what it is of
    return std::min(m_labelWidth, width * kMostOfPicture);
}

void LanesView::paintLabels(QPainter& painter, const QRectF& lanes, const LaneRows& rows) const
{
    const int step = labelStep(rows.height, QFontMetricsF(painter.font()).height());
    painter.setPen(theme().faintText);
    paintLaneLabels(painter, lanes, rows, {m_lanes.lanes, m_names, step});
}

void LanesView::placeScrollBar()
{
    const QRectF lanes = lanesIn(plotArea());
    const int hidden = static_cast<int>(std::ceil(laneCount() * m_least - lanes.height() - 0.01));
    m_scrollBar->setVisible(hidden > 0);
    m_scrollBar->setRange(0, std::max(0, hidden));
    m_scrollBar->setPageStep(static_cast<int>(lanes.height()));
    m_scrollBar->setSingleStep(16);
    const double shares = sideWidth(canvas()->width());
    const int width = std::min(m_scrollBar->sizeHint().width(),
                               static_cast<int>(canvas()->width() - lanes.right() - shares));
    m_scrollBar->setGeometry(static_cast<int>(lanes.right() + shares) + 2,
                             static_cast<int>(lanes.top()),
                             width,
                             static_cast<int>(lanes.height()));
}

} // namespace lockscope::ui
