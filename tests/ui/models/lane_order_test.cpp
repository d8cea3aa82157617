// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/models/lane_order.h"

#include <QTest>

#include <chrono>
#include <memory>
#include <utility>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using ui::LaneSort;
using Order = std::vector<std::uint32_t>;

namespace {

/// A snapshot of 100 ms of four workers: 1 waits, 2 burns CPU time, 3 calls, 0 is idle.
measure::SnapshotPtr snapshot(std::uint64_t sequence, bool turned = false)
{
    auto made = std::make_shared<measure::Snapshot>();
    made->sequence = sequence;
    made->time = (sequence + 1) * 100ms;
    made->interval = 100ms;
    made->threads.resize(4);
    for (std::uint32_t i = 0; i < 4; ++i) {
        measure::ThreadSnapshot& thread = made->threads[i];
        thread.index = i;
        thread.states.emplace();
        (*thread.states)[i == 0 ? measure::State::Idle : measure::State::Native] = 1;
        thread.cpuNs = 10;
    }
    made->threads[turned ? 2 : 1].waitNs = 50;
    made->threads[2].cpuNs = 90;
    made->threads[3].calls = 7;
    return made;
}

ui::Snapshots snapshots()
{
    ui::Snapshots made;
    for (std::uint64_t i = 0; i < 20; ++i)
        made.push_back(snapshot(i, i >= 10));
    return made;
}

} // namespace

class LaneOrderTest : public QObject
{
    Q_OBJECT

private slots:
    void byNumberEachWorkerHasItsLane()
    {
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 2s}, {}), (Order{0, 1, 2, 3}));
        QVERIFY(ui::laneOrder({}, {0s, 2s}, {}).empty());
    }

    void workersThatAreGoneHaveTheirLaneWhileTheyAreInSight()
    {
        ui::Snapshots fewer = snapshots();
        for (std::size_t i = 10; i < 20; ++i) {
            measure::Snapshot changed = *fewer[i];
            changed.threads.resize(2);
            fewer[i] = std::make_shared<const measure::Snapshot>(changed);
        }
        QCOMPARE(ui::laneOrder(fewer, {0s, 2s}, {}), (Order{0, 1, 2, 3}));
        QCOMPARE(ui::laneOrder(fewer, {1500ms, 2s}, {}), (Order{0, 1}));
        QCOMPARE(ui::laneOrder(fewer, {5s, 6s}, {}), (Order{0, 1})); // of the newest
        QCOMPARE(ui::laneOrder(fewer, {1500ms, 2s}, {}, 3), (Order{0, 1, 2}));
    }

    void theLargestOfTheRangeComesFirst()
    {
        const auto order = [](LaneSort sort, std::chrono::nanoseconds begin) {
            return ui::laneOrder(snapshots(), {begin, begin + 1s}, {.sort = sort});
        };
        QCOMPARE(order(LaneSort::Wait, 0s), (Order{1, 0, 2, 3}));
        QCOMPARE(order(LaneSort::Wait, 1s), (Order{2, 0, 1, 3})); // in its second half
        QCOMPARE(order(LaneSort::CpuTime, 0s), (Order{2, 0, 1, 3}));
        QCOMPARE(order(LaneSort::Calls, 0s), (Order{3, 0, 1, 2}));
    }

    void threadsAreNamedByNumbersRangesAndPartsOfTheirNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Order>("named");
        QTest::newRow("nothing") << " , " << Order{0, 1, 2, 3};
        QTest::newRow("a number") << "2" << Order{2};
        QTest::newRow("a range") << "1-2" << Order{1, 2};
        QTest::newRow("several") << "0, 2 - 3" << Order{0, 2, 3};
        QTest::newRow("a name") << "READ 3" << Order{3};
        QTest::newRow("what all are called") << "thread" << Order{0, 1, 2, 3};
        QTest::newRow("nobody") << "12, nobody" << Order{};
    }
    void threadsAreNamedByNumbersRangesAndPartsOfTheirNames()
    {
        QFETCH(QString, text);
        QFETCH(Order, named);
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 2s}, {.text = text}), named);
    }

    void onlyThoseThatWereInAStateLongEnough()
    {
        auto changed = std::make_shared<measure::Snapshot>(*snapshot(20));
        for (const auto& [worker, share] : {std::pair{1U, 0.05F}, std::pair{2U, 0.04F}}) {
            (*changed->threads[worker].states)[measure::State::Native] = 1 - share;
            (*changed->threads[worker].states)[measure::State::Blocked] = share;
        }
        changed->threads[3].states.reset();
        QCOMPARE(ui::laneOrder({changed}, {2s, 3s}, {.state = measure::State::Blocked}),
                 (Order{1}));
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 2s}, {.state = measure::State::Idle}), (Order{0}));
    }

    void whatIsPinnedIsOnTopWhateverElseIsChosen()
    {
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 2s}, {.pinned = {2}}), (Order{2, 0, 1, 3}));
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 1s}, {.sort = LaneSort::Calls, .pinned = {0, 1}}),
                 (Order{0, 1, 3, 2}));
        QCOMPARE(
            ui::laneOrder(snapshots(), {0s, 2s}, {.hidesIdle = true, .text = "3", .pinned = {0}}),
            (Order{0, 3}));
    }

    void whatIsNotKnownComesLast()
    {
        auto changed = std::make_shared<measure::Snapshot>(*snapshot(0));
        changed->threads[2].cpuNs.reset();
        QCOMPARE(ui::laneOrder({changed}, {0s, 1s}, {.sort = LaneSort::CpuTime}),
                 (Order{0, 1, 3, 2}));
    }

    void whoOnlyIdledHasNoLane()
    {
        QCOMPARE(ui::laneOrder(snapshots(), {0s, 2s}, {.hidesIdle = true}), (Order{1, 2, 3}));
        auto changed = std::make_shared<measure::Snapshot>(*snapshot(20));
        (*changed->threads[0].states)[measure::State::Idle] = 0.5F;
        (*changed->threads[0].states)[measure::State::Native] = 0.5F;
        changed->threads[1].states.reset(); // of which nothing is known is not idle
        ui::Snapshots all = snapshots();
        all.push_back(changed);
        QCOMPARE(ui::laneOrder(all, {0s, 3s}, {.hidesIdle = true}), (Order{0, 1, 2, 3}));
    }
};

LOCKSCOPE_UI_TEST(LaneOrderTest)
#include "lane_order_test.moc"
