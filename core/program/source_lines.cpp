// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/source_lines.h"

#include "core/io/limits.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

struct Close
{
    void operator()(FILE* file) const { (void)std::fclose(file); }
};
using File = std::unique_ptr<FILE, Close>;

/// Null for all but a regular file that may be read.
File opened(const std::string& path)
{
    // Without waiting: the name may be that of a pipe.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return nullptr;
    struct stat facts = {};
    File file;
    if (::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode))
        file.reset(::fdopen(descriptor, "r"));
    if (!file)
        ::close(descriptor);
    return file;
}

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
    if (!frame.line || *frame.line == 0 || frame.file.empty())
        return std::nullopt;
    SourceLines found{.file = pathOf(frame), .first = 0, .lines = {}};
    const File file = found.file.empty() ? nullptr : opened(found.file);
    if (!file)
        return std::nullopt;
    const std::uint64_t wanted = *frame.line;
    found.first = static_cast<std::uint32_t>(wanted > around ? wanted - around : 1);
    const std::uint64_t last = wanted + around;
    std::uint64_t number = 1;
    std::string line;
    std::array<char, 4096> piece{};
    const auto end = [&] {
        if (number >= found.first)
            found.lines.push_back(line);
        line.clear();
        ++number;
    };
    std::size_t left = kMostSource;
    while (left > 0 && number <= last) {
        const std::size_t got =
            std::fread(piece.data(), 1, std::min(piece.size(), left), file.get());
        if (got == 0)
            break;
        left -= got;
        for (std::size_t i = 0; i < got && number <= last; ++i) {
            if (piece[i] == '\n')
                end();
            else if (number >= found.first && line.size() < io::limits::kText)
                line += piece[i];
        }
    }
    if (!line.empty() && number <= last)
        end();
    if (found.first + found.lines.size() <= wanted)
        return std::nullopt;
    return found;
}

} // namespace lockscope::program
