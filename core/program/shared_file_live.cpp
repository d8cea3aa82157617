// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preload/layout.h"
#include "core/program/layout_values.h"
#include "core/program/shared_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

/// What is read many times a second: who waits now, and stacks.
namespace lockscope::program {

namespace {

constexpr std::size_t kRingBytes = std::size_t{LS_HOLDER_STACKS} * LS_HOLDER_SLOT;

} // namespace

/// Each block that is known, as it is now. The library has sixteen of them to a page: what lies
/// there is copied at once.
template<class Use>
void SharedFile::forEachBlock(const Use& use)
{
    std::array<unsigned char, LS_PAGE> page{};
    for (auto begin = m_blockAt.begin(); begin != m_blockAt.end();) {
        const std::uint64_t first = begin->first;
        auto end = std::next(begin);
        std::uint64_t last = first;
        for (; end != m_blockAt.end() && end->first + sizeof(LsThread) <= first + page.size();
             ++end)
            last = end->first;
        const bool there = readAt(first, page.data(), last + sizeof(LsThread) - first);
        for (; begin != end; ++begin) {
            if (!there)
                continue;
            LsThread thread = {};
            std::memcpy(&thread, &page[begin->first - first], sizeof thread);
            use(m_blocks[begin->second], thread);
        }
    }
}

void SharedFile::readWaits(std::vector<WaitUnderWay>& into)
{
    forEachBlock([&](const Block& block, const LsThread& thread) {
        if (block.tid != 0 && waits(thread))
            into.push_back(waitOf(thread));
    });
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

void SharedFile::readHolderStacks(std::vector<HolderStack>& into, std::size_t most)
{
    struct Slot
    {
        std::uint64_t at;
        std::uint64_t sequence;
    };
    std::vector<Slot> fresh;
    forEachBlock([&](Block& block, const LsThread& thread) {
        const std::uint64_t written = thread.stacks_written;
        if (thread.stacks == 0 || written == block.stacksSeen)
            return;
        if (!within(thread.stacks, kRingBytes)) {
            m_damaged = true;
            return;
        }
        const std::uint64_t first =
            written - std::min<std::uint64_t>(written - block.stacksSeen, LS_HOLDER_STACKS);
        block.stacksSeen = written;
        for (std::uint64_t i = first; i != written; ++i)
            fresh.push_back({thread.stacks + i % LS_HOLDER_STACKS * LS_HOLDER_SLOT,
                             2 * (i / LS_HOLDER_STACKS + 1)});
    });
    const std::size_t taken = std::min(most, fresh.size());
    for (std::size_t i = 0; i < taken; ++i) {
        const Slot& slot = fresh[(m_holderTurn + i) % fresh.size()];
        readHolderStack(slot.at, slot.sequence, into);
    }
    m_holderTurn += taken;
}

/// Nothing, where it has been overwritten, or is being written meanwhile.
void SharedFile::readHolderStack(std::uint64_t at,
                                 std::uint64_t sequence,
                                 std::vector<HolderStack>& into)
{
    std::array<unsigned char, LS_HOLDER_SLOT> slot{};
    std::uint64_t after = 0;
    LsStack stack = {};
    if (!readAt(at, slot.data(), slot.size()) || !readAt(at, &after, sizeof after))
        return;
    std::memcpy(&stack, slot.data(), sizeof stack);
    if (stack.sequence != sequence || after != sequence)
        return;
    if (!isKey(stack.lock) || stack.bytes > LS_HOLDER_STACK_BYTES) {
        m_damaged = true;
        return;
    }
    HolderStack& out = into.emplace_back();
    out.tid = stack.tid;
    out.lock = nameOf(stack.lock);
    out.site = stack.site;
    out.causedNs = stack.caused_ns;
    std::copy_n(stack.registers.at, out.stack.registers.size(), out.stack.registers.begin());
    out.stack.bytes.assign(slot.data() + sizeof stack, slot.data() + sizeof stack + stack.bytes);
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
