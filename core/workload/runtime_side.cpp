// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/runtime_side.h"

#include "core/workload/get_value.h"

#include <cstring>
#include <memory>

namespace lockscope::workload {

namespace {

constexpr std::size_t kBlock = LOCKSCOPE_BLOCK;
constexpr std::uint8_t kMask = 0x5a;

using Block = std::unique_ptr<std::uint8_t[]>;

/// A fresh zeroed block. The pointer is laundered through the register so that the compiler may not
/// elide the allocation: a runtime's allocator is not elided either.
Block freshBlock()
{
    Block block = std::make_unique<std::uint8_t[]>(kBlock);
    std::uint8_t* raw = block.get();
    asm volatile("" : "+r"(raw) : : "memory");
    return block;
}

} // namespace

void callBack(RuntimeSide& runtime,
              const std::uint8_t* key,
              std::uint8_t* value,
              std::uintptr_t /*context*/)
{
    const Block keyCopy = freshBlock();
    std::memcpy(keyCopy.get(), key, kBlock);
    const Block answer = freshBlock();
    for (std::size_t i = 0; i < kBlock; ++i)
        answer[i] = keyCopy[i] ^ kMask;
    for (std::size_t i = 0; i < kBlock; ++i) {
        value[i] = answer[i];
        asm volatile("" : : : "memory"); // byte by byte, as through a foreign pointer
    }
    if (runtime.callbackSteps > 0)
        (void)lockscope_busy(runtime.callbackSteps);
    ++runtime.callbacks;
}

std::uint64_t expectedAnswer(std::uint64_t task)
{
    constexpr std::uint64_t kWide = 0x0101010101010101U * kMask;
    return task ^ kWide;
}

void writeKey(std::uint64_t task, std::uint8_t* key)
{
    for (std::size_t at = 0; at < kBlock; at += sizeof task)
        std::memcpy(key + at, &task, sizeof task);
}

} // namespace lockscope::workload
