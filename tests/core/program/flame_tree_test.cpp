// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/flame_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace lockscope::program {
namespace {

/// Of functions, the innermost first.
WeighedStack stackOf(double ns, const std::vector<std::string>& functions)
{
    WeighedStack stack{.ns = ns, .frames = {}};
    for (const std::string& function : functions) {
        Frame& frame = stack.frames.emplace_back();
        frame.function = function;
        frame.module = "/prog";
    }
    return stack;
}

const FlameNode& child(const FlameNode& node, const std::string& function)
{
    static const FlameNode none;
    const auto found =
        std::find_if(node.children.begin(), node.children.end(), [&function](const FlameNode& one) {
            return one.frame.function == function;
        });
    return found == node.children.end() ? none : *found;
}

/// Rows, the root's included, along the first of the children.
std::size_t depthOf(const FlameNode& root)
{
    std::size_t depth = 1;
    for (const FlameNode* node = &root; !node->children.empty(); node = &node->children.front())
        ++depth;
    return depth;
}

TEST(FlameTree, PutsWhatStacksShareFromTheirRootsOnTogether)
{
    const FlameNode root = flameOf({stackOf(5, {"put", "store", "main"}),
                                    stackOf(3, {"get", "store", "main"}),
                                    stackOf(2, {"get", "load", "thread"})});
    EXPECT_EQ(root.ns, 10);
    EXPECT_EQ(depthOf(root), 4U);
    ASSERT_EQ(root.children.size(), 2U);
    EXPECT_EQ(root.children[0].frame.function, "main") << "by name";
    EXPECT_EQ(child(root, "main").ns, 8);
    EXPECT_EQ(child(child(root, "main"), "store").ns, 8);
    EXPECT_EQ(child(child(child(root, "main"), "store"), "put").ns, 5);
    EXPECT_EQ(child(child(child(root, "thread"), "load"), "get").ns, 2);
}

TEST(FlameTree, AStackThatEndsWhereOthersGoOnCountsThereAlone)
{
    const FlameNode root = flameOf({stackOf(4, {"main"}), stackOf(6, {"work", "main"})});
    EXPECT_EQ(child(root, "main").ns, 10);
    EXPECT_EQ(child(child(root, "main"), "work").ns, 6);
}

TEST(FlameTree, TheLineIsThatOfTheMostTime)
{
    WeighedStack little = stackOf(1, {"work", "main"});
    WeighedStack much = stackOf(9, {"work", "main"});
    little.frames[0].line = 10;
    much.frames[0].line = 20;
    for (const auto& stacks : {std::vector{little, much}, std::vector{much, little}})
        EXPECT_EQ(child(child(flameOf(stacks), "main"), "work").frame.line, 20U);
}

TEST(FlameTree, WithoutANameItIsThePlaceInTheModule)
{
    WeighedStack one = stackOf(1, {""});
    WeighedStack other = one;
    one.frames[0].moduleOffset = 0x10;
    other.frames[0].moduleOffset = 0x20;
    EXPECT_EQ(flameOf({one, other, one}).children.size(), 2U);
    WeighedStack named = stackOf(1, {"work"});
    WeighedStack elsewhere = named;
    elsewhere.frames[0].moduleOffset = 0x20;
    EXPECT_EQ(flameOf({named, elsewhere}).children.size(), 1U);
    elsewhere.frames[0].module = "/other";
    EXPECT_EQ(flameOf({named, elsewhere}).children.size(), 2U);
}

TEST(FlameTree, NothingAndWhatIsNoTimeHasNoPlace)
{
    EXPECT_TRUE(flameOf({}).children.empty());
    EXPECT_EQ(depthOf(flameOf({})), 1U);
    EXPECT_TRUE(flameOf({stackOf(0, {"main"}), stackOf(-1, {"main"})}).children.empty());
    const FlameNode unknown = flameOf({stackOf(7, {})});
    EXPECT_EQ(unknown.ns, 7) << "a stack of which nothing is known";
    EXPECT_TRUE(unknown.children.empty());
}

TEST(FlameTree, EndlessRecursionHasAnEnd)
{
    const FlameNode root = flameOf({stackOf(1, std::vector<std::string>(100'000, "recurse"))});
    EXPECT_EQ(depthOf(root), kMostFlameDepth + 1);
}

} // namespace
} // namespace lockscope::program
