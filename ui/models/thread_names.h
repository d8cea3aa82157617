// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_names.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>

namespace lockscope::ui {

/// What threads are called: an experiment's workers by their numbers, those of a program as it
/// calls them. For one thread.
class ThreadNames
{
public:
    /// Snapshots one after another.
    void follow(const measure::Snapshot& snapshot);
    void clear() { *this = {}; }

    [[nodiscard]] measure::Subject subject() const { return m_subject; }
    /// What people find a thread by: "thread 12", "pool-3 (4711)".
    [[nodiscard]] QString name(std::uint32_t worker) const;
    /// What tells it from the others where there is little room: "12", "pool-3", and "pool-3 4711"
    /// where several are called so.
    [[nodiscard]] QString label(std::uint32_t worker) const;
    /// The kernel's number of a program's thread; none while that is not known.
    [[nodiscard]] std::optional<std::int32_t> tid(std::uint32_t worker) const;
    /// The program's thread that had that number last; none when there is none.
    [[nodiscard]] std::optional<std::uint32_t> withTid(std::uint32_t tid) const;
    /// Of a program.
    [[nodiscard]] const measure::ProgramNames& ofProgram() const { return m_names; }

private:
    measure::Subject m_subject = measure::Subject::Experiment;
    measure::ProgramNames m_names;
    std::map<std::string, int> m_called; ///< how many threads are called so
    std::map<std::int32_t, std::uint32_t> m_numbered; ///< by tid
};

} // namespace lockscope::ui
