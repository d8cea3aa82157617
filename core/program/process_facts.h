// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

/// What the kernel says of other processes in /proc. All texts are those processes' own: any bytes,
/// cut to io::limits::kText; make them fit where they are shown (core/io/text_fit.h). What the
/// kernel does not say is none. All functions: any thread.
namespace lockscope::program {

/// Most threads, processes and words of a command line that are read.
inline constexpr std::size_t kMostThreads = 65'536;
inline constexpr std::size_t kMostProcesses = 131'072;
inline constexpr std::size_t kMostWords = 4'096;

struct ThreadFacts
{
    pid_t tid = 0;
    std::string name;
    std::optional<char> state; ///< 'R' runnable or running, 'S' asleep, ... as in proc(5)
    std::optional<std::uint64_t>
        startTicks; ///< since the system started; tells a number used again
    std::optional<std::uint64_t> cpuNs; ///< on a CPU, as of the kernel's last tick
    std::optional<std::uint64_t> waitNs; ///< runnable without a CPU
    std::optional<int> lastCpu;
};

struct ProcessFacts
{
    pid_t pid = 0;
    std::optional<pid_t> parent;
    std::vector<std::string> command; ///< words of the command line; empty for a kernel's thread
    std::string name; ///< short, 15 bytes
    std::string executable; ///< path; empty where it may not be known
    std::optional<uid_t> userId;
    std::string user; ///< name, or the number where it has none
    std::optional<std::uint64_t> threads;
    std::optional<std::uint64_t> startTicks;
    std::optional<std::chrono::system_clock::time_point> startedAt;
    std::optional<char> state;
    bool kernels = false; ///< a thread of the kernel
};

/// CPUs that a process' first thread may use, by its affinity.
[[nodiscard]] std::optional<int> cpusOf(pid_t pid);

/// What stands in a "stat" file of a process or a thread.
struct StatFields
{
    std::string name;
    char state = '?';
    pid_t parent = 0;
    std::uint64_t flags = 0;
    std::uint64_t userTicks = 0;
    std::uint64_t systemTicks = 0;
    std::uint64_t threads = 0;
    std::uint64_t startTicks = 0;
    std::optional<int> lastCpu;
};

/// None for a text that is no such file's. The name in it may hold anything.
[[nodiscard]] std::optional<StatFields> parseStat(std::string_view text);

/// None when there is no such process.
[[nodiscard]] std::optional<ProcessFacts> factsOf(pid_t pid);

/// When a process began, in ticks: with its number it names the process for good. None when there
/// is none such.
[[nodiscard]] std::optional<std::uint64_t> startTicksOf(pid_t pid);

/// The threads of a process, by number; empty when there is no such process.
[[nodiscard]] std::vector<ThreadFacts> threadsOf(pid_t pid);

/// One of a process' threads; none when it has ended.
[[nodiscard]] std::optional<ThreadFacts> threadFactsOf(pid_t pid, pid_t tid);

struct ProcessLink
{
    pid_t pid = 0;
    pid_t parent = 0;
};

/// A process and all that come from it, each behind its parent. Those whose parent has ended belong
/// to somebody else by then, and are not found.
[[nodiscard]] std::vector<ProcessLink> processTree(pid_t root);

/// The numbers of all processes, ascending.
[[nodiscard]] std::vector<pid_t> allProcesses();

} // namespace lockscope::program
