// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/quality/kernel_text.h"

#include <array>
#include <cerrno>
#include <charconv>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::measure {

namespace {

constexpr std::string_view kSpaces = " \t\n\r";

template<class Number>
std::optional<Number> numberIn(std::string_view text)
{
    const auto first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos)
        return std::nullopt;
    text = text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace

std::optional<std::string> readKernelFile(const std::filesystem::path& path)
{
    constexpr std::size_t kMost = 1'000'000;
    // Not to wait for a pipe that lies where a file should be.
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return std::nullopt;
    std::string text;
    std::array<char, 16384> buffer{};
    ssize_t got = 0;
    while (text.size() < kMost
           && ((got = read(file, buffer.data(), buffer.size())) > 0 || (got < 0 && errno == EINTR)))
        if (got > 0)
            text.append(buffer.data(), static_cast<std::size_t>(got));
    close(file);
    return got < 0 ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::uint64_t> unsignedOf(std::string_view text)
{
    return numberIn<std::uint64_t>(text);
}

std::optional<std::int64_t> signedOf(std::string_view text)
{
    return numberIn<std::int64_t>(text);
}

std::string_view takeWord(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(kSpaces));
    text.remove_prefix(word.size());
    return word;
}

std::optional<std::uint64_t> fieldOf(std::string_view text, std::string_view name)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (takeWord(line) == name)
            return unsignedOf(line);
    }
    return std::nullopt;
}

} // namespace lockscope::measure
