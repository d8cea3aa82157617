// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/shared_file.h"

#include "core/preload/layout.h"
#include "core/program/layout_values.h"
#include "core/program/pid_namespace.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::uint64_t kFileMax = std::uint64_t{2} << 30;
constexpr std::size_t kThreadsMax = 65536;
/// So old a lock's hold times and takers may be: the first are 16 KB and change with one pass in
/// 64, the second are a look at every cell more. They are asked for less often than the rest is
/// read.
constexpr std::chrono::milliseconds kHolds{300};

} // namespace

SharedFile::SharedFile(int file, std::uint32_t pid, std::uint64_t startedNs)
    : m_file(file)
    , m_pid(pid)
    , m_startedNs(startedNs)
{}

SharedFile::~SharedFile()
{
    ::close(m_file);
}

std::unique_ptr<SharedFile> SharedFile::open(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return nullptr;
    struct stat status = {};
    LsHeader header = {};
    const bool ours = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode)
        && ::pread(file, &header, sizeof header, 0) == static_cast<ssize_t>(sizeof header)
        && header.magic == LS_MAGIC && header.version == LS_LAYOUT_VERSION && header.pid != 0;
    if (!ours) {
        ::close(file);
        return nullptr;
    }
    return std::unique_ptr<SharedFile>(
        new SharedFile(file, processHere(header.pid, header.pid_namespace), header.started_ns));
}

/// How much may be looked at; it grows while it is read.
void SharedFile::readUsed()
{
    std::uint64_t used = 0;
    struct stat status = {};
    if (!readAt(offsetof(LsHeader, used), &used, sizeof used) || ::fstat(m_file, &status) != 0)
        return;
    const auto size = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
    m_used = std::min({size, used, kFileMax});
}

bool SharedFile::within(std::uint64_t offset, std::uint64_t bytes)
{
    const auto fits = [&] { return bytes <= m_used && offset <= m_used - bytes; };
    if (offset < LS_FIRST_BLOCK || offset % 64 != 0)
        return false;
    if (!fits()) // it may have been handed out since that was read
        readUsed();
    return fits();
}

bool SharedFile::readAt(std::uint64_t offset, void* to, std::size_t bytes)
{
    std::size_t done = 0;
    while (done < bytes) {
        const ssize_t got = ::pread(
            m_file, static_cast<char*>(to) + done, bytes - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) { // cut short
            m_damaged = true;
            return false;
        }
        done += static_cast<std::size_t>(got);
    }
    return true;
}

ProcessCounts& SharedFile::read(bool last)
{
    beginCounts();
    m_last = last;
    m_now = std::chrono::steady_clock::now();
    m_countsTakers = last || m_now - m_takersCounted >= kHolds;
    LsHeader header = {};
    if (!readAt(0, &header, sizeof header)) {
        forgetLocks();
        m_counts.damaged = true;
        return m_counts;
    }
    m_counts.parent = isForeign(header.pid_namespace) ? 0 : header.parent;
    m_counts.ended = header.ended == 1;
    m_counts.lost = header.lost;
    m_counts.lostLocks = header.lost_locks;
    m_counts.full = header.full != 0;
    readUsed();
    readThreads(header.first_thread);
    readRecords(header.locks, header.lock_pages);
    if (m_countsTakers) {
        countTakers();
        m_takersCounted = m_now;
    }
    sortSites();
    m_counts.damaged = m_damaged;
    return m_counts;
}

void SharedFile::readThreads(std::uint64_t first)
{
    // New blocks stand first in the list; those that are known stay where they are.
    std::vector<std::uint64_t> fresh;
    std::unordered_set<std::uint64_t> seen;
    for (std::uint64_t offset = first; offset != 0;) {
        if (m_blockAt.contains(offset))
            break;
        if (!within(offset, sizeof(LsThread)) || m_blocks.size() + fresh.size() >= kThreadsMax
            || !seen.insert(offset).second)
        {
            m_damaged = true;
            break;
        }
        fresh.push_back(offset);
        if (!readAt(offset, &offset, sizeof offset)) // LsThread::next
            break;
    }
    for (auto offset = fresh.rbegin(); offset != fresh.rend(); ++offset) {
        m_blockAt.emplace(*offset, m_blocks.size());
        m_blocks.emplace_back().offset = *offset;
    }
    m_counts.threads.reserve(m_blocks.size());
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        readThread(i);
}

void SharedFile::readThread(std::size_t place)
{
    Block& block = m_blocks[place];
    LsThread thread = {};
    if (!within(block.offset, sizeof thread) || !readAt(block.offset, &thread, sizeof thread))
        return;
    if (thread.generation == 0)
        return; // a thread that has only begun
    if (thread.tid == LS_BEING_MADE)
        thread.tid = 0;
    block.tid = thread.tid;
    ThreadCounts& out = m_counts.threads.emplace_back();
    out.tid = thread.tid;
    out.generation = thread.generation;
    out.place = static_cast<std::uint32_t>(place);
    out.startedNs = thread.started_ns;
    out.livedNs = thread.lived_ns;
    out.threads = std::min<std::uint64_t>(thread.threads, thread.generation); // hostile
    out.lost = thread.lost;
    if (waits(thread))
        out.waiting = waitOf(thread);
    readHotCells(out, thread.hot, block.hotPlaces);
    readColdCells(out, thread.cold, block.coldPlaces);
    // Hostile: what was before may be said to be more than there is.
    out.acquisitions -= std::min(out.acquisitions, thread.acquisitions_before);
    out.contended -= std::min(out.contended, thread.contended_before);
    out.waitNs -= std::min(out.waitNs, thread.wait_ns_before);
}

bool SharedFile::readWords(std::uint64_t offset, std::size_t bytes)
{
    m_words.resize(bytes / sizeof(std::uint64_t));
    return readAt(offset, m_words.data(), bytes);
}

void SharedFile::readRecords(std::uint64_t number, const std::uint64_t* pages)
{
    if (number > LS_LOCKS_MAX) {
        m_damaged = true;
        number = LS_LOCKS_MAX;
    }
    std::vector<std::uint64_t> offsets(LS_LOCKS_PER_PAGE);
    for (std::uint64_t begin = 0; begin < number; begin += LS_LOCKS_PER_PAGE) {
        const std::uint64_t page = pages[begin / LS_LOCKS_PER_PAGE];
        if (page == 0)
            continue; // a record that found no memory, or is about to be there
        if (!within(page, LS_PAGE)) {
            m_damaged = true;
            continue;
        }
        if (!readAt(page, offsets.data(), LS_PAGE))
            continue;
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(number - begin, LS_LOCKS_PER_PAGE);
             ++i)
            if (offsets[i] != 0)
                readRecord(offsets[i]);
    }
}

void SharedFile::readRecord(std::uint64_t offset)
{
    constexpr std::size_t kHead = offsetof(LsLock, holds);
    alignas(LsLock) unsigned char head[kHead];
    if (!within(offset, sizeof(LsLock))) {
        m_damaged = true;
        return;
    }
    if (!readAt(offset, head, kHead))
        return;
    std::uint64_t key = 0;
    std::memcpy(&key, head + offsetof(LsLock, key), sizeof key);
    if (!isKey(key)) {
        m_damaged = true;
        return;
    }
    LockCounts* const found = lockAt(key);
    if (!found)
        return;
    LockCounts& lock = *found;
    readLockHead(head, lock);
    if (m_records.size() >= LS_LOCKS_MAX && !m_records.contains(key)) {
        m_damaged = true; // keys that change: no more than these were ever in the file at once
        m_records.clear();
    }
    Record& record = m_records[key];
    record.offset = offset;
    if (record.contended != lock.contended
        && readWords(offset + offsetof(LsLock, waits), sizeof(LsLock::waits)))
    {
        record.contended = lock.contended;
        std::vector<std::uint32_t> counts(LS_WAIT_BUCKETS);
        std::memcpy(counts.data(), m_words.data(), sizeof(LsLock::waits));
        lock.waits = histogram(counts.data(), lock.waitMaxNs);
    }
    if (record.holdSamples != lock.holdSamples && (m_last || m_now - record.holdsRead >= kHolds)
        && readWords(offset + offsetof(LsLock, holds), sizeof(LsLock::holds)))
    {
        record.holdSamples = lock.holdSamples;
        record.holdsRead = m_now;
        lock.holds = histogram(m_words.data(), lock.holdMaxNs);
    }
}

} // namespace lockscope::program
