// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preload/layout.h"
#include "core/program/layout_values.h"
#include "core/program/shared_file.h"

#include <algorithm>
#include <cstring>

/// The tables of threads: cells, and the locks and call sites that they are of.
namespace lockscope::program {

namespace {

constexpr unsigned kTableBitsMax = 20;
constexpr std::size_t kSitesMax = 1024; ///< of one lock
constexpr std::size_t kLocksMax = 1'000'000;
constexpr std::size_t kPlacesMax = 4'000'000; ///< of cells, 8 bytes each
/// Steps of a read(), each some nanoseconds: cells, and places of a lock that are looked through. A
/// program of 300 threads with 10,000 locks each takes some 10 million.
constexpr std::uint64_t kStepsMax = 200'000'000;

/// All counts of a lock 0; where it is taken, and its histograms and takers, which are not brought
/// up to date each time, stay.
void clear(LockCounts& lock)
{
    LockCounts none;
    none.name = lock.name;
    none.sites = std::move(lock.sites);
    for (SiteCounts& site : none.sites)
        site = {.address = site.address};
    none.waits = std::move(lock.waits);
    none.holds = std::move(lock.holds);
    none.takers = lock.takers;
    lock = std::move(none);
}

} // namespace

/// Null where there are more than are kept.
LockCounts* SharedFile::lockAt(std::uint64_t key)
{
    std::vector<LockCounts>& locks = m_counts.locks;
    if (m_steps > kStepsMax || (locks.size() >= kLocksMax && !m_lockAt.contains(key))) {
        m_damaged = true;
        return nullptr;
    }
    const auto [at, isNew] = m_lockAt.try_emplace(key, locks.size());
    if (isNew) {
        locks.emplace_back();
        locks.back().name = nameOf(key);
    }
    return &locks[at->second];
}

/// Null where a lock has more places than are kept.
SiteCounts* SharedFile::siteAt(LockCounts& lock, std::uint64_t address)
{
    m_steps += lock.sites.size();
    for (SiteCounts& site : lock.sites)
        if (site.address == address)
            return &site;
    if (lock.sites.size() >= kSitesMax) {
        m_damaged = true;
        return nullptr;
    }
    lock.sites.emplace_back();
    lock.sites.back().address = address;
    return &lock.sites.back();
}

/// Locks stay where they are from one reading to the next, and so do a cell's: looking each up anew
/// took most of the time of a reading.
void SharedFile::beginCounts()
{
    if (m_damaged)
        forgetLocks(); // what cannot be is among them
    for (LockCounts& lock : m_counts.locks)
        clear(lock);
    m_counts.threads.clear();
    m_counts.pid = m_pid;
    m_counts.startedNs = m_startedNs;
    m_damaged = false;
    m_steps = 0;
    m_taken.clear();
}

void SharedFile::forgetLocks()
{
    m_counts.locks.clear();
    m_lockAt.clear();
    for (auto& [key, record] : m_records)
        record = {.offset = record.offset, .contended = 0, .holdSamples = 0, .holdsRead = {}};
}

/// A block is handed on from a thread that ends to one that begins: so it is threads at a time.
void SharedFile::countTakers()
{
    m_taken.resize(m_counts.locks.size());
    for (std::size_t i = 0; i < m_taken.size(); ++i) {
        const Taken& taken = m_taken[i];
        const auto all = static_cast<double>(m_counts.locks[i].acquisitions);
        const double squares = taken.squares + taken.byIt * taken.byIt;
        if (squares > 0)
            m_counts.locks[i].takers = all * all / squares;
    }
}

void SharedFile::sortSites()
{
    const auto byAddress = [](const SiteCounts& a, const SiteCounts& b) {
        return a.address < b.address;
    };
    for (LockCounts& lock : m_counts.locks)
        if (!std::is_sorted(lock.sites.begin(), lock.sites.end(), byAddress))
            std::sort(lock.sites.begin(), lock.sites.end(), byAddress);
}

/// What lies where a word says that a table does; false when that cannot be.
bool SharedFile::readTable(std::uint64_t word, std::size_t cellBytes)
{
    constexpr std::uint64_t kBits = 63; // the others are the place
    const std::uint64_t bits = word & kBits;
    const std::uint64_t offset = word & ~kBits;
    // Tables that lie over one another, or one that is said of all threads, could go on for hours.
    if (bits > kTableBitsMax || !within(offset, cellBytes << bits) || m_steps > kStepsMax) {
        m_damaged = true;
        return false;
    }
    m_steps += std::uint64_t{1} << bits;
    return readWords(offset, cellBytes << bits);
}

/// Whether a cell's counts belong where they belonged before.
bool SharedFile::isAt(const CellPlace& place, std::uint64_t key, std::uint64_t site) const
{
    const std::vector<LockCounts>& locks = m_counts.locks;
    return place.lock < locks.size() && place.site < locks[place.lock].sites.size()
        && locks[place.lock].sites[place.site].address == site
        && keyOf(locks[place.lock].name) == key;
}

/// False where they belong nowhere.
bool SharedFile::find(std::uint64_t key, std::uint64_t site, CellPlace& place)
{
    LockCounts* const lock = isKey(key) ? lockAt(key) : nullptr;
    SiteCounts* const at = lock ? siteAt(*lock, site) : nullptr;
    if (!at) {
        m_damaged = true;
        return false;
    }
    place.lock = static_cast<std::uint32_t>(lock - m_counts.locks.data());
    place.site = static_cast<std::uint32_t>(at - lock->sites.data());
    return true;
}

/// Each cell of the table that was read and is in use.
template<class Cell, class Use>
void SharedFile::forEachCell(std::vector<CellPlace>& places, const Use& use)
{
    constexpr std::size_t kWords = sizeof(Cell) / sizeof(std::uint64_t);
    const std::size_t cells = m_words.size() / kWords;
    if (places.size() < cells && m_places + cells - places.size() <= kPlacesMax) {
        m_places += cells - places.size();
        places.resize(cells);
    }
    CellPlace unkept;
    for (std::size_t i = 0; i < cells; ++i) {
        Cell cell = {};
        std::memcpy(&cell, &m_words[i * kWords], sizeof cell);
        if (cell.site == 0)
            continue;
        CellPlace& place = i < places.size() ? places[i] : unkept;
        if (!isAt(place, cell.key, cell.site) && !find(cell.key, cell.site, place))
            continue;
        LockCounts& lock = m_counts.locks[place.lock];
        use(cell, lock, lock.sites[place.site]);
    }
}

/// Of a thread at a time, though it may take a lock at several places.
void SharedFile::addTaken(const LockCounts& lock, std::size_t block, std::uint64_t times)
{
    const auto at = static_cast<std::size_t>(&lock - m_counts.locks.data());
    if (at >= m_taken.size())
        m_taken.resize(m_counts.locks.size());
    Taken& taken = m_taken[at];
    if (taken.block != block) {
        taken.squares += taken.byIt * taken.byIt;
        taken.byIt = 0;
        taken.block = block;
    }
    taken.byIt += static_cast<double>(times);
}

void SharedFile::readHotCells(ThreadCounts& thread,
                              std::uint64_t word,
                              std::vector<CellPlace>& places)
{
    if (!readTable(word, sizeof(LsHotCell)))
        return;
    forEachCell<LsHotCell>(places, [&](const LsHotCell& cell, LockCounts& lock, SiteCounts& site) {
        lock.acquisitions = add(lock.acquisitions, cell.acquisitions);
        site.acquisitions = add(site.acquisitions, cell.acquisitions);
        if (m_countsTakers)
            addTaken(lock, thread.place, cell.acquisitions);
        if (lock.name.kind != LockKind::Condition)
            thread.acquisitions = add(thread.acquisitions, cell.acquisitions);
    });
}

void SharedFile::readColdCells(ThreadCounts& thread,
                               std::uint64_t word,
                               std::vector<CellPlace>& places)
{
    if (!readTable(word, sizeof(LsColdCell)))
        return;
    forEachCell<LsColdCell>(places,
                            [&](const LsColdCell& cell, LockCounts& lock, SiteCounts& site) {
                                lock.contended = add(lock.contended, cell.contended);
                                lock.waitNs = add(lock.waitNs, cell.wait_ns);
                                lock.causedNs = add(lock.causedNs, cell.caused_ns);
                                if (lock.name.kind == LockKind::Condition) {
                                    thread.conditionNs = add(thread.conditionNs, cell.wait_ns);
                                } else {
                                    thread.contended = add(thread.contended, cell.contended);
                                    thread.waitNs = add(thread.waitNs, cell.wait_ns);
                                }
                                site.contended = add(site.contended, cell.contended);
                                site.waitNs = add(site.waitNs, cell.wait_ns);
                                site.releases = add(site.releases, cell.releases);
                                site.causedNs = add(site.causedNs, cell.caused_ns);
                            });
}

} // namespace lockscope::program
