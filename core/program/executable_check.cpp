// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/executable_check.h"

#include "core/program/elf_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr std::uint16_t kOwnMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kOwnMachine = EM_AARCH64;
#else
constexpr std::uint16_t kOwnMachine = EM_NONE;
#endif

/// The kernel follows a script to a script four times (BINPRM_MAX_RECURSION); `env` comes between.
constexpr int kMostScripts = 8;
/// And reads so much of its first line.
constexpr std::size_t kFirstLine = 256;

constexpr std::string_view kOfferAttach =
    " Start it without Lockscope and attach to it with --pid instead.";

/// A descriptor, closed with the object.
class OpenFile
{
public:
    explicit OpenFile(const fs::path& path)
        : m_file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY))
    {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile()
    {
        if (m_file >= 0)
            close(m_file);
    }

    [[nodiscard]] int get() const { return m_file; }

private:
    int m_file;
};

/// A reason, or none.
struct Objection
{
    std::string reason; ///< behind the file's name: " is a folder"
    bool attachWorks = false;
};
using Verdict = std::optional<Objection>;

std::string loaderName(const std::string& loader)
{
    return fs::path(loader).filename().string();
}

/// Where a name is found as execvp does it; empty when nowhere.
fs::path find(std::string_view program, const std::string& path)
{
    if (program.find('/') != std::string_view::npos)
        return {program};
    fs::path notExecutable;
    std::string_view rest = path;
    for (bool more = !program.empty(); more;) {
        const auto end = rest.find(':');
        const auto folder = rest.substr(0, end);
        more = end != std::string_view::npos;
        rest.remove_prefix(more ? end + 1 : rest.size());
        fs::path candidate = fs::path(folder.empty() ? "." : folder) / program;
        struct stat status
        {};
        if (stat(candidate.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        if (access(candidate.c_str(), X_OK) == 0)
            return candidate;
        if (notExecutable.empty())
            notExecutable = candidate;
    }
    return notExecutable;
}

/// A program with more rights than the person who starts it: the loader then leaves out libraries
/// that are named by LD_PRELOAD, and nobody without those rights may look into it.
Verdict privileges(const fs::path& path, const struct stat& status, const Launcher& launcher)
{
    struct statvfs place
    {};
    if (statvfs(path.c_str(), &place) == 0 && (place.f_flag & ST_NOSUID) != 0)
        return std::nullopt;
    if ((status.st_mode & S_ISUID) != 0 && status.st_uid != launcher.user)
        return Objection{" is setuid: the loader lets no library in front of such a program"};
    if ((status.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP)
        && status.st_gid != launcher.group)
        return Objection{" is setgid: the loader lets no library in front of such a program"};
    if (launcher.user != 0 && getxattr(path.c_str(), "security.capability", nullptr, 0) > 0)
        return Objection{
            " has file capabilities: the loader lets no library in front of such a program"};
    return std::nullopt;
}

Verdict objectionTo(const ElfFacts& elf)
{
    if (!elf.elf)
        return Objection{" is neither a program (ELF) nor a script that begins with #!"};
    if (!elf.is64)
        return Objection{" is a 32-bit program, and the library is a 64-bit one"};
    if (!elf.littleEndian || elf.machine != kOwnMachine)
        return Objection{" is a program for another kind of machine"};
    if (!elf.damage.empty())
        return Objection{" is a damaged program: " + elf.damage};
    if (elf.type != ET_EXEC && elf.type != ET_DYN)
        return Objection{" is an ELF file, but not a program"};
    if (!elf.loader)
        return Objection{" is linked statically, so no library can be put in front of it", true};
    const std::string loader = loaderName(*elf.loader);
    if (loader.starts_with("ld-musl"))
        return Objection{" is linked with musl, and the library needs glibc", true};
    if (!loader.starts_with("ld-linux"))
        return Objection{fmt::format(" asks for the loader {}, which is not glibc's", *elf.loader),
                         true};
    if (access(elf.loader->c_str(), X_OK) != 0)
        return Objection{fmt::format(" asks for the loader {}, which cannot be executed here ({})",
                                     *elf.loader,
                                     std::strerror(errno))};
    return std::nullopt;
}

struct Script
{
    std::string interpreter;
    std::string argument;
};

/// The first line of a script; none for what is not one. As fs/binfmt_script.c reads it.
std::optional<Script> scriptIn(int file)
{
    std::array<char, kFirstLine> buffer{};
    const ssize_t got = pread(file, buffer.data(), buffer.size(), 0);
    std::string_view text(buffer.data(), got < 0 ? 0 : static_cast<std::size_t>(got));
    if (!text.starts_with("#!"))
        return std::nullopt;
    text = text.substr(2, text.find_first_of(std::string_view("\n\0", 2)) - 2);
    constexpr std::string_view kBlanks = " \t";
    const auto trimmed = [&](std::string_view part) {
        part.remove_prefix(std::min(part.find_first_not_of(kBlanks), part.size()));
        return part.substr(0, part.find_last_not_of(kBlanks) + 1);
    };
    text = trimmed(text);
    const auto end = text.find_first_of(kBlanks);
    return Script{std::string(text.substr(0, end)),
                  end == std::string_view::npos ? "" : std::string(trimmed(text.substr(end)))};
}

/// What `env` will look up for a script's line, "#!/usr/bin/env -S python3 -u"; empty when it does
/// more than that.
std::string lookedUpByEnv(std::string_view argument)
{
    if (argument.starts_with("-S"))
        argument.remove_prefix(2);
    argument.remove_prefix(std::min(argument.find_first_not_of(" \t"), argument.size()));
    const auto word = argument.substr(0, argument.find_first_of(" \t"));
    if (word.starts_with('-') || word.find_first_of("=\\\"'$") != std::string_view::npos)
        return {};
    return std::string(word);
}

/// The file itself, before anything is read of it.
Verdict objectionTo(const fs::path& path, const struct stat& status)
{
    if (S_ISDIR(status.st_mode))
        return Objection{" is a folder"};
    if (!S_ISREG(status.st_mode))
        return Objection{" is not a regular file"};
    struct statvfs place
    {};
    if (statvfs(path.c_str(), &place) == 0 && (place.f_flag & ST_NOEXEC) != 0)
        return Objection{" lies on a file system that is mounted noexec"};
    if (access(path.c_str(), X_OK) != 0)
        return Objection{" is not executable"};
    return std::nullopt;
}

/// What is found on the way from a file to the program that runs in the end.
class Walk
{
public:
    Walk(LaunchCheck& check, const Launcher& launcher)
        : m_check(check)
        , m_launcher(launcher)
    {}

    /// One file; where it leads on, the next one.
    std::optional<fs::path> step(const fs::path& path)
    {
        struct stat status
        {};
        if (stat(path.c_str(), &status) != 0) {
            refuse(path, {fmt::format(" cannot be found ({})", std::strerror(errno))});
            return std::nullopt;
        }
        if (const auto objection = objectionTo(path, status))
            return refuse(path, *objection);
        const OpenFile file(path);
        if (file.get() < 0)
            return refuse(path, {fmt::format(" cannot be read ({})", std::strerror(errno))});
        if (const auto script = scriptIn(file.get()))
            return interpreterOf(path, *script);
        if (const auto objection = privileges(path, status, m_launcher))
            return refuse(path, *objection);
        if (const auto objection = objectionTo(readElfFacts(file.get())))
            return refuse(path, *objection);
        if (path.filename() != "env" || m_wanted.empty())
            return std::nullopt;
        const fs::path next = find(std::exchange(m_wanted, {}), m_launcher.path);
        return next.empty() ? std::nullopt : std::optional(next); // env will say so itself
    }

    void tooDeep(const fs::path& path)
    {
        refuse(path, {" leads from script to script without an end"});
    }

private:
    std::optional<fs::path> refuse(const fs::path& path, const Objection& objection)
    {
        m_check.attachWorks = objection.attachWorks;
        const std::string through = path == m_check.file
            ? ""
            : fmt::format("{} is run by {}, and ", m_check.file.string(), path.string());
        m_check.whyNot = fmt::format("{}{}{}.{}",
                                     through,
                                     path.string(),
                                     objection.reason,
                                     objection.attachWorks ? kOfferAttach : "");
        return std::nullopt;
    }

    std::optional<fs::path> interpreterOf(const fs::path& path, const Script& script)
    {
        if (script.interpreter.empty())
            return refuse(path, {" is a script whose first line names no interpreter"});
        fs::path interpreter(script.interpreter);
        m_wanted = interpreter.filename() == "env" ? lookedUpByEnv(script.argument) : "";
        return interpreter;
    }

    LaunchCheck& m_check;
    const Launcher& m_launcher;
    std::string m_wanted; ///< of `env` by the script that was read last
};

} // namespace

Launcher thisLauncher()
{
    const char* path = std::getenv("PATH");
    // Where there is none, glibc looks in these (confstr(_CS_PATH)).
    return {geteuid(), getegid(), path != nullptr ? path : "/bin:/usr/bin"};
}

LaunchCheck checkLaunch(std::string_view program, const Launcher& launcher)
{
    LaunchCheck check;
    check.file = find(program, launcher.path);
    if (check.file.empty()) {
        check.file = program;
        check.whyNot = program.empty() ? "No program was named."
                                       : fmt::format("{} is in no folder of PATH.", program);
        return check;
    }
    Walk walk(check, launcher);
    auto next = walk.step(check.file);
    for (int i = 0; next && i < kMostScripts; ++i) {
        check.interpreters.push_back(*next);
        next = walk.step(check.interpreters.back());
    }
    if (next)
        walk.tooDeep(*next);
    return check;
}

} // namespace lockscope::program
