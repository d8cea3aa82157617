// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/comparison_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/time_view.h"
#include "ui/charts/transfer_chart.h"
#include "ui/dialogs/manual.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QEnterEvent>
#include <QFile>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QTextBrowser>

#include <chrono>

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
        QVERIFY(!menu->actions().contains(find<QAction>("pin-lane")));
        menu->close();

        menu = menuOf("lanes");
        QVERIFY(menu->actions().contains(find<QAction>("pin-lane")));
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

    void aChartIsAloneAfterADoubleClickOnItsTitleAndAfterAKey()
    {
        auto* wait = chart("lock-wait");
        auto* throughput = chart("throughput");
        const QSize before = wait->size();
        const QSize beside = throughput->size();
        auto* title = wait->findChild<ui::ChartHeader*>();
        QTest::mouseDClick(title, Qt::LeftButton, {}, QPoint(12, 8));
        QVERIFY(wait->isVisible() && !throughput->isVisible() && !chart("lanes")->isVisible());
        QTRY_VERIFY(wait->width() > before.width() * 2 && wait->height() > before.height() * 2);
        QVERIFY(find<QAction>("chart-alone")->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_M);
        QVERIFY(throughput->isVisible() && chart("lanes")->isVisible());
        QTRY_COMPARE(wait->size(), before); // not a larger share than it had
        QCOMPARE(throughput->size(), beside);
    }

    void escapeEndsOneThingWithEachPress()
    {
        run();
        const auto escape = [this] { QTest::keyClick(m_window.get(), Qt::Key_Escape); };
        QTest::keyClick(m_window.get(), Qt::Key_F11);
        QTRY_VERIFY(m_window->isFullScreen());
        pointAt("lock-wait");
        QTest::keyClick(m_window.get(), Qt::Key_M);
        QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier);
        QVERIFY(timeView().selection() && !chart("lanes")->isVisible());
        escape();
        QVERIFY(!timeView().selection() && !chart("lanes")->isVisible());
        escape();
        QVERIFY(chart("lanes")->isVisible() && m_window->isFullScreen());
        QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier);
        find<QAction>("show-scaling")->trigger(); // where no range can be seen to be selected
        escape();
        QTRY_VERIFY(!m_window->isFullScreen());
        QVERIFY(timeView().selection());
        find<QAction>("show-live")->trigger();
        escape();
        QVERIFY(!timeView().selection());
    }

    void aLayoutThatIsRememberedWhileOneIsAloneIsThatOfAll()
    {
        const QString file = newSettings();
        closeWindow();
        openActiveWindow(file);
        const QSize before = chart("lock-wait")->size();
        pointAt("lock-wait");
        find<QAction>("chart-alone")->trigger();
        QVERIFY(!chart("lanes")->isVisible());
        m_window->close();
        closeWindow();
        openActiveWindow(file);
        QVERIFY(chart("lanes")->isVisible());
        QTRY_COMPARE(chart("lock-wait")->size(), before);
        pointAt("states");
        find<QAction>("chart-alone")->trigger();
        find<QAction>("reset-layout")->trigger();
        QVERIFY(chart("lanes")->isVisible() && chart("states")->isVisible());
    }

    void valuesAreCopiedAsATableOfWhatIsShown()
    {
        run();
        const auto copied = [this](const char* id) {
            pointAt(id);
            find<QAction>("chart-copy-values")->trigger();
            QStringList lines = QGuiApplication::clipboard()->text().split('\n');
            lines.removeLast(); // behind the last end of a line
            return lines;
        };
        QStringList lines = copied("throughput");
        QCOMPARE(lines.first(), QString("time_s\tall workers (calls/s)"));
        QCOMPARE(lines.size(), int(m_session->history().snapshots().size()) + 1);
        const auto& newest = *m_session->history().snapshots().back();
        QCOMPARE(lines.last().section('\t', 1).toDouble(), newest.throughput());
        QCOMPARE(lines.last().section('\t', 0, 0).toDouble(),
                 std::chrono::duration<double>(newest.time).count());

        chart("lock-wait")->setHiddenEntries({"p99"});
        lines = copied("lock-wait");
        QCOMPARE(lines.first(), QString("time_s\tmean (ns)\tp50 (ns)\tp99.9 (ns)"));

        auto* view = &timeView();
        const auto end = view->kept().end;
        view->select({end - std::chrono::milliseconds(300), end});
        QVERIFY(copied("states").size() < copied("lock-wait").size() + 8);
        QVERIFY(copied("states").size() <= 8); // of the selected snapshots alone
        QVERIFY(copied("histogram").first().startsWith("wait from (ns)"));
    }

    void aPictureIsCopied()
    {
        run();
        pointAt("states");
        QGuiApplication::clipboard()->setText("earlier");
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data->data("image/svg+xml").contains("Where the time of all workers goes"));
        QVERIFY(!data->data("image/svg+xml").contains("Throughput of all"));
    }

    void theManualOpensAtWhatItSaysOfAChart()
    {
        for (const auto* each :
             m_window->findChild<ui::Dashboard*>()->findChildren<ui::ChartView*>()) {
            pointAt(qPrintable(each->id()));
            find<QAction>("chart-explain")->trigger();
            auto* pages = m_window->findChild<QTextBrowser*>("helpPages");
            QVERIFY(pages != nullptr);
            QVERIFY2(pages->source().toString().endsWith(each->helpPage()), qPrintable(each->id()));
        }
        // Every anchor is that of a heading.
        ui::TimeView view;
        const ui::ComparisonChart comparison;
        const ui::TransferChart transfers;
        QStringList places{comparison.helpPage(), transfers.helpPage()};
        for (const auto* each :
             m_window->findChild<ui::Dashboard*>()->findChildren<ui::ChartView*>())
            places << each->helpPage();
        QVERIFY(places.removeDuplicates() >= 0 && places.size() >= 8);
        for (const QString& place : places) {
            QFile page(":/lockscope/manual/resources/help/" + place.section('#', 0, 0));
            QVERIFY2(page.open(QIODevice::ReadOnly), qPrintable(place));
            bool found = !place.contains('#');
            for (const QString& line : QString::fromUtf8(page.readAll()).split('\n'))
                found = found
                    || (line.startsWith('#')
                        && ui::anchorOf(line.mid(line.indexOf(' ') + 1)) == place.section('#', 1));
            QVERIFY2(found, qPrintable(place));
        }
    }

    void titlesNameTheirPopulation()
    {
        for (const char* id : {"throughput", "cpu-time", "states"})
            QVERIFY2(chart(id)->title().contains("all workers"), id);
        QVERIFY(chart("lock-wait")->title().contains("mean: all passes"));
        QVERIFY(chart("lock-wait")->title().contains("contended"));
        QVERIFY(chart("histogram")->title().contains("contended passes"));
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
