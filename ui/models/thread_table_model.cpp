// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/thread_table_model.h"

#include "ui/words/foreign_text.h"
#include "ui/words/state_text.h"
#include "ui/words/units.h"

#include <algorithm>
#include <array>

namespace lockscope::ui {

namespace {

/// What stands where there is nothing to take a value of, as opposed to one that could not be read.
QString noneText()
{
    return QStringLiteral("\u2013");
}

/// Sums of one thread over the smoothed stretch.
struct Sums
{
    double seconds = 0;
    double calls = 0;
    double contended = 0;
    double waitNs = 0; ///< of waits that ended
    std::optional<std::uint64_t>
        soFarBefore; ///< waited by the pass under way when the stretch began
    std::optional<float> p99WaitNs;
    measure::StateShares states;
    bool statesKnown = false;

    void add(const measure::ThreadSnapshot& thread, double interval)
    {
        seconds += interval;
        calls += static_cast<double>(thread.calls);
        contended += static_cast<double>(thread.contended);
        waitNs += static_cast<double>(thread.waitNs);
        if (thread.p99WaitNs)
            p99WaitNs = std::max(p99WaitNs.value_or(0), *thread.p99WaitNs);
        if (!thread.states)
            return;
        statesKnown = true;
        for (std::size_t i = 0; i < measure::kStateCount; ++i)
            states.share[i] += thread.states->share[i] * static_cast<float>(interval);
    }

    /// Share of the stretch that the thread waited for the lock, ended or not.
    [[nodiscard]] double waitShare(std::optional<std::uint64_t> soFar) const
    {
        if (static_cast<double>(soFar.value_or(0)) >= seconds * 1e9)
            return 1; // however late the sampler came in between
        const double waited = waitNs + static_cast<double>(soFar.value_or(0))
            - static_cast<double>(soFarBefore.value_or(0));
        return std::clamp(waited / (seconds * 1e9), 0.0, 1.0);
    }
};

QVariant orInvalid(const auto& value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

} // namespace

void ThreadTableModel::refresh(const Snapshots& snapshots, const std::optional<TimeRange>& range)
{
    const auto [first, last] = placesOf(snapshots, range);
    const auto length = range ? range->span() : std::chrono::nanoseconds(kSmoothing);
    const auto summed = range ? std::optional(summedOf(snapshots, first, last)) : std::nullopt;
    if (snapshots.empty())
        m_before.clear();
    if (range && summed == m_summed && length == m_length)
        return;
    m_summed = summed;
    m_length = length;
    std::vector<Row> rows = rowsOf(snapshots, first, last);
    if (!range)
        countSwitchesFromBegin(rows);
    else if (first != last)
        countSwitchesIn(rows, first == snapshots.begin() ? **first : **std::prev(first));
    const auto before = static_cast<int>(m_rows.size());
    const auto now = static_cast<int>(rows.size());
    if (now < before) {
        beginRemoveRows({}, now, before - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    } else if (now > before) {
        beginInsertRows({}, before, now - 1);
        m_rows.insert(m_rows.end(), rows.begin() + before, rows.end());
        endInsertRows();
    }
    m_rows = std::move(rows);
    if (now > 0)
        emit dataChanged(index(0, 0), index(now - 1, ColumnCount - 1));
}

void ThreadTableModel::countSwitchesFromBegin(std::vector<Row>& rows)
{
    if (m_before.size() < rows.size())
        m_before.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Row& row = rows[i];
        SwitchesBefore& before = m_before[i];
        if (before.tid != row.tid)
            before = {.tid = row.tid, .voluntary = {}, .involuntary = {}};
        const auto since = [](std::optional<std::uint64_t>& begin,
                              std::optional<std::uint64_t>& now) {
            if (!now)
                return;
            if (!begin)
                begin = now;
            *now -= *begin;
        };
        since(before.voluntary, row.voluntary);
        since(before.involuntary, row.involuntary);
    }
}

void ThreadTableModel::countSwitchesIn(std::vector<Row>& rows, const measure::Snapshot& before)
{
    auto then = before.threads.begin();
    for (Row& row : rows) {
        while (then != before.threads.end() && then->index < row.index)
            ++then;
        const bool same = then != before.threads.end() && then->tid == row.tid;
        const auto since = [same](std::optional<std::uint64_t>& now,
                                  const std::optional<std::uint64_t>& was) {
            now = same && now && was ? std::optional(*now - std::min(*now, *was)) : std::nullopt;
        };
        since(row.voluntary, same ? then->voluntarySwitches : std::nullopt);
        since(row.involuntary, same ? then->involuntarySwitches : std::nullopt);
    }
}

std::pair<ThreadTableModel::Place, ThreadTableModel::Place> ThreadTableModel::placesOf(
    const Snapshots& snapshots, const std::optional<TimeRange>& range)
{
    if (range || snapshots.empty())
        return snapshotsIn(snapshots, range.value_or(TimeRange()));
    const auto begin = snapshots.back()->time - kSmoothing;
    const auto first = std::partition_point(snapshots.begin(),
                                            std::prev(snapshots.end()),
                                            [begin](const auto& s) { return s->time <= begin; });
    return {first, snapshots.end()};
}

ThreadTableModel::Summed ThreadTableModel::summedOf(const Snapshots& snapshots,
                                                    const Place& first,
                                                    const Place& last)
{
    if (first == last)
        return {};
    return {.before = first == snapshots.begin() ? nullptr : *std::prev(first),
            .first = *first,
            .last = *std::prev(last),
            .count = last - first};
}

std::vector<ThreadTableModel::Row> ThreadTableModel::rowsOf(const Snapshots& snapshots,
                                                            const Place& first,
                                                            const Place& last)
{
    std::vector<Row> rows;
    if (first == last)
        return rows;
    const auto& newest = (*std::prev(last))->threads;
    std::vector<Sums> sums(newest.size());
    const auto eachThread = [&](const measure::Snapshot& snapshot, const auto& take) {
        auto own = newest.begin();
        for (const auto& thread : snapshot.threads) {
            while (own != newest.end() && own->index < thread.index)
                ++own;
            if (own != newest.end() && own->index == thread.index && own->tid == thread.tid)
                take(sums[static_cast<std::size_t>(own - newest.begin())], thread);
        }
    };
    if (first != snapshots.begin())
        eachThread(**std::prev(first), [](Sums& sum, const measure::ThreadSnapshot& thread) {
            sum.soFarBefore = thread.waitSoFarNs;
        });
    std::for_each(first, last, [&](const measure::SnapshotPtr& snapshot) {
        const double interval = std::chrono::duration<double>(snapshot->interval).count();
        eachThread(*snapshot, [interval](Sums& sum, const measure::ThreadSnapshot& thread) {
            sum.add(thread, interval);
        });
    });
    for (std::size_t i = 0; i < newest.size(); ++i) {
        const auto& thread = newest[i];
        const Sums& sum = sums[i];
        Row row{.index = thread.index,
                .tid = thread.tid,
                .cpu = thread.cpu,
                .state = {},
                .callsPerSecond = sum.calls / sum.seconds,
                .contended = {},
                .wait = sum.waitShare(thread.waitSoFarNs),
                .waitSoFar = std::chrono::nanoseconds(thread.waitSoFarNs.value_or(0)),
                .p99WaitNs = sum.p99WaitNs,
                .voluntary = thread.voluntarySwitches,
                .involuntary = thread.involuntarySwitches};
        if (sum.statesKnown)
            row.state = measure::dominantState(sum.states);
        if (sum.calls > 0)
            row.contended = std::min(1.0, sum.contended / sum.calls);
        rows.push_back(row);
    }
    return rows;
}

void ThreadTableModel::setNames(const ThreadNames& names)
{
    const bool isOther = names.subject() != m_names.subject();
    m_names = names;
    if (isOther)
        emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        emit dataChanged(index(0, IndexColumn), index(rowCount() - 1, IndexColumn));
}

int ThreadTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ThreadTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ThreadTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case SortRole:
        return rawValue(row, index.column());
    case TidRole:
        return row.tid;
    case ShareRole:
        return share(row, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(index.column() == StateColumn
                                       ? Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter)
                                       : Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    case Qt::ToolTipRole:
        return m_names.subject() == measure::Subject::Program
            ? plainToolTip(m_names.name(row.index))
            : tr("Thread %1, kernel id %2").arg(row.index).arg(row.tid);
    default:
        return {};
    }
}

QVariant ThreadTableModel::share(const Row& row, int column)
{
    switch (column) {
    case ContendedColumn:
        return orInvalid(row.contended);
    case WaitColumn:
        return row.wait;
    default:
        return {};
    }
}

QVariant ThreadTableModel::rawValue(const Row& row, int column) const
{
    switch (column) {
    case IndexColumn:
        return row.index;
    case CpuColumn:
        return orInvalid(row.cpu);
    case StateColumn:
        return row.state ? QVariant(text(row, column)) : QVariant();
    case CallsColumn:
        return row.callsPerSecond;
    case ContendedColumn:
        return orInvalid(row.contended);
    case WaitColumn: // those who have waited all the time by how long they have
        return row.wait
            + std::max(0.0, std::chrono::duration<double>(row.waitSoFar - m_length).count());
    case P99WaitColumn:
        return orInvalid(row.p99WaitNs);
    case VoluntaryColumn:
        return row.voluntary ? QVariant(qulonglong{*row.voluntary}) : QVariant();
    case InvoluntaryColumn:
        return row.involuntary ? QVariant(qulonglong{*row.involuntary}) : QVariant();
    default:
        return {};
    }
}

QString ThreadTableModel::text(const Row& row, int column) const
{
    const bool ofProgram = m_names.subject() == measure::Subject::Program;
    switch (column) {
    case IndexColumn:
        return ofProgram ? m_names.name(row.index) : QString::number(row.index);
    case CpuColumn:
        return row.cpu ? QString::number(*row.cpu) : unknownText();
    case StateColumn:
        return row.state ? stateText(*row.state, m_names.subject()) : unknownText();
    case CallsColumn:
        return formatScaled(row.callsPerSecond);
    case ContendedColumn:
        return row.contended ? formatShare(row.contended) : noneText();
    case WaitColumn: {
        if (row.waitSoFar < kWaitShownSoFar)
            return formatShare(row.wait);
        return tr("%1, %2 so far")
            .arg(formatShare(row.wait), formatDuration(static_cast<double>(row.waitSoFar.count())));
    }
    case P99WaitColumn:
        return row.p99WaitNs ? formatDuration(*row.p99WaitNs) : noneText();
    case VoluntaryColumn:
        return row.voluntary ? QString::number(*row.voluntary) : unknownText();
    case InvoluntaryColumn:
        return row.involuntary ? QString::number(*row.involuntary) : unknownText();
    default:
        return {};
    }
}

QVariant ThreadTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    struct Heading
    {
        QString name;
        QString toolTip;
    };
    const bool ofProgram = m_names.subject() == measure::Subject::Program;
    const std::array<Heading, ColumnCount> headings{
        Heading{tr("Thread"),
                ofProgram ? tr("What the program calls it, and the kernel's number")
                          : tr("Index of the worker")},
        Heading{tr("CPU"), tr("Logical CPU that it last ran on")},
        Heading{tr("State"), tr("What it did most in the last second")},
        Heading{ofProgram ? tr("Taken/s") : tr("Calls/s"),
                ofProgram ? tr("Acquisitions of locks a second, mean of the last second")
                          : tr("Mean of the last second")},
        Heading{tr("Contended"),
                ofProgram ? tr("Share of its acquisitions whose first attempt failed")
                          : tr("Share of its passes whose first attempt failed")},
        Heading{tr("Wait"),
                ofProgram
                    ? tr("Share of its time spent waiting for locks, with the wait under way")
                    : tr("Share of its time spent waiting for the lock; a wait counts when it has "
                         "ended. Waiting for a CPU with the lock in hand, or for a late "
                         "initialisation, is none")},
        Heading{tr("p99 wait"),
                tr("99 % of its contended passes waited no longer; the longest of "
                   "the last second")},
        Heading{
            tr("Vol. switches"),
            tr("Voluntary context switches since the start or the last reset: it went to sleep")},
        Heading{tr("Invol. switches"),
                tr("Involuntary context switches since the start or the last reset: its CPU was "
                   "taken away")}};
    const Heading& heading = headings[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return heading.name;
    if (role == Qt::ToolTipRole)
        return heading.toolTip;
    if (role == Qt::InitialSortOrderRole && section >= CallsColumn)
        return Qt::DescendingOrder; // who has most of it is looked for
    return {};
}

ThreadSortProxy::ThreadSortProxy(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(ThreadTableModel::SortRole);
}

bool ThreadSortProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const bool leftKnown = left.data(sortRole()).isValid();
    const bool rightKnown = right.data(sortRole()).isValid();
    if (leftKnown && rightKnown)
        return QSortFilterProxyModel::lessThan(left, right);
    // A descending sort asks the other way round, so the answer turns with it.
    return leftKnown != rightKnown && (leftKnown == (sortOrder() == Qt::AscendingOrder));
}

} // namespace lockscope::ui
