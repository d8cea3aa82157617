// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/ssh_words.h"

namespace lockscope::io {

std::string shellWord(std::string_view word)
{
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        "-_./=,:@%+";
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
        return std::string(word);
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + '\'';
}

std::vector<std::string> sshOptions(const std::string& host)
{
    return {"-T",
            "-x",
            "-a",
            "-oBatchMode=yes",
            "-oConnectTimeout=10",
            "-oServerAliveInterval=5",
            "-oServerAliveCountMax=3",
            "-oControlMaster=no",
            "-oClearAllForwardings=yes",
            "--",
            host};
}

} // namespace lockscope::io
