// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/unfinished_files.h"

#include <array>
#include <atomic>
#include <climits>
#include <cstddef>

#include <unistd.h>

namespace lockscope::io {

namespace {

/// Free, being written or read by one thread, and filled in for the handler.
enum class SlotState
{
    Free,
    Taken,
    Named
};

struct Slot
{
    std::atomic<SlotState> state = SlotState::Free;
    std::array<char, PATH_MAX> path{};
};

// A handler must not take memory or a lock, so the paths are kept where they stay.
std::array<Slot, 8> g_slots; // NOLINT: as many as are written at once, and more

} // namespace

UnfinishedFile::UnfinishedFile(const std::string& path)
{
    if (path.size() >= PATH_MAX)
        return;
    for (std::size_t i = 0; i < g_slots.size(); ++i) {
        auto expected = SlotState::Free;
        if (!g_slots[i].state.compare_exchange_strong(expected, SlotState::Taken))
            continue;
        path.copy(g_slots[i].path.data(), path.size());
        g_slots[i].path[path.size()] = '\0';
        g_slots[i].state = SlotState::Named;
        m_slot = static_cast<int>(i);
        return;
    }
}

UnfinishedFile::~UnfinishedFile()
{
    if (m_slot >= 0)
        g_slots[static_cast<std::size_t>(m_slot)].state = SlotState::Free;
}

void removeUnfinishedFiles()
{
    for (Slot& slot : g_slots)
        if (slot.state == SlotState::Named)
            unlink(slot.path.data());
}

} // namespace lockscope::io
