// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/program_names.h"
#include "core/program/critical_path.h"

namespace lockscope::program {

/// Keeps of a program's snapshots what its critical path is made of, as they come: all of some
/// hours, the older the less finely. Bounded. Not thread-safe.
class PathTrack
{
public:
    PathTrack();

    void add(const measure::Snapshot& snapshot);

    /// Through all that is kept.
    [[nodiscard]] CriticalPath path() const;
    [[nodiscard]] const measure::ProgramNames& names() const { return m_names; }

private:
    measure::History m_kept;
    measure::ProgramNames m_names;
};

} // namespace lockscope::program
