// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockscope::io {

/// A word as a POSIX shell reads it back, whatever is in it.
[[nodiscard]] std::string shellWord(std::string_view word);

/// What stands between `ssh` and the command that is run on a host: no password is asked for,
/// nothing is forwarded, no connection is left behind. A dead network is noticed after 15 s. A
/// master of ours would outlive us and keep the pipe open; one that the person has is used.
[[nodiscard]] std::vector<std::string> sshOptions(const std::string& host);

} // namespace lockscope::io
