// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_pair.h"

#include "ui/charts/chart_axes.h"
#include "ui/charts/chart_header.h"

#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace lockscope::ui {

namespace {

constexpr int kGap = 10;

} // namespace

ChartPair::ChartPair(const QString& id, ChartView* a, ChartView* b, QWidget* parent)
    : DashboardView(parent)
    , m_id(id)
    , m_header(new ChartHeader(this))
    , m_charts{a, b}
    , m_theme(Theme::of(palette()))
{
    setObjectName(id);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    for (ChartView* chart : m_charts) {
        chart->setHeaderShown(false);
        row->addWidget(chart, 1);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(row, 1);
    showHeader();
    chooseTogether(a->axis(), b->axis());
    connect(m_header, &ChartHeader::toggled, this, [this] {
        for (ChartView* chart : m_charts)
            chart->setHiddenEntries(m_header->hiddenEntries());
        showHeader(); // a unit may have changed with the scale
        emit hiddenEntriesChanged();
    });
}

QStringList ChartPair::hiddenEntries() const
{
    return m_header->hiddenEntries();
}

void ChartPair::setHiddenEntries(const QStringList& ids)
{
    m_header->setHiddenEntries(ids);
}

void ChartPair::chooseTogether(ValueAxis* a, ValueAxis* b)
{
    if (a == nullptr || b == nullptr)
        return;
    const auto follow = [this](ValueAxis* leader, ValueAxis* follower) {
        connect(leader, &ValueAxis::changed, this, [this, leader, follower] {
            follower->choose(leader->choice());
            showHeader();
        });
    };
    follow(a, b);
    follow(b, a);
}

QString ChartPair::title() const
{
    const QString a = m_charts[0]->title();
    const QString b = m_charts[1]->title();
    return a == b ? a : tr("A: %1; B: %2").arg(a, b);
}

void ChartPair::refresh(const measure::History& a, const measure::History& b)
{
    m_charts[0]->refresh(a);
    m_charts[1]->refresh(b);
    showHeader();
}

void ChartPair::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_header->setTheme(theme);
    for (ChartView* chart : m_charts)
        chart->setTheme(theme);
    showHeader();
}

void ChartPair::setNames(const QString& a, const QString& b)
{
    m_names = {a, b};
}

void ChartPair::showHeader()
{
    const QString name = ChartPair::title(); // also from the constructor
    m_header->setTitle(name, m_charts[0]->meaning());
    m_header->setEntries(m_charts[0]->entries());
    setAccessibleName(name);
    m_charts[0]->setAccessibleName(tr("A: %1").arg(name));
    m_charts[1]->setAccessibleName(tr("B: %1").arg(name));
}

void ChartPair::renderPicture(QPainter& painter, const QRectF& target) const
{
    painter.save();
    painter.fillRect(target, m_theme.window);
    QRectF rest = target.adjusted(0, m_header->renderPicture(painter, target), 0, 0);
    painter.setFont(plotFont());
    const QFontMetricsF metrics(plotFont());
    const double line = std::ceil(metrics.height()) + 4;
    const double width = (rest.width() - kGap) / 2;
    for (std::size_t side = 0; side < m_charts.size(); ++side) {
        // Whole pixels, which is what charts are placed on.
        const double left = std::round(rest.left() + static_cast<double>(side) * (width + kGap));
        painter.setPen(m_theme.faintText);
        const QRectF name(left + kGap, rest.top(), width - 2 * kGap, line);
        painter.drawText(name,
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(m_names[side], Qt::ElideRight, name.width()));
        m_charts[side]->renderPicture(
            painter,
            {left, std::round(rest.top() + line), std::floor(width), rest.height() - line});
    }
    painter.restore();
}

} // namespace lockscope::ui
