// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/range_card.h"

#include "core/recording/difference.h"
#include "core/recording/difference_text.h"
#include "ui/models/range_locks.h"
#include "ui/widgets/elided_label.h"
#include "ui/words/figure_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

namespace lockscope::ui {

namespace {

double inSeconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

QString estimateText(measure::Figure figure, const measure::BatchEstimate& estimate)
{
    QString value = figureText(figure, estimate.value);
    const measure::Interval interval = measure::intervalOf(estimate);
    if (!interval.low || !interval.high)
        return value;
    const QString low = figureText(figure, *interval.low);
    const QString high = figureText(figure, *interval.high);
    return low == high ? value : QStringLiteral("%1 (%2-%3)").arg(value, low, high);
}

/// Whether a figure is what an entry of a legend stands for.
bool isOf(const measure::FigureRow& row, const QString& entry)
{
    const auto id = QString::fromUtf8(row.id.data(), static_cast<qsizetype>(row.id.size()));
    return id == entry || id == QStringLiteral("wait_%1_ns").arg(entry)
        || (row.figure == measure::Figure::CpuPerCall && entry == QStringLiteral("cpu-time"));
}

/// "lock wait, p99 1.20 µs (1.10 µs-1.31 µs)"; none of a figure that does not exist, because no
/// pass was contended.
std::optional<QString> textOf(const measure::FigureRow& row,
                              const measure::SnapshotSums& sums,
                              measure::Subject subject)
{
    if (row.ofRange == nullptr)
        return std::nullopt;
    const auto estimate = row.ofRange(sums);
    if (!estimate && row.of == measure::FigureOf::ContendedPasses)
        return std::nullopt;
    return QStringLiteral("%1 %2").arg(toQString(headingOf(row, subject)),
                                       estimate ? estimateText(row.figure, *estimate)
                                                : unknownText());
}

/// "calls/s 26.4 M → 41.5 M: 1.572x (1.541 to 1.603)"; why there is no ratio is said once.
QString comparedText(const recording::DifferenceRow& row)
{
    const QString both = QStringLiteral("%1 %2 → %3")
                             .arg(QString::fromStdString(row.label),
                                  QString::fromStdString(row.a.value),
                                  QString::fromStdString(row.b.value));
    return row.change.value == row.a.value || row.change.value == row.b.value
        ? both
        : QStringLiteral("%1: %2").arg(both, QString::fromStdString(row.change.whole()));
}

/// What is compared of a range: the snapshots that lie in it as a whole, so that none tells of both
/// sides of a change.
struct Stretch
{
    std::vector<measure::SnapshotPtr> snapshots;
    std::size_t changes = 0; ///< that came into force within it
};

Stretch stretchOf(const Snapshots& snapshots, const TimeRange& range)
{
    Stretch stretch;
    for (const measure::SnapshotPtr& snapshot : snapshots) {
        if (range.contains({snapshot->time - snapshot->interval, snapshot->time}))
            stretch.snapshots.push_back(snapshot);
        for (const measure::ConfigChange& change : snapshot->changes)
            if (change.fallsInto(range))
                ++stretch.changes;
    }
    return stretch;
}

} // namespace

RangeCard::RangeCard(QWidget* parent)
    : QWidget(parent)
    , m_range(new QLabel(this))
    , m_figures(new ElidedLabel(this))
    , m_notes(new QLabel(this))
    , m_compare(new QToolButton(this))
    , m_zoom(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName("range-card");
    m_range->setObjectName("range-selected");
    m_figures->setObjectName("range-figures");
    m_notes->setObjectName("range-notes");
    for (QLabel* label : {m_range, m_figures, m_notes}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont bold = m_range->font();
    bold.setBold(true);
    m_range->setFont(bold);
    m_figures->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_figures->setWordWrap(true);
    m_notes->setWordWrap(true);
    m_notes->setForegroundRole(QPalette::PlaceholderText);
    m_compare->setObjectName("range-compare");
    m_compare->setText(tr("Compare"));
    m_compare->setToolTip(tr("Compare this range, A, with the one that is selected next (C)"));
    m_zoom->setText(tr("Zoom in"));
    m_zoom->setToolTip(tr("Show the selected range alone"));
    m_close->setText(tr("Clear"));
    m_close->setToolTip(tr("Select nothing: all panels show what is visible (Esc)"));
    for (QToolButton* button : {m_compare, m_zoom, m_close})
        button->setAutoRaise(true);
    connect(m_compare, &QToolButton::clicked, this, &RangeCard::compareWanted);
    connect(m_zoom, &QToolButton::clicked, this, &RangeCard::zoomWanted);
    connect(m_close, &QToolButton::clicked, this, &RangeCard::closeWanted);
    auto* row = new QHBoxLayout;
    row->addWidget(m_range, 1);
    row->addWidget(m_compare);
    row->addWidget(m_zoom);
    row->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 2);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_figures);
    column->addWidget(m_notes);
}

void RangeCard::show(const Snapshots& snapshots, const TimeRange& range)
{
    m_compare->show();
    measure::SnapshotSums sums;
    const auto [first, last] = snapshotsIn(snapshots, range);
    std::for_each(first, last, [&sums](const auto& snapshot) { sums.add(*snapshot); });
    if (sums.size() == 0) {
        setTexts(selectedText(range), {tr("no snapshot lies in it")});
        return;
    }
    QStringList texts;
    const measure::Subject subject = snapshots.back()->subject();
    for (const measure::FigureRow& row : measure::figures())
        if (const auto text = textOf(row, sums, subject); text && !isHidden(row))
            texts << *text;
    setTexts(selectedText(range), texts);
}

void RangeCard::show(const Snapshots& snapshots, const TimeRange& range, const ChosenLock& lock)
{
    m_compare->show();
    RangeLocks sums;
    (void)sums.show(snapshots, range);
    const std::vector<measure::LockSnapshot> locks = sums.locks();
    const auto found = std::find_if(
        locks.begin(), locks.end(), [&lock](const auto& each) { return each.id == lock.id; });
    const measure::LockSnapshot sum = found == locks.end() ? measure::LockSnapshot() : *found;
    const auto ratio = [&sums](auto part, auto whole) {
        return sums.exact() && whole > 0
            ? std::optional(static_cast<double>(part) / static_cast<double>(whole))
            : std::nullopt;
    };
    const auto perSecond = ratio(sum.acquisitions, sums.seconds());
    setTexts(tr("%1 · %2").arg(selectedText(range), lock.site),
             {tr("acquisitions/s %1").arg(perSecond ? formatScaled(*perSecond) : unknownText()),
              tr("contended %1").arg(formatShare(ratio(sum.contended, sum.acquisitions))),
              tr("lock wait, mean %1").arg(formatDuration(ratio(sum.waitNs, sum.acquisitions))),
              tr("waited in all %1").arg(formatDuration(static_cast<double>(sum.waitNs))),
              tr("waiting at its end %1").arg(sum.waiters)});
}

void RangeCard::showBase(const TimeRange& base)
{
    m_compare->hide();
    setTexts(tr("A: %1").arg(stretchText(base)),
             {tr("Drag in a chart over the stretch to compare it with, B")});
}

void RangeCard::compare(const Snapshots& snapshots, const TimeRange& a, const TimeRange& b)
{
    m_compare->hide();
    const Stretch stretchA = stretchOf(snapshots, a);
    const Stretch stretchB = stretchOf(snapshots, b);
    recording::ComparedFigures compared;
    compared.figuresA = recording::figuresOf(stretchA.snapshots);
    compared.figuresB = recording::figuresOf(stretchB.snapshots);
    QStringList notes;
    const auto note = [&notes](const std::vector<std::string>& sentences) {
        for (const std::string& sentence : sentences)
            notes << shownSentence(QString::fromStdString(sentence));
    };
    note(remarksOn("A", compared.figuresA, stretchA.changes));
    note(remarksOn("B", compared.figuresB, stretchB.changes));
    note(remarksOnBoth(compared));
    QStringList texts;
    for (const recording::DifferenceRow& row : rowsOf(compared))
        texts << comparedText(row);
    setTexts(tr("%1  ·  A: %2  ·  B: %3")
                 .arg(QString::fromStdString(compared.verdict()), stretchText(a), stretchText(b)),
             texts,
             notes);
}

void RangeCard::compare(const Snapshots& snapshots,
                        const TimeRange& a,
                        const TimeRange& b,
                        const ChosenLock& lock)
{
    m_compare->hide();
    const auto of = [&](const TimeRange& range) {
        return recording::lockFiguresOf(stretchOf(snapshots, range).snapshots, lock.id);
    };
    const recording::LockRows rows = rowsOf(recording::LockDifference{.a = of(a), .b = of(b)});
    QStringList texts;
    for (const recording::DifferenceRow& row : rows.rows)
        texts << comparedText(row);
    setTexts(
        tr("%1: %2  ·  A: %3  ·  B: %4")
            .arg(lock.site, toQString(rows.change), stretchText(a), stretchText(b)),
        texts,
        {tr("Better or worse is the share of the threads' time that goes into waiting for it.")});
}

void RangeCard::setTexts(const QString& range, const QStringList& figures, const QStringList& notes)
{
    m_range->setText(range);
    m_figures->setText(figures.join(QStringLiteral(" · ")));
    m_notes->setText(notes.join(QStringLiteral(" · ")));
    m_notes->setVisible(!notes.isEmpty());
    fitFigures();
}

void RangeCard::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitFigures();
}

void RangeCard::fitFigures()
{
    constexpr int kMostLines = 2;
    const QFontMetrics metrics = m_figures->fontMetrics();
    const QRect room(0, 0, layout()->contentsRect().width(), QWIDGETSIZE_MAX);
    const int needed = metrics.boundingRect(room, Qt::TextWordWrap, m_figures->text()).height();
    const bool wraps = needed <= kMostLines * metrics.lineSpacing();
    if (wraps != m_figures->wordWrap())
        m_figures->setWordWrap(wraps);
}

bool RangeCard::isHidden(const measure::FigureRow& row) const
{
    return std::any_of(m_hidden.begin(), m_hidden.end(), [&row](const QString& entry) {
        return isOf(row, entry);
    });
}

QString stretchText(const TimeRange& range)
{
    return RangeCard::tr("%1 s, from %2 s to %3 s")
        .arg(inSeconds(range.span()), 0, 'f', 2)
        .arg(inSeconds(range.begin), 0, 'f', 2)
        .arg(inSeconds(range.end), 0, 'f', 2);
}

QString selectedText(const TimeRange& range)
{
    return RangeCard::tr("Selected %1 of the run").arg(stretchText(range));
}

} // namespace lockscope::ui
