// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <optional>
#include <vector>

namespace lockscope::ui {

/// The threads of the newest snapshot, one row each, by index. Rates and shares are means over the
/// last kSmoothing, so that they can be read. What could not be read says "unknown".
class ThreadTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        IndexColumn,
        CpuColumn,
        StateColumn,
        CallsColumn, ///< calls/s
        ContendedColumn, ///< contended passes of all, %
        WaitColumn, ///< lock-wait time of all time, %, the wait under way included; sorts the
                    ///< longest sufferer first
        P99WaitColumn, ///< longest p99 of the last kSmoothing
        VoluntaryColumn, ///< context switches since the history began
        InvoluntaryColumn,
        ColumnCount
    };
    enum Role
    {
        SortRole = Qt::UserRole, ///< the raw number or text; invalid when there is none
        TidRole
    };
    static constexpr std::chrono::seconds kSmoothing{1};
    /// A wait under way is told apart once it is so long.
    static constexpr std::chrono::milliseconds kWaitShownSoFar{100};

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows what the history holds now; keeps no pointer to it. Rows come and go at the end, the
    /// model is never reset.
    void refresh(const measure::History& history);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section,
                                      Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        std::uint32_t index = 0;
        std::int32_t tid = 0;
        std::optional<std::int32_t> cpu;
        std::optional<measure::State> state;
        double callsPerSecond = 0;
        std::optional<double> contended; ///< none when there was no call
        double wait = 0; ///< share, the wait under way included
        std::chrono::nanoseconds waitSoFar{}; ///< of the pass under way
        std::optional<double> p99WaitNs; ///< none when none was contended
        std::optional<std::uint64_t> voluntary;
        std::optional<std::uint64_t> involuntary;
    };

    /// What the kernel had counted of a thread when the history began.
    struct SwitchesBefore
    {
        std::int32_t tid = 0;
        std::optional<std::uint64_t> voluntary;
        std::optional<std::uint64_t> involuntary;
    };

    [[nodiscard]] static std::vector<Row> rowsOf(const measure::History& history);
    void countSwitchesFromBegin(std::vector<Row>& rows);
    [[nodiscard]] static QVariant rawValue(const Row& row, int column);
    [[nodiscard]] static QString text(const Row& row, int column);

    std::vector<Row> m_rows;
    std::vector<SwitchesBefore> m_before; ///< by row
};

/// Sorts the table by its raw values, what has none last, whichever way it is sorted.
class ThreadSortProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ThreadSortProxy(QObject* parent = nullptr);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

} // namespace lockscope::ui
