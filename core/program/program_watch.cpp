// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/program_watch.h"

#include "core/io/bad_input.h"

#include <algorithm>

namespace lockscope::program {

void ProgramWatch::substitute(const std::vector<WantedLock>& wanted)
{
    if (!wanted.empty())
        throw io::BadInput(
            "Nothing is put into a program that was attached to, so its locks stay its own: "
            "start it from here to swap them.");
}

std::vector<WeighedStack> heaviest(
    const StackWeights& weights,
    double total,
    std::size_t most,
    const std::function<std::vector<Frame>(StackTable::Id)>& framesOf)
{
    double caught = 0;
    for (const auto& [id, ns] : weights)
        caught += ns;
    // Stacks that say the same of the program are one, whatever differed within the C library.
    std::vector<WeighedStack> stacks;
    for (const auto& [id, ns] : weights) {
        WeighedStack stack{caught > 0 ? ns * total / caught : 0, framesOf(id)};
        const auto same =
            std::find_if(stacks.begin(), stacks.end(), [&stack](const WeighedStack& other) {
                return other.frames == stack.frames;
            });
        if (same != stacks.end())
            same->ns += stack.ns;
        else
            stacks.push_back(std::move(stack));
    }
    std::sort(
        stacks.begin(), stacks.end(), [](const auto& a, const auto& b) { return a.ns > b.ns; });
    if (stacks.size() > most)
        stacks.resize(most);
    return stacks;
}

} // namespace lockscope::program
