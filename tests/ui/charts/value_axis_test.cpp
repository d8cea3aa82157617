// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/all_charts.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "ui/charts/comparison_chart.h"
#include "ui/charts/cpu_time_chart.h"
#include "ui/charts/outside_marks.h"
#include "ui/charts/scaling_chart.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using ui::AxisChoice;
using ui::ScaleLink;
using ui::ValueAxis;
using ui::ValueSpread;

namespace {

constexpr ValueAxis::Kind kSpiky{.spiky = true};

/// So many values of 10, and these.
std::vector<double> tensAnd(std::size_t tens, const std::vector<double>& others)
{
    std::vector<double> values(tens, 10);
    values.insert(values.end(), others.begin(), others.end());
    return values;
}

/// Snapshots of a steady throughput, and of one where a hundred times as many calls were made.
void fillWithASpike(measure::History& history)
{
    test::SyntheticSource({}).fill(history, 60s);
    auto spike = std::make_shared<measure::Snapshot>(*history.snapshots().back());
    ++spike->sequence;
    spike->time += spike->interval;
    spike->delta.calls *= 100;
    history.push(spike);
}

} // namespace

/// The axis of a chart's values: linear, logarithmic, and what stands outside of it.
class ValueAxisTest : public QObject
{
    Q_OBJECT

private slots:
    void aFiftiethOfTheValuesMayBeSpikes_data()
    {
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<double>("most");
        QTest::newRow("one of 50") << tensAnd(49, {1000}) << 10.0;
        QTest::newRow("one of 49 is too many") << tensAnd(48, {1000}) << 1000.0;
        QTest::newRow("two of 100") << tensAnd(98, {500, 1000}) << 10.0;
        QTest::newRow("three of 100 are too many") << tensAnd(97, {900, 950, 1000}) << 1000.0;
        QTest::newRow("within three times: no spike") << tensAnd(99, {30}) << 30.0;
        QTest::newRow("beyond") << tensAnd(99, {30.1}) << 10.0;
        QTest::newRow("nearly all are 0") << std::vector<double>(99, 0.0) << 0.0;
    }
    void aFiftiethOfTheValuesMayBeSpikes()
    {
        QFETCH(std::vector<double>, values);
        QFETCH(double, most);
        QCOMPARE(ValueSpread::of(values).largestOfMost, most);
    }

    void theLowEndIsOfWhatIsAboveZero()
    {
        const ValueSpread spread = ValueSpread::of(tensAnd(98, {0, -1, 0.001}));
        QCOMPARE(spread.least, 0.001);
        QCOMPARE(spread.leastOfMost, 10.0);
        QVERIFY(ValueSpread::of({}).empty());
        QVERIFY(!ValueSpread::of({0}).empty());
    }

    void ofEstimatesNoValueIsASpikeButTheEndOfAnIntervalMayBe()
    {
        const measure::Estimate small{.mean = 1, .low = 0.5, .high = 40};
        const measure::Estimate large{.mean = 10, .low = 9, .high = 12};
        ValueSpread spread = ValueSpread::ofEstimates({small, large});
        QCOMPARE(spread.largest, 40.0);
        QCOMPARE(spread.largestOfMost, 12.0); // what lies within three times the largest value
        QCOMPARE(spread.least, 0.5);
        QCOMPARE(spread.leastOfMost, 0.5);
        spread = ValueSpread::ofEstimates({{.mean = 1, .low = 0.01, .high = 2.9}});
        QCOMPARE(spread.largestOfMost, 2.9);
        QCOMPARE(spread.least, 0.01);
        QCOMPARE(spread.leastOfMost, 1.0);
        // One that is far larger than all others is what was found.
        std::vector<measure::Estimate> many(99, large);
        many.push_back({.mean = 5000, .low = {}, .high = {}});
        QCOMPARE(ValueSpread::ofEstimates(many).largestOfMost, 5000.0);
        QVERIFY(ValueSpread::ofEstimates({}).empty());
        QVERIFY(!ValueSpread::ofEstimates({{.mean = 0, .low = {}, .high = {}}}).empty());
    }

    void anIntervalThatReachesFarDoesNotFlattenCurvesAndHasItsFigure()
    {
        ui::ScalingChart chart;
        ui::ScalingPoint point;
        point.throughput = {.mean = 1e6, .low = 1e5, .high = 7.77e7};
        ui::ScalingCurve curve;
        curve.id = curve.name = "mutex";
        curve.measured = {point};
        chart.setCurves({curve});
        chart.axis()->choose({.logarithmic = false});
        QVERIFY(chart.axis()->cuts(7.77e7) && !chart.axis()->cuts(1e6));
        const QByteArray figure = ui::figureText(ui::ScalingFigure::Throughput, 7.77e7).toUtf8();
        QVERIFY(test::svgOf(chart, {600, 300}).contains(figure));
        chart.axis()->choose({.logarithmic = false, .sparesSpikes = false});
        QVERIFY(!chart.axis()->cuts(7.77e7));
        QVERIFY(!test::svgOf(chart, {600, 300}).contains(figure));
    }

    void aLinearAxisLeavesSpikesOutsideAndSaysSo()
    {
        ValueAxis axis(kSpiky, {}, nullptr);
        axis.fit(ValueSpread::of(tensAnd(99, {5000})));
        QCOMPARE(axis.scale().high(), 10.0);
        QVERIFY(axis.cuts(5000) && !axis.cuts(10));
        axis.choose({.sparesSpikes = false});
        QCOMPARE(axis.scale().high(), 5000.0);
        QVERIFY(!axis.cuts(5000));
    }

    void aLogarithmicAxisHoldsTheLargestAndMostOfTheSmallest()
    {
        ValueAxis axis(kSpiky, {.logarithmic = true}, nullptr);
        axis.fit(ValueSpread::of(tensAnd(198, {0.001, 5000})));
        QVERIFY(!axis.cuts(5000));
        QCOMPARE(axis.scale().low(), 10.0);
        axis.choose({.logarithmic = true, .sparesSpikes = false});
        QCOMPARE(axis.scale().low(), 0.001);
    }

    void whatAlwaysShowsAllOfItsValuesHasNoSpikes()
    {
        ValueAxis axis({}, {}, nullptr);
        axis.fit(ValueSpread::of(tensAnd(99, {5000})));
        QVERIFY(!axis.canSpareSpikes() && !axis.cuts(5000));
    }

    void zerosAndNothingAtAllHaveAScale_data()
    {
        QTest::addColumn<std::vector<double>>("values");
        QTest::newRow("none") << std::vector<double>();
        QTest::newRow("zeros") << std::vector<double>{0, 0};
        QTest::newRow("below zero") << std::vector<double>{-1};
        QTest::newRow("tiny beside huge") << std::vector<double>{1e-300, 1e300};
    }
    void zerosAndNothingAtAllHaveAScale()
    {
        QFETCH(std::vector<double>, values);
        for (const double leastHigh : {0.0, 1.0})
            for (const bool logarithmic : {false, true}) {
                ValueAxis axis({.leastHigh = leastHigh}, {.logarithmic = logarithmic}, nullptr);
                axis.fit(ValueSpread::of(values));
                const double high = axis.scale().high();
                QVERIFY(std::isfinite(high) && high > axis.scale().low());
                for (const double value : {0.0, -1.0, 1.0, 1e308}) {
                    const double share = axis.scale().fraction(value);
                    QVERIFY(share >= 0 && share <= 1); // no NaN either
                }
                const auto ticks =
                    axis.scale().ticks(5, [](double value) { return QString::number(value); });
                QVERIFY(ticks.size() >= 2 && ticks.size() <= 5);
            }
    }

    void linkedAxesHaveTheSameEndsInBothWays()
    {
        ScaleLink link;
        ValueAxis a(kSpiky, {}, nullptr);
        ValueAxis b(kSpiky, {}, nullptr);
        for (ValueAxis* axis : {&a, &b})
            axis->link(&link);
        a.fit(ValueSpread::of(tensAnd(99, {5000})));
        b.fit(ValueSpread::of({80}));
        QCOMPARE(a.scale(), b.scale());
        QCOMPARE(a.scale().high(), 80.0);
        for (ValueAxis* axis : {&a, &b})
            axis->choose({.logarithmic = true});
        QCOMPARE(a.scale(), b.scale());
        QCOMPARE(a.scale().high(), 10'000.0);
    }

    void everyChartWithValuesHasBothAxes()
    {
        test::AllCharts dashboard;
        ui::CpuTimeChart cpu(&dashboard.view);
        ui::ComparisonChart comparison;
        ui::ScalingChart scaling;
        for (ui::ChartView* chart : std::initializer_list<ui::ChartView*>{&dashboard.throughput,
                                                                          &dashboard.wait,
                                                                          &dashboard.histogram,
                                                                          &cpu,
                                                                          &comparison,
                                                                          &scaling})
        {
            QVERIFY2(chart->axis() != nullptr, qPrintable(chart->id()));
            for (const bool logarithmic : {true, false}) {
                chart->axis()->choose({.logarithmic = logarithmic});
                QCOMPARE(chart->axis()->scale().isLogarithmic(), logarithmic);
                test::svgOf(*chart, {600, 300});
            }
        }
        QVERIFY(dashboard.states.axis() == nullptr); // shares of a whole
        QVERIFY(dashboard.lanes.axis() == nullptr);
    }

    void aLogarithmicThroughputSaysWhatStandsOnItsLowEnd()
    {
        test::AllCharts dashboard;
        QVERIFY(!test::svgOf(dashboard.throughput, {600, 300}).contains("\u2264"));
        dashboard.throughput.axis()->choose({.logarithmic = true});
        QVERIFY(test::svgOf(dashboard.throughput, {600, 300}).contains("\u2264"));
    }

    void aSpikeDoesNotFlattenTheChartAndHasItsFigure()
    {
        test::AllCharts dashboard({}, 0s);
        fillWithASpike(dashboard.history);
        dashboard.throughput.refresh(dashboard.history);
        const double spike = dashboard.history.snapshots().back()->throughput();
        const QByteArray figure = ui::formatRate(spike).toUtf8();
        QVERIFY(dashboard.throughput.axis()->cuts(spike));
        QVERIFY(test::svgOf(dashboard.throughput, {600, 300}).contains(figure));
        dashboard.throughput.axis()->choose({.sparesSpikes = false});
        QVERIFY(!dashboard.throughput.axis()->cuts(spike));
        QVERIFY(!test::svgOf(dashboard.throughput, {600, 300}).contains(figure));
    }

    void arrowsThatWouldTouchAreOneForTheLargest()
    {
        ValueAxis axis(kSpiky, {}, nullptr);
        axis.fit(ValueSpread::of({10}));
        const ui::TimeWindow window{100s, 100s, 0, 1000}; // 10 pixels a second
        const std::deque<ui::Sample> samples{{10s, 20, false},
                                             {10s + 200ms, 40, false},
                                             {10s + 500ms, 30, false},
                                             {50s, 5, false},
                                             {90s, 15, false},
                                             {120s, 99, false}};
        const auto marks = ui::outsideMarks(samples, axis, window, Qt::red);
        QCOMPARE(marks.size(), std::size_t{2}); // neither the low one nor what is out of sight
        QCOMPARE(marks[0].value, 40.0);
        QCOMPARE(marks[1].value, 15.0);
        QCOMPARE(ui::largestOf(marks).value, 40.0);
    }

    void aFigureStandsOnNothingThatIsTaken()
    {
        const QRectF plot(0, 0, 400, 100);
        const QSizeF size(60, 14);
        const QRectF free = ui::outsideFigurePlace(200, size, plot, {});
        QVERIFY(plot.contains(free) && free.left() > 200);
        const QRectF left = ui::outsideFigurePlace(200, size, plot, {free});
        QVERIFY(plot.contains(left) && left.right() < 200 && !left.intersects(free));
        QVERIFY(plot.contains(ui::outsideFigurePlace(399, size, plot, {})));
        QVERIFY(ui::outsideFigurePlace(200, size, plot, {plot}).isEmpty());
    }
};

LOCKSCOPE_UI_TEST(ValueAxisTest)
#include "value_axis_test.moc"
