// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/all_charts.h"
#include "tests/support/difference_fixture.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/comparison_chart.h"
#include "ui/charts/scaling_chart.h"

#include <QAbstractButton>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocument>

#include <algorithm>
#include <array>
#include <memory>

using namespace lockscope;
using namespace std::chrono_literals;

namespace {

constexpr QSize kPicture(900, 400);

QByteArray svgOf(const ui::DashboardView& view)
{
    return test::svgOf(view, kPicture);
}

QImage imageOf(const ui::DashboardView& view)
{
    QImage image(kPicture, QImage::Format_RGB32);
    QPainter painter(&image);
    view.renderPicture(painter, QRectF({}, kPicture));
    return image;
}

int pixelsOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    return count;
}

} // namespace

class ChartsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyTitlesTipSaysWhatTheChartMeans()
    {
        test::AllCharts dashboard;
        for (const ui::ChartView* chart : dashboard.views) {
            QVERIFY(!chart->meaning().isEmpty());
            const QString tip = chart->findChild<ui::ChartHeader*>()->toolTip();
            QTextDocument plain; // a long one is broken into lines
            plain.setHtml(tip);
            QVERIFY(plain.toPlainText().contains(chart->meaning()));
        }
    }

    void picturesAreVectors()
    {
        test::AllCharts dashboard;
        for (const ui::ChartView* view : dashboard.views) {
            const QByteArray svg = svgOf(*view);
            QVERIFY2(!svg.contains("<image"), qPrintable(view->id()));
            QVERIFY2(svg.contains("<polyline") || svg.contains("<path") || svg.contains("<rect"),
                     qPrintable(view->id()));
            QVERIFY2(svg.contains("<text"), qPrintable(view->id()));
            QVERIFY2(svg.contains(view->title().toHtmlEscaped().toUtf8()), qPrintable(view->id()));
        }
    }

    void picturesOfManyThreadsStaySmallEnoughToOpen()
    {
        test::AllCharts dashboard({.threads = 256});
        QVERIFY(svgOf(dashboard.lanes).size() < 8'000'000);
    }

    void picturesCarryMarkersAndLegend()
    {
        test::AllCharts dashboard;
        for (const ui::ChartView* view : {static_cast<ui::ChartView*>(&dashboard.throughput),
                                          static_cast<ui::ChartView*>(&dashboard.lanes),
                                          static_cast<ui::ChartView*>(&dashboard.states)})
            QVERIFY2(svgOf(*view).contains("fast path on"), qPrintable(view->id()));
        const QByteArray states = svgOf(dashboard.states);
        for (const auto state : measure::kStates)
            QVERIFY(states.contains(QByteArray(measure::stateName(state).data())));
    }

    void renderingAPictureLeavesTheViewAsItIs()
    {
        test::AllCharts dashboard;
        for (ui::ChartView* view : dashboard.views) {
            const QImage before = view->grab().toImage();
            imageOf(*view);
            QCOMPARE(view->grab().toImage(), before);
        }
    }

    void pdfCanBeWritten()
    {
        test::AllCharts dashboard;
        for (const ui::ChartView* view : dashboard.views) {
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            QPdfWriter writer(&buffer);
            QPainter painter(&writer);
            view->renderPicture(painter, QRectF(0, 0, 900, 400));
            painter.end();
            QVERIFY(buffer.data().startsWith("%PDF"));
        }
    }

    void clickOnALegendEntryHidesAndShowsIt()
    {
        test::AllCharts dashboard;
        const QColor native = ui::Theme::light().state[0];
        auto* button = dashboard.states.findChild<QAbstractButton*>(QStringLiteral("native"));
        QVERIFY(button != nullptr);
        QSignalSpy changed(&dashboard.states, &ui::ChartView::hiddenEntriesChanged);
        const int before = pixelsOf(imageOf(dashboard.states), native);
        QVERIFY(before > 1000);

        QTest::mouseClick(button, Qt::LeftButton, Qt::ControlModifier);
        QCOMPARE(dashboard.states.hiddenEntries(), QStringList{QStringLiteral("native")});
        QVERIFY(pixelsOf(imageOf(dashboard.states), native) < before / 50);
        QVERIFY(pixelsOf(dashboard.states.canvas()->grab().toImage(), native) < before / 50);

        QTest::mouseClick(button, Qt::LeftButton, Qt::ControlModifier);
        QVERIFY(dashboard.states.hiddenEntries().isEmpty());
        QCOMPARE(pixelsOf(imageOf(dashboard.states), native), before);
        QCOMPARE(changed.count(), 2);
    }

    void legendEntryIsReachedAndToggledByKeys()
    {
        test::AllCharts dashboard;
        auto* button = dashboard.wait.findChild<QAbstractButton*>(QStringLiteral("p99"));
        QVERIFY(button != nullptr && (button->focusPolicy() & Qt::TabFocus) != 0);
        QVERIFY(!button->accessibleName().isEmpty() && !button->toolTip().isEmpty());
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(dashboard.wait.hiddenEntries(), QStringList{QStringLiteral("p99")});
    }

    void hiddenEntriesAreTakenOverFromSettings()
    {
        test::AllCharts dashboard;
        const QStringList hidden{QStringLiteral("guard"), QStringLiteral("idle")};
        dashboard.lanes.setHiddenEntries(hidden);
        QCOMPARE(dashboard.lanes.hiddenEntries(), hidden);
        QVERIFY(!svgOf(dashboard.lanes).contains(">guard<"));
    }

    void aShortHistoryFillsThePicture()
    {
        test::AllCharts dashboard({}, 3s);
        const QRectF plot = dashboard.throughput.plotArea();
        QTest::mouseMove(dashboard.throughput.canvas(),
                         QPointF(plot.left() + plot.width() / 20, plot.center().y()).toPoint());
        QTRY_VERIFY(dashboard.view.hovered().has_value());
        QVERIFY(dashboard.history.at(*dashboard.view.hovered())
                != nullptr); // 3 s of 60 end there at 95 %
        QVERIFY(!svgOf(dashboard.throughput).contains("-60 s"));
        QVERIFY(svgOf(dashboard.states).contains("-3 s") || svgOf(dashboard.states).contains("-2"));
    }

    void emptyViewsWaitForData()
    {
        test::AllCharts dashboard({}, 0s);
        for (const ui::ChartView* view : dashboard.views)
            QVERIFY2(svgOf(*view).contains("waiting for data"), qPrintable(view->id()));
    }

    void anEmptyChartHasNoAxisOfValuesYet()
    {
        test::AllCharts dashboard({}, 0s);
        QStringList labels = test::ticksOf(dashboard.throughput);
        QVERIFY2(labels.contains("0 s") && !labels.contains("0") && !labels.contains("1"),
                 qPrintable(labels.join('|')));
        QVERIFY(test::ticksOf(dashboard.histogram).isEmpty());
        const ui::ComparisonChart comparison;
        QVERIFY(test::ticksOf(comparison).isEmpty());

        ui::ScalingChart chart;
        QVERIFY(test::ticksOf(chart).isEmpty());
        QVERIFY(svgOf(chart).contains("Press Sweep"));
        chart.setRunning(true);
        QVERIFY(!svgOf(chart).contains("Press Sweep") && svgOf(chart).contains("Curves come when"));
        ui::ScalingCurve curve;
        curve.id = curve.name = "mutex";
        curve.measured.emplace_back().throughput.mean = 1e6;
        chart.setCurves({curve});
        labels = test::ticksOf(chart);
        QVERIFY2(labels.contains("2.00 M") && labels.contains("2"), qPrintable(labels.join('|')));
        chart.setHiddenEntries({"mutex"});
        QVERIFY(test::ticksOf(chart).isEmpty());
        QVERIFY(svgOf(chart).contains("is hidden: click in the legend"));
        chart.setHiddenEntries({});
        chart.setFigure(ui::ScalingFigure::MeanWait); // which is not known of it
        QVERIFY(test::ticksOf(chart).isEmpty());
        QVERIFY(svgOf(chart).contains("was not measured, or no call waited"));
    }

    void labelsOfALowChartAreWhole()
    {
        test::AllCharts dashboard;
        const std::array<const ui::ChartView*, 3> views{
            &dashboard.throughput, &dashboard.wait, &dashboard.states};
        for (const ui::ChartView* view : views)
            for (int height = 100; height <= 200; height += 10) {
                const QString svg = QString::fromUtf8(test::svgOf(*view, {600, height}));
                QVERIFY2(!svg.contains("..."), qPrintable(view->id()));
                // Flags of markers alone are cut short, at the next line.
                auto cut = QRegularExpression("([^<>]*)\u2026").globalMatch(svg);
                while (cut.hasNext())
                    QVERIFY2(QString("fast path on").startsWith(cut.next().captured(1).trimmed()),
                             qPrintable(view->id() + ", " + QString::number(height)));
            }
    }

    void aRingAtTheEdgeIsWhole()
    {
        ui::ScalingChart chart;
        chart.setTheme(ui::Theme::light());
        ui::ScalingPoint quiet;
        quiet.throughput.mean = 1e6;
        ui::ScalingPoint noisy = quiet;
        noisy.n = 2;
        noisy.disturbed = "other programs used 1 CPU";
        ui::ScalingCurve curve;
        curve.id = curve.name = "mutex";
        curve.measured = {quiet, noisy};
        chart.setCurves({curve});
        const QImage picture = imageOf(chart);
        int left = picture.width();
        int right = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                if (picture.pixel(x, y) == ui::Theme::light().warning.rgb()) {
                    left = std::min(left, x);
                    right = std::max(right, x);
                }
        QVERIFY2(right - left >= 16, qPrintable(QString("%1 to %2").arg(left).arg(right)));
    }

    void statesThatCannotBeReadAreSaidToBeUnknown()
    {
        test::AllCharts dashboard({.unknownStates = true});
        QVERIFY(svgOf(dashboard.states).contains("unknown"));
        const QImage picture = imageOf(dashboard.states);
        QVERIFY(pixelsOf(picture, ui::Theme::light().state[0]) < 500); // the legend alone
    }

    void statesOfSomeWorkersSayOfHowMany()
    {
        test::AllCharts dashboard({.threads = 64});
        QVERIFY(!svgOf(dashboard.states).contains("of 64 workers"));
        auto snapshot = std::make_shared<measure::Snapshot>(*dashboard.history.snapshots().back());
        snapshot->time += snapshot->interval;
        ++snapshot->sequence;
        for (std::size_t i = 9; i < snapshot->threads.size(); ++i)
            snapshot->threads[i].states.reset();
        dashboard.history.push(snapshot);
        dashboard.states.refresh(dashboard.history);
        QVERIFY(dashboard.states.title().contains(QStringLiteral("time of 9 of 64 workers")));
        QVERIFY(svgOf(dashboard.states).contains("time of 9 of 64 workers"));
    }

    void noContendedPassIsSaidInWords()
    {
        test::AllCharts dashboard({.contended = false});
        QVERIFY(svgOf(dashboard.histogram).contains("no pass was contended"));
        QVERIFY(!svgOf(dashboard.wait).contains("waiting for data"));
    }

    void sampledWaitsSayThatTheyAre()
    {
        test::AllCharts dashboard({.waitsExact = false});
        QVERIFY(dashboard.wait.title().contains(QStringLiteral("sampled")));
        QVERIFY(dashboard.histogram.title().contains(QStringLiteral("sampled")));
        QVERIFY(svgOf(dashboard.histogram).contains("sampled contended passes"));
    }

    void waitAxisTurnsLinearAndBackWithZerosInTheData()
    {
        test::AllCharts dashboard;
        QVERIFY(svgOf(dashboard.wait).contains("\u2264 1 ns"));
        dashboard.wait.axis()->choose({.logarithmic = false});
        QVERIFY(!svgOf(dashboard.wait).contains("\u2264 1 ns"));
        dashboard.wait.axis()->choose({.logarithmic = true});
        QVERIFY(svgOf(dashboard.wait).contains("\u2264 1 ns"));
    }

    void aRestartedHistoryLeavesNothingBehind()
    {
        test::AllCharts used;
        used.history.clear();
        test::SyntheticSource({.seed = 9, .threads = 3}).fill(used.history, 20s);
        test::AllCharts fresh({.seed = 9, .threads = 3}, 20s);
        for (std::size_t i = 0; i < used.views.size(); ++i) {
            used.views[i]->refresh(used.history);
            fresh.views[i]->refresh(fresh.history);
        }
        QCOMPARE(imageOf(used.lanes), imageOf(fresh.lanes));
        QCOMPARE(imageOf(used.states), imageOf(fresh.states));
        QCOMPARE(used.lanes.laneCount(), 3);
    }

    void plotsStandAligned()
    {
        test::AllCharts dashboard;
        for (const ui::ChartView* view : dashboard.views) {
            QCOMPARE(view->plotArea().left(), dashboard.throughput.plotArea().left());
            if (view != &dashboard.lanes) // they have shares beside them
                QCOMPARE(view->plotArea().right(), dashboard.throughput.plotArea().right());
        }
    }
};

LOCKSCOPE_UI_TEST(ChartsTest)
#include "charts_test.moc"
