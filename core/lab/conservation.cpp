// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/conservation.h"

#include <fmt/format.h>

namespace lockscope::lab {

std::vector<std::string> violationsAtRest(const measure::Totals& totals,
                                          bool probed,
                                          std::uint64_t wrongAnswers)
{
    std::vector<std::string> all;
    if (totals.tasks != totals.calls || totals.calls != totals.callbacks)
        all.push_back(fmt::format("tasks ({}), calls ({}) and callbacks ({}) differ",
                                  totals.tasks,
                                  totals.calls,
                                  totals.callbacks));
    if (probed && totals.passes != totals.calls)
        all.push_back(
            fmt::format("guard passes ({}) and calls ({}) differ", totals.passes, totals.calls));
    if (totals.contended > totals.passes)
        all.push_back(fmt::format(
            "contended passes ({}) exceed passes ({})", totals.contended, totals.passes));
    if (wrongAnswers > 0)
        all.push_back(fmt::format("{} callbacks answered a wrong value", wrongAnswers));
    return all;
}

} // namespace lockscope::lab
