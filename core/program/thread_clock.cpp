// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/thread_clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kTextMax = 256;

std::string readText(std::uint32_t pid, std::uint32_t tid, std::string_view what)
{
    const std::string path = fmt::format("/proc/{}/task/{}/{}", pid, tid, what);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    std::string text(kTextMax, '\0');
    const ssize_t got = ::read(file, text.data(), text.size());
    ::close(file);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

struct KernelSide
{
    std::uint64_t runNs = 0;
    std::uint64_t queueNs = 0; ///< runnable without a CPU
};

std::optional<KernelSide> kernelSide(std::uint32_t pid, std::uint32_t tid)
{
    const std::string text = readText(pid, tid, "schedstat");
    KernelSide side;
    const char* const end = text.data() + text.size();
    const auto [middle, first] = std::from_chars(text.data(), end, side.runNs);
    if (first != std::errc{} || middle == end)
        return std::nullopt;
    const auto [rest, second] = std::from_chars(middle + 1, end, side.queueNs);
    return second == std::errc{} ? std::optional(side) : std::nullopt;
}

bool isAsleep(std::uint32_t pid, std::uint32_t tid)
{
    const std::string text = readText(pid, tid, "stat");
    const std::size_t name = text.rfind(')'); // a name may have brackets in it
    return name != std::string::npos && name + 2 < text.size() && (text[name + 2] == 'S' || text[name + 2] == 'D');
}

std::uint64_t between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::chrono::nanoseconds(to - from).count()));
}

std::uint64_t grown(std::uint64_t now, std::uint64_t before)
{
    return now > before ? now - before : 0;
}

} // namespace

const ThreadTimes& ThreadClocks::update(
    const Key& key, const Waited& waited, std::optional<std::chrono::steady_clock::time_point> began,
    std::chrono::steady_clock::time_point now)
{
    const auto [at, isNew] = m_clocks.try_emplace(key);
    Clock& clock = at->second;
    const std::optional<KernelSide> kernel = kernelSide(key.pid, key.tid);
    if (isNew) {
        clock.kernelKnown = kernel.has_value();
        clock.last = began.value_or(now);
        if (!began) {
            clock.waited = waited;
            clock.runNs = kernel ? kernel->runNs : 0;
            clock.queueNs = kernel ? kernel->queueNs : 0;
        }
    }
    if (isNew || now - clock.named > std::chrono::seconds(1)) {
        clock.named = now;
        std::string name = readText(key.pid, key.tid, "comm");
        if (!name.empty() && name.back() == '\n')
            name.pop_back();
        if (!name.empty())
            clock.name = std::move(name);
    }
    // What it waited comes first, being measured; on a CPU it may have spun, and in the queue it may have been
    // on its way out of a wait. So the kernel's figures share what is left.
    const std::uint64_t passed = between(clock.last, now);
    std::uint64_t left = passed;
    const auto take = [&left](std::uint64_t ns) {
        const std::uint64_t taken = std::min(ns, left);
        left -= taken;
        return taken;
    };
    clock.times.seenNs += passed;
    clock.times.lockNs += take(grown(waited.lockNs, clock.waited.lockNs));
    clock.times.conditionNs += take(grown(waited.conditionNs, clock.waited.conditionNs));
    if (kernel) {
        clock.times.runningNs += take(grown(kernel->runNs, clock.runNs));
        clock.times.preemptedNs += take(grown(kernel->queueNs, clock.queueNs));
    }
    clock.waited = waited;
    if (kernel) {
        clock.runNs = kernel->runNs;
        clock.queueNs = kernel->queueNs;
    }
    clock.asleep = isAsleep(key.pid, key.tid);
    clock.times.kernelKnown = clock.kernelKnown;
    clock.last = now;
    return clock.times;
}

const std::string& ThreadClocks::nameOf(const Key& key) const
{
    static const std::string none;
    const auto found = m_clocks.find(key);
    return found == m_clocks.end() ? none : found->second.name;
}

bool ThreadClocks::asleep(const Key& key) const
{
    const auto found = m_clocks.find(key);
    return found != m_clocks.end() && found->second.asleep;
}

void ThreadClocks::forgetBefore(std::chrono::steady_clock::time_point time)
{
    std::erase_if(m_clocks, [time](const auto& entry) { return entry.second.last < time; });
}

} // namespace lockscope::program
