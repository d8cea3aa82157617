// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/file_checks.h"

#include "core/io/output_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::cli {

namespace {

std::string beginningOf(const std::string& path)
{
    std::array<char, 4096> bytes{};
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const ssize_t got = file < 0 ? 0 : read(file, bytes.data(), bytes.size());
    if (file >= 0)
        close(file);
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(0, got))};
}

/// Takes white space and then this off the front; false when it does not come next.
bool take(std::string_view& text, std::string_view what)
{
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t\r\n")));
    if (!text.starts_with(what))
        return false;
    text.remove_prefix(what.size());
    return true;
}

} // namespace

IsOurs jsonOf(std::string kind)
{
    return [schema = fmt::format("\"lockscope.{}/", kind)](std::string_view beginning) {
        return take(beginning, "{") && take(beginning, "\"schema\"") && take(beginning, ":")
            && take(beginning, schema);
    };
}

IsOurs nothing()
{
    return [](std::string_view) { return false; };
}

FileChecks::FileChecks(bool force)
    : m_force(force)
{}

void FileChecks::reads(const std::string& flag, const std::string& path, const std::string& exempt)
{
    const auto identity = path == "-" ? io::identityOf(STDIN_FILENO) : io::identityOf(path);
    if (!identity)
        return;
    // Where that was redirected to a file: what is read would not end.
    if (identity == io::identityOf(STDOUT_FILENO))
        throw BadPlace(fmt::format(
            "standard output goes into the file that {} reads; allowed: another file", flag));
    m_files.push_back(
        {.what = fmt::format("{} reads", flag), .identity = *identity, .exempt = exempt});
}

void FileChecks::writes(const std::string& flag, const std::string& path, const IsOurs& isOurs)
{
    if (path == "-")
        return;
    const auto refuse = [&](const std::string& allowed) {
        throw BadPlace(fmt::format(
            "{} {}: not allowed; allowed: {}", flag, path.empty() ? "''" : path, allowed));
    };
    if (path.empty())
        refuse("a file's name, or - for standard output");
    if (const auto why = io::whyNotWritable(path))
        throw BadPlace(*why);
    const auto identity = io::identityOf(path);
    if (!identity)
        return; // a device or a pipe
    for (const Named& other : m_files)
        if (identity == other.identity && other.exempt != flag)
            refuse(fmt::format("another file than {}", other.what));
    if (identity == io::identityOf(STDOUT_FILENO))
        refuse("another file than standard output goes into, or - for it");
    refuseUnlessOurs(path, isOurs);
    m_files.push_back(
        {.what = fmt::format("{} writes", flag), .identity = *identity, .exempt = {}});
}

void FileChecks::refuseUnlessOurs(const std::string& path, const IsOurs& isOurs) const
{
    const io::FilePlace place = io::placeOf(path);
    if (!m_force && place.isFile() && place.status->st_size > 0 && !isOurs(beginningOf(path)))
        throw io::FileExists(
            fmt::format("{} exists and is not overwritten (--force overwrites it)", path));
}

} // namespace lockscope::cli
