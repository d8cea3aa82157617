// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/frame.h"
#include "core/program/module_map.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <sys/types.h>

struct Dwfl;
struct Dwfl_Module;

namespace lockscope::program {

/// Names for the addresses of one process: functions, inlined ones too, files and lines. Reads the
/// program's files and its debug information where that is installed, and fetches nothing over a
/// network. What it does not know is empty; it never guesses. Files may be damaged: what cannot be
/// read of them is unknown. One thread; the process may end at any time, names stay.
class Symbols
{
public:
    /// Of a running process. That there is none, or that it may not be read, shows in modules().
    explicit Symbols(pid_t pid);
    /// Of one that has ended, by what modules() said of it. Only files that are still the same
    /// count.
    explicit Symbols(std::vector<Module> modules);
    Symbols(const Symbols&) = delete;
    Symbols& operator=(const Symbols&) = delete;
    ~Symbols();

    /// The functions at an address that is being executed, the innermost inlined one first; one
    /// frame at least. The answers are kept: valid until the next call of anything here.
    [[nodiscard]] std::span<const Frame> at(std::uint64_t address);
    /// The functions that a return address leads back into: the call before it is what counts.
    [[nodiscard]] std::span<const Frame> returningTo(std::uint64_t address);

    /// What is mapped, by address, as of the last refresh.
    [[nodiscard]] std::vector<Module> modules() const;
    /// Whether an address is in code, as of the last refresh; of no file, too.
    [[nodiscard]] bool isCode(std::uint64_t address) const;

    /// Reads anew what the process has mapped. Says whether anything has changed; what a process
    /// that has ended had mapped stays.
    bool refresh();
    /// The same when an address is in no code (a library was loaded since), not more often than
    /// once a second. at() and returningTo() do this by themselves.
    void refreshFor(std::uint64_t address);
    /// Grows with each change of what is mapped.
    [[nodiscard]] unsigned generation() const;

    /// 0 for a process that has ended.
    [[nodiscard]] pid_t pid() const;

    /// For the unwinder, which needs the same modules. libdwfl's own search also gives modules for
    /// addresses in the gaps between them; moduleAt() does not.
    [[nodiscard]] Dwfl* dwfl() const;
    [[nodiscard]] Dwfl_Module* moduleAt(std::uint64_t address) const;

private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace lockscope::program
