// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram_chart.h"

#include "ui/charts/line_labels.h"
#include "ui/charts/time_chart.h"
#include "ui/words/units.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace lockscope::ui {

namespace {

/// The floor of a logarithmic axis of counts: a decade below one, so that a single wait is seen.
constexpr double kCountFloor = 0.1;

} // namespace

HistogramChart::HistogramChart(TimeView* view, QWidget* parent)
    : ChartView(parent)
    , m_view(view)
    , m_x(ValueScale::logarithmic(10, 1e6))
{
    makeAxis({.floor = kCountFloor, .headroom = 1.1, .logHeadroom = 2, .steady = true},
             {.logarithmic = true});
    setObjectName(id());
    connect(m_view, &TimeView::hoveredChanged, this, [this] { overlayChanged(); });
    connect(m_view, &TimeView::selectionChanged, this, &HistogramChart::sumUp);
    connect(m_view, &TimeView::visibleChanged, this, &HistogramChart::sumUp);
    updateHeader();
}

QString HistogramChart::title() const
{
    if (showsLock())
        return tr("Wait times since watching began: %1").arg(lockText());
    if (subject() == measure::Subject::Program && lock())
        return tr("Wait times of all locks together: of one alone they are known since watching "
                  "began, and not of a part of the time");
    if (subject() == measure::Subject::Program)
        return m_range.sampled() ? tr("Wait-time histogram of all locks (sampled)")
                                 : tr("Wait-time histogram of all locks");
    return m_range.sampled() ? tr("Wait-time histogram of contended passes (sampled)")
                             : tr("Wait-time histogram of contended passes");
}

QString HistogramChart::meaning() const
{
    if (subject() == measure::Subject::Program)
        return tr("How long the acquisitions of all locks waited whose first attempt failed, over "
                  "the time that is shown or selected. Of one lock alone that is known since "
                  "watching began, and not of a part of the time.");
    return tr("How long the passes waited whose first attempt to take the lock failed, over the "
              "time that "
              "is shown or selected.");
}

ValueTable HistogramChart::values() const
{
    ValueTable table{
        .heading = {"wait from (ns)", "to below (ns)", acquisitionsText().toStdString()},
        .rows = {}};
    if (shown(0))
        for (const WaitBin& bin : m_bins)
            table.rows.push_back(
                {std::to_string(bin.from), std::to_string(bin.to), std::to_string(bin.count)});
    return table;
}

void HistogramChart::refresh(const measure::History& history)
{
    const bool restarted = m_mirror.follow(history).restarted;
    if (restarted)
        m_range.restart();
    const auto& snapshots = m_mirror.snapshots();
    if (!snapshots.empty()) {
        setSubject(snapshots.back()->subject());
        m_view->setKept({snapshots.front()->time - snapshots.front()->interval, m_mirror.end()});
    }
    // Of a range that stands nothing changes with what comes.
    const TimeRange shown = m_shown;
    if (sumUpRange() || restarted || m_shown != shown)
        showSums();
}

bool HistogramChart::sumUpRange()
{
    m_shown = m_view->chosen();
    return m_range.show(m_mirror.snapshots(), m_shown);
}

void HistogramChart::sumUp()
{
    sumUpRange();
    showSums();
}

bool HistogramChart::showsLock() const
{
    return subject() == measure::Subject::Program && lock() && m_lockWaits && !m_view->selection();
}

void HistogramChart::setLockWaits(const std::optional<LockWaits>& waits)
{
    if (!waits && !m_lockWaits)
        return;
    m_lockWaits = waits;
    showSums();
}

void HistogramChart::lockChanged()
{
    m_lockWaits.reset(); // they were of another
    showSums();
}

void HistogramChart::showSums()
{
    measure::HistogramCounts ofLock;
    if (showsLock())
        ofLock.merge(m_lockWaits->waits);
    const measure::HistogramCounts& counts = showsLock() ? ofLock : m_range.counts();
    m_waits = counts.sparse();
    m_bins = waitBins(counts);
    updateScales();
    updateHeader();
    dataChanged();
}

void HistogramChart::updateScales()
{
    Extent waits;
    std::vector<double> counts;
    for (const WaitBin& bin : m_bins)
        counts.push_back(static_cast<double>(std::max<std::uint64_t>(1, bin.count)));
    axis()->fit(ValueSpread::of(std::move(counts)));
    if (!m_bins.empty()) {
        waits.include(static_cast<double>(std::max<std::uint64_t>(1, m_bins.front().from)));
        waits.include(static_cast<double>(m_bins.back().to));
    }
    if (m_waitLink != nullptr) {
        m_waitLink->report(this, waits);
        waits = m_waitLink->joint();
    }
    if (waits.empty())
        return;
    const double floor = std::pow(10.0, std::floor(std::log10(waits.low) + 1e-9));
    const ValueScale x = ValueScale::logarithmic(floor, waits.high);
    m_x = m_waitLink != nullptr ? x : x.steadied(m_x);
}

void HistogramChart::linkWaits(ScaleLink* waits)
{
    m_waitLink = waits;
    connect(waits, &ScaleLink::changed, this, [this] {
        updateScales();
        dataChanged();
    });
}

std::vector<LegendEntry> HistogramChart::legend() const
{
    const Theme& colors = theme();
    const QString taken = acquisitionsText();
    const auto quantile = [&taken](const QString& share) {
        return tr("%1 of the contended %2 waited no longer.").arg(share, taken);
    };
    return {{QStringLiteral("passes"),
             taken,
             tr("How many contended %1 waited so long.").arg(taken),
             {},
             QPen(colors.throughput, 6)},
            {QStringLiteral("p50"),
             tr("p50"),
             quantile(tr("Half")),
             {},
             QPen(colors.waitP50, 1, Qt::DashLine)},
            {QStringLiteral("p99"),
             tr("p99"),
             quantile(tr("99 %")),
             {},
             QPen(colors.waitP99, 1, Qt::DashDotLine)},
            {QStringLiteral("p999"),
             tr("p99.9"),
             quantile(tr("99.9 %")),
             {},
             QPen(colors.waitP999, 1, Qt::DotLine)}};
}

QString HistogramChart::acquisitionsText() const
{
    return subject() == measure::Subject::Program ? tr("acquisitions") : tr("passes");
}

std::vector<Tick> HistogramChart::xTicks(const QRectF& plot) const
{
    auto ticks = m_x.ticks(static_cast<int>(plot.width() / 60) + 1, formatAxisDuration);
    ticks.front().label = formatAxisDuration(m_x.low()); // nothing stands below this floor
    return ticks;
}

std::vector<Tick> HistogramChart::yTicks(const QRectF& plot) const
{
    auto ticks = axis()->scale().ticks(static_cast<int>(plot.height() / 36) + 1, [](double value) {
        const Scale scale = scaleOf(value);
        return QString::number(value / scale.factor, 'g', 4)
            + (scale.prefix.isEmpty() ? QString() : QChar(' ') + scale.prefix);
    });
    if (axis()->scale().isLogarithmic())
        ticks.front().label = QStringLiteral("0"); // a count at or below 0.1 is none
    return ticks;
}

void HistogramChart::paintData(QPainter& painter, const QRectF& plot) const
{
    if (shown(0)) {
        for (const WaitBin& bin : m_bins)
            if (bin.count > 0)
                painter.fillRect(barOf(bin, plot), theme().throughput);
    }
    paintQuantiles(painter, plot);
    paintQuantileLabels(painter, plot, paintNote(painter, plot));
}

QString HistogramChart::emptyText() const
{
    if (m_mirror.empty())
        return m_view->pinned() ? tr("nothing to show") : tr("waiting for data");
    if (!m_bins.empty())
        return {};
    if (isSampled(*m_mirror.snapshots().back()))
        return sampledText();
    return (subject() == measure::Subject::Program ? tr("no acquisition was contended %1")
                                                   : tr("no pass was contended %1"))
        .arg(timeText());
}

QString HistogramChart::timeText() const
{
    if (showsLock())
        return tr("in the first %1 s")
            .arg(std::chrono::duration<double>(m_lockWaits->until).count(), 0, 'f', 1);
    const double seconds = std::chrono::duration<double>(m_view->chosen().span()).count();
    if (m_view->pinned())
        return tr("in %1 s").arg(seconds, 0, 'f', 2);
    constexpr double kManySeconds = 100; // written out, as three digits would be 3.6e+03
    const QString span = seconds < kManySeconds ? QString::number(seconds, 'g', 3)
                                                : QString::number(seconds, 'f', 0);
    if (m_view->selection())
        return tr("in the selected %1 s").arg(span);
    return m_view->follows() ? tr("in the last %1 s").arg(span) : tr("in the %1 s shown").arg(span);
}

std::vector<HistogramChart::Quantile> HistogramChart::quantiles() const
{
    std::vector<Quantile> lines;
    for (std::size_t i = 0; i < kShownQuantiles.size(); ++i)
        if (const auto ns = m_waits.quantile(kShownQuantiles[i]); ns && shown(i + 1))
            lines.push_back({i + 1, *ns});
    return lines;
}

QRectF HistogramChart::barOf(const WaitBin& bin, const QRectF& plot) const
{
    const double left = std::round(m_x.xOf(static_cast<double>(bin.from), plot));
    const double right = std::round(m_x.xOf(static_cast<double>(bin.to), plot));
    const double top = axis()->scale().yOf(static_cast<double>(bin.count), plot);
    return {left, top, std::max(1.0, right - left - 1), plot.bottom() - top};
}

void HistogramChart::paintQuantiles(QPainter& painter, const QRectF& plot) const
{
    const auto entries = legend();
    for (const Quantile& quantile : quantiles()) {
        const double x = std::round(m_x.xOf(quantile.ns, plot)) + 0.5;
        QPen pen = entries[quantile.entry].pen;
        // On the bars the line would drown in their colour without an edge of its own.
        painter.fillRect(QRectF(x - 1.5, plot.top(), 3, plot.height()), theme().base);
        pen.setWidthF(1.6);
        painter.setPen(pen);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
}

void HistogramChart::paintQuantileLabels(QPainter& painter,
                                         const QRectF& plot,
                                         const QRectF& note) const
{
    constexpr double kSides = 6;
    const auto entries = legend();
    const QFontMetricsF metrics(painter.font());
    std::vector<LabelledLine> lines;
    QStringList texts;
    for (const Quantile& quantile : quantiles()) {
        texts << entries[quantile.entry].label + QStringLiteral("  ") + formatDuration(quantile.ns);
        lines.push_back({std::round(m_x.xOf(quantile.ns, plot)) + 0.5,
                         {metrics.horizontalAdvance(texts.back()) + kSides, metrics.height()}});
    }
    const auto places = placeLineLabels(lines, plot, note);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].isEmpty())
            continue; // pointing at the chart tells it
        painter.fillRect(places[i], theme().base);
        painter.setPen(theme().text);
        painter.drawText(
            places[i], Qt::AlignCenter | Qt::TextDontClip, texts[static_cast<qsizetype>(i)]);
    }
}

QRectF HistogramChart::paintNote(QPainter& painter, const QRectF& plot) const
{
    const QString count = formatScaled(static_cast<double>(m_waits.count()));
    const QString note = m_range.sampled()
        ? tr("%1 sampled contended %2 %3").arg(count, acquisitionsText(), timeText())
        : tr("%1 contended %2 %3").arg(count, acquisitionsText(), timeText());
    const QFontMetricsF metrics(painter.font());
    constexpr double kNoteMargin = 8;
    const QString shown = metrics.elidedText(note, Qt::ElideRight, plot.width() - kNoteMargin - 4);
    QRectF box({}, metrics.size(0, shown) + QSizeF(kNoteMargin, 0));
    box.moveTopRight(plot.topRight() + QPointF(-2, 2));
    painter.fillRect(box, theme().base);
    painter.setPen(theme().faintText);
    painter.drawText(box, Qt::AlignCenter, shown);
    return box;
}

} // namespace lockscope::ui
