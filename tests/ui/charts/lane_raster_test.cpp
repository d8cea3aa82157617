// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_history.h"
#include "tests/support/ui_test.h"
#include "ui/charts/lane_raster.h"
#include "ui/models/range_waits.h"

#include <QTest>

using namespace lockscope;
using namespace std::chrono_literals;
using ui::LaneRaster;

namespace {

constexpr int kWidth = 100;

/// A snapshot of 100 ms with the same shares for each of some threads.
measure::SnapshotPtr snapshot(std::uint64_t sequence,
                              std::optional<measure::StateShares> shares,
                              int threads = 1)
{
    auto made = std::make_shared<measure::Snapshot>();
    made->sequence = sequence;
    made->time = (sequence + 1) * 100ms;
    made->interval = 100ms;
    made->states = shares;
    for (int i = 0; i < threads; ++i) {
        measure::ThreadSnapshot thread;
        thread.index = static_cast<std::uint32_t>(i);
        thread.states = shares;
        made->threads.push_back(thread);
    }
    return made;
}

LaneRaster raster(int height, const ui::LaneRows& rows, ui::LaneOf laneOf = ui::kThreadLane)
{
    LaneRaster raster(laneOf);
    raster.setTheme(ui::Theme::light());
    raster.setSize({kWidth, height});
    raster.setRows(rows);
    return raster;
}

/// Rows of a column that a fill has, with or without its marks.
int rowsOf(const QImage& image, int x, std::size_t fill)
{
    const ui::PatternTiles tiles(ui::Theme::light());
    int rows = 0;
    for (int y = 0; y < image.height(); ++y) {
        bool is = false;
        for (int px = 0; px < ui::kPatternPeriod; ++px)
            is = is || image.pixel(x, y) == tiles.at(fill, px, y);
        rows += is ? 1 : 0;
    }
    return rows;
}

constexpr measure::StateShares kMix{{0.5F, 0.25F, 0.25F, 0, 0, 0}};

/// So much time before the newest.
ui::TimeRange newest(const ui::Snapshots& snapshots, std::chrono::nanoseconds span)
{
    return {snapshots.back()->time - span, snapshots.back()->time};
}

void update(LaneRaster& lanes, const ui::Snapshots& snapshots, std::chrono::nanoseconds span)
{
    lanes.update(snapshots, newest(snapshots, span));
}

} // namespace

class LaneRasterTest : public QObject
{
    Q_OBJECT

private slots:
    void aTallLaneHasRowsByShareFromTheBottomUp()
    {
        LaneRaster lanes = raster(40, {1, 40, 0, false});
        update(lanes, {snapshot(0, kMix)}, 10s);
        const QImage image = lanes.image();
        QCOMPARE(rowsOf(image, kWidth - 1, 0), 20);
        QCOMPARE(rowsOf(image, kWidth - 1, 1), 10);
        QCOMPARE(rowsOf(image, kWidth - 1, 2), 10);
        const ui::PatternTiles tiles(ui::Theme::light());
        QCOMPARE(image.pixel(kWidth - 1, 39), tiles.fill(0));
    }

    void aThinLaneShowsTheMixByDithering()
    {
        LaneRaster lanes = raster(2, {1, 2, 0, false});
        std::deque<measure::SnapshotPtr> snapshots;
        for (std::uint64_t i = 0; i < 100; ++i)
            snapshots.push_back(
                snapshot(i, measure::StateShares{{0.75F, 0.125F, 0.125F, 0, 0, 0}}));
        update(lanes, snapshots, 10s);
        int rows = 0;
        for (int x = 0; x < 96; ++x)
            rows += rowsOf(lanes.image(), x, 1);
        QCOMPARE(rows, 96 * 2 / 8);
    }

    void hiddenStatesLeaveTheirRowsFree()
    {
        LaneRaster lanes = raster(40, {1, 40, 0, false});
        lanes.setHidden({true});
        update(lanes, {snapshot(0, kMix)}, 10s);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 0), 0);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 1), 10);
        QCOMPARE(lanes.image().pixel(kWidth - 1, 0), ui::Theme::light().base.rgb());
    }

    void gapsStayEmptyAndUnknownIsHatched()
    {
        LaneRaster lanes = raster(16, {1, 16, 0, false});
        update(lanes, {snapshot(0, kMix), snapshot(3, std::nullopt)}, 10s);
        const QImage image = lanes.image();
        const QRgb empty = ui::Theme::light().base.rgb();
        for (int y = 0; y < 16; ++y) {
            QCOMPARE(image.pixel(kWidth - 2, y), empty);
            QCOMPARE(image.pixel(kWidth - 3, y), empty);
        }
        QVERIFY(rowsOf(image, kWidth - 4, 0) == 8);
        int hatched = 0;
        for (int y = 0; y < 16; ++y)
            hatched += image.pixel(kWidth - 1, y) != empty ? 1 : 0;
        QVERIFY(hatched > 4 && hatched < 16);
    }

    void aThreadThatIsNotThereHasNoRows()
    {
        LaneRaster lanes = raster(40, {2, 20, 0, false});
        update(lanes, {snapshot(0, kMix, 1)}, 10s);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 0), 10);
        QCOMPARE(lanes.image().pixel(kWidth - 1, 39), ui::Theme::light().base.rgb());
    }

    void aColumnOfSeveralSnapshotsShowsTheirMean()
    {
        LaneRaster lanes = raster(40, {1, 40, 0, false}, ui::kWholeLane);
        update(lanes,
               {snapshot(0, measure::StateShares{{1, 0, 0, 0, 0, 0}}),
                snapshot(1, measure::StateShares{{0, 1, 0, 0, 0, 0}})},
               20s);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 0), 20);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 1), 20);
    }

    void aLaneOfAThreadShowsTheMostContendedOfSeveralSnapshots()
    {
        using measure::StateShares;
        LaneRaster lanes = raster(40, {1, 40, 0, false});
        update(lanes,
               {snapshot(0, StateShares{{1, 0, 0, 0, 0, 0}}),
                snapshot(1, StateShares{{0.25F, 0.25F, 0.5F, 0, 0, 0}}),
                snapshot(2, StateShares{{0.5F, 0.5F, 0, 0, 0, 0}}),
                snapshot(3, std::nullopt)},
               40s);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 0), 10);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 1), 10);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 2), 20);
    }

    void updatesDrawOnlyWhatIsNewAndLookLikeAFreshDrawing()
    {
        test::SyntheticSource source({.threads = 16, .gaps = true});
        measure::History history(10s);
        const ui::LaneRows rows{16, 7.5, 0, true};
        LaneRaster growing = raster(120, rows);
        for (int i = 0; i < 500; ++i) {
            history.push(source.next());
            update(growing, history.snapshots(), history.span());
            if (i > 0)
                QVERIFY(growing.columnsDrawn() <= 10);
        }
        LaneRaster fresh = raster(120, rows);
        update(fresh, history.snapshots(), history.span());
        QCOMPARE(fresh.columnsDrawn(), kWidth);
        // The oldest column may have lost snapshots that the growing picture still remembers.
        const QRect settled(2, 0, kWidth - 2, 120);
        QCOMPARE(growing.image().copy(settled), fresh.image().copy(settled));
    }

    void lookingBackDrawsOnlyWhatCameIntoSightAndLooksLikeAFreshDrawing()
    {
        test::SyntheticSource source({.threads = 4, .gaps = true});
        measure::History history(60s);
        source.fill(history, 50s);
        const ui::LaneRows rows{4, 10, 0, true};
        LaneRaster moved = raster(40, rows);
        const auto looksAt = [](std::chrono::nanoseconds end) {
            return ui::TimeRange{end - 9600ms, end};
        };
        moved.update(history.snapshots(), looksAt(40s));
        QCOMPARE(moved.columnsDrawn(), kWidth);
        for (const auto end : {39s, 30s, 31s, 12s, 45s, 4s}) { // 4 s: before the source began, too
            moved.update(history.snapshots(), looksAt(end));
            if (end == 39s || end == 31s)
                QCOMPARE(moved.columnsDrawn(), kWidth * 10 / 96);
            LaneRaster fresh = raster(40, rows);
            fresh.update(history.snapshots(), looksAt(end));
            QCOMPARE(moved.image(), fresh.image());
        }
        moved.update(history.snapshots(), looksAt(4s));
        QCOMPARE(moved.columnsDrawn(), 0);
        history.push(source.next()); // what comes is not in sight
        moved.update(history.snapshots(), looksAt(4s));
        QCOMPARE(moved.columnsDrawn(), 0);
    }

    void lanesThatDoNotScrollStayOnTop()
    {
        const ui::LaneRows rows{6, 10, -20, false, 1};
        QCOMPARE(rows.laneAt(5), std::optional(0));
        QCOMPARE(rows.laneAt(15), std::optional(3)); // 1 and 2 are scrolled away
        QCOMPARE(rows.laneAt(39), std::optional(5));
        QCOMPARE(rows.laneAt(40), std::optional<int>());
        LaneRaster lanes = raster(30, rows);
        auto changed = std::make_shared<measure::Snapshot>(
            *snapshot(0, measure::StateShares{{1, 0, 0, 0, 0, 0}}, 6));
        changed->threads[0].states = measure::StateShares{{0, 1, 0, 0, 0, 0}};
        changed->threads[1].states = measure::StateShares{{0, 0, 1, 0, 0, 0}};
        changed->threads[3].states = measure::StateShares{{0, 0, 0, 0, 1, 0}};
        update(lanes, {changed}, 10s);
        const QImage image = lanes.image();
        QCOMPARE(rowsOf(image, kWidth - 1, 1), 10); // 0, on top
        QCOMPARE(rowsOf(image, kWidth - 1, 2), 0); // 1, beneath it and out of sight
        QCOMPARE(rowsOf(image, kWidth - 1, 4), 10); // 3, right below
        QCOMPARE(rowsOf(image, kWidth - 1, 0), 10); // 4
    }

    void aScrolledLaneShowsTheLaterThreads()
    {
        LaneRaster lanes = raster(20, {4, 10, -20, false});
        auto changed = std::make_shared<measure::Snapshot>(*snapshot(0, kMix, 4));
        changed->threads[3].states = measure::StateShares{{0, 1, 0, 0, 0, 0}};
        update(lanes, {changed}, 10s);
        QCOMPARE(rowsOf(lanes.image(), kWidth - 1, 1), 3 + 10);
    }
};

LOCKSCOPE_UI_TEST(LaneRasterTest)
#include "lane_raster_test.moc"
