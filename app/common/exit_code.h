// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope {

/// What the manual says that both programs end with. No enum class: main() returns it.
enum ExitCode
{
    Done = 0,
    Failed = 1, ///< the system refused something, or what was measured is not right
    BadArguments = 2 ///< io::BadInput, or what the command line's parser refuses
};

} // namespace lockscope
