// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/all_charts.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "ui/charts/canvas.h"
#include "ui/charts/thread_pick.h"
#include "ui/charts/thread_table.h"

#include <QTest>
#include <QWheelEvent>

#include <chrono>
#include <initializer_list>
#include <optional>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

/// What the mouse does in charts over time, with real events.
class TimeGesturesTest : public QObject
{
    Q_OBJECT

private slots:
    void hoveringOneChartShowsTheInstantInAll()
    {
        test::AllCharts charts;
        const QImage before = charts.wait.canvas()->grab().toImage();
        const QImage lanesBefore = charts.lanes.canvas()->grab().toImage();
        const QImage histogramBefore = charts.histogram.canvas()->grab().toImage();
        const QRectF plot = charts.throughput.plotArea();
        QTest::mouseMove(charts.throughput.canvas(), plot.center().toPoint());
        QTRY_VERIFY(charts.view.hovered().has_value());
        const double ago =
            std::chrono::duration<double>(charts.history.end() - *charts.view.hovered()).count();
        QVERIFY(std::abs(ago - 30) < 0.2);
        QVERIFY(charts.wait.canvas()->grab().toImage() != before);
        QVERIFY(charts.histogram.canvas()->grab().toImage() != histogramBefore);
        QVERIFY(charts.lanes.canvas()->grab().toImage() != lanesBefore);

        QTest::mouseMove(charts.throughput.canvas(), QPoint(2, 2)); // off the plot
        QTRY_VERIFY(!charts.view.hovered().has_value());
        QCOMPARE(charts.wait.canvas()->grab().toImage(), before);
    }

    void theHoverLineStaysUnderTheMouseWhileTheChartScrolls()
    {
        test::AllCharts charts({}, 0s);
        test::SyntheticSource source({});
        source.fill(charts.history, 62s);
        charts.throughput.refresh(charts.history);
        QTest::mouseMove(charts.throughput.canvas(),
                         charts.throughput.plotArea().center().toPoint());
        QTRY_VERIFY(charts.view.hovered().has_value());
        const auto before = *charts.view.hovered();
        source.fill(charts.history, 2s);
        charts.throughput.refresh(charts.history);
        QCOMPARE(*charts.view.hovered() - before, std::chrono::nanoseconds(2s));
    }

    void aDragSelectsARangeInAllAndTheHistogramIsOfIt()
    {
        test::AllCharts charts;
        const QRectF plot = charts.throughput.plotArea();
        const auto at = [&plot](double share) {
            return QPointF(plot.left() + share * plot.width(), plot.center().y()).toPoint();
        };
        const QImage waitBefore = charts.wait.canvas()->grab().toImage();
        QWidget* canvas = charts.throughput.canvas();
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(0.25));
        QTest::mouseMove(canvas, at(0.3));
        QTest::mouseMove(canvas, at(0.5));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(0.5));
        QVERIFY(charts.view.selection().has_value());
        QVERIFY(std::chrono::abs(charts.view.selection()->span() - 15s) < 500ms);
        QVERIFY(std::chrono::abs(charts.view.selection()->end - (charts.history.end() - 30s))
                < 500ms);
        QVERIFY(charts.wait.canvas()->grab().toImage() != waitBefore);
        QVERIFY(svgOf(charts.histogram).contains("in the selected 15"));
        QVERIFY(charts.view.follows()); // what is shown stays
        QTest::mouseClick(canvas, Qt::LeftButton, {}, at(0.8)); // a click is no drag
        QVERIFY(charts.view.selection().has_value());
        charts.view.clearSelection();
        QVERIFY(svgOf(charts.histogram).contains("in the last 60"));
    }

    void aDragWithCtrlComparesWithWhatWasSelected()
    {
        test::AllCharts charts;
        const QRectF plot = charts.throughput.plotArea();
        QWidget* canvas = charts.throughput.canvas();
        const auto drag = [&](double from, double until, Qt::KeyboardModifiers keys) {
            const auto at = [&plot](double share) {
                return QPointF(plot.left() + share * plot.width(), plot.center().y()).toPoint();
            };
            QTest::mousePress(canvas, Qt::LeftButton, keys, at(from));
            QTest::mouseMove(canvas, at((from + until) / 2));
            QTest::mouseMove(canvas, at(until));
            QTest::mouseRelease(canvas, Qt::LeftButton, keys, at(until));
        };
        drag(0.5, 0.6, Qt::ControlModifier);
        QVERIFY(charts.view.selection() && !charts.view.base()); // nothing was selected before
        drag(0.1, 0.2, {});
        const auto first = charts.view.selection();
        drag(0.3, 0.4, Qt::ControlModifier);
        QCOMPARE(charts.view.base(), first);
        QVERIFY(charts.view.selection()->begin > first->end);
        const auto second = charts.view.selection();
        drag(0.7, 0.8, Qt::ControlModifier); // another B
        QCOMPARE(charts.view.base(), first);
        QVERIFY(charts.view.selection()->begin > second->end);
        drag(0.5, 0.6, {});
        QCOMPARE(charts.view.base(), first); // until nothing is selected any more
    }

    void theWheelZoomsAtThePointerAndADragWithShiftPans()
    {
        test::AllCharts charts;
        const QRectF plot = charts.lanes.plotArea();
        QWidget* canvas = charts.lanes.canvas();
        // To the view, as Qt hands on what the canvas ignores.
        const auto send = [&charts](QEvent&& event) {
            QCoreApplication::sendEvent(&charts.lanes, &event);
        };
        const QPointF centre = canvas->mapTo(&charts.lanes, plot.center());
        const auto end = charts.history.end();
        send(QWheelEvent(centre,
                         charts.lanes.mapToGlobal(centre),
                         {},
                         QPoint(0, 3 * 120),
                         Qt::NoButton,
                         Qt::NoModifier,
                         Qt::NoScrollPhase,
                         false));
        const ui::TimeRange zoomed = charts.view.visible();
        QCOMPARE(std::chrono::duration<double>(zoomed.span()).count(), 60 / 1.953125);
        QVERIFY(std::chrono::abs(zoomed.begin + zoomed.span() / 2 - (end - 30s)) < 200ms);
        QVERIFY(!svgOf(charts.wait).contains("-30 s")); // the axis counts from the begin now

        QTest::mousePress(canvas, Qt::LeftButton, Qt::ShiftModifier, plot.center().toPoint());
        const QPointF to = centre + QPointF(plot.width() / 4, 0);
        send(QMouseEvent(QEvent::MouseMove,
                         to,
                         charts.lanes.mapToGlobal(to),
                         Qt::NoButton,
                         Qt::LeftButton,
                         Qt::ShiftModifier));
        QTest::mouseRelease(canvas, Qt::LeftButton, Qt::ShiftModifier, plot.center().toPoint());
        QVERIFY(std::chrono::abs(charts.view.visible().begin - (zoomed.begin - zoomed.span() / 4))
                < 200ms);
        QVERIFY(!charts.view.selection());
        QTest::mouseDClick(canvas, Qt::LeftButton, {}, plot.center().toPoint());
        QVERIFY(charts.view.follows());
    }

    void aClickPicksALaneAndItsRowAndBack()
    {
        ui::TimeView view;
        ui::ThreadPick pick;
        ui::LanesView lanes(&view, nullptr, &pick);
        ui::ThreadTable table(&view, nullptr, &pick);
        measure::History history;
        test::SyntheticSource({.threads = 8}).fill(history, 3s);
        lanes.resize(600, 300);
        for (QWidget* widget : std::initializer_list<QWidget*>{&lanes, &table})
            widget->show();
        lanes.refresh(history);
        table.refresh(history);
        const QRectF plot = ui::LanesView::lanesIn(lanes.plotArea());
        const auto laneAt = [&plot](int lane) {
            return QPointF(plot.center().x(), plot.top() + (lane + 0.5) * plot.height() / 8)
                .toPoint();
        };
        QTest::mouseClick(lanes.canvas(), Qt::LeftButton, {}, laneAt(5));
        QCOMPARE(pick.worker(), std::optional<std::uint32_t>(5));
        QCOMPARE(table.currentIndex().siblingAtColumn(0).data().toString(), QString("5"));
        table.setCurrentIndex(table.model()->index(2, 0));
        QCOMPARE(pick.worker(), std::optional<std::uint32_t>(2));
        QTest::mouseClick(lanes.canvas(), Qt::LeftButton, {}, laneAt(2)); // once more: none
        QVERIFY(!pick.worker());

        lanes.setChoice({.sort = ui::LaneSort::Calls});
        QCOMPARE(lanes.laneCount(), 8);
        QTest::mouseClick(lanes.canvas(), Qt::LeftButton, {}, laneAt(0));
        QCOMPARE(pick.worker(), std::optional(lanes.order().front()));
    }
};

LOCKSCOPE_UI_TEST(TimeGesturesTest)
#include "time_gestures_test.moc"
