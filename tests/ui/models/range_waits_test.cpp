// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_history.h"
#include "tests/support/ui_test.h"
#include "ui/models/range_waits.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <random>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

namespace {

bool same(const ui::RangeWaits& a, const ui::RangeWaits& b)
{
    const measure::SparseHistogram one = a.counts().sparse();
    const measure::SparseHistogram other = b.counts().sparse();
    return std::equal(one.entries().begin(),
                      one.entries().end(),
                      other.entries().begin(),
                      other.entries().end())
        && one.quantile(0.999) == other.quantile(0.999) && a.sampled() == b.sampled();
}

} // namespace

class RangeWaitsTest : public QObject
{
    Q_OBJECT

private slots:
    void aSnapshotBelongsWhereTheMiddleOfItsIntervalLies()
    {
        measure::History history(1h);
        test::SyntheticSource({.threads = 1}).fill(history, 10s); // 20 a second
        const auto count = [&history](std::chrono::nanoseconds begin,
                                      std::chrono::nanoseconds end) {
            const auto [first, last] = ui::snapshotsIn(history.snapshots(), {begin, end});
            return last - first;
        };
        const auto all = static_cast<std::ptrdiff_t>(history.snapshots().size());
        QCOMPARE(count(0s, 1h), all);
        QCOMPARE(count(2s, 3s), 20);
        QCOMPARE(count(2010ms, 3010ms), 20);
        QCOMPARE(count(2s, 2s), 0);
        QCOMPARE(count(1h, 2h), 0);
    }

    void movedRangesHaveTheSumsOfFreshOnes()
    {
        measure::History history(1h);
        test::SyntheticSource source({.threads = 2, .gaps = true});
        source.fill(history, 60s);
        ui::RangeWaits moved;
        std::mt19937 random(1);
        std::uniform_int_distribution<int> any(0, 70);
        for (int i = 0; i < 300; ++i) {
            const std::chrono::seconds begin(any(random));
            const ui::TimeRange range{begin, begin + std::chrono::seconds(any(random))};
            moved.show(history.snapshots(), range);
            ui::RangeWaits fresh;
            fresh.show(history.snapshots(), range);
            QVERIFY2(same(moved, fresh), qPrintable(QString::number(i)));
            if (i % 10 == 0)
                history.push(source.next());
        }
    }

    void aRangeThatStandsHasTheSameSumsWhateverComes()
    {
        measure::History history(1h);
        test::SyntheticSource source({.threads = 2});
        source.fill(history, 10s);
        ui::RangeWaits waits;
        QVERIFY(!waits.show(history.snapshots(), {20s, 30s})); // nothing, as before
        QVERIFY(waits.show(history.snapshots(), {2s, 8s}));
        history.push(source.next());
        QVERIFY(!waits.show(history.snapshots(), {2s, 8s}));
        QVERIFY(waits.show(history.snapshots(), {2s, 8100ms}));
        QVERIFY(waits.show(history.snapshots(), {2100ms, 8100ms}));
        QVERIFY(waits.show(history.snapshots(), {20s, 30s}));
        QVERIFY(!waits.show(history.snapshots(), {20s, 30s}));
    }

    void anotherSourceIsSummedAnew()
    {
        measure::History first(1h);
        test::SyntheticSource({.threads = 2}).fill(first, 20s);
        measure::History second(1h);
        test::SyntheticSource({.threads = 5}).fill(second, 20s);
        ui::RangeWaits waits;
        waits.show(first.snapshots(), {0s, 20s});
        waits.show(second.snapshots(), {0s, 20s});
        ui::RangeWaits fresh;
        fresh.show(second.snapshots(), {0s, 20s});
        QVERIFY(same(waits, fresh));
        waits.show({}, {0s, 20s});
        QVERIFY(same(waits, ui::RangeWaits()));
    }
};

LOCKSCOPE_UI_TEST(RangeWaitsTest)
#include "range_waits_test.moc"
