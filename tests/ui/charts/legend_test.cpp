// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/models/thread_table_model.h"

#include <QAction>
#include <QImage>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QSlider>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

ui::LegendEntry entry(const char* id, std::optional<int> marker = std::nullopt)
{
    return {id, id, id, {}, QPen(Qt::red), marker};
}

bool shows(const QImage& image, const QColor& color)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) == color.rgb())
                return true;
    return false;
}

} // namespace

/// What is shown and hidden by the entries of a legend.
class LegendTest : public test::WindowFixture
{
    Q_OBJECT

private:
    /// A header of its own, with those entries.
    std::unique_ptr<ui::ChartHeader> headerWith(const std::vector<ui::LegendEntry>& entries)
    {
        auto header = std::make_unique<ui::ChartHeader>(nullptr);
        header->setTheme(ui::Theme::light());
        header->setEntries(entries);
        header->resize(800, 40);
        header->show();
        return header;
    }

    static ui::LegendButton* button(const ui::ChartHeader& header, const char* id)
    {
        return header.findChild<ui::LegendButton*>(id);
    }

    /// As Qt hands out two clicks in quick succession: the second press is a double click.
    static void doubleClick(QWidget* widget)
    {
        const QPointF at = QRectF(widget->rect()).center();
        for (const auto type : {QEvent::MouseButtonPress,
                                QEvent::MouseButtonRelease,
                                QEvent::MouseButtonDblClick,
                                QEvent::MouseButtonRelease})
        {
            const bool down = type != QEvent::MouseButtonRelease;
            QMouseEvent event(type,
                              at,
                              widget->mapToGlobal(at),
                              Qt::LeftButton,
                              down ? Qt::LeftButton : Qt::NoButton,
                              Qt::NoModifier);
            QApplication::sendEvent(widget, &event);
        }
    }

private slots:
    void aClickShowsOneAloneAndThenAll()
    {
        const auto header = headerWith({entry("a"), entry("b"), entry("c")});
        QSignalSpy toggled(header.get(), &ui::ChartHeader::toggled);
        QTest::mouseClick(button(*header, "c"), Qt::LeftButton);
        QCOMPARE(header->hiddenEntries(), QStringList({"a", "b"}));
        QCOMPARE(toggled.count(), 1); // pictures are not drawn once for each entry
        QTest::mouseClick(button(*header, "a"), Qt::LeftButton); // a hidden one
        QCOMPARE(header->hiddenEntries(), QStringList({"b", "c"}));
        QTest::mouseClick(button(*header, "a"), Qt::LeftButton);
        QVERIFY(header->hiddenEntries().isEmpty());
    }

    void aDoubleClickIsAClick()
    {
        const auto header = headerWith({entry("a"), entry("b"), entry("c")});
        doubleClick(button(*header, "c"));
        QCOMPARE(header->hiddenEntries(), QStringList({"a", "b"}));
        doubleClick(button(*header, "c"));
        QVERIFY(header->hiddenEntries().isEmpty());
    }

    void aClickWithControlOrShiftOrTheSpaceBarHidesAndShows()
    {
        const auto header = headerWith({entry("a"), entry("b"), entry("c")});
        for (const Qt::KeyboardModifier key : {Qt::ControlModifier, Qt::ShiftModifier}) {
            QTest::mouseClick(button(*header, "b"), Qt::LeftButton, key);
            QCOMPARE(header->hiddenEntries(), QStringList{"b"});
            QTest::mouseClick(button(*header, "b"), Qt::LeftButton, key);
            QVERIFY(header->hiddenEntries().isEmpty());
        }
        QTest::keyClick(button(*header, "c"), Qt::Key_Space);
        QCOMPARE(header->hiddenEntries(), QStringList{"c"});
    }

    void enterShowsOneAlone()
    {
        const auto header = headerWith({entry("a"), entry("b"), entry("c")});
        QTest::keyClick(button(*header, "a"), Qt::Key_Return);
        QCOMPARE(header->hiddenEntries(), QStringList({"b", "c"}));
    }

    void aGuardAloneKeepsItsHosts()
    {
        const auto header =
            headerWith({entry("mutex"), entry("ticket"), entry("here", 0), entry("there", 1)});
        QTest::mouseClick(button(*header, "mutex"), Qt::LeftButton);
        QCOMPARE(header->hiddenEntries(), QStringList{"ticket"});
        QTest::mouseClick(button(*header, "there"), Qt::LeftButton);
        QCOMPARE(header->hiddenEntries(), QStringList({"ticket", "here"}));
    }

    void whatIsHiddenInOneChartIsHiddenInAllAndInTheTable()
    {
        openWindow(newSettings());
        const auto hidden = [this](const char* chart) {
            return find<ui::ChartView>(chart)->hiddenEntries();
        };
        const auto click = [this](const char* chart, const char* entry) {
            QTest::mouseClick(find<ui::ChartView>(chart)->findChild<ui::LegendButton*>(entry),
                              Qt::LeftButton,
                              Qt::ControlModifier);
        };
        auto* table = &m_window->findChild<ui::LivePage*>()->table();
        click("lock-wait", "p99");
        QCOMPARE(hidden("histogram"), QStringList{"p99"});
        QVERIFY(table->isColumnHidden(ui::ThreadTableModel::P99WaitColumn));
        click("histogram", "passes"); // the others have none
        QCOMPARE(hidden("lock-wait"), QStringList{"p99"});
        click("histogram", "p99");
        QVERIFY(hidden("lock-wait").isEmpty());
        QCOMPARE(hidden("histogram"), QStringList{"passes"});
        QVERIFY(!table->isColumnHidden(ui::ThreadTableModel::P99WaitColumn));
        click("lanes", "idle");
        QCOMPARE(hidden("states"), QStringList{"idle"});

        run();
        auto* view = &timeView();
        view->select(view->kept());
        const auto figures = [this] { return find<QLabel>("range-figures")->text(); };
        QVERIFY(figures().contains("p99 ") && figures().contains("mean "));
        click("lock-wait", "p99");
        click("lock-wait", "mean");
        QVERIFY(!figures().contains("p99 ") && !figures().contains("mean "));
        QVERIFY(figures().contains("p50 ") && figures().contains("calls/s "));
        click("throughput", "throughput");
        click("cpu-time", "cpu-time");
        QVERIFY(!figures().contains("calls/s ") && !figures().contains("CPU time"));
        closeWindow();
    }

    void whatIsHiddenIsHiddenInReadOutsToo()
    {
        openWindow(newSettings());
        m_window->openFiles({":/lockscope/recordings/fast-path.lockscope"});
        auto* place = find<QSlider>("replay-place");
        place->setValue(place->maximum());
        const auto charts = m_window->findChild<ui::Dashboard*>()->findChildren<ui::ChartView*>();
        const auto* hovered = find<ui::ChartView>("throughput");
        QVERIFY(hovered != nullptr && charts.size() >= 6);
        ui::Canvas* canvas = hovered->canvas();
        const QPointF at = hovered->plotArea().topRight() + QPointF(-3, 3);
        QMouseEvent move(QEvent::MouseMove,
                         at,
                         canvas->mapToGlobal(at),
                         Qt::NoButton,
                         Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(canvas, &move);
        const ui::Theme theme = ui::Theme::of(m_window->palette());
        const auto shownEntries = [&theme](ui::ChartView* chart) {
            const QImage image = chart->canvas()->grab().toImage();
            QStringList ids;
            for (const ui::LegendEntry& entry : chart->entries()) {
                const QColor color =
                    entry.state ? ui::stateColors(theme, *entry.state).fill : entry.pen.color();
                if (shows(image, color))
                    ids << entry.id;
            }
            return ids;
        };
        for (ui::ChartView* chart : charts) // else the rest proves nothing
            QVERIFY2(!chart->isVisible() || !shownEntries(chart).isEmpty(),
                     qPrintable(chart->objectName()));
        for (ui::ChartView* chart : charts) {
            QStringList all;
            for (const ui::LegendEntry& entry : chart->entries())
                all << entry.id;
            chart->setHiddenEntries(all);
        }
        for (ui::ChartView* chart : charts)
            if (chart->isVisible())
                QVERIFY2(shownEntries(chart).isEmpty(),
                         qPrintable(chart->objectName() + ": " + shownEntries(chart).join(' ')));
        closeWindow();
    }
};

LOCKSCOPE_UI_TEST(LegendTest)
#include "legend_test.moc"
