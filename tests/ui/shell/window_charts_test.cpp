// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/histogram_chart.h"

#include <QAction>
#include <QCheckBox>
#include <QContextMenuEvent>
#include <QEnterEvent>
#include <QMenu>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// What a person does with the charts of the window, one by one and all at once.
class WindowChartsTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] ui::ChartView* chart(const char* id) const { return find<ui::ChartView>(id); }

    [[nodiscard]] bool isLogarithmic(const char* id) const
    {
        return chart(id)->axis()->choice().logarithmic;
    }

    void pointAt(const char* id) const
    {
        const QPointF at(5, 5);
        QEnterEvent enter(at, at, at);
        QApplication::sendEvent(chart(id), &enter);
    }

    /// The menu that a click with the right button opens.
    [[nodiscard]] QMenu* menuOf(const char* id) const
    {
        QWidget* canvas = chart(id)->canvas();
        const QPoint at = canvas->rect().center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas->mapToGlobal(at));
        QApplication::sendEvent(canvas, &event);
        return chart(id)->findChild<QMenu*>("chart-menu");
    }

private slots:
    void init() { openActiveWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void oneKeyTurnsAllAxes()
    {
        QVERIFY(!isLogarithmic("throughput") && isLogarithmic("lock-wait"));
        auto* all = find<QAction>("logarithmic-axes");
        QVERIFY(!all->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
        for (const char* id : {"throughput", "cpu-time", "lock-wait", "histogram", "scaling"})
            QVERIFY2(isLogarithmic(id), id);
        QVERIFY(all->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
        for (const char* id : {"throughput", "cpu-time", "lock-wait", "histogram", "scaling"})
            QVERIFY2(!isLogarithmic(id), id);
        QVERIFY(!all->isChecked());
        QVERIFY(!find<QCheckBox>("log-values")->isChecked()); // it says so, too
    }

    void eachChartHasItsOwnMenu()
    {
        QMenu* menu = menuOf("throughput");
        QVERIFY(menu != nullptr);
        auto* logarithmic = find<QAction>("chart-logarithmic");
        QVERIFY(menu->actions().contains(logarithmic));
        QVERIFY(logarithmic->isEnabled() && !logarithmic->isChecked());
        logarithmic->trigger();
        QVERIFY(isLogarithmic("throughput") && !isLogarithmic("cpu-time"));
        menu->close();

        menu = menuOf("states"); // shares: there is nothing to choose
        QVERIFY(menu != nullptr && !logarithmic->isEnabled());
        QVERIFY(logarithmic->toolTip().contains("no axis of values"));
        menu->close();
    }

    void keysAreForTheChartPointedAt()
    {
        auto* logarithmic = find<QAction>("chart-logarithmic");
        pointAt("cpu-time");
        QTest::keyClick(m_window.get(), Qt::Key_G);
        QVERIFY(isLogarithmic("cpu-time") && !isLogarithmic("throughput"));
        QVERIFY(logarithmic->isChecked());
        pointAt("throughput");
        QVERIFY(!logarithmic->isChecked());

        auto* spikes = find<QAction>("chart-spare-spikes");
        QVERIFY(spikes->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_U);
        QVERIFY(!chart("throughput")->axis()->choice().sparesSpikes);
        QVERIFY(!find<QAction>("spare-spikes")->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_U, Qt::ControlModifier);
        QVERIFY(chart("throughput")->axis()->choice().sparesSpikes);
        pointAt("histogram");
        QVERIFY(!spikes->isEnabled());
    }

    void axesAreRememberedChartByChart()
    {
        const QString file = newSettings();
        closeWindow();
        openActiveWindow(file);
        find<QAction>("logarithmic-axes")->trigger();
        pointAt("lock-wait");
        find<QAction>("chart-logarithmic")->trigger();
        find<QAction>("chart-spare-spikes")->trigger();
        closeWindow();
        openActiveWindow(file);
        QVERIFY(isLogarithmic("throughput") && isLogarithmic("scaling"));
        QVERIFY(!isLogarithmic("lock-wait"));
        QVERIFY(!chart("lock-wait")->axis()->choice().sparesSpikes);
        QVERIFY(chart("throughput")->axis()->choice().sparesSpikes);
    }

    void aChartThatIsMadeLaterIsRememberedToo()
    {
        pointAt("histogram");
        find<QAction>("chart-logarithmic")->trigger();
        ui::TimeView view;
        ui::HistogramChart later(&view);
        QVERIFY(later.axis()->choice().logarithmic);
        later.show();
        QTRY_VERIFY(!later.axis()->choice().logarithmic);
    }
};

LOCKSCOPE_UI_TEST(WindowChartsTest)
#include "window_charts_test.moc"
