// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/control_lines.h"

#include "core/io/bad_input.h"
#include "core/io/checked_json.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace lockscope::cli {

bool ControlLines::read(const std::function<bool(std::string_view)>& use,
                        const std::function<void(std::string)>& wrong)
{
    // Whoever sends without end gets its turn like the run, its clock and its interrupts.
    for (int reads = 0; reads < kMaxReads; ++reads) {
        pollfd look{.fd = m_file, .events = POLLIN, .revents = 0};
        if (poll(&look, 1, 0) <= 0) // nothing has come
            return true;
        std::array<char, 1024> bytes{};
        const ssize_t got = ::read(m_file, bytes.data(), bytes.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0) { // whoever controlled is gone; its last line may lack its end
            (void)endLine(use);
            return false;
        }
        m_cameAt = std::chrono::steady_clock::now();
        for (const char c : std::string_view(bytes.data(), static_cast<std::size_t>(got))) {
            if (c == '\n') {
                if (!endLine(use))
                    return false;
            } else if (!m_tooLong) {
                m_line += c;
                m_tooLong = m_line.size() > kMaxLine;
                if (m_tooLong)
                    wrong(fmt::format("a line is longer than {} characters", kMaxLine));
            }
        }
    }
    return true;
}

bool ControlLines::endLine(const std::function<bool(std::string_view)>& use)
{
    const std::string line = std::exchange(m_line, {});
    if (std::exchange(m_tooLong, false) || line.find_first_not_of(" \t\r") == std::string::npos)
        return true;
    return use(line);
}

nlohmann::ordered_json controlObject(std::string_view line)
{
    nlohmann::ordered_json object;
    try {
        object = io::readJson(line, {.bytes = ControlLines::kMaxLine});
    } catch (const io::JsonError& error) {
        throw io::BadInput(fmt::format("a line {}", error.what()));
    }
    if (!object.is_object())
        throw io::BadInput("a line is not a JSON object");
    return object;
}

void refuseControl(std::string_view key,
                   const nlohmann::ordered_json& given,
                   std::string_view allowed)
{
    throw io::BadInput(fmt::format("{} {}: not allowed; allowed: {}", key, given.dump(), allowed));
}

} // namespace lockscope::cli
