// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exporters/pprof_profile.h"
#include "core/measure/program_account.h"
#include "core/measure/program_names.h"

#include <cstdint>
#include <map>
#include <memory>

namespace lockscope::exporters {

/// A watched program's locks as samples of a profile: contentions by the call that took the lock,
/// delay by the stack of who waited, blame by the stack of who held it meanwhile.
///
/// How much is in the snapshots, and where it was in the account, which is of the time from when
/// watching began. Of a part of a recording, or where an account is of another time, the stacks'
/// times are laid out in proportion; what no stack was caught of stands at the lock's place.
/// Without an account all of it does. Conditions are left out: waiting for them is no contention.
class LockSamples
{
public:
    /// The values' types.
    static PprofProfile::Types types()
    {
        return {{"contentions", "count"}, {"delay", "nanoseconds"}, {"blame", "nanoseconds"}};
    }

    void add(const measure::Snapshot& snapshot);
    void account(std::shared_ptr<const measure::ProgramAccount> account);
    /// `source`: what it is labelled as.
    void write(PprofProfile& profile, const std::string& source) const;

private:
    struct Sums
    {
        std::uint64_t contentions = 0;
        std::uint64_t delayNs = 0;
        std::uint64_t blameNs = 0;
    };

    void writeLock(PprofProfile& profile,
                   std::uint32_t id,
                   const Sums& sums,
                   const measure::AccountedLock* where,
                   const std::string& source) const;

    measure::ProgramNames m_names;
    std::map<std::uint32_t, Sums> m_locks; ///< by id
    std::shared_ptr<const measure::ProgramAccount> m_account;
    bool m_sampled = false; ///< waits
};

} // namespace lockscope::exporters
