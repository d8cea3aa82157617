// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/hidden_states.h"

namespace lockscope::ui {

HiddenStates hiddenStates(const std::vector<LegendEntry>& legend,
                          const std::function<bool(std::size_t entry)>& shown)
{
    HiddenStates hidden{};
    for (std::size_t i = 0; i < legend.size(); ++i) {
        if (legend[i].state)
            hidden[static_cast<std::size_t>(*legend[i].state)] = !shown(i);
        else if (legend[i].unknownState)
            hidden.unknown = !shown(i);
    }
    return hidden;
}

} // namespace lockscope::ui
