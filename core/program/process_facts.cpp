// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/process_facts.h"

#include "core/io/limits.h"
#include "core/measure/quality/kernel_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <pwd.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

namespace fs = std::filesystem;
using measure::readKernelFile;
using measure::takeWord;
using measure::unsignedOf;

constexpr std::uint64_t kKernelThread = 0x00200000; // PF_KTHREAD of the kernel's sched.h

std::string cut(std::string_view text)
{
    return std::string(text.substr(0, io::limits::kText));
}

/// Names of a folder that are numbers, ascending.
std::vector<pid_t> numbersIn(const std::string& folder, std::size_t most)
{
    std::vector<pid_t> numbers;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
    {
        const std::string name = entry->path().filename().string();
        pid_t number = 0;
        const auto [behind, failed] =
            std::from_chars(name.data(), name.data() + name.size(), number);
        if (failed == std::errc() && behind == name.data() + name.size() && number > 0
            && numbers.size() < most)
            numbers.push_back(number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// The words of a cmdline file, each ended by a zero.
std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty() && words.size() < kMostWords) {
        const auto end = text.find('\0');
        words.push_back(cut(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    // A program that has written another title over its arguments leaves zeros behind it.
    while (!words.empty() && words.back().empty())
        words.pop_back();
    return words;
}

std::string userName(uid_t id)
{
    constexpr std::size_t kBuffer = 16384;
    std::vector<char> buffer(kBuffer);
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return cut(found->pw_name);
    return std::to_string(id);
}

/// When the system started, by the kernel's own clock.
std::optional<std::chrono::system_clock::time_point> bootTime()
{
    const auto text = readKernelFile("/proc/stat");
    const auto seconds = text ? measure::fieldOf(*text, "btime") : std::nullopt;
    if (!seconds)
        return std::nullopt;
    return std::chrono::system_clock::time_point(std::chrono::seconds(*seconds));
}

std::optional<StatFields> statOf(const std::string& folder)
{
    const auto text = readKernelFile(folder + "/stat");
    return text ? parseStat(*text) : std::nullopt;
}

} // namespace

std::optional<StatFields> parseStat(std::string_view text)
{
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::nullopt;
    StatFields fields;
    fields.name = cut(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
    // Fields 3 to 39 of proc(5).
    constexpr std::size_t kFields = 37;
    std::array<std::string_view, kFields> words{};
    for (std::string_view& word : words)
        word = takeWord(text);
    const auto field = [&](std::size_t number) { return words[number - 3]; };
    const auto parent = measure::signedOf(field(4));
    const auto flags = unsignedOf(field(9));
    const auto user = unsignedOf(field(14));
    const auto system = unsignedOf(field(15));
    const auto threads = unsignedOf(field(20));
    const auto start = unsignedOf(field(22));
    if (field(3).size() != 1 || !parent || !flags || !user || !system || !threads || !start)
        return std::nullopt;
    fields.state = field(3).front();
    fields.parent = static_cast<pid_t>(*parent);
    fields.flags = *flags;
    fields.userTicks = *user;
    fields.systemTicks = *system;
    fields.threads = *threads;
    fields.startTicks = *start;
    if (const auto cpu = measure::signedOf(field(39)))
        fields.lastCpu = static_cast<int>(*cpu);
    return fields;
}

std::optional<ProcessFacts> factsOf(pid_t pid)
{
    const std::string folder = fmt::format("/proc/{}", pid);
    const auto fields = statOf(folder);
    if (!fields)
        return std::nullopt;
    ProcessFacts facts;
    facts.pid = pid;
    facts.parent = fields->parent;
    facts.name = fields->name;
    facts.threads = fields->threads;
    facts.startTicks = fields->startTicks;
    facts.state = fields->state;
    facts.kernels = (fields->flags & kKernelThread) != 0;
    if (const auto text = readKernelFile(folder + "/cmdline"))
        facts.command = wordsOf(*text);
    std::error_code error;
    const fs::path executable = fs::read_symlink(folder + "/exe", error);
    if (!error)
        facts.executable = cut(executable.string());
    struct stat status
    {};
    if (stat(folder.c_str(), &status) == 0) {
        facts.userId = status.st_uid;
        facts.user = userName(status.st_uid);
    }
    const long perSecond = sysconf(_SC_CLK_TCK);
    if (const auto boot = bootTime(); boot && perSecond > 0)
        facts.startedAt = *boot
            + std::chrono::milliseconds(fields->startTicks * 1000
                                        / static_cast<std::uint64_t>(perSecond));
    return facts;
}

std::optional<int> cpusOf(pid_t pid)
{
    std::array<cpu_set_t, 16> sets{}; // of 1024 CPUs each: more than any kernel has
    if (::sched_getaffinity(pid, sizeof sets, sets.data()) != 0)
        return std::nullopt;
    const int cpus = CPU_COUNT_S(sizeof sets, sets.data());
    return cpus > 0 ? std::optional(cpus) : std::nullopt;
}

std::optional<std::uint64_t> startTicksOf(pid_t pid)
{
    const auto fields = statOf(fmt::format("/proc/{}", pid));
    return fields ? std::optional(fields->startTicks) : std::nullopt;
}

std::optional<ThreadFacts> threadFactsOf(pid_t pid, pid_t tid)
{
    const std::string folder = fmt::format("/proc/{}/task/{}", pid, tid);
    const auto fields = statOf(folder);
    if (!fields)
        return std::nullopt;
    ThreadFacts facts;
    facts.tid = tid;
    facts.name = fields->name;
    facts.state = fields->state;
    facts.startTicks = fields->startTicks;
    facts.lastCpu = fields->lastCpu;
    if (const auto text = readKernelFile(folder + "/schedstat")) {
        std::string_view rest = *text;
        facts.cpuNs = unsignedOf(takeWord(rest));
        facts.waitNs = unsignedOf(takeWord(rest));
    }
    return facts;
}

std::vector<ThreadFacts> threadsOf(pid_t pid)
{
    std::vector<ThreadFacts> threads;
    for (const pid_t tid : numbersIn(fmt::format("/proc/{}/task", pid), kMostThreads))
        if (auto facts = threadFactsOf(pid, tid))
            threads.push_back(std::move(*facts));
    return threads;
}

std::vector<pid_t> allProcesses()
{
    return numbersIn("/proc", kMostProcesses);
}

std::vector<ProcessLink> processTree(pid_t root)
{
    std::multimap<pid_t, pid_t> children;
    std::vector<ProcessLink> tree;
    for (const pid_t pid : allProcesses()) {
        const auto fields = statOf(fmt::format("/proc/{}", pid));
        if (!fields)
            continue;
        if (pid == root)
            tree.push_back({pid, fields->parent});
        else
            children.emplace(fields->parent, pid);
    }
    for (std::size_t i = 0; i < tree.size() && tree.size() < kMostProcesses; ++i) {
        const pid_t parent = tree[i].pid;
        const auto [first, last] = children.equal_range(parent);
        for (auto child = first; child != last; ++child)
            tree.push_back({child->second, parent});
        children.erase(first, last); // numbers are used again while this reads: no circle
    }
    return tree;
}

} // namespace lockscope::program
