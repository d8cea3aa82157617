// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope::cli {

/// From here on Ctrl-C, and the SIGTERM and SIGHUP by which others end a program, end this one at
/// once wherever it is, with one sentence, Failed, and no half-written file left. To be called
/// first in main().
void endOnInterrupts();

/// While it lives, for a command that keeps what is done, the first SIGINT, SIGTERM and SIGHUP each
/// only set interrupted(); the second of the same one ends the program as above.
class InterruptWatch
{
public:
    InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;
    ~InterruptWatch();
};

/// True once the person has interrupted a watched command.
[[nodiscard]] bool interrupted();

} // namespace lockscope::cli
