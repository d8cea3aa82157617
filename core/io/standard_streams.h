// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace lockscope::io {

/// Makes standard input, output and error safe to use, whatever they were started with. To be
/// called first in main(), while there is one thread.
///
/// - A descriptor that is closed is opened, so that no file that the program opens gets its number.
/// What reads or
///   writes it finds it as broken as it was; standard error alone takes everything and forgets it.
/// - A pipe that nobody reads is an error of write(), not the end of the program.
/// - `stdout` and `stderr` never report an error to who prints: fmt::print would throw, and a
/// program that cannot
///   say its last sentence would end as one that crashed. What standard output did not take is
///   remembered.
void guardStandardStreams();

/// Writes what is still buffered for standard output. None when all that was printed is written;
/// else one sentence with the reason of the first failure. For a program that guards its streams.
[[nodiscard]] std::optional<std::string> lossOfStandardOutput();

} // namespace lockscope::io
