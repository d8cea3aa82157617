// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of programs that nobody runs.
#pragma once

#include "core/program/watch_report.h"

#include <chrono>
#include <memory>
#include <string>

namespace lockscope::test {

inline program::Frame frameOf(const std::string& function)
{
    program::Frame frame;
    frame.function = function;
    frame.file = "cache.c";
    frame.line = 88;
    frame.module = "/usr/bin/made-up";
    return frame;
}

/// A mutex with so many acquisitions, a tenth of them contended, and a wait of 1 ms for each of
/// these.
inline program::ReportedLock lockOf(std::uint32_t id,
                                    const std::string& function,
                                    std::uint64_t acquisitions)
{
    program::ReportedLock lock;
    lock.lock.id = id;
    lock.lock.pid = 4711;
    lock.lock.counts.name.address = 0x1000 + id;
    lock.lock.counts.acquisitions = acquisitions;
    lock.lock.counts.contended = acquisitions / 10;
    lock.lock.counts.waitNs = acquisitions / 10 * 1'000'000;
    lock.lock.counts.causedNs = lock.lock.counts.waitNs / 2;
    lock.lock.site = frameOf(function);
    lock.lock.siteAddress = 0x400000 + id;
    lock.stacks = {{double(lock.lock.counts.waitNs), {frameOf(function), frameOf("main")}}};
    lock.blame = {{double(lock.lock.counts.causedNs), {frameOf("holder_of_" + function)}}};
    lock.sites = {{frameOf(function), {.acquisitions = acquisitions}}};
    return lock;
}

/// Two locks, a gate and a condition, after so many seconds; the numbers grow with the time.
inline program::WatchReport madeUpReport(int seconds)
{
    program::WatchReport report;
    report.command = "./made-up --fast";
    report.pid = 4711;
    report.reading.elapsed = std::chrono::seconds(seconds);
    const auto times = static_cast<std::uint64_t>(seconds);
    report.locks = {lockOf(1, "evict", 1000 * times), lockOf(2, "insert", 100 * times)};
    report.locks.push_back(lockOf(3, "take_work", 10 * times));
    report.locks.back().gate = true;
    report.locks.front().lock.waiters = 3;
    report.locks.front().lock.waitSoFarNs = 1'500'000'000;
    report.conditions = {lockOf(4, "wait_for_work", 20 * times)};
    report.conditions.front().lock.counts.name.kind = program::LockKind::Condition;
    program::ThreadReading thread;
    thread.pid = 4711;
    thread.tid = 4712;
    thread.name = "worker";
    thread.waitsFor = 1;
    thread.ownerTid = 4713;
    thread.times = {.seenNs = 1000, .lockNs = 610, .runningNs = 390, .kernelKnown = true};
    report.reading.threads = {thread};
    report.verdict = "61 % of thread-seconds wait for evict.";
    report.hazards = {{"lock-order", "evict and insert are taken in both orders.", {1, 2}}};
    return report;
}

inline std::shared_ptr<const program::WatchReport> shared(program::WatchReport report)
{
    return std::make_shared<const program::WatchReport>(std::move(report));
}

} // namespace lockscope::test
