// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <string>

namespace lockscope::measure {

/// What went wrong, for a person: for what the system refused (memory, a thread), which no
/// exception of the standard library's names, what that was; else the exception's own words.
/// Thread-safe.
[[nodiscard]] std::string problemText(const std::exception& error);
/// Likewise of an exception that was kept; "an unknown error" for what is no std::exception.
[[nodiscard]] std::string problemText(const std::exception_ptr& kept);

/// Whether the system refused memory or a thread: nothing is wrong with the program then.
[[nodiscard]] bool isRefusalBySystem(const std::exception& error);

/// From here on a refusal of memory or a thread that nobody caught, in a library's thread for
/// example, ends the program with a sentence ("NAME: not enough memory ...") and this exit code.
/// Whatever else nobody catches is a mistake of the program's and aborts it, as ever. `program`
/// outlives the program. To be called once, first.
void endWithSentence(const char* program, int exitCode);

} // namespace lockscope::measure
