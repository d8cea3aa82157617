// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/path_walk.h"

#include <algorithm>

namespace lockscope::program {

using measure::Snapshot;
using measure::ThreadSnapshot;

namespace {

constexpr std::size_t kRemembered = 64; ///< threads that the path came from
constexpr int kDeepest = 3; ///< locks that are waited for while one is held
/// A wait that is a smaller part of the interval is a detour: its time is its lock's, and the path
/// goes on where it came from. Else one short wait would carry it off to a thread that is idle.
constexpr double kDetour = 0.1;
constexpr double kTooLittle = 0.01; ///< of an interval: not followed any further
/// A thread that is there in the last tenth of the range may be the one at its end.
constexpr int kLastPart = 10;

std::size_t threadsOf(const Snapshot& snapshot)
{
    return snapshot.program ? snapshot.threads.size() : 0;
}

} // namespace

bool PathWalk::holdsUpOthers(const PathInterval& look, std::int32_t tid) const
{
    const auto& held = m_looks.heldBy(tid);
    return std::any_of(held.begin(), held.end(), [&](std::uint32_t lock) {
        return look.wasSeenHolding(tid, lock);
    });
}

std::optional<std::size_t> PathWalk::busiestOf(const Snapshot& snapshot) const
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < threadsOf(snapshot); ++i)
        if (!best
            || m_looks.busy(snapshot.threads[i].index)
                > m_looks.busy(snapshot.threads[*best].index))
            best = i;
    return best;
}

/// Finds the thread at the end, and the snapshot: the last in which it is.
bool PathWalk::findEnd(std::size_t first, std::optional<std::uint32_t> from)
{
    const std::size_t count = m_snapshots.size();
    const auto end = m_snapshots.back()->time;
    const auto lastPart = end - (end - m_snapshots[first]->time) / kLastPart;
    std::optional<std::uint32_t> best = from;
    for (std::size_t i = count; i-- > first && !from;) {
        const Snapshot& snapshot = *m_snapshots[i];
        if (best && snapshot.time < lastPart)
            break;
        const auto place = busiestOf(snapshot);
        if (place && (!best || m_looks.busy(snapshot.threads[*place].index) > m_looks.busy(*best)))
            best = snapshot.threads[*place].index;
    }
    for (std::size_t i = count; best && i-- > first;)
        if (const auto place = placeOfIndex(*m_snapshots[i], *best);
            place && threadsOf(*m_snapshots[i]) > 0)
        {
            m_end = i;
            m_thread = *best;
            m_path.endThread = *best;
            m_path.endTid = m_snapshots[i]->threads[*place].tid;
            return true;
        }
    return false;
}

void PathWalk::goTo(const Snapshot& snapshot, std::size_t place)
{
    m_cameFrom.push_back(m_thread);
    if (m_cameFrom.size() > kRemembered)
        m_cameFrom.erase(m_cameFrom.begin());
    m_place = place;
    m_thread = snapshot.threads[place].index;
    ++m_path.handOvers;
}

void PathWalk::followHolders(const PathInterval& look)
{
    const std::vector<std::size_t> chain = look.chainNow(m_place, m_circle);
    m_path.circles += m_circle ? 1 : 0;
    for (std::size_t i = 1; i < chain.size(); ++i)
        goTo(look.now(), chain[i]);
}

/// Nothing says that it was a sleeper that held up who waited for it later: of those that the path
/// came from, the one that was not idle goes on.
void PathWalk::leaveSleeper(const PathInterval& look)
{
    if (m_circle || !look.isIdle(m_place) || holdsUpOthers(look, look.now().threads[m_place].tid))
        return;
    while (!m_cameFrom.empty()) {
        const std::uint32_t thread = m_cameFrom.back();
        m_cameFrom.pop_back();
        const auto place = placeOfIndex(look.now(), thread);
        if (!place || look.isIdle(*place))
            continue;
        m_place = *place;
        m_thread = thread;
        return;
    }
}

void PathWalk::chargeOwn(const OwnShares& shares, double ns)
{
    m_sums.charge(PathPart::Running, ns * shares.running);
    m_sums.charge(PathPart::Preempted, ns * shares.preempted);
    m_sums.charge(PathPart::Condition, ns * shares.condition);
    m_sums.charge(PathPart::Asleep, ns * shares.asleep);
    m_sums.charge(PathPart::Unknown, ns * shares.unknown);
}

/// Time in which a lock held up the path. Where its holder waited for other locks meanwhile, theirs
/// is that part.
void PathWalk::chargeLock(const PathInterval& look,
                          std::uint32_t lock,
                          double ns,
                          std::optional<std::size_t> holder,
                          int depth)
{
    if (!m_looks.hasHolder(lock)) {
        m_sums.charge(lock, {.holderUnknown = ns});
        return;
    }
    if (!holder) {
        m_sums.charge(lock, {.held = ns});
        return;
    }
    if (depth < kDeepest && ns > look.ns() * kTooLittle) {
        const std::vector<PathCandidate>& nested = look.candidates(*holder);
        double others = 0;
        for (const PathCandidate& each : nested)
            others += each.lock == lock ? 0 : each.weight;
        const double waited = look.waited(*holder);
        const double held = look.ns() - waited * (1 - others); // or it waited for this one itself
        const double waiting = held > 0 ? std::min(waited * others / held, 1.0) : 0;
        for (const PathCandidate& each : nested)
            if (each.lock != lock && others > 0)
                chargeLock(look,
                           each.lock,
                           ns * waiting * each.weight / others,
                           look.holderOf(each.lock),
                           depth + 1);
        ns *= 1 - waiting;
    }
    const OwnShares did(look.now().threads[*holder]);
    m_sums.charge(lock,
                  {.held = ns * (1 - did.preempted),
                   .asleep = ns * (did.asleep + did.condition),
                   .preempted = ns * did.preempted});
}

void PathWalk::chargeInterval(const PathInterval& look)
{
    const ThreadSnapshot& thread = look.now().threads[m_place];
    const double waitNs = look.waited(m_place);
    double own = look.ns() - waitNs;
    const std::uint32_t before = look.wantedBefore(thread.index);
    const bool isDetour = waitNs < look.ns() * kDetour && before == 0;
    std::vector<PathCandidate> waitedFor;
    if (m_circle)
        m_sums.charge(PathPart::Circle, waitNs);
    else
        waitedFor = look.anyCandidates(m_place);
    // Going back the thread's own time lasts until its last wait. Behind that the path is with
    // those who held the lock, as long as others waited for it.
    const double waits = std::max<double>(1, static_cast<double>(thread.contended));
    double behind = 0;
    if (waitNs > 0 && !isDetour)
        behind = before != 0 ? (waits - 1) / waits : waits / (waits + 1);
    struct Extra
    {
        std::uint32_t lock;
        double ns;
        std::optional<std::size_t> holder;
    };
    std::vector<Extra> extras;
    for (const PathCandidate& each : waitedFor) {
        const double ns = waitNs * each.weight;
        chargeLock(look, each.lock, ns, look.holderOf(each.lock), 0);
        if (m_looks.hasHolder(each.lock))
            extras.push_back({each.lock,
                              std::max(0.0, look.contendedNs(each.lock) - ns) * behind,
                              look.holderOf(each.lock)});
    }
    const PathSums::Parts ofWait = m_sums.step();
    // And what it held itself while others waited.
    for (const std::uint32_t lock : m_looks.heldBy(thread.tid)) {
        if (!m_looks.hasHolder(lock))
            continue;
        double ns = look.contendedNs(lock);
        for (const PathCandidate& each : waitedFor)
            if (each.lock == lock)
                ns = std::max(0.0, ns - waitNs * each.weight) * (1 - behind);
        const bool seen = look.wasSeenHolding(thread.tid, lock);
        extras.push_back({lock, ns * (seen ? 1 : m_looks.holdShare(lock, thread.tid)), m_place});
    }
    double all = 0;
    for (const Extra& extra : extras)
        all += extra.ns;
    const double fits = all > own ? own / all : 1; // two locks at a time: each its part
    for (const Extra& extra : extras)
        if (extra.ns > 0)
            chargeLock(look,
                       extra.lock,
                       extra.ns * fits,
                       extra.holder,
                       extra.holder == m_place ? kDeepest : 0);
    own = std::max(0.0, own - all * fits);
    chargeOwn(OwnShares(thread), own);
    addSegments(look, waitNs, ofWait);
    goBack(look, waitedFor, isDetour);
}

/// A wait that was under way at the beginning is known by its place; what else changed hands within
/// the interval is one piece, of what it was for the most part.
void PathWalk::addSegments(const PathInterval& look, double waitNs, const PathSums::Parts& ofWait)
{
    const auto begin = look.begin();
    PathSegment piece{.thread = m_thread,
                      .tid = look.now().threads[m_place].tid,
                      .begin = begin,
                      .end = look.now().time};
    PathSums::Parts rest = m_sums.step();
    const std::uint32_t lock = look.wantedBefore(m_thread);
    const auto split = begin + std::chrono::nanoseconds(static_cast<std::int64_t>(waitNs));
    if (lock != 0)
        for (std::size_t i = 0; i < rest.size(); ++i)
            rest[i] -= ofWait[i];
    const auto most = [](const PathSums::Parts& parts) {
        return static_cast<PathPart>(std::max_element(parts.begin(), parts.end()) - parts.begin());
    };
    const auto lockFor = [](PathPart what, std::uint32_t id) {
        return what == PathPart::Held || what == PathPart::HolderUnknown ? id : 0;
    };
    piece.what = most(rest);
    piece.lock = lockFor(piece.what, m_sums.heaviestLock());
    if (lock == 0) {
        m_sums.addSegment(piece);
        return;
    }
    piece.begin = split;
    m_sums.addSegment(piece);
    bool circle = false;
    const auto place = placeOfIndex(*look.before(), m_thread);
    const std::vector<std::size_t> chain = look.chainBefore(place.value_or(0), circle);
    const ThreadSnapshot& holder = look.before()->threads[chain.back()];
    piece.thread = holder.index;
    piece.tid = holder.tid;
    piece.begin = begin;
    piece.end = split;
    piece.what = m_circle ? PathPart::Circle : most(ofWait);
    const std::uint32_t last =
        chain.size() > 1 ? look.wanted(*look.before(), chain[chain.size() - 2]) : lock;
    piece.lock = lockFor(piece.what, last);
    m_sums.addSegment(piece);
}

/// Where the path is at the beginning of the interval: who waits then is followed from there.
void PathWalk::goBack(const PathInterval& look,
                      const std::vector<PathCandidate>& waitedFor,
                      bool isDetour)
{
    if (look.before() == nullptr || isDetour || waitedFor.empty()
        || look.wantedBefore(m_thread) != 0)
        return;
    const auto most = std::max_element(
        waitedFor.begin(), waitedFor.end(), [](const PathCandidate& a, const PathCandidate& b) {
            return a.weight < b.weight;
        });
    if (!m_looks.hasHolder(most->lock))
        return;
    const std::int32_t holder = holderIn(*look.before(), most->lock);
    const auto place =
        placeOfTid(*look.before(), holder != 0 ? holder : m_looks.usualHolder(most->lock));
    if (place && look.before()->threads[*place].index != m_thread)
        goTo(*look.before(), *place);
}

CriticalPath PathWalk::walk(std::size_t first, std::optional<std::uint32_t> from)
{
    if (!findEnd(first, from)) {
        m_path.whyNot =
            from ? "The thread was not there in that time." : "No thread is known in that time.";
        return m_path;
    }
    m_path.range = {m_snapshots[first]->time - m_snapshots[first]->interval,
                    m_snapshots[m_end]->time};
    for (std::size_t i = m_end + 1; i-- > first;) {
        const Snapshot* before = i > 0 ? m_snapshots[i - 1].get() : nullptr;
        if (before != nullptr && !before->program)
            before = nullptr;
        const PathInterval look(*m_snapshots[i], before, m_looks);
        m_sums.beginStep(look.ns());
        auto place = placeOfIndex(look.now(), m_thread);
        if (!place || threadsOf(look.now()) == 0) {
            place = busiestOf(look.now());
            m_path.began += place ? 1 : 0;
            m_cameFrom.clear();
        }
        if (place) {
            m_place = *place;
            m_thread = look.now().threads[*place].index;
            followHolders(look);
            leaveSleeper(look);
            chargeInterval(look);
        } else {
            m_sums.charge(PathPart::Unknown, look.ns());
            m_sums.addSegment({.begin = look.begin(), .end = look.now().time});
        }
        ++m_path.looks;
        m_path.sampled = m_path.sampled || !look.now().waitsExact;
        // Between two of them some were dropped.
        const auto begin = look.begin();
        if (i > first && m_snapshots[i - 1]->time < begin) {
            const auto gap = begin - m_snapshots[i - 1]->time;
            m_sums.beginStep(static_cast<double>(gap.count()));
            m_sums.charge(PathPart::Unknown, static_cast<double>(gap.count()));
            m_sums.addSegment({.thread = m_thread, .begin = begin - gap, .end = begin});
        }
    }
    m_sums.putInto(m_path);
    return m_path;
}

} // namespace lockscope::program
