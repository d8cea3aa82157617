// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/snapshot.h"
#include "core/program/program_reading.h"
#include "core/program/substitution.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace lockscope::program {

/// Finds in readings which locks have another substitute or delay than before, as changes of the
/// experiment that a watched program is then: with markers, and a stretch before and after. For one
/// thread.
class SubstitutionLog
{
public:
    /// What came into force since the reading before, in order of time; within the interval that
    /// ends with this one. `facts`: of the program, before what is substituted.
    [[nodiscard]] std::vector<measure::ConfigChange> look(const ProgramReading& reading,
                                                          std::chrono::nanoseconds interval,
                                                          const measure::ConfigFacts& facts);

private:
    struct Known
    {
        std::uint64_t swaps = 0;
        Substitution now;
        std::string site;
    };
    std::map<std::uint32_t, Known> m_known; ///< by id; of locks that ever had one
    std::uint64_t m_revision = 0;
};

/// What of it is in force now.
[[nodiscard]] Substitution substitutionOf(const LockCounts& counts);

} // namespace lockscope::program
