// SPDX-License-Identifier: GPL-3.0-or-later
// What the open window costs, with the real lab behind it. Prints one line for each figure:
//   window_bench                 start, CPU time, throughput beside headless, memory (about 4
//   minutes) window_bench --soak MINUTES  a change every second: how late the window answers, how
//   it grows
// Run it on a real X server (xvfb-run -s '-screen 0 1600x1000x24' window_bench).
#include "core/guards/registry.h"
#include "core/lab/lab.h"
#include "core/measure/thread_scheduling.h"
#include "resources/resources.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace lockscope;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

double seconds(Clock::duration time)
{
    return std::chrono::duration<double>(time).count();
}

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

/// CPU seconds of this process's threads so far, by name.
std::map<std::string, double> cpuSeconds()
{
    std::map<std::string, double> byName;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::string name;
        std::getline(std::ifstream(task.path() / "comm"), name);
        double ns = 0;
        std::ifstream(task.path() / "schedstat") >> ns;
        byName[name] += ns * 1e-9;
    }
    return byName;
}

/// Resident memory of this process, MB; `field` is VmRSS (now) or VmHWM (at most).
double memoryMb(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind(field + ":", 0) == 0)
            return std::stod(line.substr(field.size() + 1)) / 1024;
    return 0;
}

lab::LabConfig configOf(workload::Kind kind, int cpus, int workers)
{
    lab::LabConfig config = lab::defaultConfig();
    lab::applyWorkloadPreset(config, kind);
    config.taskSource = workload::TaskSourceKind::None;
    config.cpus = cpus;
    config.workers = workers;
    return config;
}

lab::LabOptions withoutProbeCost()
{
    lab::LabOptions options;
    options.measureProbeCost = false;
    return options;
}

/// The program's window on the program's lab, at 1600x1000.
class OpenWindow
{
public:
    explicit OpenWindow(const lab::LabConfig& config)
        : m_settings(m_folder.filePath("settings.ini"))
        , m_session(ui::experimentFeeds(withoutProbeCost()), config)
        , m_window(m_session, m_settings, m_appearance)
    {
        m_window.resize(1600, 1000);
        m_window.show();
        m_session.start();
    }

    ui::Session& session() { return m_session; }
    [[nodiscard]] measure::SnapshotPtr newest() const
    {
        return m_session.history().snapshots().back();
    }

private:
    QTemporaryDir m_folder;
    ui::Settings m_settings;
    ui::Session m_session;
    ui::Appearance m_appearance;
    ui::MainWindow m_window;
};

/// Lets the window live so long.
void live(Clock::duration time)
{
    QEventLoop loop;
    QTimer::singleShot(
        std::chrono::duration_cast<std::chrono::milliseconds>(time), &loop, &QEventLoop::quit);
    loop.exec();
}

/// From the start of the program until it has quit again upon its first picture.
void startUp(const QString& program)
{
    std::vector<double> times;
    const QTemporaryDir folder; // the person's own settings are not touched
    qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
    for (int i = 0; i < 16; ++i) {
        const auto begin = Clock::now();
        if (QProcess::execute(program, {"--quit-after", "0"}) != 0) {
            std::printf("start: unknown, %s did not run\n", qPrintable(program));
            return;
        }
        times.push_back(seconds(Clock::now() - begin) * 1e3);
    }
    times.erase(times.begin()); // the first one warms the caches
    std::printf("start to first picture and out again: median %.0f ms, slowest %.0f ms of %zu\n",
                quantile(times, 0.5),
                quantile(times, 1),
                times.size());
}

/// Calls a second of one worker, with the window open and without, in turn.
void throughputBeside()
{
    const lab::LabConfig config = configOf(workload::Kind::Cgo, 1, 1);
    constexpr auto kSettle = 500ms;
    constexpr auto kRun = 2s;
    const auto rateBetween = [](const measure::SnapshotPtr& a, const measure::SnapshotPtr& b) {
        return static_cast<double>(b->total.calls - a->total.calls) / seconds(b->time - a->time);
    };
    const auto headless = [&] {
        lab::Lab lab(config, {.measureProbeCost = false, .tasks = {}});
        lab.start();
        std::this_thread::sleep_for(kSettle);
        const auto first = lab.poll().back();
        std::this_thread::sleep_for(kRun);
        return rateBetween(first, lab.poll().back());
    };
    const auto open = [&] {
        OpenWindow window(config);
        live(kSettle);
        const auto first = window.newest();
        live(kRun);
        return rateBetween(first, window.newest());
    };
    std::vector<double> ratios;
    for (int pair = 0; pair < 15; ++pair) {
        const bool openFirst = pair % 2 == 0;
        const double a = openFirst ? open() : headless();
        const double b = openFirst ? headless() : open();
        ratios.push_back(openFirst ? a / b : b / a);
    }
    std::printf("throughput with the window open / headless, 1 worker, 1 CPU free: "
                "median %.3f (quartiles %.3f to %.3f) of %zu pairs\n",
                quantile(ratios, 0.5),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75),
                ratios.size());
}

/// CPU time and memory once the history is full.
void fullHistory(int workers)
{
    OpenWindow window(configOf(workload::Kind::Cgo, lab::availableCpus(), workers));
    live(65s);
    auto before = cpuSeconds();
    const auto begin = Clock::now();
    const auto snapshots = window.newest()->sequence;
    live(20s);
    const double elapsed = seconds(Clock::now() - begin);
    auto after = cpuSeconds();
    const std::string own = "window_bench";
    const double gui = 100 * (after[own] - before[own]) / elapsed;
    const double sampler = 100 * (after["sampler"] - before["sampler"]) / elapsed;
    const double rate = static_cast<double>(window.newest()->sequence - snapshots) / elapsed;
    std::printf("%d workers, 60 s of history: window %.1f %% + sampler %.1f %% of a CPU at %.1f "
                "snapshots/s, "
                "memory %.0f MB (at most %.0f MB)\n",
                workers,
                gui,
                sampler,
                rate,
                memoryMb("VmRSS"),
                memoryMb("VmHWM"));
}

/// Any allowed experiment, one thing changed at a time, as a person would.
void changeSomething(ui::Session& session, std::mt19937& random)
{
    const auto pick = [&](int count) {
        return std::uniform_int_distribution(0, count - 1)(random);
    };
    switch (pick(5)) {
    case 0: {
        const auto& rows = guards::registry();
        const auto& row = rows[static_cast<std::size_t>(pick(static_cast<int>(rows.size())))];
        return session.setGuard(QString::fromUtf8(row.id.data(), static_cast<int>(row.id.size())));
    }
    case 1:
        return session.setCpus(1 + pick(lab::availableCpus()));
    case 2:
        return session.setWorkersPerCpu(1 + pick(16));
    case 3:
        return session.setWorkload(static_cast<workload::Kind>(pick(3)));
    default:
        return session.setFastPath(!session.config().fastPath);
    }
}

void soak(double minutes)
{
    OpenWindow window(configOf(workload::Kind::Custom, lab::availableCpus(), 8));
    std::mt19937 random(1); // NOLINT: the same changes every time
    int changes = 0;
    QTimer changer;
    QObject::connect(&changer, &QTimer::timeout, [&] {
        changeSomething(window.session(), random);
        ++changes;
    });
    changer.start(1s);
    // How late a timer of the window comes is how late the window would answer a key.
    std::vector<double> late;
    QElapsedTimer clock;
    QTimer heart;
    constexpr auto kBeat = 10ms;
    QObject::connect(&heart, &QTimer::timeout, [&] {
        late.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6 - kBeat.count());
        clock.start();
    });
    heart.setTimerType(Qt::PreciseTimer);
    clock.start();
    heart.start(kBeat);
    const auto begin = Clock::now();
    while (seconds(Clock::now() - begin) < minutes * 60) {
        live(std::min<Clock::duration>(
            1min,
            std::chrono::duration_cast<Clock::duration>(
                std::chrono::duration<double>(minutes * 60 - seconds(Clock::now() - begin)))));
        std::printf(
            "%4.1f min: %d changes, %llu snapshots, answers late by median %.1f ms, p99 %.1f ms, "
            "max %.1f ms; memory %.0f MB\n",
            seconds(Clock::now() - begin) / 60,
            changes,
            static_cast<unsigned long long>(window.newest()->sequence),
            quantile(late, 0.5),
            quantile(late, 0.99),
            quantile(late, 1),
            memoryMb("VmRSS"));
        std::fflush(stdout);
        late.clear();
    }
}

} // namespace

int main(int argc, char** argv)
{
    measure::askForShortLatency();
    registerResources();
    QApplication::setStyle("Fusion");
    const QApplication application(argc, argv);
    // The bench opens and closes windows.
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList arguments = QApplication::arguments();
    if (const auto at = arguments.indexOf("--soak"); at > 0) {
        soak(at + 1 < arguments.size() ? arguments[at + 1].toDouble() : 10);
        return 0;
    }
    startUp(QApplication::applicationDirPath() + "/lockscope");
    throughputBeside();
    fullHistory(8);
    fullHistory(256);
    return 0;
}
