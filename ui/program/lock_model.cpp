// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_model.h"

#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <array>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr std::size_t kReportsOfRate = 4; // about two seconds

struct LockHead
{
    const char* title;
    const char* tip;
};

/// In the order of LockModel::Column.
constexpr std::array<LockHead, LockModel::ColumnCount> kLockHeads{{
    {"Where", "The program's function in which it was first waited for"},
    {"Kind", "Gate: threads sleep in it until there is work, which is not contention"},
    {"Taken/s", "Acquisitions a second: of the last seconds, or of all when watching has ended"},
    {"Contended", "Share of acquisitions whose first attempt failed"},
    {"Waited", "Thread time that was waited for it, with the waits under way"},
    {"Caused", "Thread time that others waited while somebody held it"},
    {"Wait p99", "Of contended acquisitions; one in a hundred took longer"},
    {"Held p50", "How long it is held, median"},
    {"Owner changes", "Contended acquisitions that came from another thread than the one before"},
    {"Waiters", "Threads that wait for it now, and how long they have all together so far"},
}};

double secondsOf(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

QString waitersText(const program::LockReading& lock)
{
    if (lock.waiters == 0)
        return QStringLiteral("0");
    return tr("%1 (%2 so far)")
        .arg(lock.waiters)
        .arg(formatDuration(static_cast<double>(lock.waitSoFarNs)));
}

} // namespace

std::vector<LockModel::Row> LockModel::rowsOf(const program::WatchReport& report, bool live) const
{
    std::vector<Row> rows;
    const auto add = [&](const std::vector<program::ReportedLock>& locks, bool condition) {
        for (const program::ReportedLock& lock : locks)
            rows.push_back({&lock,
                            lock.lock.id,
                            condition,
                            report.reading.exact,
                            siteOf(lock.lock),
                            rateOf(report, lock.lock, live)});
    };
    add(report.locks, false);
    add(report.conditions, true);
    return rows;
}

std::optional<double> LockModel::rateOf(const program::WatchReport& report,
                                        const program::LockReading& lock,
                                        bool live) const
{
    std::uint64_t before = 0;
    std::chrono::nanoseconds since{};
    if (live && !m_earlier.empty()) {
        const Earlier& base = m_earlier.front();
        since = base.elapsed;
        if (const auto found = base.acquisitions.find(lock.id); found != base.acquisitions.end())
            before = found->second;
    }
    const double passed = secondsOf(report.reading.elapsed - since);
    if (!report.reading.exact || passed <= 0)
        return std::nullopt;
    return static_cast<double>(program::grownBy(lock.counts.acquisitions, before)) / passed;
}

void LockModel::remember(const program::WatchReport& report)
{
    Earlier& now = m_earlier.emplace_back();
    now.elapsed = report.reading.elapsed;
    for (const auto* locks : {&report.locks, &report.conditions})
        for (const program::ReportedLock& lock : *locks)
            now.acquisitions.emplace(lock.lock.id, lock.lock.counts.acquisitions);
    if (m_earlier.size() > kReportsOfRate)
        m_earlier.pop_front();
}

void LockModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_earlier.clear();
    m_report.reset();
    endResetModel();
}

void LockModel::setReport(const WatchReportPtr& report, bool live)
{
    if (!report || !m_report || report->pid != m_report->pid
        || report->reading.elapsed < m_report->reading.elapsed)
        clear();
    if (!report)
        return;
    std::vector<Row> rows = rowsOf(*report, live);
    std::unordered_map<std::uint32_t, std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i)
        places.emplace(rows[i].id, i);
    for (int row = rowCount() - 1; row >= 0; --row)
        if (!places.contains(m_rows[static_cast<std::size_t>(row)].id)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    const WatchReportPtr before = std::exchange(m_report, report); // what rows point into
    for (Row& row : m_rows) { // those that are known keep their places
        const auto place = places.find(row.id);
        row = rows[place->second];
        places.erase(place);
    }
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    if (!places.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(places.size()) - 1);
        for (Row& row : rows)
            if (places.contains(row.id))
                m_rows.push_back(std::move(row));
        endInsertRows();
    }
    remember(*report);
}

const program::ReportedLock* LockModel::lockAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].lock : nullptr;
}

std::optional<int> LockModel::rowOf(std::uint32_t id) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [id](const Row& row) { return row.id == id; });
    return found == m_rows.end() ? std::nullopt
                                 : std::optional(static_cast<int>(found - m_rows.begin()));
}

int LockModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LockModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<double> LockModel::number(const Row& row, int column)
{
    const program::LockReading& lock = row.lock->lock;
    const program::LockCounts& counts = lock.counts;
    switch (column) {
    case SufferedColumn:
        return static_cast<double>(lock.allWaitNs());
    case WaitersColumn: // of as many, those that have waited longer
        return static_cast<double>(lock.waiters) + static_cast<double>(lock.waitSoFarNs) * 1e-18;
    default:
        break;
    }
    if (!row.exact)
        return std::nullopt; // sampled: nothing else was counted
    switch (column) {
    case RateColumn:
        return row.perSecond;
    case ContendedColumn:
        return counts.acquisitions == 0 ? std::nullopt
                                        : std::optional(static_cast<double>(counts.contended)
                                                        / static_cast<double>(counts.acquisitions));
    case CausedColumn:
        return row.condition || counts.name.kind == program::LockKind::Semaphore
            ? std::nullopt // nobody knows who held it
            : std::optional(static_cast<double>(counts.causedNs));
    case WaitP99Column:
        return counts.waits.quantile(0.99);
    case HoldColumn:
        return counts.holds.quantile(0.5);
    case OwnerChangesColumn:
        return row.condition ? std::nullopt
                             : std::optional(static_cast<double>(counts.ownerChanges));
    default:
        return std::nullopt;
    }
}

QString LockModel::text(const Row& row, int column)
{
    const std::optional<double> value = number(row, column);
    switch (column) {
    case SiteColumn:
        return row.site;
    case KindColumn:
        return kindText(*row.lock);
    case RateColumn:
        return value ? formatScaled(*value) : unknownText();
    case OwnerChangesColumn:
        return value ? countText(row.lock->lock.counts.ownerChanges) : unknownText();
    case ContendedColumn:
        return formatShare(value);
    case WaitersColumn:
        return waitersText(row.lock->lock);
    default:
        return formatDuration(value);
    }
}

QVariant LockModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isText = index.column() == SiteColumn || index.column() == KindColumn;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case OrderRole:
        return isText ? QVariant(text(row, index.column()))
                      : QVariant(number(row, index.column()).value_or(-1));
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isText ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::ForegroundRole: // nobody's fault
        return row.condition || row.lock->gate
            ? QVariant(QGuiApplication::palette().brush(QPalette::PlaceholderText))
            : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == SiteColumn)
            return plainToolTip(row.site);
        return row.lock->gate && index.column() == KindColumn ? tr(kLockHeads[KindColumn].tip)
                                                              : QVariant();
    case ConditionRole:
        return row.condition;
    case SearchRole:
        return row.site + QChar(' ') + kindText(*row.lock);
    default:
        return {};
    }
}

QVariant LockModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const LockHead& head = kLockHeads.at(static_cast<std::size_t>(section));
    if (role == Qt::DisplayRole)
        return tr(head.title);
    return role == Qt::ToolTipRole ? QVariant(tr(head.tip)) : QVariant();
}

LockFilter::LockFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(LockModel::OrderRole);
    setDynamicSortFilter(false); // once for a report, not for each row of it
}

void LockFilter::search(const QString& words)
{
    m_words = words.simplified().split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void LockFilter::showConditions(bool on)
{
    m_conditions = on;
    invalidateFilter();
}

void LockFilter::sortAgain()
{
    invalidateFilter(); // a name may have become known
    sort(sortColumn(), sortOrder());
}

bool LockFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_conditions && index.data(LockModel::ConditionRole).toBool())
        return false;
    const QString text = index.data(LockModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace lockscope::ui
