// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/lock_counts.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace lockscope::program {

/// The file in which the preload library of one process counts (core/preload/layout.h), read from
/// outside.
///
/// It is hostile input: the program that it lies in can write anything into it, and cut it short.
/// So nothing is mapped: it is read by pread(), every offset and count is checked, lists have an
/// end, and what cannot be is left out and said (`ProcessCounts::damaged`). Not thread-safe.
class SharedFile
{
public:
    /// Opens a file. None when it cannot be opened, is no ordinary file, or is not, or not yet, one
    /// of ours.
    [[nodiscard]] static std::unique_ptr<SharedFile> open(const std::string& path);
    SharedFile(const SharedFile&) = delete;
    SharedFile& operator=(const SharedFile&) = delete;
    ~SharedFile();

    [[nodiscard]] std::uint32_t pid() const { return m_pid; }
    [[nodiscard]] std::uint64_t startedNs() const { return m_startedNs; }

    /// All counts up to now, to be changed by the caller as it likes until the next call, which has
    /// its locks at the same places. Only what changed is looked up anew; hold times and takers are
    /// up to 0.3 s old, but those of a last reading are not.
    [[nodiscard]] ProcessCounts& read(bool last);
    /// As of the last read().
    [[nodiscard]] const ProcessCounts& counts() const { return m_counts; }

    /// Only who waits now, for which the threads of the last read() are looked at: cheap enough for
    /// some hundred times a second.
    void readWaits(std::vector<WaitUnderWay>& into);

    /// Whether a wait is the one that it was: what was copied of its stack meanwhile belongs to it.
    [[nodiscard]] bool stillWaits(const WaitUnderWay& wait);

    /// Stacks of holders that were written since the last call, and were not overwritten; where
    /// there are more than `most`, some, another time others.
    void readHolderStacks(std::vector<HolderStack>& into, std::size_t most);

    /// The stack of the first contended acquisition of a lock; none when it was not kept.
    [[nodiscard]] std::optional<CapturedStack> birthStack(const LockName& lock);

private:
    SharedFile(int file, std::uint32_t pid, std::uint64_t startedNs);

    /// Where a cell's counts belong, by what it said when it was read before.
    struct CellPlace
    {
        std::uint32_t lock = 0;
        std::uint32_t site = 0;
    };
    struct Block
    {
        std::uint64_t offset = 0;
        std::uint64_t stacksSeen = 0; ///< of its holders' stacks
        std::uint32_t tid = 0;
        std::vector<CellPlace> hotPlaces; ///< by cell; empty beyond kPlacesMax in all
        std::vector<CellPlace> coldPlaces;
    };
    /// What a lock's takers are counted from.
    struct Taken
    {
        std::size_t block = 0; ///< of the thread that was read last, and
        double byIt = 0; ///< how often it took the lock
        double squares = 0; ///< of all others'
    };
    struct Record
    {
        std::uint64_t offset = 0;
        std::uint64_t contended = 0; ///< when its waits were read
        std::uint64_t holdSamples = 0; ///< when its holds were
        std::chrono::steady_clock::time_point holdsRead{};
    };

    bool readAt(std::uint64_t offset, void* to, std::size_t bytes);
    void readUsed();
    bool within(std::uint64_t offset, std::uint64_t bytes);
    void readThreads(std::uint64_t first);
    void readThread(std::size_t place);
    template<class Use>
    void forEachBlock(const Use& use);
    void readHolderStack(std::uint64_t at, std::uint64_t sequence, std::vector<HolderStack>& into);
    void beginCounts();
    void forgetLocks();
    bool readTable(std::uint64_t word, std::size_t cellBytes);
    template<class Cell, class Use>
    void forEachCell(std::vector<CellPlace>& places, const Use& use);
    void readHotCells(ThreadCounts& thread, std::uint64_t word, std::vector<CellPlace>& places);
    void readColdCells(ThreadCounts& thread, std::uint64_t word, std::vector<CellPlace>& places);
    [[nodiscard]] bool isAt(const CellPlace& place, std::uint64_t key, std::uint64_t site) const;
    [[nodiscard]] bool find(std::uint64_t key, std::uint64_t site, CellPlace& place);
    bool readWords(std::uint64_t offset, std::size_t bytes);
    void readRecords(std::uint64_t number, const std::uint64_t* pages);
    void readRecord(std::uint64_t offset);
    LockCounts* lockAt(std::uint64_t key);
    SiteCounts* siteAt(LockCounts& lock, std::uint64_t address);
    void addTaken(const LockCounts& lock, std::size_t block, std::uint64_t times);
    void countTakers();
    void sortSites();

    int m_file;
    std::uint32_t m_pid;
    std::uint64_t m_startedNs;
    std::uint64_t m_used = 0; ///< bytes that may be looked at
    bool m_damaged = false;
    std::uint64_t m_steps = 0; ///< of this read, as the next two
    bool m_last = false;
    std::chrono::steady_clock::time_point m_now;
    std::vector<Block> m_blocks;
    std::map<std::uint64_t, std::size_t> m_blockAt; ///< offset to index
    std::unordered_map<std::uint64_t, Record> m_records; ///< by key
    std::unordered_map<std::uint64_t, std::size_t> m_lockAt; ///< key to index among the counts'
    std::size_t m_places = 0; ///< of cells that are kept
    ProcessCounts m_counts; ///< as of the last read
    std::vector<Taken> m_taken; ///< by its locks
    bool m_countsTakers = false; ///< in this read
    std::chrono::steady_clock::time_point m_takersCounted{};
    std::vector<std::uint64_t> m_words; ///< what was read last
    std::size_t m_holderTurn = 0; ///< whose stack is read next where not all are
};

} // namespace lockscope::program
