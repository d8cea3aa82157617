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
#include <unordered_map>
#include <utility>

namespace lockscope::ui {

namespace {

struct LockHead
{
    const char* title;
    const char* tip;
};

/// In the order of LockModel::Column.
constexpr std::array<LockHead, LockModel::ColumnCount> kLockHeads{{
    {"Where", "The program's function in which it was first waited for"},
    {"Kind",
     "What kind of lock it is. Behind a dot: gate, in which threads sleep until there is work, "
     "which "
     "is not contention; or what Lockscope was told to put in front of it (a right click): ticket, "
     "first come, first served; mcs, a queue in which each spins on a cache line of its own; "
     "spin-then-park, some microseconds of spinning, then sleep; back-off, looking again after "
     "ever "
     "longer pauses; restricted, two compete and the others sleep. Of a range in which that "
     "changed: "
     "before and after"},
    {"Taken/s",
     "Acquisitions a second: of the last seconds, of all when watching has ended, or of what is "
     "selected"},
    {"Contended", "Share of acquisitions whose first attempt failed"},
    {"Waited", "Thread time that was waited for it, with the waits under way"},
    {"Caused",
     "Thread time that others waited while somebody held it: what its holders are to blame for. "
     "Waited "
     "counts the same time by who waited"},
    {"Wait p99", "Of contended acquisitions; one in a hundred took longer"},
    {"Held p50", "How long it is held, median"},
    {"Owner changes",
     "Contended acquisitions that came from another thread than the one before: each moves the "
     "lock, "
     "and what it guards, from one CPU's cache to another's"},
    {"Waiters", "Threads that wait for it now, and how long they have all together so far"},
}};

constexpr const char* kUnknownOfRange =
    "Counted since watching began only: of a part of the time it is not known";

/// Whether only reports tell of it, not snapshots.
bool isOfReports(int column)
{
    return column == LockModel::WaitP99Column || column == LockModel::HoldColumn
        || column == LockModel::OwnerChangesColumn;
}

QString waitersText(const LockRow& row)
{
    if (row.waiters == 0)
        return QStringLiteral("0");
    return tr("%1 (%2 so far)")
        .arg(row.waiters)
        .arg(formatDuration(static_cast<double>(row.waitSoFarNs)));
}

} // namespace

void LockModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void LockModel::setRows(std::vector<LockRow> rows)
{
    std::unordered_map<std::uint32_t, std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i)
        places.emplace(rows[i].id, i);
    for (int row = rowCount() - 1; row >= 0; --row)
        if (!places.contains(m_rows[static_cast<std::size_t>(row)].id)) {
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
    for (LockRow& row : m_rows) { // those that are known keep their places
        const auto place = places.find(row.id);
        row = std::move(rows[place->second]);
        places.erase(place);
    }
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    std::vector<std::size_t> added;
    added.reserve(places.size());
    for (const auto& [id, place] : places)
        added.push_back(place);
    if (added.empty())
        return;
    std::sort(added.begin(), added.end());
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
    for (const std::size_t place : added)
        m_rows.push_back(std::move(rows[place]));
    endInsertRows();
}

std::optional<std::uint32_t> LockModel::lockAt(int row) const
{
    return row >= 0 && row < rowCount() ? std::optional(m_rows[static_cast<std::size_t>(row)].id)
                                        : std::nullopt;
}

std::optional<int> LockModel::rowOf(std::uint32_t id) const
{
    const auto found = std::find_if(
        m_rows.begin(), m_rows.end(), [id](const LockRow& row) { return row.id == id; });
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

std::optional<double> LockModel::number(const LockRow& row, int column)
{
    switch (column) {
    case RateColumn:
        return row.perSecond;
    case ContendedColumn:
        return row.contended;
    case SufferedColumn:
        return row.sufferedNs;
    case CausedColumn:
        return row.causedNs;
    case WaitP99Column:
        return row.waitP99Ns;
    case HoldColumn:
        return row.heldP50Ns;
    case OwnerChangesColumn:
        return row.ownerChanges ? std::optional(static_cast<double>(*row.ownerChanges))
                                : std::nullopt;
    case WaitersColumn: // of as many, those that have waited longer
        return static_cast<double>(row.waiters) + static_cast<double>(row.waitSoFarNs) * 1e-18;
    default:
        return std::nullopt;
    }
}

QString LockModel::text(const LockRow& row, int column)
{
    switch (column) {
    case SiteColumn:
        return row.site;
    case KindColumn:
        return row.kind;
    case RateColumn:
        return row.perSecond ? formatScaled(*row.perSecond) : unknownText();
    case OwnerChangesColumn:
        return row.ownerChanges ? countText(*row.ownerChanges) : unknownText();
    case ContendedColumn:
        return formatShare(row.contended);
    case WaitersColumn:
        return waitersText(row);
    default:
        return formatDuration(number(row, column));
    }
}

QVariant LockModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const LockRow& row = m_rows[static_cast<std::size_t>(index.row())];
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
        return row.condition || row.gate
            ? QVariant(QGuiApplication::palette().brush(QPalette::PlaceholderText))
            : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == SiteColumn)
            return plainToolTip(row.site);
        if (index.column() == KindColumn)
            return plainToolTip(row.kind + '\n' + tr(kLockHeads[KindColumn].tip));
        return row.ofRange && isOfReports(index.column()) ? QVariant(tr(kUnknownOfRange))
                                                          : QVariant();
    case ConditionRole:
        return row.condition;
    case SearchRole:
        return row.site + QChar(' ') + row.kind;
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
