// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// What is needed to read the kernel's small text files in /proc and /sys. Any thread.
namespace lockscope::measure {

/// The content, up to 1 MB; none when it cannot be read.
[[nodiscard]] std::optional<std::string> readKernelFile(const std::filesystem::path& path);

/// A whole number with nothing but white space around it; none for anything else.
[[nodiscard]] std::optional<std::uint64_t> unsignedOf(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> signedOf(std::string_view text);

/// The number behind a name at the beginning of a line, "name 12"; none where there is none.
[[nodiscard]] std::optional<std::uint64_t> fieldOf(std::string_view text, std::string_view name);

/// Takes the next word off the front; empty at the end.
[[nodiscard]] std::string_view takeWord(std::string_view& text);

} // namespace lockscope::measure
