// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/difference_text.h"

#include <QAbstractTableModel>

#include <vector>

namespace lockscope::ui {

/// The table of differences: a row for each figure and share, in the words of `lockscope-cli diff`.
class DifferenceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        LabelColumn,
        AColumn,
        BColumn,
        ChangeColumn,
        ColumnCount
    };
    enum Role
    {
        ValueRole = Qt::UserRole, ///< "14.5 M"; DisplayRole has value and interval
        IntervalRole ///< "14.0 M to 15.0 M"; empty when there is no number
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<recording::DifferenceRow> rows);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    std::vector<recording::DifferenceRow> m_rows;
};

} // namespace lockscope::ui
