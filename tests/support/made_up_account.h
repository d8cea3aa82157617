// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_account.h"
#include "core/measure/snapshot.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace lockscope::test {

inline measure::CodeFramePtr codeFrame(const std::string& function, std::uint32_t line)
{
    measure::CodeFrame frame;
    frame.function = function;
    frame.file = "src/cache.c";
    frame.line = line;
    frame.module = "/bin/cache";
    frame.moduleOffset = 0x1000 + line;
    return std::make_shared<const measure::CodeFrame>(std::move(frame));
}

inline measure::CodeStackPtr codeStack(const std::vector<std::string>& functions)
{
    measure::CodeStack stack;
    for (const std::string& function : functions)
        stack.push_back(codeFrame(function, 10));
    return std::make_shared<const measure::CodeStack>(std::move(stack));
}

/// Of a program with two processes: a mutex that worker() waits for and evict() holds, and a
/// condition.
inline measure::ProgramAccount madeUpAccount()
{
    measure::ProgramAccount account;
    account.command = "./cache --threads 8";
    account.pid = 42;
    account.elapsed = std::chrono::seconds(2);
    account.cpus = 2;
    account.ended = true;
    account.processes = {{42, 1, "./cache --threads 8", false, 7, 3, {}},
                         {43, 42, "sh -c x", true, 0, {}, {}}};
    measure::AccountedLock lock;
    lock.id = 1;
    lock.kind = "mutex";
    lock.address = 0x55d0;
    lock.pid = 42;
    lock.site = codeFrame("worker", 10);
    lock.siteAddress = 0x401234;
    lock.acquisitions = 1000;
    lock.contended = 100;
    lock.waitNs = 5'000'000'000;
    lock.waitSoFarNs = 1'000'000;
    lock.waitMaxNs = 90'000'000;
    lock.timeouts = 2;
    lock.causedNs = 4'000'000'000;
    lock.handOverNs = 1'000;
    lock.ownerChanges = 99;
    lock.holdSamples = 20;
    lock.holdMaxNs = 40'000;
    lock.flags = 1;
    lock.generation = 2;
    lock.waiters = 3;
    lock.ownerTid = 44;
    lock.substitute = 2;
    lock.refusal = 1;
    lock.delayNs = 5'000;
    lock.swaps = 7;
    lock.takers = 7.5;
    lock.waits = measure::SparseHistogram({{100, 60}, {200, 40}});
    lock.holds = measure::SparseHistogram({{50, 20}}, 50);
    lock.sites = {{codeFrame("worker", 10), 900, 90, 4'000'000'000, 90, 3'000'000'000},
                  {codeFrame("evict", 10), 100, 10, 1'000'000'000, 10, 1'000'000'000}};
    lock.waitStacks = {{codeStack({"worker", "main", "_start"}), 4'000'000'000},
                       {codeStack({"evict", "main", "_start"}), 1'000'000'000}};
    lock.blameStacks = {{codeStack({"evict", "main", "_start"}), 3'000'000'000}};
    account.locks.push_back(lock);
    measure::AccountedLock condition;
    condition.id = 2;
    condition.kind = "condition";
    condition.pid = 42;
    condition.waitNs = 17;
    account.locks.push_back(condition);
    measure::AccountedThread thread;
    thread.pid = 42;
    thread.tid = 44;
    thread.name = "worker \xC3\xA4";
    thread.acquisitions = 500;
    thread.contended = 50;
    thread.waitNs = 2'500'000'000;
    thread.seenNs = 4'000'000'000;
    thread.lockNs = 2'500'000'000;
    thread.runningNs = 1'000'000'000;
    thread.kernelKnown = true;
    thread.waitsFor = 1;
    thread.ownerTid = 45;
    account.threads = {thread};
    account.threadsEver = 8;
    account.threadNs = 16'000'000'000;
    account.hazards = {{"lock-order", "a is taken before b, and b before a.", {1, 2}}};
    account.overflowed = 5;
    account.rootedShare = 0.75;
    return account;
}

/// A snapshot of a program that brings an account, or none.
inline measure::SnapshotPtr snapshotWith(std::chrono::nanoseconds time,
                                         std::shared_ptr<const measure::ProgramAccount> account)
{
    auto snapshot = std::make_shared<measure::Snapshot>();
    snapshot->time = time;
    snapshot->interval = std::chrono::milliseconds(50);
    auto program = std::make_shared<measure::ProgramSnapshot>();
    program->locks = {{1, 2, 100, 7, 5000, 60, 4000, 17}};
    program->newLocks = {
        {1, "mutex", 0x55d0, 42, "worker", "src/cache.c", 10, "/bin/cache", 0x1a2b}};
    program->account = std::move(account);
    snapshot->program = std::move(program);
    return snapshot;
}

} // namespace lockscope::test
