// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/preload/layout.h"
#include "core/program/lock_counts.h"

#include <cstdint>

/// What stands in the shared file, as values of ours. All of it may be anything.
namespace lockscope::program {

/// The lock that a key names.
[[nodiscard]] LockName nameOf(std::uint64_t key);
[[nodiscard]] std::uint64_t keyOf(const LockName& name);

/// Whether a key can be one that the library makes.
[[nodiscard]] bool isKey(std::uint64_t key);

/// Sums of hostile numbers stay at the top instead of beginning anew.
[[nodiscard]] std::uint64_t add(std::uint64_t left, std::uint64_t right);

/// Counts by the buckets of core/measure/histogram_buckets.h, LS_WAIT_BUCKETS of them.
[[nodiscard]] measure::SparseHistogram histogram(const std::uint64_t* counts, std::uint64_t maxNs);
[[nodiscard]] measure::SparseHistogram histogram(const std::uint32_t* counts, std::uint64_t maxNs);

/// A record up to its histograms.
void readLockHead(const unsigned char* head, LockCounts& lock);

/// Whether the thread waits now, and for what.
[[nodiscard]] bool waits(const LsThread& thread);
[[nodiscard]] WaitUnderWay waitOf(const LsThread& thread);

} // namespace lockscope::program
