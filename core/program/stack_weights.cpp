// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/stack_weights.h"

namespace lockscope::program {

StackTable::Id StackTable::idOf(std::span<const std::uint64_t> addresses)
{
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const std::uint64_t address : addresses)
        hash = (hash ^ address) * 0x100000001b3;
    const auto [first, last] = m_byHash.equal_range(hash);
    for (auto known = first; known != last; ++known)
        if (std::equal(addresses.begin(),
                       addresses.end(),
                       m_stacks[known->second].begin(),
                       m_stacks[known->second].end()))
            return known->second;
    if (addresses.empty() || m_stacks.size() >= kMost)
        return 0;
    const Id id = static_cast<Id>(m_stacks.size());
    m_stacks.emplace_back(addresses.begin(), addresses.end());
    m_byHash.emplace(hash, id);
    return id;
}

} // namespace lockscope::program
