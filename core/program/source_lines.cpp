// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/source_lines.h"

#include "core/io/input.h"
#include "core/io/limits.h"

#include <filesystem>
#include <sstream>
#include <utility>

namespace lockscope::program {

namespace {

std::string pathOf(const Frame& frame)
{
    const std::filesystem::path file(frame.file);
    if (file.is_absolute() || frame.module.empty())
        return file.is_absolute() ? frame.file : std::string();
    return (std::filesystem::path(frame.module).parent_path() / file).string();
}

} // namespace

std::optional<SourceLines> sourceLines(const Frame& frame, std::uint32_t around)
{
    const std::string path = pathOf(frame);
    if (!frame.line || *frame.line == 0 || path.empty())
        return std::nullopt;
    std::string content;
    try {
        content = io::readInput(path, kMostSource, io::InputKind::FileAlone);
    } catch (const io::InputError&) {
        return std::nullopt;
    }
    const std::uint64_t wanted = *frame.line;
    const std::uint64_t first = wanted > around ? wanted - around : 1;
    SourceLines found{.file = path, .first = static_cast<std::uint32_t>(first), .lines = {}};
    std::istringstream lines(std::move(content));
    std::string line;
    for (std::uint64_t number = 1; number <= wanted + around && std::getline(lines, line); ++number)
        if (number >= first)
            found.lines.push_back(line.substr(0, io::limits::kText));
    if (first + found.lines.size() <= wanted)
        return std::nullopt;
    return found;
}

} // namespace lockscope::program
