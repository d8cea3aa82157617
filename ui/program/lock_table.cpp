// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_table.h"

#include "ui/models/table_text.h"
#include "ui/program/lock_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace lockscope::ui {

LockTable::LockTable(QWidget* parent)
    : QTableView(parent)
    , m_model(new LockModel(this))
    , m_filter(new LockFilter(this))
{
    setObjectName("locks");
    setAccessibleName(tr("Locks of the program"));
    m_filter->setSourceModel(m_model);
    setModel(m_filter);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideMiddle);
    setSortingEnabled(true);
    sortByColumn(LockModel::SufferedColumn, Qt::DescendingOrder);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    setWidths();
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        emit lockChanged();
    });
}

void LockTable::setWidths()
{
    QHeaderView* heads = horizontalHeader();
    const int letter = fontMetrics().averageCharWidth();
    heads->setMinimumSectionSize(4 * letter);
    // Widths are given once: figures that grow would make columns jump twice a second.
    constexpr int kFigure = 12;
    for (int column = 0; column < LockModel::ColumnCount; ++column)
        setColumnWidth(column, kFigure * letter);
    setColumnWidth(LockModel::KindColumn, (kFigure + 4) * letter);
    setColumnWidth(LockModel::OwnerChangesColumn, (kFigure + 5) * letter);
    setColumnWidth(LockModel::WaitersColumn, (kFigure + 7) * letter);
}

void LockTable::resizeEvent(QResizeEvent* event)
{
    constexpr int kLeastSite = 24; // letters
    QTableView::resizeEvent(event);
    int figures = 0;
    for (int column = LockModel::SiteColumn + 1; column < LockModel::ColumnCount; ++column)
        figures += columnWidth(column);
    setColumnWidth(
        LockModel::SiteColumn,
        std::max(kLeastSite * fontMetrics().averageCharWidth(), viewport()->width() - figures));
}

void LockTable::setReport(const WatchReportPtr& report, bool live)
{
    m_model->setReport(report, live);
    m_filter->sortAgain();
    if (!currentIndex().isValid() && m_filter->rowCount() > 0)
        setCurrentIndex(m_filter->index(0, 0));
}

const program::ReportedLock* LockTable::lock() const
{
    const QModelIndex current = m_filter->mapToSource(currentIndex());
    return current.isValid() ? m_model->lockAt(current.row()) : nullptr;
}

QString LockTable::copiedText() const
{
    return copiedRows(*m_filter, selectionModel()->selectedRows());
}

void LockTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(copiedText());
    else
        QTableView::keyPressEvent(event);
}

} // namespace lockscope::ui
