// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/ui_test.h"
#include "ui/charts/transfer_chart.h"
#include "ui/dialogs/host_dialog.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_strip.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

/// Four CPUs: two cores to a cache and a package. A pair that shares a cache takes 40 ns, another
/// 130.
measure::LineTransfers fourCpus()
{
    measure::LineTransfers transfers;
    transfers.runs = 3;
    transfers.roundTrips = 5;
    for (int cpu = 0; cpu < 4; ++cpu)
        transfers.cpus.push_back(
            {.cpu = cpu, .core = cpu, .cache = cpu / 2, .package = cpu / 2, .numaNode = cpu / 2});
    transfers.roundTripNs.assign(4, std::vector<std::optional<double>>(4));
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            if (i != j)
                transfers.roundTripNs[i][j] = i / 2 == j / 2 ? 40 : 130;
    return transfers;
}

} // namespace

class MachineTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab = std::make_shared<test::FakeLab>();
    ui::Session m_session{test::fakeFeeds(m_lab), lab::defaultConfig()};
    ui::Settings m_settings{m_folder.filePath("settings.ini")};

private slots:
    void initTestCase() { registerResources(); }

    void cleanup() { m_session.stop(); }

    void aPairIsNamedWithItsTimeAndItsRelation()
    {
        ui::TransferChart chart;
        chart.setTransfers(fourCpus());
        QCOMPARE(chart.pairText(0, 1),
                 QString("CPU 0 and CPU 1: 40.0 ns there and back; other core, same cache"));
        QCOMPARE(chart.pairText(1, 2),
                 QString("CPU 1 and CPU 2: 130 ns there and back; other package"));
    }

    void whatWasNotMeasuredIsSaidAndNotDrawnAsZero()
    {
        measure::LineTransfers transfers = fourCpus();
        transfers.roundTripNs[0][1].reset();
        ui::TransferChart chart;
        chart.setTransfers(transfers);
        QVERIFY(chart.pairText(0, 1).contains("not measured"));
    }

    void aNarrowDialogCutsNoFacts()
    {
        ui::HostDialog dialog(
            m_session, m_settings, [](const auto& /*progress*/) { return fourCpus(); });
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        auto* facts = dialog.findChild<QScrollArea*>("machine-facts");
        for (const int width : {540, 760, 1000}) {
            dialog.resize(width, 600);
            QTRY_COMPARE(dialog.width(), width);
            QTRY_COMPARE(facts->horizontalScrollBar()->maximum(), 0); // nothing is sideways
        }
        dialog.resize(540, 600);
        QTRY_VERIFY(facts->width() > 480); // the chart is below
    }

    void everyCellOfTheMapIsFoundUnderThePoint()
    {
        ui::TransferChart chart;
        chart.setTransfers(fourCpus());
        const QRectF plot(10, 20, 700, 500);
        std::set<std::pair<std::size_t, std::size_t>> found;
        for (double y = plot.top(); y < plot.bottom(); y += 3)
            for (double x = plot.left(); x < plot.right(); x += 3)
                if (const auto pair = chart.pairAt({x, y}, plot))
                    found.insert(*pair);
        QCOMPARE(found.size(), std::size_t{16});
        QVERIFY(!chart.pairAt(plot.topLeft(), plot));
    }

    void measuringStopsTheSessionAndLetsItGoOn()
    {
        m_session.start();
        bool stood = false;
        ui::HostDialog dialog(m_session, m_settings, [&](const auto& progress) {
            stood = !m_lab->running;
            (void)progress(0.5);
            return fourCpus();
        });
        dialog.show();
        auto* chart = dialog.findChild<ui::TransferChart*>();
        QTest::mouseClick(dialog.findChild<QPushButton*>("measure-transfers"), Qt::LeftButton);
        QTRY_VERIFY(m_session.running());
        QVERIFY(stood);
        // Where the map lies within the plot depends on the screen, which the dialog has to fit.
        const auto showsPairs = [chart] {
            const QRectF plot = chart->plotArea();
            for (double x = plot.left(); x < plot.right(); x += 5)
                if (chart->pairAt({x, plot.top() + plot.height() / 4}, plot))
                    return true;
            return false;
        };
        QTRY_VERIFY(showsPairs());
    }

    void cancelKeepsThePairsThatAreDone()
    {
        ui::HostDialog dialog(m_session, m_settings, [](const auto& progress) {
            while (progress(0.3))
                QTest::qSleep(1);
            return fourCpus();
        });
        dialog.show();
        auto* button = dialog.findChild<QPushButton*>("measure-transfers");
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(button->text().contains("Cancel"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(dialog.findChild<ui::MessageStrip*>()->text().contains("Cancelled"));
    }

    void aDialogClosedInTheMiddleEndsTheMeasurementAndTheSessionGoesOn()
    {
        m_session.start();
        {
            ui::HostDialog dialog(m_session, m_settings, [](const auto& progress) {
                while (progress(0.3))
                    QTest::qSleep(1);
                return fourCpus();
            });
            dialog.show();
            QTest::mouseClick(dialog.findChild<QPushButton*>("measure-transfers"), Qt::LeftButton);
            QVERIFY(!m_session.running());
            dialog.reject();
            QVERIFY(m_session.running());
        }
        QVERIFY(m_session.running());
    }

    void aFailureIsSaid()
    {
        ui::HostDialog dialog(m_session, m_settings, [](const auto&) -> measure::LineTransfers {
            throw std::runtime_error("no threads left");
        });
        dialog.show();
        QTest::mouseClick(dialog.findChild<QPushButton*>("measure-transfers"), Qt::LeftButton);
        QTRY_COMPARE(dialog.findChild<ui::MessageStrip*>()->text(), QString("no threads left"));
    }

    void theCountersAreNamedOrSaidToBeMissing()
    {
        ui::HostDialog dialog(m_session, m_settings, [](const auto&) { return fourCpus(); });
        bool named = false;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            named = named || label->text().contains("Counter: instructions");
        QVERIFY(named);
    }
};

LOCKSCOPE_UI_TEST(MachineTest)
#include "machine_test.moc"
