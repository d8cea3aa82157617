// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"
#include "core/program/watch_report.h"

#include <QString>
#include <QStringList>

#include <chrono>

namespace lockscope::ui {

/// What the window says of a watched program. All of it is made fit to be shown: names and paths
/// are the program's own.

/// "pid 4711 · 12.3 s · every acquisition counted · ended with exit code 0".
[[nodiscard]] QString programFacts(const program::WatchReport& report, bool watches);
/// Which time a report is of, when so long was watched: "since watching began", and of one that
/// came some time ago, as those of a stream do, "..., as it was 7 s ago".
[[nodiscard]] QString sinceBeginText(const program::WatchReport& report,
                                     std::chrono::nanoseconds now,
                                     bool watches);
/// What a source says of the program: its command, and the rest.
[[nodiscard]] QString sourceCommand(const measure::SourceInfo& facts);
[[nodiscard]] QString sourceFacts(const measure::SourceInfo& facts);
/// Whether it was looked at from outside.
[[nodiscard]] bool isSampled(const measure::SourceInfo& facts);
/// The verdict, or that there is none.
[[nodiscard]] QString verdictText(const program::WatchReport& report);
/// How many hazards there are, and other warnings: "2 hazards · 1 warning"; empty without any.
[[nodiscard]] QString warningCount(const program::WatchReport& report);
/// Deadlocks beside the one that the verdict tells of, hazards, what was not counted; a line each.
[[nodiscard]] QStringList warningLines(const program::WatchReport& report);

/// "evict (cache.c:88)"; of a lock that was never contended its address.
[[nodiscard]] QString siteOf(const program::LockReading& lock);
/// A number of things: whole while it is small.
[[nodiscard]] QString countText(std::uint64_t count);
/// A frame of a stack.
[[nodiscard]] QString frameText(const program::Frame& frame);
/// "mutex", "mutex · gate", "mutex · mcs": with what stands in front of it.
[[nodiscard]] QString kindText(const program::ReportedLock& lock);

} // namespace lockscope::ui
