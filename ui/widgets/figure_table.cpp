// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure_table.h"

#include "ui/models/table_text.h"
#include "ui/words/foreign_text.h"
#include "ui/words/units.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStandardItemModel>

namespace lockscope::ui {

namespace {

constexpr int kOrder = Qt::UserRole;

} // namespace

FigureCell textCell(const QString& text)
{
    return {.text = text, .order = {}, .tip = {}};
}

FigureCell shareCell(const std::optional<double>& share)
{
    return {.text = formatShare(share), .order = share.value_or(-1), .tip = {}};
}

FigureCell estimateCell(const std::optional<measure::Estimate>& value,
                        const std::function<QString(double)>& textOf,
                        const QString& whyUnknown)
{
    if (!value)
        return {.text = unknownText(), .order = -1.0, .tip = whyUnknown};
    FigureCell cell{.text = textOf(value->mean), .order = value->mean, .tip = {}};
    if (value->low && value->high)
        cell.text += FigureTable::tr(" (%1 to %2)").arg(textOf(*value->low), textOf(*value->high));
    return cell;
}

FigureTable::FigureTable(const QString& name, const QString& title, QWidget* parent)
    : QTableView(parent)
    , m_model(new QStandardItemModel(this))
{
    setObjectName(name);
    setAccessibleName(title);
    m_model->setSortRole(kOrder);
    setModel(m_model);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setTabKeyNavigation(false);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder); // as they come, until a head is clicked
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
}

void FigureTable::setColumns(const QStringList& headings)
{
    m_model->setHorizontalHeaderLabels(headings);
    resizeColumnsToContents();
}

void FigureTable::setRows(const std::vector<std::vector<FigureCell>>& rows)
{
    m_model->setRowCount(0);
    for (const std::vector<FigureCell>& row : rows) {
        QList<QStandardItem*> items; // the model takes them
        for (const FigureCell& cell : row) {
            auto* item = new QStandardItem(shownText(cell.text));
            item->setData(cell.order.isValid() ? cell.order : QVariant(cell.text), kOrder);
            if (!cell.tip.isEmpty())
                item->setToolTip(plainToolTip(cell.tip));
            item->setTextAlignment(Qt::AlignVCenter
                                   | (cell.order.isValid() ? Qt::AlignRight : Qt::AlignLeft));
            items << item;
        }
        m_model->appendRow(items);
    }
    const QHeaderView* heads = horizontalHeader();
    if (heads->sortIndicatorSection() < m_model->columnCount())
        m_model->sort(heads->sortIndicatorSection(), heads->sortIndicatorOrder());
    resizeColumnsToContents();
}

QString FigureTable::copiedText() const
{
    return copiedRows(*m_model, selectionModel()->selectedRows());
}

void FigureTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(copiedText());
    else
        QTableView::keyPressEvent(event);
}

} // namespace lockscope::ui
