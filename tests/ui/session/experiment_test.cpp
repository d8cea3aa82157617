// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/simulated_config.h"
#include "tests/support/ui_test.h"
#include "ui/session/experiment.h"

#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The window's experiment as a value: no window, no threads, and a computer that the test chooses.
class ExperimentTest : public QObject
{
    Q_OBJECT

private:
    const lab::ConfigLimits m_four{.cpus = 4, .workers = 64};
    const simulation::Machine m_machine = *simulation::findPreset("1x64");
    const simulation::Machine m_other = *simulation::findPreset("2x16");

    [[nodiscard]] ui::Experiment experiment(int cpus = 1, int workers = 2) const
    {
        lab::LabConfig config = lab::defaultConfig();
        config.cpus = cpus;
        config.workers = workers;
        return {config, std::nullopt, m_machine, m_four};
    }

private slots:
    void workersPerCpuStayWhenTheCpusChange()
    {
        const ui::Experiment four = experiment().withCpus(4);
        QCOMPARE(four.config().workers, 8);
        QCOMPARE(four.workersPerCpu(), 2.0);
        const ui::Experiment three = four.withWorkersPerCpu(1.5);
        QCOMPARE(three.config().workers, 6);
        QCOMPARE(three.withCpus(2).config().workers, 3);
        QCOMPARE(three.withCpus(1).config().workers, 2); // whole ones
        QCOMPARE(three.withCpus(1).withCpus(4).config().workers, 6);
    }

    void workersPerCpuAreRememberedBeyondTheLimitOnWorkers()
    {
        const ui::Experiment many = experiment().withWorkersPerCpu(30);
        QCOMPARE(many.withCpus(4).config().workers, 64);
        QCOMPARE(many.withCpus(4).withCpus(1).config().workers, 30);
    }

    void workersThatWereAskedForDecideTheWorkersPerCpu()
    {
        lab::LabConfig config = experiment(2, 2).config();
        config.workers = 8;
        QCOMPARE(experiment(2, 2).with(config).workersPerCpu(), 4.0);
        config.workers = 2;
        QCOMPARE(experiment(2, 2).with(config).workersPerCpu(), 1.0);
    }

    void moreCpusThanThereAreCrossOverAndFewerComeBack()
    {
        const ui::Experiment here = experiment();
        QVERIFY(!here.withCpus(4).target());
        const ui::Experiment beyond = here.withCpus(5);
        QVERIFY(beyond.target() == m_machine);
        QCOMPARE(beyond.config().workers, 10);
        QCOMPARE(beyond.simulatedFrom(), 5);
        QCOMPARE(beyond.limits().cpus, simulation::simulatedLimits().cpus);
        const ui::Experiment back = beyond.withCpus(4);
        QVERIFY(!back.target());
        QCOMPARE(back.limits().cpus, 4);
        QVERIFY(!here.target()); // a value: what was asked of it leaves it as it is
    }

    void aTargetThatWasChosenStays()
    {
        const ui::Experiment chosen = experiment(3, 3).withTarget(m_other);
        QVERIFY(chosen.target() == m_other);
        QVERIFY(chosen.forecastMachine() == m_other);
        QCOMPARE(chosen.simulatedFrom(), 1);
        QVERIFY(chosen.withCpus(1).target() == m_other);
        const ui::Experiment many = chosen.withCpus(32);
        QCOMPARE(many.withTarget(std::nullopt).config().cpus, 4); // as many as there may be
        QCOMPARE(many.withTarget(std::nullopt).config().workers, 4);
        // Crossed over and then chosen: it stays, too.
        QVERIFY(experiment().withCpus(5).withTarget(m_machine).withCpus(1).target() == m_machine);
    }

    void anotherForecastMachineTakesTheExperimentAlongThatRunsOnIt()
    {
        QVERIFY(!experiment().withForecastMachine(m_other).target());
        QVERIFY(experiment().withForecastMachine(m_other).withCpus(5).target() == m_other);
        QVERIFY(experiment().withCpus(5).withForecastMachine(m_other).target() == m_other);
        QVERIFY(!experiment().withCpus(5).withForecastMachine(m_other).withCpus(4).target());
        simulation::Machine none = m_other;
        simulation::setTransfer(none, -1);
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)experiment().withForecastMachine(none));
    }

    void whatIsNotAllowedAtTheTargetIsRefused()
    {
        lab::LabConfig config = experiment().config();
        config.guard = "no-such-lock";
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)experiment().with(config));
        config = experiment().config();
        config.cpus = 5;
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)experiment().with(config));
        config = experiment().config();
        config.initDelayMs = 5;
        const ui::Experiment late = experiment().with(config);
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)late.withCpus(5)); // is not simulated
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)late.withTarget(m_other));
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)experiment().withCpus(0));
    }
};

LOCKSCOPE_UI_TEST(ExperimentTest)
#include "experiment_test.moc"
