// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/lock_rows.h"

#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/lock_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

namespace lockscope::ui {

namespace {

constexpr std::size_t kReportsOfRate = 4; // about two seconds
constexpr std::string_view kSemaphore = "semaphore"; // nobody holds it

std::optional<double> shareOf(std::uint64_t part, std::uint64_t whole)
{
    return whole == 0 ? std::nullopt
                      : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

LockRow rowOf(const program::ReportedLock& reported, bool isCondition, bool exact)
{
    const program::LockReading& lock = reported.lock;
    const program::LockCounts& counts = lock.counts;
    LockRow row;
    row.id = lock.id;
    row.condition = isCondition;
    row.gate = reported.gate;
    row.site = siteOf(lock);
    row.kind = kindText(reported);
    row.sufferedNs = static_cast<double>(lock.allWaitNs());
    row.waiters = lock.waiters;
    row.waitSoFarNs = lock.waitSoFarNs;
    if (!exact)
        return row; // sampled: nothing else was counted
    row.contended = shareOf(counts.contended, counts.acquisitions);
    if (!isCondition && counts.name.kind != program::LockKind::Semaphore)
        row.causedNs = static_cast<double>(counts.causedNs);
    row.waitP99Ns = counts.waits.quantile(0.99);
    row.heldP50Ns = counts.holds.quantile(0.5);
    if (!isCondition)
        row.ownerChanges = counts.ownerChanges;
    return row;
}

} // namespace

std::optional<double> LockRates::of(const program::WatchReport& report,
                                    const program::LockReading& lock) const
{
    std::uint64_t before = 0;
    std::chrono::nanoseconds since{};
    if (!m_earlier.empty()) {
        const Earlier& base = m_earlier.front();
        since = base.elapsed;
        if (const auto found = base.acquisitions.find(lock.id); found != base.acquisitions.end())
            before = found->second;
    }
    const double passed = std::chrono::duration<double>(report.reading.elapsed - since).count();
    if (!report.reading.exact || passed <= 0)
        return std::nullopt;
    return static_cast<double>(program::grownBy(lock.counts.acquisitions, before)) / passed;
}

void LockRates::remember(const program::WatchReport& report)
{
    if (!m_earlier.empty() && m_earlier.back().elapsed >= report.reading.elapsed)
        return; // it is known already
    Earlier& now = m_earlier.emplace_back();
    now.elapsed = report.reading.elapsed;
    for (const auto* locks : {&report.locks, &report.conditions})
        for (const program::ReportedLock& lock : *locks)
            now.acquisitions.emplace(lock.lock.id, lock.lock.counts.acquisitions);
    if (m_earlier.size() > kReportsOfRate)
        m_earlier.pop_front();
}

const program::ReportedLock* reportedLock(const program::WatchReport* report,
                                          std::optional<std::uint32_t> id)
{
    if (report == nullptr || !id)
        return nullptr;
    for (const auto* locks : {&report->locks, &report->conditions})
        for (const program::ReportedLock& lock : *locks)
            if (lock.lock.id == *id)
                return &lock;
    return nullptr;
}

std::optional<LockWaits> lockWaits(const program::WatchReport* report, std::uint32_t id)
{
    const program::ReportedLock* lock = reportedLock(report, id);
    if (lock == nullptr || !report->reading.exact)
        return std::nullopt;
    return LockWaits{lock->lock.counts.waits, report->reading.elapsed};
}

std::vector<LockRow> rowsOf(const program::WatchReport& report, const LockRates& rates)
{
    std::vector<LockRow> rows;
    const auto add = [&](const std::vector<program::ReportedLock>& locks, bool areConditions) {
        for (const program::ReportedLock& lock : locks) {
            rows.push_back(rowOf(lock, areConditions, report.reading.exact));
            rows.back().perSecond = rates.of(report, lock.lock);
        }
    };
    add(report.locks, false);
    add(report.conditions, true);
    return rows;
}

std::vector<LockRow> rowsOf(const RangeLocks& range, const measure::ProgramNames& names)
{
    std::vector<LockRow> rows;
    const double seconds = range.seconds();
    for (const measure::LockSnapshot& lock : range.locks()) {
        const measure::LockInfo* info = names.lock(lock.id);
        LockRow row;
        row.id = lock.id;
        row.condition = info != nullptr && !measure::isLock(*info) && range.exact();
        row.site = lockText(lock.id, names);
        row.kind = info == nullptr ? unknownText() : shownText(info->kind, 30);
        row.sufferedNs = static_cast<double>(lock.waitNs + lock.waitSoFarNs);
        row.waiters = lock.waiters;
        row.waitSoFarNs = lock.waitSoFarNs;
        if (range.exact() && seconds > 0) {
            row.perSecond = static_cast<double>(lock.acquisitions) / seconds;
            row.contended = shareOf(lock.contended, lock.acquisitions);
            if (!row.condition && info != nullptr && info->kind != kSemaphore)
                row.causedNs = static_cast<double>(lock.causedNs);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<LockRow> rowsOf(const ProgramTime& time, const program::WatchReport* report)
{
    const LockSubstitutes before = time.substitutesBefore();
    const LockSubstitutes after = time.substitutesAfter();
    const auto shown = [](const LockSubstitutes& those, std::uint32_t id) {
        const auto found = those.find(id);
        return found == those.end() ? QString() : shownText(found->second, 60);
    };
    std::vector<LockRow> rows = rowsOf(time.locks(), time.names().ofProgram());
    for (LockRow& row : rows) {
        row.ofRange = true;
        const program::ReportedLock* known = reportedLock(report, row.id);
        row.gate = known != nullptr && known->gate;
        if (row.gate)
            row.kind = tr("%1 · gate").arg(row.kind);
        const QString was = shown(before, row.id);
        const QString is = shown(after, row.id);
        const auto orOwn = [](const QString& text) { return text.isEmpty() ? tr("own") : text; };
        if (was != is)
            row.kind = tr("%1 · %2 → %3").arg(row.kind, orOwn(was), orOwn(is));
        else if (!is.isEmpty())
            row.kind = tr("%1 · %2").arg(row.kind, is);
    }
    return rows;
}

} // namespace lockscope::ui
