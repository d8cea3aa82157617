// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/states.h"
#include "ui/models/range_waits.h"
#include "ui/models/thread_names.h"
#include "ui/models/time_range.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace lockscope::ui {

/// The threads of a range of snapshots, one row each, by index: those of its newest snapshot. Rates
/// and shares are means over the range, or, where none is asked for, over the last kSmoothing, so
/// that they can be read. What could not be read says "unknown".
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
        P99WaitColumn, ///< longest p99 of a snapshot
        VoluntaryColumn, ///< context switches in the range, or since the history began
        InvoluntaryColumn,
        ColumnCount
    };
    enum Role
    {
        SortRole = Qt::UserRole, ///< the raw number or text; invalid when there is none
        TidRole,
        ShareRole ///< 0 to 1, of columns that are shares; invalid when there is none
    };
    static constexpr std::chrono::seconds kSmoothing{1};
    /// A wait under way is told apart once it is so long.
    static constexpr std::chrono::milliseconds kWaitShownSoFar{100};

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows what the snapshots of a source hold, or a range of them; of that it keeps the first
    /// and the last, so that nothing is summed up again while they are the same. Rows come and go
    /// at the end, the model is never reset.
    void refresh(const Snapshots& snapshots, const std::optional<TimeRange>& range = {});
    /// What the threads are called, which decides the words of the headings, too.
    void setNames(const ThreadNames& names);

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

    using Place = Snapshots::const_iterator;

    /// The snapshots that a range's figures are of: others are between the same two only when it
    /// is another number.
    struct Summed
    {
        measure::SnapshotPtr before; ///< the one before the first; null: there is none
        measure::SnapshotPtr first;
        measure::SnapshotPtr last;
        std::ptrdiff_t count = 0;
        friend bool operator==(const Summed&, const Summed&) = default;
    };

    /// The first to behind the last snapshot that the figures are of.
    [[nodiscard]] static std::pair<Place, Place> placesOf(const Snapshots& snapshots,
                                                          const std::optional<TimeRange>& range);
    [[nodiscard]] static Summed summedOf(const Snapshots& snapshots,
                                         const Place& first,
                                         const Place& last);
    [[nodiscard]] static std::vector<Row> rowsOf(const Snapshots& snapshots,
                                                 const Place& first,
                                                 const Place& last);
    static void countSwitchesIn(std::vector<Row>& rows, const measure::Snapshot& before);
    void countSwitchesFromBegin(std::vector<Row>& rows);
    [[nodiscard]] static QVariant share(const Row& row, int column);
    [[nodiscard]] QVariant rawValue(const Row& row, int column) const;
    [[nodiscard]] QString text(const Row& row, int column) const;

    ThreadNames m_names;
    std::vector<Row> m_rows;
    std::optional<Summed> m_summed; ///< m_rows are of; none: of the newest
    std::vector<SwitchesBefore> m_before; ///< by row
    std::chrono::nanoseconds m_length{kSmoothing}; ///< of what the figures are of
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
