// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/thread_table.h"

#include "ui/charts/share_delegate.h"
#include "ui/charts/thread_pick.h"
#include "ui/charts/time_view.h"
#include "ui/models/table_text.h"
#include "ui/models/thread_table_model.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <vector>

namespace lockscope::ui {

ThreadTable::ThreadTable(TimeView* view, QWidget* parent, ThreadPick* pick)
    : QTableView(parent)
    , m_view(view)
    , m_pick(pick)
    , m_model(new ThreadTableModel(this))
    , m_sorted(new ThreadSortProxy(this))
{
    m_sorted->setSourceModel(m_model);
    setModel(m_sorted);
    setItemDelegate(new ShareDelegate(this));
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
    const auto show = [this] {
        if (isVisible())
            showChosen();
    };
    connect(m_view, &TimeView::hoveredChanged, this, show);
    connect(m_view, &TimeView::selectionChanged, this, show);
    connect(m_view, &TimeView::visibleChanged, this, show);
    if (m_pick == nullptr)
        return;
    setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_pick, &ThreadPick::changed, this, &ThreadTable::showPick);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ThreadTable::pickRow);
}

void ThreadTable::pickRow(const QModelIndex& row)
{
    if (row.isValid())
        m_pick->pick(row.siblingAtColumn(ThreadTableModel::IndexColumn)
                         .data(ThreadTableModel::SortRole)
                         .toUInt());
}

void ThreadTable::showPick()
{
    if (!m_pick->worker()) {
        selectionModel()->clear();
        return;
    }
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, ThreadTableModel::IndexColumn);
        if (index.data(ThreadTableModel::SortRole).toUInt() != *m_pick->worker())
            continue;
        if (currentIndex().row() != row)
            setCurrentIndex(index);
        scrollTo(index);
        return;
    }
}

void ThreadTable::hideEntries(const QStringList& ids)
{
    m_hidesWaits = ids.contains(QStringLiteral("p99"));
    showColumns();
}

void ThreadTable::showColumns()
{
    // Nobody tells of these in a watched program.
    const bool ofProgram = m_names.subject() == measure::Subject::Program;
    for (const int column : {ThreadTableModel::CpuColumn,
                             ThreadTableModel::VoluntaryColumn,
                             ThreadTableModel::InvoluntaryColumn})
        setColumnHidden(column, ofProgram);
    setColumnHidden(ThreadTableModel::P99WaitColumn, ofProgram || m_hidesWaits);
}

void ThreadTable::follow(const measure::History& history)
{
    const HistoryMirror::Step step = m_mirror.follow(history);
    const auto& snapshots = m_mirror.snapshots();
    const measure::Subject before = m_names.subject();
    bool told = step.restarted;
    if (step.restarted)
        m_names.clear();
    for (std::size_t i = step.restarted ? 0 : step.firstNew; i < snapshots.size(); ++i) {
        m_names.follow(*snapshots[i]);
        told = told || (snapshots[i]->program && !snapshots[i]->program->newThreads.empty());
    }
    if (told)
        m_model->setNames(m_names);
    if (m_names.subject() != before)
        showColumns();
}

void ThreadTable::refresh(const measure::History& history)
{
    follow(history);
    if (isVisible())
        showChosen();
}

void ThreadTable::showEvent(QShowEvent* event)
{
    QTableView::showEvent(event);
    showChosen(); // what came while it was out of sight, which may be of another source
}

void ThreadTable::showChosen()
{
    const auto seconds = [](std::chrono::nanoseconds time) {
        return QString::number(std::chrono::duration<double>(time).count(), 'f', 2);
    };
    std::optional<TimeRange> range;
    QString title = tr("Threads");
    const auto hovered = m_view->hovered();
    if (const auto snapshot = hovered ? m_mirror.at(*hovered) : nullptr) {
        range = {snapshot->time - snapshot->interval, snapshot->time};
        title = tr("Threads at %1").arg(m_view->textOf(*hovered));
    } else if (const auto& selection = m_view->selection()) {
        range = *selection;
        title = tr("Threads in the selected %1 s").arg(seconds(selection->span()));
    } else if (!m_view->follows()) {
        range = m_view->visible().within(m_view->kept());
        title = tr("Threads in the %1 s shown").arg(seconds(range->span()));
    } else if (const auto& place = m_view->place()) {
        range = {*place - ThreadTableModel::kSmoothing, *place};
    }
    setWindowTitle(title);
    m_model->refresh(m_mirror.snapshots(), range);
}

QString ThreadTable::copiedText() const
{
    std::set<int> rows;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        rows.insert(row);
    std::vector<int> columns;
    for (int place = 0; place < m_sorted->columnCount(); ++place)
        if (const int column = horizontalHeader()->logicalIndex(place); !isColumnHidden(column))
            columns.push_back(column);
    return tableText(*m_sorted, rows, columns);
}

void ThreadTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(copiedText());
    else
        QTableView::keyPressEvent(event);
}

bool ThreadTable::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        m_sorted->setDynamicSortFilter(event->type() == QEvent::Leave);
    return QTableView::viewportEvent(event);
}

QByteArray ThreadTable::saveState() const
{
    return horizontalHeader()->saveState();
}

bool ThreadTable::restoreState(const QByteArray& state)
{
    const bool restored = horizontalHeader()->restoreState(state);
    showColumns(); // it may have been kept of another subject
    return restored;
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
