// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/difference_model.h"

#include <utility>

namespace lockscope::ui {

namespace {

recording::NumberText textOf(const recording::DifferenceRow& row, int column)
{
    switch (column) {
    case DifferenceModel::LabelColumn:
        return {.value = row.label, .interval = {}};
    case DifferenceModel::AColumn:
        return row.a;
    case DifferenceModel::BColumn:
        return row.b;
    default:
        return row.change;
    }
}

} // namespace

void DifferenceModel::setRows(std::vector<recording::DifferenceRow> rows)
{
    // The same lines nearly always: a selection stays, and nothing flickers while a range is
    // dragged.
    if (rows.size() == m_rows.size() && !rows.empty()) {
        m_rows = std::move(rows);
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DifferenceModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DifferenceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const recording::DifferenceRow& row = m_rows[static_cast<std::size_t>(index.row())];
    const recording::NumberText text = textOf(row, index.column());
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(text.whole());
    case ValueRole:
        return QString::fromStdString(text.value);
    case IntervalRole:
        return QString::fromStdString(text.interval);
    case Qt::ToolTipRole:
        return QString::fromStdString(row.about);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter
                   | (index.column() == LabelColumn ? Qt::AlignLeft : Qt::AlignRight));
    default:
        return {};
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == LabelColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole && section == ChangeColumn)
        return tr(
            "Of figures B divided by A, of shares B less A in points of a hundred; 95 % confidence "
            "intervals");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case AColumn:
        return QStringLiteral("A");
    case BColumn:
        return QStringLiteral("B");
    case ChangeColumn:
        return tr("B / A, or B - A");
    default:
        return QString();
    }
}

} // namespace lockscope::ui
