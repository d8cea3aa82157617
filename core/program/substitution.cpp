// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/substitution.h"

#include "core/preload/layout.h"

#include <fmt/format.h>

namespace lockscope::program {

static_assert(static_cast<int>(Substitute::Restricted) == LS_RESTRICTED
              && kSubstitutes.size() == LS_SUBSTITUTES);
static_assert(Substitution::kMostDelay.count() == LS_DELAY_MAX_NS);

std::optional<Substitute> substituteNamed(std::string_view name)
{
    for (const Substitute substitute : kSubstitutes)
        if (substituteName(substitute) == name)
            return substitute;
    return std::nullopt;
}

std::string substitutionText(const Substitution& substitution)
{
    std::string text = substitution.by == Substitute::Own
        ? "own lock"
        : std::string(substituteName(substitution.by));
    if (substitution.delay.count() > 0)
        text += fmt::format(", each hold {:g} us longer",
                            std::chrono::duration<double, std::micro>(substitution.delay).count());
    return text;
}

std::optional<std::string> whyNoSubstitute(const LockCounts& counts, bool launched)
{
    if (!launched)
        return "of a program that was attached to: nothing is put into it";
    if (counts.name.kind != LockKind::Mutex)
        return "not a mutex";
    if (counts.contended == 0 && counts.waitNs == 0)
        return "never waited for: there is nothing to be better at";
    if (counts.flags & LS_ROBUST)
        return "a robust mutex";
    if (counts.flags & LS_PRIORITY_INHERIT)
        return "a mutex with priority inheritance";
    if (counts.flags & LS_PRIORITY_PROTECT)
        return "a mutex with priority protection";
    if (counts.flags & LS_PROCESS_SHARED)
        return "a mutex that processes share";
    return std::nullopt;
}

std::optional<std::string> refusalText(const LockCounts& counts)
{
    switch (counts.refusal) {
    case LS_NOT_REFUSED:
        return std::nullopt;
    case LS_NOT_ELIGIBLE:
        return "it is of a kind that can have no substitute";
    case LS_NO_ROOM:
        return "too many locks have had a substitute, or there is no memory for one more";
    case LS_SEALED:
        return "the program has put itself into a sandbox";
    case LS_STUCK:
        return "it is released where the library does not see it, so its own lock was put back";
    default:
        return "the library says no";
    }
}

} // namespace lockscope::program
