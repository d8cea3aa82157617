// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/time_window.h"
#include "ui/charts/value_scale.h"
#include "ui/charts/wait_bins.h"

#include <QSignalSpy>
#include <QTest>

using namespace lockscope::ui;
using namespace std::chrono_literals;

class ScalesTest : public QObject
{
    Q_OBJECT

private slots:
    void newestInstantStandsAtTheRightEdge()
    {
        const TimeWindow window{100s, 60s, 50, 600, 100s};
        QCOMPARE(window.xOf(100s), 650.0);
        QCOMPARE(window.xOf(40s), 50.0);
        QCOMPARE(window.xOf(70s), 350.0);
        QCOMPARE(window.axisSeconds(70s), -30.0);
        QVERIFY(window.contains(40s) && !window.contains(39s) && !window.contains(101s));
    }

    void pixelToTimeIsTheInverseOfTimeToPixel()
    {
        const TimeWindow window{3600s + 123ms, 60s, 71, 913};
        for (double x = 71; x <= 984; x += 7.25)
            QVERIFY(std::abs(window.xOf(window.timeAt(x)) - x) < 1e-6);
    }

    void axisIsLabelledInSecondsAgo()
    {
        const auto ticks = TimeWindow{100s, 60s, 0, 500, 100s}.ticks();
        QCOMPARE(ticks.front().label, QStringLiteral("-60 s"));
        QCOMPARE(ticks.front().fraction, 0.0);
        QCOMPARE(ticks.back().label, QStringLiteral("0 s"));
        QCOMPARE(ticks.back().fraction, 1.0);
    }

    void anAxisOfTheTimeOfDayHasRoundTimesOfDay()
    {
        const QDateTime begin(QDate(2026, 11, 30), QTime(14, 3, 12, 700));
        TimeWindow window{.end = 60s, .span = 60s, .left = 0, .width = 350};
        window.zero = std::chrono::milliseconds(begin.toMSecsSinceEpoch());
        const auto ticks = window.ticks();
        QCOMPARE(ticks.front().label, QStringLiteral("14:03:15"));
        QVERIFY(std::abs(ticks.front().fraction - 2.3 / 60) < 1e-6);
        QCOMPARE(ticks.back().label, QStringLiteral("14:04:00"));
        window.span = 200ms;
        window.end = 300ms; // to 14:03:13.00
        QCOMPARE(window.ticks().back().label, QStringLiteral("14:03:13.00"));
        window.end = window.span = std::chrono::hours(2);
        QCOMPARE(window.ticks().front().label, QStringLiteral("14:30:00"));
    }

    void anAxisFitsTheDataUntilThereIsAFullSpan()
    {
        QCOMPARE(TimeWindow::fittingSpan(50ms, 60s),
                 TimeWindow::Time(1s)); // not a thousandth of a second
        QCOMPARE(TimeWindow::fittingSpan(60s, 60s), TimeWindow::Time(60s));
        QCOMPARE(TimeWindow::fittingSpan(90s, 60s), TimeWindow::Time(60s));
        QCOMPARE(TimeWindow::fittingSpan(300ms, 500ms),
                 TimeWindow::Time(500ms)); // never more than is kept
        int spans = 0;
        TimeWindow::Time before{};
        for (TimeWindow::Time covered = 1s; covered < 60s; covered += 50ms) {
            const TimeWindow::Time span = TimeWindow::fittingSpan(covered, 60s);
            QVERIFY(span >= covered - 1us);
            QVERIFY(span <= covered + covered / 25); // 4 % of it is empty at most
            QVERIFY(span >= before);
            spans += span != before ? 1 : 0;
            before = span;
        }
        QVERIFY2(spans < 150, "each new span has all lanes redrawn");
    }

    void aRangeIsLabelledFromItsBeginning()
    {
        const TimeWindow stretch{.end = 104s, .span = 4s, .left = 50, .width = 600, .origin = 100s};
        QCOMPARE(stretch.xOf(100s), 50.0); // where an instant stands does not hang on the labels
        QCOMPARE(stretch.timeAt(650), TimeWindow::Time(104s));
        QCOMPARE(stretch.axisSeconds(101s), 1.0);
        const auto ticks = stretch.ticks();
        QCOMPARE(ticks.front().label, QStringLiteral("0 s"));
        QCOMPARE(ticks.front().fraction, 0.0);
        QCOMPARE(ticks.back().label, QStringLiteral("4 s"));
        QCOMPARE(ticks.back().fraction, 1.0);
    }

    void aLinkedAxisHoldsWhatAllOfItsChartsHave()
    {
        ScaleLink link;
        QSignalSpy changed(&link, &ScaleLink::changed);
        const QObject a;
        const QObject b;
        link.report(&a, {2, 10});
        link.report(&b, {1, 7});
        QCOMPARE(link.joint(), (Extent{1, 10}));
        QCOMPARE(changed.count(), 2);
        link.report(&b, {3, 9}); // within A's but for the low end
        QCOMPARE(link.joint(), (Extent{2, 10}));
        link.report(&b, {4, 8});
        QCOMPARE(changed.count(), 3); // nothing is new to anybody
        link.report(&a, {});
        QCOMPARE(link.joint(), (Extent{4, 8})); // what has gone needs no room
        link.report(&b, {});
        QVERIFY(link.joint().empty());
    }

    void linearScaleEndsOnARoundNumber_data()
    {
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("high");
        QTest::newRow("27 M") << 27.1e6 << 30e6;
        QTest::newRow("exact") << 40e6 << 40e6;
        QTest::newRow("above 8") << 8.1 << 10.0;
        QTest::newRow("nothing") << 0.0 << 1.0;
    }
    void linearScaleEndsOnARoundNumber()
    {
        QFETCH(double, largest);
        QFETCH(double, high);
        QCOMPARE(ValueScale::linear(largest).high(), high);
    }

    void logarithmicScalePutsZeroOnItsLowEndAndSaysSo()
    {
        const ValueScale scale = ValueScale::logarithmic(1, 2e5);
        const QRectF plot(0, 0, 100, 600);
        QCOMPARE(scale.high(), 1e6);
        QCOMPARE(scale.yOf(0, plot), 600.0);
        QCOMPARE(scale.yOf(-1, plot), 600.0);
        QCOMPARE(scale.yOf(1, plot), 600.0);
        QCOMPARE(scale.yOf(1000, plot), 300.0);
        QCOMPARE(scale.yOf(1e9, plot), 0.0);
        const auto ticks = scale.ticks(7, [](double value) { return QString::number(value); });
        QCOMPARE(ticks.size(), std::size_t{7});
        QCOMPARE(ticks.front().label, QStringLiteral("\u2264 1"));
    }

    void fewDecadesAreParted()
    {
        const auto labels = [](double largest, int most) {
            QStringList texts;
            for (const Tick& tick :
                 ValueScale::logarithmic(1, largest).ticks(most, [](double value) {
                     return QString::number(value);
                 }))
                texts << tick.label;
            return texts;
        };
        QCOMPARE(labels(10, 2), QStringList({"\u2264 1", "10"}));
        QCOMPARE(labels(10, 3), QStringList({"\u2264 1", "3", "10"}));
        QCOMPARE(labels(10, 5), QStringList({"\u2264 1", "2", "5", "10"}));
        QCOMPARE(labels(100, 7), QStringList({"\u2264 1", "2", "5", "10", "20", "50", "100"}));
    }

    void scaleHoldsStillUntilDataLeaveIt()
    {
        const ValueScale before = ValueScale::linear(50);
        QCOMPARE(ValueScale::linear(39).steadied(before), before);
        QCOMPARE(ValueScale::linear(60).steadied(before).high(), 60.0);
        QCOMPARE(ValueScale::linear(10).steadied(before).high(), 10.0);
    }

    void linearTicksHaveOneStepAndBothEnds()
    {
        for (const double largest : {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
            for (const int most : {2, 3, 5, 8}) {
                const auto ticks = ValueScale::linear(largest).ticks(
                    most, [](double value) { return QString::number(value); });
                QVERIFY(ticks.size() >= 2 && static_cast<int>(ticks.size()) <= std::max(2, most));
                QCOMPARE(ticks.front().label, QStringLiteral("0"));
                QCOMPARE(ticks.back().label, QString::number(largest));
            }
    }

    void binsHoldEveryWaitOnce()
    {
        lockscope::measure::HistogramCounts counts;
        std::uint64_t total = 0;
        for (std::uint64_t ns = 0; ns < 100'000'000'000; ns = ns * 5 / 4 + 1) {
            counts.add(ns, 3);
            total += 3;
        }
        std::uint64_t binned = 0;
        std::uint64_t edge = 0;
        for (const WaitBin& bin : waitBins(counts)) {
            QCOMPARE(bin.from, edge);
            QVERIFY(bin.to > bin.from);
            edge = bin.to;
            binned += bin.count;
        }
        QCOMPARE(binned, total);
        QVERIFY(waitBins({}).empty());
    }
};

LOCKSCOPE_UI_TEST(ScalesTest)
#include "scales_test.moc"
