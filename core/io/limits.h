// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// How much of anything a file, a stream or a host may have that this program reads: everything
/// that a reader keeps or draws is counted against one of these before memory is taken for it. All
/// stand here but a record's size and depth (core/recording/format.h), each far above what the
/// program itself writes. core/recording/FORMAT.md and the manual name those that a person can
/// meet.
namespace lockscope::io::limits {

/// Logical CPUs of a host; Linux has 8192 at most.
inline constexpr int kCpus = 65'536;
/// Threads of one snapshot. The lab has 1024 workers, the simulator 8192.
inline constexpr std::size_t kThreads = 16'384;
/// Threads that a whole recording may speak of: their indices are below that.
inline constexpr std::uint32_t kThreadsInAll = 65'536;
/// Locks of one snapshot of a watched program. Of those that did something the most waited for are
/// told.
inline constexpr std::size_t kLocks = 20'000;
/// Locks whose names are kept of a whole recording.
inline constexpr std::size_t kLocksInAll = 200'000;
/// What a whole recording may tell of a program's stacks, each told once: functions, and bytes of
/// their texts; stacks, functions of one and of all together. A writer leaves out what has no room.
inline constexpr std::size_t kCodeFrames = 100'000;
inline constexpr std::size_t kTextOfCodeFrames = 32'000'000;
inline constexpr std::size_t kCodeStacks = 50'000;
inline constexpr std::size_t kFramesOfCodeStack = 1'000;
inline constexpr std::size_t kFramesOfCodeStacks = 2'000'000;
/// Of one account of a program: processes, hazards; sites, and stacks of either kind, of a lock.
inline constexpr std::size_t kProcesses = 20'000;
inline constexpr std::size_t kHazards = 1'000;
inline constexpr std::size_t kSitesOfLock = 100;
inline constexpr std::size_t kStacksOfLock = 100;
/// Facts of a configuration: the lab writes a dozen, the simulator twenty.
inline constexpr std::size_t kFacts = 200;
/// Guards that a header names.
inline constexpr std::size_t kGuards = 1'000;
/// Live changes of one snapshot, and broken invariants.
inline constexpr std::size_t kChangesAtOnce = 1'000;
inline constexpr std::size_t kViolationsAtOnce = 1'000;
/// Of a whole recording: live changes, facts of all of them together (all are kept, so that any
/// place can say what was in force).
inline constexpr std::size_t kChanges = 100'000;
inline constexpr std::size_t kFactsOfChanges = 1'000'000;
/// Bytes of their labels and facts; the lab's have some 300 a change.
inline constexpr std::size_t kTextOfChanges = 50'000'000;
/// Notes of the recording program that a recording in memory keeps, the first ones. There may be
/// any number of them: a window asks for one a second as long as it is connected.
inline constexpr std::size_t kNotesKept = 10'000;
/// Threads of all snapshots that a window keeps at once, some 100 bytes each: with the window
/// itself less than 200 MB. Of a minute at 20 Hz of 1024 workers, which has 1,228,800, some are
/// joined.
inline constexpr std::size_t kThreadsKept = 1'100'000;
/// Samples of a profile: a guard and a worker each. What comes then is put down to "other guards".
inline constexpr std::size_t kProfileSamples = 200'000;
/// Guards of a profile, two after one another in an interval being one: all pairs of forty, with
/// and without fast path, are 6,400.
inline constexpr std::size_t kProfileGuards = 10'000;
/// Kinds of broken invariants that a window remembers as told, and then tells of no more.
inline constexpr std::size_t kViolationsTold = 50;
/// The longest time in a recording, ns: ten years. Some of them can be added up without care.
inline constexpr std::uint64_t kTimeNs = 10ULL * 365 * 86'400 * 1'000'000'000;
/// Bytes of one text in a recording or a file of JSON.
inline constexpr std::size_t kText = 4'096;
/// Items (numbers, texts, lists, maps) of one record. The largest honest one, of 8192 simulated
/// threads, has 160,000.
inline constexpr std::size_t kItems = 500'000;

/// A file of JSON (a sweep, a merge): bytes, values of any kind, members of one object, depth.
inline constexpr std::size_t kJsonBytes = 100'000'000;
inline constexpr std::size_t kJsonValues = 2'000'000;
inline constexpr std::size_t kJsonMembers = 200;
inline constexpr std::size_t kJsonDepth = 32;
/// Points of one sweep: 40 guards, with and without fast path, at 64 numbers of CPUs are 5,120. And
/// machines whose sweeps one file holds.
inline constexpr std::size_t kSweepPoints = 20'000;
inline constexpr std::size_t kMergedHosts = 1'000;
/// A machine to simulate, or what calibration wrote, is far smaller.
inline constexpr std::size_t kMachineBytes = 1'000'000;

} // namespace lockscope::io::limits
