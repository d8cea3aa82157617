// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/color_vision.h"
#include "tests/support/fake_feed.h"
#include "tests/support/made_up_load.h"
#include "tests/support/ui_test.h"
#include "ui/charts/scaling_chart.h"
#include "ui/experiment/machine_box.h"
#include "ui/program/forecast_panel.h"
#include "ui/program/forecast_words.h"
#include "ui/settings/settings.h"
#include "ui/widgets/source_banner.h"

#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// A lock on more CPUs, of made-up programs.
class ForecastPanelTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::ForecastPanel> m_panel;

    [[nodiscard]] QString text() const
    {
        return m_panel->findChild<QLabel*>("forecast-text")->text();
    }
    [[nodiscard]] QPushButton* button() const
    {
        return m_panel->findChild<QPushButton*>("forecast-simulate");
    }
    [[nodiscard]] ui::ScalingChart* chart() const
    {
        return m_panel->findChild<ui::ScalingChart*>();
    }
    void show(const program::WatchReport& report) const
    {
        m_panel->setLock(&report, &report.locks.front());
    }
    [[nodiscard]] static program::WatchReport forecastable()
    {
        return test::reportOf(
            test::simulatedProgram(*simulation::findPreset("2x16"), 2, 1000, 9'000));
    }
    void chooseTheSameMachine() const
    {
        emit m_panel->findChild<ui::MachineBox*>()->chosen(*simulation::findPreset("2x16"));
    }

    /// By their dashes, whoever sees no colours; and the lock as it is from all others by colour.
    void curvesAreToldApart() const
    {
        const std::vector<ui::LegendEntry> entries = chart()->entries();
        QVERIFY(entries.size() > 5);
        for (std::size_t i = 0; i < entries.size(); ++i)
            for (std::size_t j = i + 1; j < entries.size(); ++j)
                QVERIFY2(entries[i].pen.dashPattern() != entries[j].pen.dashPattern(),
                         qPrintable(entries[i].label + " and " + entries[j].label));
        for (const test::Vision& vision : test::kVisions)
            for (std::size_t i = 1; i < entries.size(); ++i)
                QVERIFY2(test::distanceOf(test::labOf(entries[0].pen.color(), vision),
                                          test::labOf(entries[i].pen.color(), vision))
                             > 15,
                         qPrintable(entries[i].label + ": " + vision.name));
    }

private slots:
    void initTestCase() { registerResources(); }
    void init()
    {
        m_lab = std::make_shared<test::FakeLab>();
        m_session = test::sessionOn(m_lab);
        m_settings = std::make_unique<ui::Settings>(m_folder.filePath("settings.ini"));
        m_panel = std::make_unique<ui::ForecastPanel>(*m_session, *m_settings);
        m_panel->resize(1000, 400);
        m_panel->show();
    }
    void cleanup()
    {
        m_panel.reset();
        m_session.reset();
    }

    void withoutALockItSaysSo()
    {
        QVERIFY(text().contains("No lock is marked"));
        QVERIFY(!button()->isEnabled());
        QVERIFY(!chart()->isVisible());
        m_panel->simulateOrEnd();
        QVERIFY(!m_panel->canTryInLab());
        m_panel->save();
        QVERIFY(!m_panel->forecast());
    }

    void aLockWithoutNumbersSaysWhy()
    {
        program::WatchReport report = forecastable();
        report.reading.exact = false;
        show(report);
        QVERIFY2(text().contains("by samples"), qPrintable(text()));
        QVERIFY(!button()->isEnabled());
        QVERIFY(!m_panel->canTryInLab());
    }

    void afterASwapItIsOfWhatCameSince()
    {
        program::WatchReport report = forecastable();
        report.reading.elapsed /= 2;
        report.locks.front().lock.counts.swaps = 2;
        show(report);
        QVERIFY2(text().contains("Another lock stood in front"), qPrintable(text()));
        report.reading.elapsed *= 2;
        program::LockCounts& counts = report.locks.front().lock.counts;
        counts.acquisitions *= 2;
        counts.holdSamples *= 2;
        measure::HistogramCounts holds;
        holds.merge(counts.holds);
        holds.merge(counts.holds);
        counts.holds = holds.sparse();
        for (program::ThreadReading& thread : report.reading.threads)
            thread.acquisitions *= 2;
        show(report);
        QVERIFY2(!text().contains("Another lock stood in front"), qPrintable(text()));
        QVERIFY2(text().startsWith("Measured: "), qPrintable(text()));
    }

    void aForecastHasCurvesThatAreMarkedSimulated()
    {
        chooseTheSameMachine();
        show(forecastable());
        QVERIFY2(text().startsWith("Measured: "), qPrintable(text()));
        QVERIFY(button()->isEnabled());
        button()->click();
        QVERIFY(button()->text().contains("Stop"));
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->forecast().has_value(), 240'000);
        QVERIFY2(m_panel->forecast()->isForecast(), qPrintable(text()));
        QVERIFY(chart()->isVisible());
        QVERIFY(chart()->title().startsWith("Simulated"));
        QVERIFY(text().contains("Simulated N*"));
        QVERIFY(!button()->text().contains("Stop"));
        for (std::size_t i = 0; i < chart()->curves().size(); ++i) {
            const ui::ScalingCurve& curve = chart()->curves()[i];
            QCOMPARE(curve.measured.size(), std::size_t(i == 0 ? 1 : 0)); // the present alone
            QVERIFY(!curve.simulated.empty());
            for (const ui::ScalingPoint& point : curve.simulated)
                QVERIFY(point.throughput.low && point.throughput.high);
        }
        QVERIFY(text().contains("A fast path skips the lock"));
        curvesAreToldApart();
        show(forecastable()); // a newer report of the same lock
        QVERIFY(m_panel->forecast());
        QVERIFY(!text().contains("BEFORE THE SWAP"));
        program::WatchReport swapped = forecastable();
        swapped.locks.front().lock.counts.swaps = 1;
        show(swapped);
        QVERIFY(m_panel->forecast()); // to be compared with what came of it
        QVERIFY2(text().startsWith("OF BEFORE THE SWAP"), qPrintable(text()));
        QVERIFY(m_panel->findChild<ui::SourceBanner*>()->text().contains("of before the swap"));
        program::WatchReport other = forecastable();
        other.locks.front().lock.id = 9;
        show(other);
        QVERIFY(!m_panel->forecast());
        QVERIFY(!chart()->isVisible());
    }

    void whatIsNoForecastHasNoCurves()
    {
        test::MadeUpLoad made;
        made.preempted = 0.3;
        show(test::reportOf(made));
        QVERIFY2(text().contains("preempted for 30.0 %"), qPrintable(text()));
        m_panel->simulateOrEnd();
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->forecast().has_value(), 240'000);
        QVERIFY(!m_panel->forecast()->isForecast());
        QVERIFY(!chart()->isVisible());
        QVERIFY2(text().contains("No forecast:"), qPrintable(text()));
    }

    void itIsStopped()
    {
        show(forecastable());
        m_panel->simulateOrEnd();
        m_panel->simulateOrEnd();
        QVERIFY(!button()->text().contains("Stop"));
        QTest::qWait(50); // for a last word that would come
        QVERIFY(!m_panel->forecast());
        m_panel->simulateOrEnd(); // and is left while it simulates
        m_panel.reset();
    }

    void theLabDoesWhatTheProgramDoes()
    {
        show(test::reportOf(
            {.threads = 2, .cpus = 1, .holdNs = 1000, .waitNs = 500, .outsideNs = 4000}));
        QVERIFY(m_panel->canTryInLab());
        const QString origin = m_panel->tryInLab();
        QVERIFY2(origin.startsWith("The load of ") && origin.contains("by 2 threads"),
                 qPrintable(origin));
        QVERIFY(origin.contains("It is no choice for a critical section"));
        const lab::LabConfig config = m_session->experiment().config();
        QCOMPARE(config.workload, workload::Kind::Custom);
        QCOMPARE(config.workers, 2);
        QCOMPARE(config.cpus, 1);
        QVERIFY(std::abs(config.criticalNs - 1000) < 20);
        QVERIFY(std::abs(config.nativeNs - 4000) < 20);
    }
};

LOCKSCOPE_UI_TEST(ForecastPanelTest)

#include "forecast_panel_test.moc"
