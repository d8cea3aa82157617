// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/program_names.h"

#include "core/io/limits.h"

#include <fmt/format.h>

namespace lockscope::measure {

std::string_view fileNameOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

void ProgramNames::follow(const Snapshot& snapshot)
{
    if (!snapshot.program)
        return;
    for (const LockInfo& info : snapshot.program->newLocks)
        if (m_locks.contains(info.id) || m_locks.size() < io::limits::kLocksInAll)
            m_locks.insert_or_assign(info.id, info);
    for (const ThreadInfo& info : snapshot.program->newThreads)
        m_threads.insert_or_assign(info.index, info); // an index is below kThreadsInAll
}

const LockInfo* ProgramNames::lock(std::uint32_t id) const
{
    const auto found = m_locks.find(id);
    return found == m_locks.end() ? nullptr : &found->second;
}

const ThreadInfo* ProgramNames::threadInfo(std::uint32_t index) const
{
    const auto found = m_threads.find(index);
    return found == m_threads.end() ? nullptr : &found->second;
}

std::string ProgramNames::thread(std::uint32_t index) const
{
    const ThreadInfo* info = threadInfo(index);
    return info == nullptr ? std::string() : info->name;
}

bool isLock(const LockInfo& info)
{
    return info.kind != "condition" && info.kind != "futex";
}

std::string placeText(const std::string& function,
                      const std::string& file,
                      std::optional<std::uint32_t> line,
                      const std::string& module,
                      std::uint64_t offset)
{
    if (function.empty())
        return fmt::format("{}+{:#x}", fileNameOf(module), offset);
    if (!file.empty() && line)
        return fmt::format("{} ({}:{})", function, fileNameOf(file), *line);
    return fmt::format("{} ({})", function, fileNameOf(module));
}

std::string placeOf(const LockInfo& info)
{
    if (info.function.empty() && info.module.empty())
        return fmt::format("at {:#x}", info.address);
    return placeText(info.function, info.file, info.line, info.module, info.offset);
}

} // namespace lockscope::measure
