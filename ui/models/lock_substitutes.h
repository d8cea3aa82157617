// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "ui/models/range_sums.h"

#include <cstdint>
#include <map>
#include <string>

namespace lockscope::ui {

/// What stands in front of a watched program's locks, and how much longer they are held, in the
/// program's own text, by lock; those that have nothing are not among them.
using LockSubstitutes = std::map<std::uint32_t, std::string>;

/// As a change says it of all locks: "lock 3, evict (cache.c:88)" is "ticket".
[[nodiscard]] LockSubstitutes substitutesIn(const measure::ConfigFacts& facts);

/// What was in force at a time, by the changes of the snapshots, oldest first.
[[nodiscard]] LockSubstitutes substitutesAt(const Snapshots& snapshots,
                                            std::chrono::nanoseconds time);

} // namespace lockscope::ui
