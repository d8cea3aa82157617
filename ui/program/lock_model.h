// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/lock_rows.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <cstdint>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// The locks of a watched program, a row each, and its conditions. A row stays the same lock from
/// one time to the next. What was not counted is "unknown", and sorted below all that was.
class LockModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        SiteColumn,
        KindColumn,
        RateColumn, ///< acquisitions a second
        ContendedColumn,
        SufferedColumn,
        CausedColumn,
        WaitP99Column,
        HoldColumn,
        OwnerChangesColumn,
        WaitersColumn,
        ColumnCount
    };
    enum Role
    {
        OrderRole = Qt::UserRole, ///< what it is sorted by
        ConditionRole, ///< bool
        SearchRole ///< what a search looks in
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows of other figures; locks that were there keep their places. Of several with one number
    /// the first counts.
    void setRows(std::vector<LockRow> rows);
    void clear();
    /// The lock in a row; none where there is no such row.
    [[nodiscard]] std::optional<std::uint32_t> lockAt(int row) const;
    /// Where a lock is; none when it is not there.
    [[nodiscard]] std::optional<int> rowOf(std::uint32_t id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] static QString text(const LockRow& row, int column);
    [[nodiscard]] static std::optional<double> number(const LockRow& row, int column);

    std::vector<LockRow> m_rows;
};

/// Of the locks those that are searched for; conditions only when they are wanted. Sorted by
/// numbers, when it is asked to and not while rows change.
class LockFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LockFilter(QObject* parent = nullptr);

    /// Every word must be found.
    void search(const QString& words);
    void showConditions(bool on);
    /// Brings rows that have changed into their order.
    void sortAgain();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
    bool m_conditions = false;
};

} // namespace lockscope::ui
