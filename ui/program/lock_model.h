// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/program_run.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace lockscope::ui {

/// The locks of a watched program, a row each, and its conditions. A row stays the same lock from
/// one report to the next. What was not counted is "unknown", and sorted below all that was.
class LockModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        SiteColumn,
        KindColumn,
        RateColumn, ///< acquisitions a second, of the last seconds; of all when it has ended
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

    /// Null: no rows. `live`: the program is watched, so rates are of now.
    void setReport(const WatchReportPtr& report, bool live);
    /// The lock in a row; null for none. As long as the report.
    [[nodiscard]] const program::ReportedLock* lockAt(int row) const;
    /// Where a lock is; none when it is not there.
    [[nodiscard]] std::optional<int> rowOf(std::uint32_t id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row
    {
        const program::ReportedLock* lock = nullptr;
        std::uint32_t id = 0;
        bool condition = false;
        bool exact = true; ///< counted, not sampled
        QString site;
        std::optional<double> perSecond;
    };
    /// Acquisitions at an earlier report, by lock.
    struct Earlier
    {
        std::chrono::nanoseconds elapsed{};
        std::unordered_map<std::uint32_t, std::uint64_t> acquisitions;
    };

    [[nodiscard]] std::vector<Row> rowsOf(const program::WatchReport& report, bool live) const;
    [[nodiscard]] std::optional<double> rateOf(const program::WatchReport& report,
                                               const program::LockReading& lock,
                                               bool live) const;
    [[nodiscard]] static QString text(const Row& row, int column);
    [[nodiscard]] static std::optional<double> number(const Row& row, int column);
    void remember(const program::WatchReport& report);
    void clear();

    WatchReportPtr m_report;
    std::vector<Row> m_rows;
    std::deque<Earlier> m_earlier; ///< the oldest first
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
