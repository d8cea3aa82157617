// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/guard_state.h"
#include "core/measure/probe.h"

#include <memory>

namespace lockscope::guards {

/// A caller with the live probe: passes as a worker does.
struct Caller
{
    measure::ThreadSlot slot;
    std::unique_ptr<measure::WaitHistogram> waits = std::make_unique<measure::WaitHistogram>();
    measure::LiveProbe probe{slot, *waits};
};

/// Context functions that can be told apart.
inline void answerOne(ContextArgument* argument)
{
    argument->context = 1;
}
inline void answerTwo(ContextArgument* argument)
{
    argument->context = 2;
}

} // namespace lockscope::guards
