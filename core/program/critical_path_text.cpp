// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/critical_path_text.h"

#include "core/io/text_fit.h"
#include "core/program/watch_report.h"
#include "core/report/json_values.h"
#include "core/report/quantity_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace lockscope::program {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSegments = 1000; ///< the last ones
constexpr std::size_t kLocksInText = 4;
constexpr double kWorthALine = 0.005; ///< a smaller part is not spoken of

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

std::string percentText(double share)
{
    return report::percent(std::optional(share));
}

/// "held 61 % (55-67): evict (cache.c:88)".
std::string lockText(const PathLock& lock, const PathNames& names)
{
    std::string text = fmt::format("      {:>7}", percentText(lock.share));
    if (lock.low && lock.high)
        text += fmt::format(" ({:.0f}-{:.0f})", *lock.low * 100, *lock.high * 100);
    text +=
        fmt::format(" lock {}, {}",
                    lock.id,
                    lock.id == 0 ? std::string("not known") : io::forTerminal(names.lock(lock.id)));
    if (lock.holderUnknown > lock.share / 2)
        text += ": waited for, holder not known";
    else if (lock.asleep > lock.share / 2)
        text += ": held asleep for the most part";
    if (lock.preempted >= kWorthALine)
        text += fmt::format("; its holder had no CPU for {}", percentText(lock.preempted));
    return text + '\n';
}

} // namespace

PathNames pathNames(const CriticalPath& path, const measure::ProgramNames& names)
{
    return {[&names](std::uint32_t id) {
                const measure::LockInfo* info = names.lock(id);
                return info == nullptr ? std::string() : measure::placeOf(*info);
            },
            names.thread(path.endThread)};
}

PathNames pathNames(const CriticalPath& path, const WatchReport& report)
{
    PathNames names;
    names.lock = [&report](std::uint32_t id) -> std::string {
        const auto found =
            std::find_if(report.locks.begin(), report.locks.end(), [id](const ReportedLock& one) {
                return one.lock.id == id;
            });
        return found == report.locks.end() ? std::string() : siteText(found->lock.site);
    };
    for (const ThreadReading& thread : report.reading.threads)
        if (static_cast<std::int32_t>(thread.tid) == path.endTid)
            names.endThread = thread.name;
    return names;
}

nlohmann::ordered_json toJson(const CriticalPath& path, const PathNames& names)
{
    if (path.whyNot)
        return nullptr;
    Json parts;
    for (std::size_t i = 0; i < kPathPartCount; ++i)
        parts[std::string(pathPartName(static_cast<PathPart>(i)))] = path.parts[i];
    Json locks = Json::array();
    for (const PathLock& lock : path.locks)
        locks.push_back(
            {{"id", lock.id == 0 ? Json() : Json(lock.id)},
             {"place", lock.id == 0 ? Json() : Json(io::withoutControls(names.lock(lock.id)))},
             {"share", lock.share},
             {"share_low", report::orNull(lock.low)},
             {"share_high", report::orNull(lock.high)},
             {"held", lock.held},
             {"asleep", lock.asleep},
             {"preempted", lock.preempted},
             {"holder_unknown", lock.holderUnknown}});
    Json segments = Json::array();
    const std::size_t leftOut = path.segments.size() - std::min(kSegments, path.segments.size());
    for (std::size_t i = leftOut; i < path.segments.size(); ++i) {
        const PathSegment& one = path.segments[i];
        segments.push_back({{"tid", one.tid == 0 ? Json() : Json(one.tid)},
                            {"begin_s", seconds(one.begin)},
                            {"end_s", seconds(one.end)},
                            {"what", pathPartName(one.what)},
                            {"lock", one.lock == 0 ? Json() : Json(one.lock)}});
    }
    return {{"begin_s", seconds(path.range.begin)},
            {"end_s", seconds(path.range.end)},
            {"from_tid", path.endTid},
            {"looks", path.looks},
            {"sampled", path.sampled},
            {"hand_overs", path.handOvers},
            {"threads_begun", path.began},
            {"circles", path.circles},
            {"parts", parts},
            {"locks", locks},
            {"segments", segments},
            {"segments_left_out", leftOut}};
}

std::string toText(const CriticalPath& path, const PathNames& names)
{
    if (path.whyNot)
        return fmt::format("Critical path: not known. {}\n", *path.whyNot);
    std::string text = fmt::format(
        "Critical path of {:.2f} s, back from thread {}{}, by {} looks{}: ",
        seconds(path.range.span()),
        path.endTid,
        names.endThread.empty() ? std::string()
                                : fmt::format(" ({})", io::forTerminal(names.endThread)),
        path.looks,
        path.sampled ? " from outside" : "");
    constexpr std::array<std::string_view, kPathPartCount> kWords{"running",
                                                                  "held up by who held a lock",
                                                                  "runnable without a CPU",
                                                                  "in a condition",
                                                                  "asleep",
                                                                  "waiting for who is not known",
                                                                  "waiting in a circle",
                                                                  "not known"};
    bool isFirst = true;
    for (std::size_t i = 0; i < kPathPartCount; ++i)
        if (path.parts[i] >= kWorthALine) {
            text +=
                fmt::format("{}{} {}", isFirst ? "" : ", ", percentText(path.parts[i]), kWords[i]);
            isFirst = false;
        }
    text += ".\n";
    for (std::size_t i = 0; i < std::min(kLocksInText, path.locks.size()); ++i)
        if (path.locks[i].share >= kWorthALine)
            text += lockText(path.locks[i], names);
    return text;
}

} // namespace lockscope::program
