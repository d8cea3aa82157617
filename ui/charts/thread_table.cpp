// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/thread_table.h"

#include "ui/models/thread_table_model.h"

#include <QHeaderView>

namespace lockscope::ui {

ThreadTable::ThreadTable(QWidget* parent)
    : QTableView(parent)
    , m_model(new ThreadTableModel(this))
{
    auto* sorted = new ThreadSortProxy(this);
    sorted->setSourceModel(m_model);
    setModel(sorted);
    setSortingEnabled(true);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setWordWrap(false);
    setShowGrid(false);
    setAccessibleName(tr("Threads"));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    resetState();
}

void ThreadTable::refresh(const measure::History& history)
{
    m_model->refresh(history);
}

QByteArray ThreadTable::saveState() const
{
    return horizontalHeader()->saveState();
}

bool ThreadTable::restoreState(const QByteArray& state)
{
    return horizontalHeader()->restoreState(state);
}

void ThreadTable::resetState()
{
    QHeaderView* header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column) {
        header->moveSection(header->visualIndex(column), column);
        header->resizeSection(column, std::max(90, header->sectionSizeHint(column) + 16));
    }
    const int wait =
        fontMetrics().horizontalAdvance(tr("%1, %2 so far").arg("100.0 %", "10.0 ms")) + 16;
    header->resizeSection(ThreadTableModel::WaitColumn,
                          std::max(wait, header->sectionSize(ThreadTableModel::WaitColumn)));
    sortByColumn(ThreadTableModel::IndexColumn, Qt::AscendingOrder);
}

} // namespace lockscope::ui
