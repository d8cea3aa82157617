// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_text.h"

#include "core/io/text_fit.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <numeric>

namespace lockscope::ui {

QString tableText(const QAbstractItemModel& model,
                  const std::set<int>& rows,
                  const std::vector<int>& columns)
{
    const auto line = [&columns](const auto& textOf) {
        QStringList cells;
        for (const int column : columns)
            cells << QString::fromStdString(io::forTabbedTable(textOf(column).toStdString()));
        return cells.join('\t') + '\n';
    };
    QString text =
        line([&model](int column) { return model.headerData(column, Qt::Horizontal).toString(); });
    for (const int row : rows)
        text += line([&](int column) { return model.index(row, column).data().toString(); });
    return text;
}

QString copiedRows(const QAbstractItemModel& model, const QModelIndexList& marked)
{
    std::set<int> rows;
    for (const QModelIndex& index : marked)
        rows.insert(index.row());
    for (int row = 0; marked.isEmpty() && row < model.rowCount(); ++row)
        rows.insert(row);
    std::vector<int> columns(static_cast<std::size_t>(model.columnCount()));
    std::iota(columns.begin(), columns.end(), 0);
    return tableText(model, rows, columns);
}

} // namespace lockscope::ui
