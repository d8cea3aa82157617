// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/program_codec.h"

#include "core/io/limits.h"
#include "core/report/json_values.h"

#include <limits>

namespace lockscope::recording {

using io::CheckedValue;
using report::orNull;

namespace {

Cbor partToCbor(const measure::LockSnapshot& lock)
{
    return Cbor::array({lock.id,
                        lock.waiters,
                        lock.acquisitions,
                        lock.contended,
                        lock.waitNs,
                        lock.waitSoFarNs,
                        lock.causedNs,
                        lock.ownerTid});
}

Cbor partToCbor(const measure::LockInfo& lock)
{
    return Cbor::array({lock.id,
                        lock.kind,
                        lock.address,
                        lock.pid,
                        lock.function,
                        lock.file,
                        orNull(lock.line),
                        lock.module,
                        lock.offset});
}

Cbor partToCbor(const measure::ThreadInfo& thread)
{
    return Cbor::array({thread.index, thread.pid, thread.tid, thread.name});
}

measure::LockSnapshot lockCountsFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) { return list.find(place, kLockFields[place]); };
    measure::LockSnapshot lock;
    lock.id = number32(at(0));
    lock.waiters = number32(at(1));
    lock.acquisitions = at(2).count();
    lock.contended = at(3).count();
    lock.waitNs = at(4).count();
    lock.waitSoFarNs = at(5).count();
    lock.causedNs = at(6).count();
    lock.ownerTid = number32(at(7));
    return lock;
}

measure::LockInfo lockInfoFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) { return list.find(place, kNewLockFields[place]); };
    measure::LockInfo lock;
    lock.id = number32(at(0));
    lock.kind = at(1).text();
    lock.address = at(2).count();
    lock.pid = number32(at(3));
    lock.function = at(4).text();
    lock.file = at(5).text();
    lock.line = at(6).unlessNull(&number32);
    lock.module = at(7).text();
    lock.offset = at(8).count();
    return lock;
}

measure::ThreadInfo newThreadFrom(const CheckedValue& list)
{
    const auto at = [&list](std::size_t place) {
        return list.find(place, kNewThreadFields[place]);
    };
    measure::ThreadInfo thread;
    thread.index = static_cast<std::uint32_t>(at(0).count(io::limits::kThreadsInAll - 1));
    thread.pid = number32(at(1));
    thread.tid = at(2).whole();
    thread.name = at(3).text();
    return thread;
}

template<class Values>
Cbor partsToCbor(const Values& values)
{
    Cbor list = Cbor::array();
    for (const auto& value : values)
        list.push_back(partToCbor(value));
    return list;
}

} // namespace

std::uint32_t number32(const CheckedValue& value)
{
    return static_cast<std::uint32_t>(value.count(std::numeric_limits<std::uint32_t>::max()));
}

Cbor programToCbor(const std::shared_ptr<const measure::ProgramSnapshot>& program)
{
    if (!program)
        return nullptr;
    return Cbor::array({partsToCbor(program->locks),
                        partsToCbor(program->newLocks),
                        partsToCbor(program->newThreads),
                        Cbor(program->waitingFor)});
}

std::shared_ptr<const measure::ProgramSnapshot> programFrom(const CheckedValue& list)
{
    if (list.isNull())
        return nullptr;
    const auto at = [&list](std::size_t place) { return list.find(place, kProgramFields[place]); };
    auto program = std::make_shared<measure::ProgramSnapshot>();
    for (const CheckedValue& lock : at(0).items(io::limits::kLocks))
        program->locks.push_back(lockCountsFrom(lock));
    for (const CheckedValue& lock : at(1).items(io::limits::kLocks))
        program->newLocks.push_back(lockInfoFrom(lock));
    for (const CheckedValue& thread : at(2).items(io::limits::kThreads))
        program->newThreads.push_back(newThreadFrom(thread));
    for (const CheckedValue& lock : at(3).items(io::limits::kThreads))
        program->waitingFor.push_back(number32(lock));
    return program;
}

} // namespace lockscope::recording
