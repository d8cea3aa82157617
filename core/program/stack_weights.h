// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace lockscope::program {

/// So much of a stack is copied: deep recursion has more.
inline constexpr std::size_t kStackBytes = std::size_t{32} << 10;

/// Stacks of one process, each kept once: a number for a list of addresses, the innermost first.
/// Not thread-safe.
class StackTable
{
public:
    using Id = std::uint32_t;

    /// The number of a stack. Beyond kMost different ones all further stacks are one, the empty.
    [[nodiscard]] Id idOf(std::span<const std::uint64_t> addresses);
    [[nodiscard]] const std::vector<std::uint64_t>& at(Id id) const { return m_stacks[id]; }
    [[nodiscard]] std::size_t size() const { return m_stacks.size(); }

    static constexpr std::size_t kMost = 20'000;

private:
    std::vector<std::vector<std::uint64_t>> m_stacks{{}};
    std::unordered_multimap<std::uint64_t, Id> m_byHash;
};

/// Time by stack, ns: what was sampled, to be scaled to what was measured.
using StackWeights = std::map<StackTable::Id, double>;

} // namespace lockscope::program
