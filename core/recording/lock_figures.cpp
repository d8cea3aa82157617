// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/lock_figures.h"

#include "core/measure/program_names.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace lockscope::recording {

namespace {

/// Batches are 10 to 30: so many parts of a range make any of them, to a few per cent of a batch.
constexpr std::size_t kParts = 240;
constexpr std::size_t kSites = 1'000;

struct LockSums
{
    double acquisitions = 0;
    double contended = 0;
    double waitNs = 0; ///< within the part, whether it ended there or not
    double endedNs = 0; ///< of waits that ended in it

    LockSums& operator+=(const LockSums& more)
    {
        acquisitions += more.acquisitions;
        contended += more.contended;
        waitNs += more.waitNs;
        endedNs += more.endedNs;
        return *this;
    }
};

/// A lock's sums by part of the range, those parts in which it did something.
struct OneLock
{
    std::vector<std::pair<std::size_t, LockSums>> parts;
    double soFarNs = 0; ///< of waits under way when the snapshot before ended
    std::uint64_t seen = 0; ///< number of the snapshot in which it was seen last
};

/// Sets of numbers, which grow together.
class Unions
{
public:
    [[nodiscard]] std::size_t add()
    {
        m_parents.push_back(m_parents.size());
        return m_parents.size() - 1;
    }
    [[nodiscard]] std::size_t rootOf(std::size_t number)
    {
        while (m_parents[number] != number)
            number = m_parents[number] = m_parents[m_parents[number]];
        return number;
    }
    void join(std::size_t one, std::size_t other) { m_parents[rootOf(one)] = rootOf(other); }

private:
    std::vector<std::size_t> m_parents;
};

LockSite siteOf(const measure::LockInfo& info)
{
    LockSite site;
    site.kind = info.kind;
    site.function = info.function;
    if (!info.function.empty()) {
        site.file = measure::fileNameOf(info.file.empty() ? info.module : info.file);
        site.line = info.file.empty() ? std::nullopt : info.line;
    } else if (!info.module.empty()) {
        site.module = measure::fileNameOf(info.module);
        site.offset = info.offset;
    }
    return site;
}

LockSite siteOf(const std::string& kind, const measure::CodeFrame& frame)
{
    measure::LockInfo info;
    info.kind = kind;
    info.function = frame.function;
    info.file = frame.file;
    info.line = frame.line;
    info.module = frame.module;
    info.offset = frame.moduleOffset;
    return siteOf(info);
}

/// What happened in a range, by lock and part of it.
class LockSeries
{
public:
    explicit LockSeries(std::size_t snapshots)
        : m_snapshots(snapshots)
        , m_seconds(std::min(snapshots, kParts))
        , m_threadNs(m_seconds.size())
    {}

    /// What locks are called, also of a snapshot before the range or behind it.
    void follow(const measure::Snapshot& snapshot) { m_names.follow(snapshot); }
    void add(const measure::Snapshot& snapshot);
    /// `account`: of the whole recording, null where there is none.
    [[nodiscard]] std::vector<LockFigures> figures(const AccountPtr& account) const;
    /// Of one lock, without its places.
    [[nodiscard]] LockFigures figuresOf(std::uint32_t lock) const;

private:
    struct Group
    {
        std::vector<LockSums> parts;
        std::map<LockSite, double> places; ///< ns that were waited there
        std::size_t locks = 0;
        LockSums sum;
    };

    [[nodiscard]] std::vector<Group> groups(const AccountPtr& account) const;
    [[nodiscard]] LockFigures figuresOf(const Group& group) const;
    void addFigures(LockFigures& figures, const std::vector<LockSums>& sums) const;

    measure::ProgramNames m_names;
    std::size_t m_snapshots;
    std::uint64_t m_added = 0;
    bool m_exact = true;
    std::vector<double> m_seconds; ///< by part
    std::vector<double> m_threadNs; ///< likewise, of all threads seen
    std::unordered_map<std::uint32_t, OneLock> m_locks; ///< by id
};

void LockSeries::add(const measure::Snapshot& snapshot)
{
    const std::size_t part = std::min<std::size_t>(
        m_added++ * m_seconds.size() / std::max<std::size_t>(1, m_snapshots), m_seconds.size() - 1);
    const double seconds = secondsOf(snapshot.interval);
    m_seconds[part] += seconds;
    m_threadNs[part] += 1e9 * seconds * static_cast<double>(snapshot.threads.size());
    m_exact = m_exact && snapshot.waitsExact;
    if (!snapshot.program)
        return;
    for (const measure::LockSnapshot& lock : snapshot.program->locks) {
        OneLock& one = m_locks[lock.id];
        const double before = one.seen + 1 == m_added ? one.soFarNs : 0;
        one.seen = m_added;
        one.soFarNs = static_cast<double>(lock.waitSoFarNs);
        if (one.parts.empty() || one.parts.back().first != part)
            one.parts.emplace_back(part, LockSums{});
        // What was waited within the interval, not only of waits that ended in it.
        const double waited = static_cast<double>(lock.waitNs) + one.soFarNs - before;
        one.parts.back().second += {static_cast<double>(lock.acquisitions),
                                    static_cast<double>(lock.contended),
                                    std::max(0.0, waited),
                                    static_cast<double>(lock.waitNs)};
    }
}

std::vector<LockSeries::Group> LockSeries::groups(const AccountPtr& account) const
{
    std::unordered_map<std::uint32_t, const measure::AccountedLock*> accounted;
    if (account)
        for (const measure::AccountedLock& lock : account->locks)
            accounted.emplace(lock.id, &lock);
    Unions unions;
    std::map<LockSite, std::size_t> numbers;
    struct Member
    {
        const OneLock* lock;
        std::size_t number;
        std::map<LockSite, double> places;
    };
    std::vector<Member> members;
    for (const auto& [id, lock] : m_locks) {
        const measure::LockInfo* const info = m_names.lock(id);
        if (!info || !isLock(*info))
            continue;
        Member& member = members.emplace_back(Member{&lock, unions.add(), {}});
        member.places[siteOf(*info)] = 1; // a ns: it is one, however little is known of it
        if (const auto known = accounted.find(id); known != accounted.end())
            for (const measure::AccountedStack& stack : known->second->waitStacks)
                member.places[siteOf(info->kind, *stack.stack->front())] +=
                    static_cast<double>(stack.ns);
        for (const auto& [site, ns] : member.places) {
            const auto [place, isNew] = numbers.emplace(site, member.number);
            if (!isNew)
                unions.join(member.number, place->second);
        }
    }
    std::map<std::size_t, Group> groups;
    for (Member& member : members) {
        Group& group = groups[unions.rootOf(member.number)];
        group.parts.resize(m_seconds.size());
        ++group.locks;
        for (const auto& [site, ns] : member.places)
            group.places[site] += ns;
        for (const auto& [part, sums] : member.lock->parts) {
            group.parts[part] += sums;
            group.sum += sums;
        }
    }
    std::vector<Group> found;
    found.reserve(groups.size());
    for (auto& [root, group] : groups)
        found.push_back(std::move(group));
    return found;
}

std::vector<LockFigures> LockSeries::figures(const AccountPtr& account) const
{
    std::vector<Group> order = groups(account);
    std::sort(order.begin(), order.end(), [](const Group& a, const Group& b) {
        return std::tuple(a.sum.waitNs, a.sum.acquisitions, a.places.begin()->first)
            > std::tuple(b.sum.waitNs, b.sum.acquisitions, b.places.begin()->first);
    });
    order.resize(std::min(order.size(), kSites));
    std::vector<LockFigures> figures;
    figures.reserve(order.size());
    for (const Group& group : order)
        figures.push_back(figuresOf(group));
    return figures;
}

LockFigures LockSeries::figuresOf(const Group& group) const
{
    LockFigures figures;
    figures.locks = group.locks;
    double waited = 0;
    for (const auto& [site, ns] : group.places)
        waited += ns;
    const auto most =
        std::max_element(group.places.begin(),
                         group.places.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    figures.site = most->first;
    for (const auto& [site, ns] : group.places)
        figures.places.emplace(site, ns / waited);
    addFigures(figures, group.parts);
    return figures;
}

LockFigures LockSeries::figuresOf(std::uint32_t lock) const
{
    LockFigures figures;
    figures.locks = 1;
    std::vector<LockSums> parts(m_seconds.size());
    if (const auto known = m_locks.find(lock); known != m_locks.end())
        for (const auto& [part, sums] : known->second.parts)
            parts[part] += sums;
    addFigures(figures, parts);
    return figures;
}

void LockSeries::addFigures(LockFigures& figures, const std::vector<LockSums>& sums) const
{
    using Value = double LockSums::*;
    const auto sumOf = [&sums](Value value, std::size_t from, std::size_t until) {
        double sum = 0;
        for (std::size_t i = from; i < until; ++i)
            sum += sums[i].*value;
        return sum;
    };
    const auto quotient = [](double above, double below) {
        return below > 0 ? std::optional(above / below) : std::nullopt;
    };
    const auto over = [](const std::vector<double>& values, std::size_t from, std::size_t until) {
        double sum = 0;
        for (std::size_t i = from; i < until; ++i)
            sum += values[i];
        return sum;
    };
    const std::size_t parts = m_seconds.size();
    const auto anAcquisition = [&](Value value) {
        return measure::batchMeans(parts, [&, value](std::size_t from, std::size_t until) {
            return quotient(sumOf(value, from, until), sumOf(&LockSums::acquisitions, from, until));
        });
    };
    if (m_exact) { // of a program that is attached to nothing is counted
        figures.acquisitions = measure::batchMeans(parts, [&](std::size_t from, std::size_t until) {
            return quotient(sumOf(&LockSums::acquisitions, from, until),
                            over(m_seconds, from, until));
        });
        figures.contended = anAcquisition(&LockSums::contended);
        figures.meanWait = anAcquisition(&LockSums::endedNs);
    }
    figures.waitShare = measure::batchMeans(parts, [&](std::size_t from, std::size_t until) {
        return quotient(sumOf(&LockSums::waitNs, from, until), over(m_threadNs, from, until));
    });
    // Threads that come and go between snapshots are in none: then their time is not known.
    if (figures.waitShare && figures.waitShare->value > 1)
        figures.waitShare.reset();
}

} // namespace

std::string LockSite::text() const
{
    return isUnknown()
        ? "never waited for"
        : measure::placeText(function, file, line, function.empty() ? module : file, offset);
}

std::vector<LockFigures> lockFiguresOf(const Range& range)
{
    const Recording& all = *range.recording;
    if (all.header().source.subject != measure::Subject::Program)
        return {};
    const std::size_t first = all.countUntil(range.from);
    const std::size_t end = all.countUntil(range.until);
    LockSeries series(end - first);
    // A lock is told of when it first does something, and again every few seconds.
    constexpr std::size_t kBefore = 1'000;
    for (std::size_t i = first > kBefore ? first - kBefore : 0; i < end; ++i) {
        const auto snapshot = all.snapshot(i);
        series.follow(*snapshot);
        if (i >= first && snapshot->time - snapshot->interval >= range.from)
            series.add(*snapshot);
    }
    return series.figures(all.account());
}

LockFigures lockFiguresOf(const std::vector<measure::SnapshotPtr>& snapshots, std::uint32_t lock)
{
    LockSeries series(snapshots.size());
    for (const auto& snapshot : snapshots)
        series.add(*snapshot);
    return series.figuresOf(lock);
}

} // namespace lockscope::recording
