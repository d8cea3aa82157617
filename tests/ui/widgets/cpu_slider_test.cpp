// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/widgets/cpu_slider.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class CpuSliderTest : public QObject
{
    Q_OBJECT

private:
    static void turnWheel(QWidget& widget, int delta)
    {
        const QPointF at = QRectF(widget.rect()).center();
        QWheelEvent event(at,
                          widget.mapToGlobal(at),
                          {},
                          {0, delta},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&widget, &event);
    }

private slots:
    void whatIsMeasuredHasHalfOfTheLengthAtLeast_data()
    {
        QTest::addColumn<int>("here");
        QTest::addColumn<int>("most");
        for (const int here : {1, 2, 3, 8, 64, 200, 256})
            QTest::addRow("%d", here) << here << 256;
        QTest::addRow("a host that is shown") << 6 << 6;
    }

    void whatIsMeasuredHasHalfOfTheLengthAtLeast()
    {
        QFETCH(int, here);
        QFETCH(int, most);
        const ui::CpuSlider slider(here, most);
        const int length = slider.maximum() - slider.minimum();
        QVERIFY(slider.border() - slider.minimum() >= length / 2);
        QCOMPARE(slider.border() < slider.maximum(), here < most); // else there is no mark
        QCOMPARE(slider.cpusAt(slider.minimum()), 1);
        QCOMPARE(slider.cpusAt(slider.border()), here);
        QCOMPARE(slider.cpusAt(slider.maximum()), most);
        if (here < most)
            QVERIFY(slider.cpusAt(slider.border() + 1) > here); // the mark parts them
        int last = slider.minimum() - 1;
        for (int cpus = 1; cpus <= here; ++cpus) { // each has a stop of its own, in their order
            QCOMPARE(slider.cpusAt(slider.valueOf(cpus)), cpus);
            QVERIFY(slider.valueOf(cpus) > last);
            last = slider.valueOf(cpus);
        }
        QVERIFY(last <= slider.border());
    }

    void keysGoFromStopToStop()
    {
        ui::CpuSlider slider(3, 256);
        QSignalSpy chosen(&slider, &ui::CpuSlider::chosen);
        const auto press = [&slider](Qt::Key key) {
            QTest::keyClick(&slider, key);
            return slider.cpus();
        };
        QCOMPARE(press(Qt::Key_Right), 2);
        QCOMPARE(press(Qt::Key_Right), 3);
        QVERIFY(slider.value() <= slider.border());
        QCOMPARE(press(Qt::Key_Right), 4);
        QVERIFY(slider.value() > slider.border());
        QCOMPARE(press(Qt::Key_Right), 5);
        QCOMPARE(press(Qt::Key_Left), 4);
        QCOMPARE(press(Qt::Key_Left), 3);
        QCOMPARE(press(Qt::Key_PageUp), 7);
        QCOMPARE(press(Qt::Key_PageDown), 3);
        QCOMPARE(press(Qt::Key_End), 256);
        QCOMPARE(press(Qt::Key_Home), 1);
        QCOMPARE(chosen.count(), 10);
        QCOMPARE(press(Qt::Key_Left), 1);
        QCOMPARE(chosen.count(), 10); // nothing else was chosen
    }

    void aNotchOfTheWheelIsOneStop()
    {
        ui::CpuSlider slider(3, 256);
        turnWheel(slider, 120);
        QCOMPARE(slider.cpus(), 2);
        turnWheel(slider, 60); // half of one
        QCOMPARE(slider.cpus(), 2);
        turnWheel(slider, 60);
        QCOMPARE(slider.cpus(), 3);
        turnWheel(slider, -120);
        QCOMPARE(slider.cpus(), 2);
    }

    void whatIsLetGoGoesToTheNearestStop()
    {
        ui::CpuSlider slider(2, 256);
        QSignalSpy passed(&slider, &ui::CpuSlider::passed);
        QSignalSpy chosen(&slider, &ui::CpuSlider::chosen);
        slider.setSliderDown(true);
        slider.setSliderPosition(slider.border() - 1);
        QCOMPARE(passed.last().front().toInt(), 2);
        QCOMPARE(chosen.count(), 0); // not while it is dragged
        slider.setSliderDown(false);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.last().front().toInt(), 2);
        QCOMPARE(slider.value(), slider.valueOf(2));
        QCOMPARE(slider.sliderPosition(), slider.valueOf(2));
    }

    void whatIsShownIsNotChosen()
    {
        ui::CpuSlider slider(2, 256);
        QSignalSpy chosen(&slider, &ui::CpuSlider::chosen);
        slider.setCpus(256);
        QCOMPARE(slider.cpus(), 256);
        slider.setCounts(8, 8);
        slider.setCpus(5);
        QCOMPARE(slider.cpus(), 5);
        QCOMPARE(chosen.count(), 0);
    }
};

LOCKSCOPE_UI_TEST(CpuSliderTest)
#include "cpu_slider_test.moc"
