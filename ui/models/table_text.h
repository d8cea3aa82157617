// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndexList>
#include <QString>

#include <set>
#include <vector>

class QAbstractItemModel;

namespace lockscope::ui {

/// Heads and rows of a model as a spreadsheet takes them: the columns in the order that is given.
[[nodiscard]] QString tableText(const QAbstractItemModel& model,
                                const std::set<int>& rows,
                                const std::vector<int>& columns);

/// What Ctrl+C copies: all columns of the rows that are marked, of all rows when none is.
[[nodiscard]] QString copiedRows(const QAbstractItemModel& model, const QModelIndexList& marked);

} // namespace lockscope::ui
