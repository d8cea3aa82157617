// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preload/layout.h"
#include "core/program/layout_values.h"
#include "core/program/shared_file.h"

#include <algorithm>
#include <array>
#include <cstring>

/// What is read many times a second: who waits now, and stacks.
namespace lockscope::program {

namespace {

constexpr std::size_t kHoldersALook = 4096;
constexpr std::size_t kRingBytes =
    sizeof(LsStackRing) + std::size_t{LS_HOLDER_STACKS} * LS_HOLDER_SLOT;

} // namespace

void SharedFile::readWaits(std::vector<WaitUnderWay>& into)
{
    for (const Block& block : m_blocks) {
        LsThread thread = {};
        if (block.tid != 0 && readAt(block.offset, &thread, sizeof thread) && waits(thread))
            into.push_back(waitOf(thread));
    }
}

bool SharedFile::stillWaits(const WaitUnderWay& wait)
{
    for (const Block& block : m_blocks) {
        if (block.tid != wait.tid)
            continue;
        LsThread thread = {};
        return readAt(block.offset, &thread, sizeof thread) && thread.tid == wait.tid
            && thread.number == wait.number && thread.since == wait.sinceNs;
    }
    return false;
}

void SharedFile::readHolderStacks(std::vector<HolderStack>& into)
{
    std::array<unsigned char, LS_HOLDER_SLOT> slot{};
    for (Block& block : m_blocks) {
        if (block.stacks == 0)
            continue;
        std::uint64_t written = 0;
        if (!within(block.stacks, kRingBytes)) {
            m_damaged = true;
            continue;
        }
        if (!readAt(block.stacks, &written, sizeof written) || written == block.stacksSeen)
            continue;
        const std::uint64_t first =
            written - std::min<std::uint64_t>(written - block.stacksSeen, LS_HOLDER_STACKS);
        block.stacksSeen = written;
        for (std::uint64_t i = first; i != written && into.size() < kHoldersALook; ++i) {
            const std::uint64_t at =
                block.stacks + sizeof(LsStackRing) + i % LS_HOLDER_STACKS * LS_HOLDER_SLOT;
            std::uint64_t sequence = 0;
            LsStack stack = {};
            if (!readAt(at, slot.data(), slot.size()) || !readAt(at, &sequence, sizeof sequence))
                continue;
            std::memcpy(&stack, slot.data(), sizeof stack);
            if (stack.sequence != sequence || sequence % 2 != 0 || sequence == 0)
                continue; // it was being written
            if (!isKey(stack.lock) || stack.bytes > LS_HOLDER_STACK_BYTES) {
                m_damaged = true;
                continue;
            }
            HolderStack& out = into.emplace_back();
            out.tid = stack.tid;
            out.lock = nameOf(stack.lock);
            out.site = stack.site;
            out.causedNs = stack.caused_ns;
            std::copy_n(
                stack.registers.at, out.stack.registers.size(), out.stack.registers.begin());
            out.stack.bytes.assign(slot.data() + sizeof stack,
                                   slot.data() + sizeof stack + stack.bytes);
        }
    }
}

std::optional<CapturedStack> SharedFile::birthStack(const LockName& lock)
{
    const auto record = m_records.find(keyOf(lock));
    if (record == m_records.end())
        return std::nullopt;
    LsStack stack = {};
    const std::uint64_t at = record->second.offset + offsetof(LsLock, birth);
    if (!readAt(at, &stack, sizeof stack) || stack.sequence == 0
        || stack.bytes > LS_BIRTH_STACK_BYTES)
        return std::nullopt;
    CapturedStack copy;
    std::copy_n(stack.registers.at, copy.registers.size(), copy.registers.begin());
    copy.bytes.resize(stack.bytes);
    if (!readAt(at + sizeof stack, copy.bytes.data(), copy.bytes.size()))
        return std::nullopt;
    return copy;
}

} // namespace lockscope::program
