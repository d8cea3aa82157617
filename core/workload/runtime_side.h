// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workload/get_value.h"

#include <cstdint>

namespace lockscope::workload {

/// What the runtime's side keeps for one worker: its own count of passes and callbacks, so that the
/// count of calls on the native side has something to be held against.
struct RuntimeSide
{
    std::uint64_t passes = 0; ///< guard passes that ended, each followed by its callback
    std::uint64_t callbacks = 0;
    std::uint64_t callbackSteps = 0; ///< busy work in each callback, steps of lockscope_busy
};

/// The faithful callback: copies the 32-byte key into a fresh block, makes a fresh zeroed 32-byte
/// value from it and writes that byte by byte through `value`. `context` is the guard's result.
void callBack(RuntimeSide& runtime,
              const std::uint8_t* key,
              std::uint8_t* value,
              std::uintptr_t context);

/// The callback of `custom` and, without steps, of `empty`.
inline void callBackBusy(RuntimeSide& runtime, std::uintptr_t /*context*/)
{
    if (runtime.callbackSteps > 0)
        (void)lockscope_busy(runtime.callbackSteps);
    ++runtime.callbacks;
}

/// The first eight bytes of the value that callBack answers for the key of a task; the native side
/// checks every answer against it.
[[nodiscard]] std::uint64_t expectedAnswer(std::uint64_t task);

/// Writes the 32-byte key of a task.
void writeKey(std::uint64_t task, std::uint8_t* key);

} // namespace lockscope::workload
