// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/guard_variant.h"
#include "core/guards/registry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace lockscope::guards {
namespace {

TEST(Registry, IdsAreUniqueAndEveryRowSpeaksForItself)
{
    std::set<std::string_view> ids;
    for (const GuardRow& row : registry()) {
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
        EXPECT_FALSE(row.label.empty());
        EXPECT_FALSE(row.family.empty());
        EXPECT_TRUE(row.description.ends_with('.')) << row.description;
        EXPECT_TRUE(row.ordering.ends_with('.')) << row.id;
        EXPECT_EQ(row.available, row.whyNot.empty()) << row.id;
        EXPECT_NE(row.model.empty(), row.noModel.empty()) << row.id;
        EXPECT_EQ(findGuard(row.id), &row);
    }
    EXPECT_TRUE(ids.contains("mutex"));
    EXPECT_TRUE(ids.contains("none"));
    EXPECT_EQ(findGuard("no-such-guard"), nullptr);
}

TEST(Registry, TheBaselineSaysThatItRaces)
{
    EXPECT_NE(findGuard("none")->description.find("racing"), std::string_view::npos);
}

TEST(Registry, EveryVariantIsAGuardOfItsOwnWithALoopForEachUse)
{
    const auto waits = std::make_unique<measure::WaitHistogram>();
    measure::ThreadSlot slot;
    measure::LiveProbe caller(slot, *waits);
    for (const GuardRow& row : registry()) {
        if (!row.available)
            continue;
        std::set<const GuardVariant*> variants;
        for (const bool fastPath : {false, true})
            for (const bool padding : {false, true}) {
                const GuardVariant* variant = row.variant(fastPath, padding);
                variants.insert(variant);
                std::set<RunFunction> loops;
                for (const auto& byProbe : variant->run)
                    for (const auto& byWorkload : byProbe)
                        loops.insert(byWorkload.begin(), byWorkload.end());
                EXPECT_EQ(loops.size(), 18U) << row.id;
                const auto guard = variant->make();
                guard->notify();
                EXPECT_EQ(guard->pass(caller, [] {}), 0U);
            }
        EXPECT_EQ(variants.size(), 4U) << row.id;
    }
}

} // namespace
} // namespace lockscope::guards
