// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace lockscope::program {

/// A process has a number of its own in each namespace of processes that it is in, and a container
/// is one: what it says of itself is its number in there.

/// Its number here, of a process that calls itself `pid` in the namespace with that inode (0: not
/// known, then this one); 0 when there is no such process any more, or none that we may ask after.
[[nodiscard]] std::uint32_t processHere(std::uint32_t pid, std::uint64_t pidNamespace);

/// Whether a namespace, as above, is not the one that Lockscope is in.
[[nodiscard]] bool isForeign(std::uint64_t pidNamespace);

} // namespace lockscope::program
