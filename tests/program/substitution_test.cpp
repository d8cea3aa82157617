// SPDX-License-Identifier: GPL-3.0-or-later
// Another lock in front of a living program's own: nothing is lost by it, and it goes when
// Lockscope does.
#include "core/io/bad_input.h"
#include "core/preload/layout.h"
#include "core/program/launch_watch.h"
#include "core/program/program_source.h"
#include "tests/program/watched.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::test {

namespace {

using namespace std::chrono_literals;
using program::LockKind;
using program::LockReading;
using program::ProgramReading;
using program::Substitute;

std::unique_ptr<program::LaunchWatch> launched(const std::vector<std::string>& command)
{
    std::vector<std::string> words = command;
    words.front() = watched(command.front());
    return std::make_unique<program::LaunchWatch>(std::move(words),
                                                  program::LaunchStreams{.outputToError = true});
}

std::vector<LockReading> contendedMutexes(const ProgramReading& reading)
{
    std::vector<LockReading> found;
    for (const LockReading& lock : reading.locks)
        if (lock.counts.name.kind == LockKind::Mutex && lock.counts.contended > 0)
            found.push_back(lock);
    return found;
}

/// Looks and reads until a condition holds, ten seconds at most.
template<class Condition>
bool becomes(program::LaunchWatch& watch, const Condition& condition)
{
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < end) {
        watch.sample();
        if (condition(watch.read()))
            return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

/// The first contended mutex of a program, once there is one.
LockReading firstContended(program::LaunchWatch& watch)
{
    LockReading first;
    EXPECT_TRUE(becomes(watch, [&](const ProgramReading& reading) {
        const std::vector<LockReading> locks = contendedMutexes(reading);
        if (!locks.empty())
            first = locks.front();
        return !locks.empty();
    }));
    return first;
}

const LockReading* lockIn(const ProgramReading& reading, std::uint32_t id)
{
    const auto found = std::find_if(reading.locks.begin(),
                                    reading.locks.end(),
                                    [id](const LockReading& lock) { return lock.id == id; });
    return found == reading.locks.end() ? nullptr : &*found;
}

/// For becomes().
auto isSubstituted(std::uint32_t id)
{
    return [id](const ProgramReading& reading) {
        const LockReading* const lock = lockIn(reading, id);
        return lock != nullptr && lock->counts.substitute != 0;
    };
}

/// Where a process counts.
std::string sharedFileOf(pid_t pid)
{
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
    for (std::string line; std::getline(maps, line);)
        if (const auto at = line.find("/dev/shm/"); at != std::string::npos)
            return line.substr(at);
    return {};
}

} // namespace

/// LOCKSCOPE_SWAP_SECONDS: for how long, twice, where some seconds are not enough.
TEST(Substitution, RandomSwapsLoseNothing)
{
    const char* const seconds = std::getenv("LOCKSCOPE_SWAP_SECONDS");
    for (const char* const threads : {"2", "16"}) {
        const auto watch = launched({"swapped", seconds ? seconds : "3", threads});
        std::mt19937 random(7);
        std::uint64_t swaps = 0;
        std::set<std::uint32_t> seen;
        while (!watch->ended()) {
            watch->sample();
            const ProgramReading reading = watch->read();
            std::vector<program::WantedLock> wanted;
            for (const LockReading& lock : contendedMutexes(reading)) {
                swaps = std::max(swaps, lock.counts.swaps);
                seen.insert(lock.counts.substitute);
                wanted.push_back(
                    {lock.id,
                     false,
                     {program::kSubstitutes.at(random() % program::kSubstitutes.size()),
                      std::chrono::nanoseconds(random() % 2 == 0 ? 0 : 200)}});
            }
            watch->substitute(wanted);
            std::this_thread::sleep_for(500us);
        }
        const ProgramReading last = watch->read();
        ASSERT_TRUE(last.end.has_value());
        EXPECT_EQ(last.end->exitCode, 0) << "its counts agree, nobody waits for ever";
        EXPECT_FALSE(last.damaged);
        EXPECT_EQ(last.overflowed, 0U);
        EXPECT_GT(swaps, 100U);
        EXPECT_EQ(seen.size(), program::kSubstitutes.size()) << "each was in force";
        if (seconds)
            std::cout << threads << " threads, swaps of one lock: " << swaps << '\n';
    }
}

TEST(Substitution, EndsWithTheLeaseOfWhoIsGone)
{
    const auto watch = launched({"swapped", "6", "4"});
    const LockReading lock = firstContended(*watch);
    watch->substitute({{lock.id, false, {Substitute::Mcs, {}}}});
    ASSERT_TRUE(becomes(*watch, [&](const ProgramReading& reading) {
        const LockReading* const now = lockIn(reading, lock.id);
        return now != nullptr
            && now->counts.substitute == static_cast<std::uint32_t>(Substitute::Mcs);
    }));
    // Nobody looks any more, as after a kill -9; reading alone prolongs nothing.
    std::this_thread::sleep_for(program::LockControls::kLease + 1s);
    const ProgramReading reading = watch->read();
    ASSERT_FALSE(reading.end.has_value());
    const LockReading* const now = lockIn(reading, lock.id);
    ASSERT_NE(now, nullptr);
    EXPECT_EQ(now->counts.substitute, 0U);
    EXPECT_EQ(now->counts.swaps, 2U);
    while (!watch->ended())
        std::this_thread::sleep_for(10ms);
    EXPECT_EQ(watch->read().end->exitCode, 0);
}

TEST(Substitution, EndsWithTheLeaseOfWhoWasKilledWhileItWroteWishes)
{
    const auto watch = launched({"swapped", "6", "4"});
    const LockReading lock = firstContended(*watch);
    watch->substitute({{lock.id, false, {Substitute::Ticket, {}}}});
    ASSERT_TRUE(becomes(*watch, isSubstituted(lock.id)));
    // An odd revision: half of what follows may be there.
    const int file = ::open(sharedFileOf(watch->pid()).c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(file, 0);
    const std::uint64_t odd = 1001;
    ASSERT_EQ(::pwrite(file, &odd, sizeof odd, LS_CONTROLS_OFFSET), ssize_t{sizeof odd});
    ::close(file);
    std::this_thread::sleep_for(program::LockControls::kLease + 1s);
    const ProgramReading reading = watch->read();
    const LockReading* const now = lockIn(reading, lock.id);
    ASSERT_NE(now, nullptr);
    EXPECT_EQ(now->counts.substitute, 0U);
    watch->signal(SIGTERM);
}

TEST(Substitution, IsTakenAwayAtOnceWhenTheWatchEndsInOrder)
{
    auto watch = launched({"swapped", "20", "4"});
    const LockReading lock = firstContended(*watch);
    watch->substitute({{lock.id, false, {Substitute::Ticket, {}}}});
    ASSERT_TRUE(becomes(*watch, isSubstituted(lock.id)));
    const pid_t pid = watch->pid();
    const auto file = program::SharedFile::open(sharedFileOf(pid));
    ASSERT_NE(file, nullptr);
    const auto inForce = [&] {
        for (const program::LockCounts& counts : file->read(true).locks)
            if (counts.name == lock.counts.name)
                return counts.substitute;
        return ~std::uint32_t{0};
    };
    EXPECT_EQ(inForce(), static_cast<std::uint32_t>(Substitute::Ticket));
    const auto ended = std::chrono::steady_clock::now();
    watch.reset();
    while (inForce() != 0 && std::chrono::steady_clock::now() - ended < 10s)
        std::this_thread::sleep_for(5ms);
    // Not by the lease, which had most of three seconds to run.
    EXPECT_LT(std::chrono::steady_clock::now() - ended,
              program::LockControls::kLease - program::LockControls::kProlong);
    ::kill(pid, SIGTERM);
}

TEST(Substitution, OfAWholeSiteIsOfLocksToComeToo)
{
    const auto watch = launched({"swapped", "6", "4"});
    (void)firstContended(*watch);
    // Of whatever was contended by then; the others come later, at the same calls.
    std::vector<program::WantedLock> wanted;
    std::set<std::uint64_t> sites;
    for (const LockReading& lock : contendedMutexes(watch->read()))
        if (sites.insert(lock.counts.firstSite).second)
            wanted.push_back({lock.id, true, {Substitute::BackOff, {}}});
    watch->substitute(wanted);
    EXPECT_TRUE(becomes(*watch, [&](const ProgramReading& reading) {
        std::size_t substituted = 0;
        for (const LockReading& lock : contendedMutexes(reading))
            if (sites.contains(lock.counts.firstSite)) {
                if (lock.counts.substitute != static_cast<std::uint32_t>(Substitute::BackOff))
                    return false;
                ++substituted;
            }
        return substituted > sites.size(); // more locks than those that were named
    }));
    watch->signal(SIGTERM);
}

TEST(Substitution, ADelayIsInTheHoldsAndNothingElse)
{
    constexpr auto kDelay = std::chrono::microseconds(300);
    const auto watch = launched({"swapped", "20", "2"});
    // A hold within a hold, of a recursive one, has none; of one that another thread ends no hold
    // is known.
    LockReading lock;
    ASSERT_TRUE(becomes(*watch, [&](const ProgramReading& reading) {
        for (const LockReading& one : contendedMutexes(reading))
            if (one.site.function == "use_kind" && (one.counts.flags & LS_RECURSIVE) == 0) {
                lock = one;
                return true;
            }
        return false;
    }));
    watch->substitute({{lock.id, false, {Substitute::Own, kDelay}}});
    ASSERT_TRUE(becomes(*watch, [&](const ProgramReading& reading) {
        const LockReading* const now = lockIn(reading, lock.id);
        return now != nullptr && now->counts.delayNs == static_cast<std::uint64_t>(kDelay / 1ns);
    }));
    const auto readLater = [&watch](int looks) {
        for (int i = 0; i < looks; ++i) {
            watch->sample();
            std::this_thread::sleep_for(10ms);
        }
        return watch->read();
    };
    const ProgramReading before = readLater(40); // holds may be 0.3 s old
    const ProgramReading after = readLater(100);
    measure::HistogramCounts then;
    measure::HistogramCounts now;
    then.merge(lockIn(before, lock.id)->counts.holds);
    now.merge(lockIn(after, lock.id)->counts.holds);
    const measure::SparseHistogram holds = now.since(then);
    ASSERT_FALSE(holds.empty());
    // Not one is shorter; half are not much longer on a machine that does something else, too.
    EXPECT_GE(*holds.quantile(0.05), 0.98 * static_cast<double>(kDelay / 1ns));
    EXPECT_LE(*holds.quantile(0.3), 3.0 * static_cast<double>(kDelay / 1ns));
    watch->signal(SIGTERM);
}

TEST(Substitution, IsRefusedWithTheReason)
{
    auto watch = launched({"refused", "6"});
    program::ProgramSource source(std::move(watch), "refused", 0, true);
    source.start();
    std::this_thread::sleep_for(1500ms);
    std::set<std::string> reasons;
    for (std::uint32_t id = 1; id <= 4; ++id)
        try {
            source.substitute({id, false, {Substitute::Ticket, {}}});
        } catch (const io::BadInput& error) {
            const std::string said = error.what();
            reasons.insert(said.substr(said.find(": ") + 2));
        }
    EXPECT_EQ(reasons,
              (std::set<std::string>{"a robust mutex",
                                     "a mutex with priority inheritance",
                                     "a mutex that processes share"}));
    EXPECT_THROW(source.substitute({99, false, {Substitute::Ticket, {}}}), io::BadInput);
    // The fourth is unlocked past us: nobody lets its substitute go. It gets its own lock back, and
    // goes on.
    ASSERT_FALSE(source.waitEnded(2500ms));
    const program::WatchReport report = source.report();
    std::size_t stuck = 0;
    for (const program::ReportedLock& lock : report.locks)
        if (const auto refusal = program::refusalText(lock.lock.counts)) {
            ++stuck;
            EXPECT_NE(refusal->find("released where the library does not see it"),
                      std::string::npos)
                << *refusal;
            EXPECT_EQ(lock.lock.counts.substitute, 0U);
        }
    EXPECT_EQ(stuck, 1U);
    while (!source.waitEnded(100ms))
        (void)source.poll();
    EXPECT_EQ(source.report().reading.end->exitCode, 0);
}

TEST(Substitution, IsAChangeOfASnapshotWithAMarker)
{
    program::ProgramSource source(launched({"swapped", "3", "4"}), "swapped", 0, true);
    source.start();
    std::vector<measure::ConfigChange> changes;
    std::optional<std::uint32_t> lock;
    const auto take = [&] {
        for (const measure::SnapshotPtr& snapshot : source.poll())
            for (const measure::ConfigChange& change : snapshot->changes) {
                EXPECT_LE(change.time, snapshot->time);
                EXPECT_GT(change.time, snapshot->time - snapshot->interval);
                changes.push_back(change);
            }
    };
    while (!source.waitEnded(20ms)) {
        take();
        if (!lock && (lock = source.mostWaitedFor()))
            source.substitute({*lock, false, {Substitute::SpinThenPark, {}}});
        else if (changes.size() == 1)
            source.substituteNothing();
    }
    take();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_TRUE(changes[0].label.starts_with("spin-then-park: ")) << changes[0].label;
    EXPECT_TRUE(changes[1].label.starts_with("own lock: ")) << changes[1].label;
    EXPECT_LT(changes[0].revision, changes[1].revision);
    EXPECT_EQ(changes[0].config.back().second, "spin-then-park");
    EXPECT_EQ(changes[1].config.size(), source.facts().config.size()) << "nothing is substituted";
    EXPECT_EQ(source.report().reading.end->exitCode, 0);
}

} // namespace lockscope::test
