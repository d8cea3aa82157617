// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/flame_tree.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace lockscope::program {

namespace {

/// What frames are put together by, and in which order they stand.
using Key = std::tuple<std::string_view, std::string_view, std::uint64_t>;

Key keyOf(const Frame& frame)
{
    return {frame.function, frame.module, frame.function.empty() ? frame.moduleOffset : 0};
}

/// A stack and how many of its frames, from the root on, are above this place.
struct Part
{
    const WeighedStack* stack;
    std::size_t depth;

    [[nodiscard]] bool ends() const { return depth == stack->frames.size(); }
    [[nodiscard]] const Frame& frame() const
    {
        return stack->frames[stack->frames.size() - 1 - depth];
    }
};

/// As deep as kMostFlameDepth.
void addChildren(FlameNode& node, const std::vector<Part>& parts)
{
    std::map<Key, std::vector<Part>> byFrame;
    for (const Part& part : parts)
        if (!part.ends() && part.depth < kMostFlameDepth)
            byFrame[keyOf(part.frame())].push_back(part);
    for (auto& [key, group] : byFrame) {
        FlameNode& child = node.children.emplace_back();
        double most = 0;
        for (Part& part : group) {
            child.ns += part.stack->ns;
            if (part.stack->ns > most) {
                most = part.stack->ns;
                child.frame = part.frame();
            }
            ++part.depth;
        }
        addChildren(child, group);
    }
}

} // namespace

FlameNode flameOf(const std::vector<WeighedStack>& stacks)
{
    FlameNode root;
    std::vector<Part> parts;
    for (const WeighedStack& stack : stacks) {
        if (!(stack.ns > 0))
            continue;
        root.ns += stack.ns;
        parts.push_back({&stack, 0});
    }
    addChildren(root, parts);
    return root;
}

} // namespace lockscope::program
