// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"

#include "core/guards/families.h"

namespace lockscope::guards {

std::vector<std::string_view> traitWords(const GuardTraits& traits)
{
    std::vector<std::string_view> words;
    if (traits.fair)
        words.emplace_back("fair");
    if (traits.spins)
        words.emplace_back("spins");
    if (traits.blocks)
        words.emplace_back("sleeps");
    if (!traits.exclusive)
        words.emplace_back("shared");
    return words;
}

std::span<const GuardRow> registry()
{
    static const std::vector<GuardRow> kAll = [] {
        std::vector<GuardRow> rows;
        for (const auto family : {standardFamily(),
                                  onceFamily(),
                                  posixFamily(),
                                  parkingFamily(),
                                  oneTbbFamily(),
                                  concurrencyKitFamily(),
                                  abseilFamily(),
                                  rcuFamily(),
                                  baselineFamily()})
            rows.insert(rows.end(), family.begin(), family.end());
        return rows;
    }();
    return kAll;
}

const GuardRow* findGuard(std::string_view id)
{
    for (const GuardRow& row : registry())
        if (row.id == id)
            return &row;
    return nullptr;
}

} // namespace lockscope::guards
