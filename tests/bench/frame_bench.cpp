// SPDX-License-Identifier: GPL-3.0-or-later
// What a frame of the window costs: all that the page Live draws takes a new snapshot and repaints,
// 1600x1000, 60 s of history at 20 Hz. Prints one line for each number of workers, without and with
// a selection; median and 99th percentile. The same of a watched program with 1,000 locks and 256
// threads, with its table of locks. And how long a selection in ten minutes of 64 threads
// takes until all panels show it.
#include "tests/support/synthetic_program.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/program/lock_table.h"
#include "ui/program/program_time.h"
#include "ui/session/picture.h"
#include "ui/shell/dashboard.h"

#include <QApplication>
#include <QVBoxLayout>
#include <QWidget>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

using namespace lockscope;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kFrames = 600;
constexpr int kSelections = 100;

double milliseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(std::vector<double> values, double q)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

/// The page Live without its side panel, which has no pictures.
class Pictures
{
public:
    explicit Pictures(bool withTable)
    {
        m_window.resize(1600, 1000);
        auto* column = new QVBoxLayout(&m_window);
        column->setContentsMargins({});
        m_dashboard = new ui::Dashboard(&m_window);
        column->addWidget(m_dashboard, 3);
        if (withTable) {
            m_table =
                new ui::ThreadTable(m_dashboard->timeView(), &m_window, m_dashboard->threadPick());
            column->addWidget(m_table, 1);
        }
        m_window.show();
    }

    [[nodiscard]] ui::TimeView& view() { return *m_dashboard->timeView(); }

    void ofProgram(const std::optional<ui::ChosenLock>& lock)
    {
        m_dashboard->setSubject(measure::Subject::Program);
        m_dashboard->setLock(lock);
    }

    void refresh(const measure::History& history)
    {
        m_dashboard->refresh(history);
        if (m_table != nullptr)
            m_table->refresh(history);
    }

    /// Lays out and paints what has asked for it, once, as on a screen.
    static void paint() { QApplication::processEvents(); }

private:
    QWidget m_window;
    ui::Dashboard* m_dashboard; // child, as the table
    ui::ThreadTable* m_table = nullptr;
};

void measureFrames(int workers, bool withTable, bool selects)
{
    Pictures pictures(withTable);
    test::SyntheticSource source({.threads = workers});
    measure::History history;
    source.fill(history, std::chrono::seconds(62));
    pictures.refresh(history);
    if (selects)
        pictures.view().select({history.end() - std::chrono::seconds(40), history.end()});
    std::vector<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        history.push(source.next());
        QApplication::processEvents();
        const auto begin = Clock::now();
        pictures.refresh(history);
        Pictures::paint();
        frames.push_back(milliseconds(Clock::now() - begin));
    }
    // The first frame draws everything from nothing.
    const double first = frames.front();
    frames.erase(frames.begin());
    std::printf("%3d workers%s%s: median %.2f ms, p99 %.2f ms, first %.2f ms\n",
                workers,
                withTable ? " and their table" : "",
                selects ? ", 40 s selected" : "",
                quantile(frames, 0.5),
                quantile(frames, 0.99),
                first);
}

/// The page Program: its pictures, of all locks and of one, and the locks of what is selected.
void measureProgram()
{
    constexpr int kThreads = 256;
    constexpr std::uint32_t kLocks = 1000;
    test::SyntheticProgram source({.threads = kThreads}, kLocks);
    measure::History history;
    source.fill(history, std::chrono::seconds(62));
    for (const bool chosen : {false, true}) {
        Pictures pictures(true);
        pictures.ofProgram(chosen ? std::optional(ui::ChosenLock{7, "function_7"}) : std::nullopt);
        ui::LockTable locks;
        locks.resize(1600, 200);
        locks.show();
        ui::ProgramTime time;
        pictures.refresh(history);
        std::vector<double> frames;
        for (int i = 0; i < kFrames; ++i) {
            history.push(source.next());
            QApplication::processEvents();
            const auto begin = Clock::now();
            pictures.refresh(history);
            time.follow(history, pictures.view().chosen());
            Pictures::paint();
            frames.push_back(milliseconds(Clock::now() - begin));
        }
        std::vector<double> selections;
        for (int i = 0; i < kSelections; ++i) {
            const auto end = history.end() - std::chrono::milliseconds(100) * i;
            const auto begin = Clock::now();
            pictures.view().select({end - std::chrono::seconds(20), end});
            time.follow(history, pictures.view().chosen());
            locks.setRows(ui::rowsOf(time.locks(), time.names().ofProgram()));
            Pictures::paint();
            selections.push_back(milliseconds(Clock::now() - begin));
        }
        std::printf("a program, %d threads, %u locks, charts of %s: median %.2f ms, p99 %.2f ms; "
                    "its selection moved: median %.2f ms, p99 %.2f ms\n",
                    kThreads,
                    kLocks,
                    chosen ? "one" : "all",
                    quantile(frames, 0.5),
                    quantile(frames, 0.99),
                    quantile(selections, 0.5),
                    quantile(selections, 0.99));
    }
}

void print(const char* what, const std::vector<double>& times)
{
    std::printf(
        "%s: median %.1f ms, p99 %.1f ms\n", what, quantile(times, 0.5), quantile(times, 0.99));
}

/// Ten minutes of 256 workers, of which the oldest are joined from time to time: then all views
/// begin anew.
void measureLongRun()
{
    constexpr std::size_t kJoinings = 5;
    Pictures pictures(true);
    test::SyntheticSource source({.threads = 256});
    measure::History history(
        ui::Picture::kKept, ui::Picture::kKeptSnapshots, ui::Picture::kKeptThreads);
    for (int i = 0; i < 12'000; ++i)
        history.push(source.next());
    pictures.refresh(history);
    pictures.view().showAll();
    Pictures::paint();
    std::vector<double> usual;
    std::vector<double> anew;
    while (anew.size() < kJoinings) {
        const auto series = history.series();
        const auto begin = Clock::now();
        history.push(source.next());
        pictures.refresh(history);
        Pictures::paint();
        (series == history.series() ? usual : anew).push_back(milliseconds(Clock::now() - begin));
    }
    print("ten minutes of 256 workers, all visible", usual);
    print("a frame of theirs in which the oldest are joined", anew);
}

/// From the mouse until everything is painted: any range of ten minutes, all of which is visible.
void measureSelections()
{
    Pictures pictures(true);
    test::SyntheticSource source({.threads = 64});
    measure::History history;
    source.fill(history, std::chrono::minutes(10));
    pictures.refresh(history);
    pictures.view().showAll();
    Pictures::paint();
    std::mt19937 random(1);
    const auto kept = pictures.view().kept();
    const auto anywhere = [&] {
        const auto at = [&] {
            return kept.begin + kept.span() * static_cast<int>(random() % 1000) / 1000;
        };
        const auto a = at();
        const auto b = at();
        return ui::TimeRange{std::min(a, b), std::max(a, b) + std::chrono::seconds(1)};
    };
    std::vector<double> selections;
    std::vector<double> comparisons;
    for (int i = 0; i < kSelections; ++i) {
        auto begin = Clock::now();
        pictures.view().clearSelection();
        pictures.view().select(anywhere());
        Pictures::paint();
        selections.push_back(milliseconds(Clock::now() - begin));
        begin = Clock::now();
        pictures.view().compare(anywhere(), anywhere());
        Pictures::paint();
        comparisons.push_back(milliseconds(Clock::now() - begin));
    }
    print("a selection in ten minutes of 64 threads", selections);
    print("two of them compared", comparisons);
}

} // namespace

int main(int argc, char** argv)
{
    if (std::getenv("QT_QPA_PLATFORM") == nullptr)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    for (const bool withTable : {false, true})
        for (const bool selects : {false, true})
            for (const int workers : {8, 256})
                measureFrames(workers, withTable, selects);
    measureProgram();
    measureLongRun();
    measureSelections();
    return 0;
}
