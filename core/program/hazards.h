// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_reading.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockscope::program {

/// The kind of a hazard that is not the program's: it loaded no library that counts.
inline constexpr std::string_view kNotCounted = "not-counted";

/// Something about the program's locks that can hurt it, seen at least once.
struct Hazard
{
    /// "lock-order", "held-across-condition", "holder-asleep", "writer-starves", kNotCounted
    std::string kind;
    std::string text; ///< one sentence, with the program's own text in it
    std::vector<std::uint32_t> locks; ///< ids
};

/// Gathers hazards from one reading after another. They are seen at readings only: what is not said
/// here may be there all the same. Not thread-safe.
class HazardWatch
{
public:
    void look(const ProgramReading& reading);

    /// In the order in which they were first seen.
    [[nodiscard]] const std::vector<Hazard>& found() const { return m_found; }

private:
    [[nodiscard]] std::vector<std::uint32_t> wayBetween(std::uint32_t from, std::uint32_t to) const;
    void lookAtOrder(const ProgramReading& reading);
    void addOrder(const ProgramReading& reading, const std::vector<std::uint32_t>& way);
    void lookAtConditions(const ProgramReading& reading);
    void lookAtHolders(const ProgramReading& reading);
    void lookAtWriters(const ProgramReading& reading);
    void add(Hazard hazard);

    /// Looks at a lock that somebody held while others waited.
    struct HolderLooks
    {
        unsigned all = 0;
        unsigned asleep = 0; ///< the holder
    };

    std::map<std::uint32_t, std::set<std::uint32_t>> m_after; ///< locks wanted while one was held
    std::set<std::pair<std::string, std::vector<std::uint32_t>>> m_known;
    std::map<std::uint32_t, std::uint64_t>
        m_readers; ///< acquisitions of read sides at the look before
    std::map<std::uint32_t, HolderLooks> m_holders; ///< by lock
    std::vector<Hazard> m_found;
};

} // namespace lockscope::program
