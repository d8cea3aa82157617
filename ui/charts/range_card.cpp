// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/range_card.h"

#include "core/measure/figures.h"
#include "ui/words/figure_text.h"
#include "ui/words/units.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <optional>

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
std::optional<QString> textOf(const measure::FigureRow& row, const measure::SnapshotSums& sums)
{
    if (row.ofRange == nullptr)
        return std::nullopt;
    const auto estimate = row.ofRange(sums);
    if (!estimate && row.of == measure::FigureOf::ContendedPasses)
        return std::nullopt;
    return QStringLiteral("%1 %2").arg(
        QString::fromUtf8(row.heading.data(), static_cast<qsizetype>(row.heading.size())),
        estimate ? estimateText(row.figure, *estimate) : unknownText());
}

} // namespace

RangeCard::RangeCard(QWidget* parent)
    : QWidget(parent)
    , m_range(new QLabel(this))
    , m_figures(new QLabel(this))
    , m_zoom(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName("range-card");
    m_range->setObjectName("range-selected");
    m_figures->setObjectName("range-figures");
    for (QLabel* label : {m_range, m_figures}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont bold = m_range->font();
    bold.setBold(true);
    m_range->setFont(bold);
    m_figures->setWordWrap(true);
    m_zoom->setText(tr("Zoom in"));
    m_zoom->setToolTip(tr("Show the selected range alone"));
    m_close->setText(tr("Clear"));
    m_close->setToolTip(tr("Select nothing: all panels show what is visible (Esc)"));
    for (QToolButton* button : {m_zoom, m_close})
        button->setAutoRaise(true);
    connect(m_zoom, &QToolButton::clicked, this, &RangeCard::zoomWanted);
    connect(m_close, &QToolButton::clicked, this, &RangeCard::closeWanted);
    auto* row = new QHBoxLayout;
    row->addWidget(m_range, 1);
    row->addWidget(m_zoom);
    row->addWidget(m_close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 2);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_figures);
}

void RangeCard::show(const Snapshots& snapshots, const TimeRange& range)
{
    m_range->setText(selectedText(range));
    measure::SnapshotSums sums;
    const auto [first, last] = snapshotsIn(snapshots, range);
    std::for_each(first, last, [&sums](const auto& snapshot) { sums.add(*snapshot); });
    if (sums.size() == 0) {
        m_figures->setText(tr("no snapshot lies in it"));
        return;
    }
    QStringList texts;
    const auto isHidden = [this](const measure::FigureRow& row) {
        return std::any_of(m_hidden.begin(), m_hidden.end(), [&row](const QString& entry) {
            return isOf(row, entry);
        });
    };
    for (const measure::FigureRow& row : measure::figures())
        if (const auto text = textOf(row, sums); text && !isHidden(row))
            texts << *text;
    m_figures->setText(texts.join(QStringLiteral(" · ")));
}

QString selectedText(const TimeRange& range)
{
    return RangeCard::tr("Selected %1 s, from %2 s to %3 s of the run")
        .arg(inSeconds(range.span()), 0, 'f', 2)
        .arg(inSeconds(range.begin), 0, 'f', 2)
        .arg(inSeconds(range.end), 0, 'f', 2);
}

} // namespace lockscope::ui
