// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/path_track.h"

#include <memory>
#include <utility>

namespace lockscope::program {

namespace {

constexpr std::chrono::hours kSpan{24 * 365};
constexpr std::size_t kSnapshots = 40'000; ///< an hour at ten a second
constexpr std::size_t kThreads = 300'000; ///< of all of them: some 30 MB

} // namespace

PathTrack::PathTrack()
    : m_kept(kSpan, kSnapshots, kThreads)
{}

void PathTrack::add(const measure::Snapshot& snapshot)
{
    if (!snapshot.program)
        return;
    m_names.follow(snapshot);
    measure::Snapshot kept = snapshot;
    kept.waits = {};
    kept.changes.clear();
    kept.violations.clear();
    auto program = std::make_shared<measure::ProgramSnapshot>(*snapshot.program);
    program->account.reset(); // which may be large
    program->newLocks.clear();
    program->newThreads.clear();
    kept.program = std::move(program);
    m_kept.push(std::make_shared<const measure::Snapshot>(std::move(kept)));
}

CriticalPath PathTrack::path() const
{
    const measure::TimeRange all{measure::TimeRange::Time::min() / 2,
                                 measure::TimeRange::Time::max() / 2};
    return criticalPath({m_kept.snapshots().begin(), m_kept.snapshots().end()}, all, m_names);
}

} // namespace lockscope::program
