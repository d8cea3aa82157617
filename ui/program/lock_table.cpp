// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_table.h"

#include "ui/models/table_text.h"
#include "ui/program/lock_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

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
    connect(this, &QTableView::clicked, this, [this] {
        if (const auto clicked = lock())
            emit lockChosen(*clicked);
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
    setColumnWidth(LockModel::OwnerChangesColumn, (kFigure + 5) * letter);
    setColumnWidth(LockModel::WaitersColumn, (kFigure + 8) * letter);
}

void LockTable::resizeEvent(QResizeEvent* event)
{
    constexpr int kLeastSite = 19; // letters
    constexpr int kLeastKind = 14;
    constexpr int kKind = 26; // "mutex · spin-then-park"
    QTableView::resizeEvent(event);
    const int letter = fontMetrics().averageCharWidth();
    int room = viewport()->width();
    for (int column = LockModel::KindColumn + 1; column < LockModel::ColumnCount; ++column)
        room -= columnWidth(column);
    const int kind = std::clamp(room - kKind * letter, kLeastKind * letter, kKind * letter);
    setColumnWidth(LockModel::KindColumn, kind);
    setColumnWidth(LockModel::SiteColumn, std::max(kLeastSite * letter, room - kind));
}

void LockTable::setRows(std::vector<LockRow> rows)
{
    m_model->setRows(std::move(rows));
    m_filter->sortAgain();
    if (!currentIndex().isValid() && m_filter->rowCount() > 0)
        setCurrentIndex(m_filter->index(0, 0));
    else if (currentIndex().isValid() && !selectionModel()->hasSelection())
        selectRow(currentIndex().row()); // it came back
}

void LockTable::clear()
{
    m_model->clear();
}

std::optional<std::uint32_t> LockTable::lock() const
{
    const QModelIndex current = m_filter->mapToSource(currentIndex());
    return current.isValid() ? m_model->lockAt(current.row()) : std::nullopt;
}

void LockTable::mark(std::uint32_t lock)
{
    const auto row = m_model->rowOf(lock);
    const QModelIndex there =
        row ? m_filter->mapFromSource(m_model->index(*row, 0)) : QModelIndex();
    if (there.isValid())
        setCurrentIndex(there);
}

QString LockTable::siteOf(std::uint32_t lock) const
{
    const auto row = m_model->rowOf(lock);
    return row ? m_model->index(*row, LockModel::SiteColumn).data().toString() : QString();
}

QString LockTable::copiedText() const
{
    return copiedRows(*m_filter, selectionModel()->selectedRows());
}

void LockTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(copiedText());
        return;
    }
    const auto before = lock();
    QTableView::keyPressEvent(event);
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (const auto now = lock(); now && (isEnter || now != before))
        emit lockChosen(*now);
}

} // namespace lockscope::ui
