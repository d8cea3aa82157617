// SPDX-License-Identifier: GPL-3.0-or-later
// What recordings cost, for 16 threads at 20 snapshots a second: the writer's share of a CPU, bytes
// for each thread of a snapshot, and how long one hour takes to open, to draw, to seek in and to
// summarise.
#include "core/recording/recording.h"
#include "core/recording/recording_picture.h"
#include "core/recording/recording_writer.h"
#include "core/recording/replay_source.h"
#include "core/recording/run_summary_builder.h"
#include "tests/support/synthetic_recording.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): what is measured

using Clock = std::chrono::steady_clock;

constexpr int kThreads = 16;
constexpr int kPerSecond = 20;
constexpr int kHour = 3600 * kPerSecond;

double seconds(Clock::time_point since)
{
    return std::chrono::duration<double>(Clock::now() - since).count();
}

double processCpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const char* what, const char* aim, const std::string& measured)
{
    fmt::print("| {} | {} | {} |\n", what, aim, measured);
}

/// Ten seconds as they come, and CPU time of the whole process, which does nothing else.
void writersShare(const std::filesystem::path& path)
{
    const auto snapshots = test::syntheticSnapshots(10 * kPerSecond, {.threads = kThreads});
    recording::RecordingWriter writer(io::OutputFile(path, true), test::syntheticHeader());
    const double before = processCpuSeconds();
    const auto begin = Clock::now();
    for (const auto& snapshot : snapshots) {
        writer.write(snapshot);
        std::this_thread::sleep_until(begin + snapshot->time);
    }
    const double cpu = processCpuSeconds() - before;
    print("writer and its queue, of one CPU",
          "1 %",
          fmt::format("{:.2f} %", 100 * cpu / seconds(begin)));
    writer.finish(std::nullopt);
}

/// What the process holds in memory, MB.
double residentMb()
{
    std::ifstream statm("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    statm >> all >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// What the window draws of it: all of it, and what is looked at and selected closely.
void pictureOf(const std::shared_ptr<const recording::Recording>& hour)
{
    const double before = residentMb();
    const auto begin = Clock::now();
    recording::RecordingPicture picture(hour, {});
    auto drawn = picture.take();
    print("one hour's first picture", "1 s", fmt::format("{:.1f} ms", 1e3 * seconds(begin)));
    picture.waitUntilRead();
    print("and in joined snapshots",
          "",
          fmt::format("{:.2f} s, {} snapshots", seconds(begin), (drawn = picture.take())->size()));
    std::mt19937 random(1);
    std::vector<double> looks;
    std::vector<double> selections;
    std::vector<double> pairs;
    const auto answered = [&](std::vector<double>& times,
                              const auto& visible,
                              const std::vector<measure::TimeRange>& selected) {
        const auto asked = Clock::now();
        picture.lookAt(visible, selected);
        picture.waitUntilRead();
        drawn = picture.take();
        times.push_back(seconds(asked));
    };
    const measure::TimeRange all{hour->begin(), hour->end()};
    for (int i = 0; i < 30; ++i) {
        const auto anywhere = [&random] {
            const auto at = std::chrono::milliseconds(random() % 3'400'000);
            return measure::TimeRange{at, at + std::chrono::minutes(1)};
        };
        answered(looks, anywhere(), {});
        answered(selections, all, {anywhere()});
        answered(pairs, all, {anywhere(), anywhere()});
    }
    print("a minute of it looked at", "200 ms", fmt::format("{:.0f} ms", 1e3 * median(looks)));
    print("a minute of it selected", "200 ms", fmt::format("{:.0f} ms", 1e3 * median(selections)));
    print("two minutes of it compared", "200 ms", fmt::format("{:.0f} ms", 1e3 * median(pairs)));
    print("memory of that picture", "200 MB", fmt::format("{:.0f} MB", residentMb() - before));
}

/// The longest waits of a mutex at work: most of what a snapshot can hold.
void anHour(const std::filesystem::path& path)
{
    test::SyntheticSource source({.threads = kThreads, .perSecond = kPerSecond});
    {
        recording::RecordingWriter writer(
            io::OutputFile(path, true), test::syntheticHeader(), kHour);
        for (int i = 0; i < kHour; ++i)
            writer.write(source.next());
        writer.finish(std::nullopt);
    }
    const auto bytes = std::filesystem::file_size(path);
    print("bytes for each thread of a snapshot, histogram included",
          "300",
          fmt::format("{:.1f}", static_cast<double>(bytes) / kHour / kThreads));

    std::vector<double> opens;
    std::shared_ptr<const recording::Recording> hour;
    for (int i = 0; i < 5; ++i) {
        const auto begin = Clock::now();
        hour = recording::Recording::open(path);
        opens.push_back(seconds(begin));
    }
    print("one hour opened",
          "1 s",
          fmt::format("{:.3f} s ({} MB, {} snapshots, {} markers)",
                      median(opens),
                      bytes >> 20U,
                      hour->size(),
                      hour->markers().size()));

    recording::ReplaySource replay(hour);
    std::mt19937 random(1);
    std::vector<double> jumps;
    std::vector<double> scrubs;
    for (int i = 0; i < 50; ++i) {
        replay.seek(std::chrono::milliseconds(random() % 3'600'000));
        const auto begin = Clock::now();
        (void)replay.history();
        jumps.push_back(seconds(begin));
        replay.seek(replay.position() + std::chrono::seconds(1));
        const auto again = Clock::now();
        (void)replay.history();
        scrubs.push_back(seconds(again));
    }
    print("a jump anywhere, 60 s of history decoded",
          "no visible pause",
          fmt::format("{:.1f} ms", 1e3 * median(jumps)));
    print("scrubbing on by a second",
          "no visible pause",
          fmt::format("{:.2f} ms", 1e3 * median(scrubs)));
    pictureOf(hour);
    const auto begin = Clock::now();
    (void)summaryOf(*hour);
    print("one hour summarised from its snapshots", "", fmt::format("{:.2f} s", seconds(begin)));
}

} // namespace

int main()
{
    const auto path =
        std::filesystem::temp_directory_path() / fmt::format("recording-bench-{}", getpid());
    fmt::print("| recordings, 16 threads at 20 Hz | aim | measured |\n| --- | --- | --- |\n");
    writersShare(path);
    anHour(path);
    std::filesystem::remove(path);
    return 0;
}
