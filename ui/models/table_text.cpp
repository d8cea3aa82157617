// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_text.h"

#include "core/io/text_fit.h"

#include <QAbstractItemModel>
#include <QStringList>

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

} // namespace lockscope::ui
