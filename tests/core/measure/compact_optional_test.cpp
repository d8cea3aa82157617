// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/snapshot.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <type_traits>

namespace lockscope::measure {

template<class T>
class CompactOptionalTest : public testing::Test
{
public:
    static T sample()
    {
        if constexpr (std::is_same_v<T, StateShares>)
            return {{0.5F, 0.25F, 0, 0.25F, 0, 0}};
        else
            return 7;
    }
};

using Held = testing::Types<std::uint64_t, std::int32_t, float, StateShares>;
TYPED_TEST_SUITE(CompactOptionalTest, Held);

TYPED_TEST(CompactOptionalTest, KeepsUnknownApartFromZeroInNoMoreMemoryThanTheValue)
{
    static_assert(sizeof(CompactOptional<TypeParam>) == sizeof(TypeParam));
    CompactOptional<TypeParam> one;
    EXPECT_FALSE(one.has_value());
    EXPECT_EQ(one, std::nullopt);
    one = TypeParam{};
    EXPECT_TRUE(one.has_value());
    EXPECT_EQ(*one, TypeParam{});
    one.reset();
    EXPECT_FALSE(one.has_value());
    one.emplace();
    EXPECT_EQ(one, TypeParam{});
    one = std::nullopt;
    EXPECT_EQ(one.value_or(TestFixture::sample()), TestFixture::sample());
}

TYPED_TEST(CompactOptionalTest, IsWhatTheOptionalWasThatItIsMadeOf)
{
    for (const std::optional<TypeParam> one :
         {std::optional<TypeParam>(), std::optional(TypeParam{}), std::optional(this->sample())})
    {
        const CompactOptional<TypeParam> compact = one;
        EXPECT_EQ(std::optional<TypeParam>(compact), one);
        EXPECT_EQ(compact, one);
        EXPECT_EQ(one, compact);
        EXPECT_EQ(compact, CompactOptional<TypeParam>(one));
    }
    const CompactOptional<TypeParam> known = this->sample();
    EXPECT_FALSE(known == CompactOptional<TypeParam>());
    EXPECT_FALSE(known == TypeParam{});
    EXPECT_FALSE(CompactOptional<TypeParam>() == TypeParam{});
}

TEST(ThreadSnapshotTest, IsSmallAsAWindowKeepsHundredsOfThousands)
{
    EXPECT_LE(sizeof(ThreadSnapshot), 96U);
}

TEST(ThreadSnapshotTest, KnowsTheLargestCountsButTheOneThatMeansUnknown)
{
    ThreadSnapshot thread;
    constexpr std::uint64_t kLargest = UINT64_MAX - 1;
    thread.cpuNs = kLargest;
    EXPECT_EQ(thread.cpuNs, std::optional(kLargest));
    thread.cpu = INT32_MIN + 1;
    EXPECT_EQ(thread.cpu, std::optional(INT32_MIN + 1));
    EXPECT_EQ(thread.states, std::nullopt);
    EXPECT_EQ(thread.p99WaitNs, std::nullopt);
}

} // namespace lockscope::measure
