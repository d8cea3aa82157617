// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine_file.h"
#include "tests/support/fake_feed.h"
#include "tests/support/ui_test.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class SessionTest : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<test::FakeLab> m_lab;
    std::unique_ptr<ui::Session> m_session;

private slots:
    void init()
    {
        m_lab = std::make_shared<test::FakeLab>();
        m_session = test::sessionOn(m_lab);
    }

    void cleanup() { m_session.reset(); }

    void opensItsSourceAtTheFirstStartAndOnlyOnce()
    {
        QCOMPARE(m_lab->opened, 0);
        QSignalSpy running(m_session.get(), &ui::Session::runningChanged);
        m_session->start();
        m_session->stop();
        m_session->start();
        QCOMPARE(m_lab->opened, 1);
        QCOMPARE(running.count(), 3);
        QVERIFY(m_session->running());
    }

    void putsWhatTheSourceYieldsIntoTheHistory()
    {
        QSignalSpy changed(m_session.get(), &ui::Session::historyChanged);
        m_session->start();
        m_lab->produce(3);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{3});
        QVERIFY(changed.count() >= 1);
    }

    void takesWhatIsLeftWhenItStops()
    {
        m_session->start();
        m_lab->produce(2);
        m_session->stop();
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
    }

    void freezingHoldsThePictureAndLosesNothing()
    {
        m_session->start();
        m_lab->produce(2);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{2});
        m_session->setFrozen(true);
        QSignalSpy changed(m_session.get(), &ui::Session::historyChanged);
        m_lab->produce(5);
        QTRY_VERIFY(m_lab->ready.empty());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
        QCOMPARE(changed.count(), 0);
        QVERIFY(m_lab->running);

        m_session->setFrozen(false);
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{7});
        QCOMPARE(m_session->history().dropped(), std::uint64_t{0});
        QCOMPARE(changed.count(), 1);
    }

    void resetForgetsAndThawsButGoesOn()
    {
        m_session->start();
        m_lab->produce(2);
        QTRY_VERIFY(!m_session->history().empty());
        m_session->setFrozen(true);
        m_session->reset();
        QVERIFY(m_session->history().empty());
        QVERIFY(!m_session->frozen());
        QVERIFY(m_session->running());
        m_lab->produce(1);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{1});
    }

    void countsSnapshotsThatNeverCame()
    {
        m_session->start();
        m_lab->produce(1);
        for (int lost = 0; lost < 3; ++lost)
            (void)m_lab->synthetic.next();
        m_lab->produce(1);
        QTRY_COMPARE(m_session->history().dropped(), std::uint64_t{3});
    }

    void handsChangesToTheSource()
    {
        m_session->start();
        m_session->setFastPath(true);
        QCOMPARE(m_lab->applied.size(), std::size_t{1});
        QVERIFY(m_lab->applied.back().fastPath);
        m_session->setFastPath(true);
        QCOMPARE(m_lab->applied.size(), std::size_t{1}); // nothing new
        m_session->setRefreshRate(7);
        QCOMPARE(m_lab->rates, std::vector<double>{7});
    }

    void refusesWhatIsNotAllowedInOneSentence()
    {
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        QSignalSpy changed(m_session.get(), &ui::Session::configChanged);
        m_session->setGuard("no-such-lock");
        QCOMPARE(problem.count(), 1);
        QVERIFY(problem.at(0).at(0).toString().contains("no-such-lock"));
        QCOMPARE(m_session->config().guard, std::string("mutex"));
        QCOMPARE(changed.count(), 1); // so that controls go back
    }

    void keepsItsExperimentWhenTheSourceRefusesAChange()
    {
        m_session->start();
        m_lab->failApply = "not now";
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        m_session->setFastPath(true);
        QCOMPARE(problem.at(0).at(0).toString(), QString("not now"));
        QVERIFY(!m_session->config().fastPath);
    }

    void changingCpusKeepsWorkersPerCpu()
    {
        if (lab::availableCpus() < 2)
            QSKIP("needs two CPUs");
        m_session->setCpus(2);
        QCOMPARE(m_session->config().workers, 4);
        m_session->setWorkersPerCpu(1.5);
        QCOMPARE(m_session->config().workers, 3);
        m_session->setCpus(1);
        QCOMPARE(m_session->config().workers, 2);
        m_session->setCpus(2);
        QCOMPARE(m_session->config().workers, 3);
    }

    void remembersWorkersPerCpuBeyondTheLimit()
    {
        if (lab::availableCpus() < 2)
            QSKIP("needs two CPUs");
        m_session->setWorkersPerCpu(200);
        m_session->setCpus(2);
        QCOMPARE(m_session->config().workers, lab::kMaxWorkers);
        m_session->setCpus(1);
        QCOMPARE(m_session->config().workers, 200);
    }

    void saysWhyASourceCannotBeOpenedAndTriesAgain()
    {
        m_lab->failOpen = "no threads left";
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        m_session->start();
        QVERIFY(!m_session->running());
        QCOMPARE(problem.at(0).at(0).toString(), QString("no threads left"));
        m_lab->failOpen.clear();
        m_session->start();
        QVERIFY(m_session->running());
    }

    void stopsASourceThatThrowsAndSaysItOnce()
    {
        m_session->start();
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        m_lab->failPoll = "the sampler died";
        QTRY_VERIFY(!m_session->running());
        QVERIFY(problem.count() >= 1);
        const auto said = problem.count();
        QTest::qWait(200); // several polls' worth
        QCOMPARE(problem.count(), said);
        m_lab->failPoll.clear();
        m_session->start();
        m_lab->produce(1);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{1});
    }

    void beyondThisComputerIsMoreOfItsKindWhereItHasBeenCalibrated()
    {
        QCOMPARE(m_session->experiment().forecastMachine().id, std::string("1x64"));
        const auto file = simulation::placeForThisMachine();
        std::filesystem::create_directories(file.parent_path());
        simulation::Machine machine = *simulation::findPreset("2x16");
        machine.id = "this";
        std::ofstream(file) << simulation::toJson(machine).dump();
        init();
        QVERIFY(m_session->experiment().forecastMachine() == machine);
        QVERIFY(m_session->calibrationProblem().isEmpty());
        for (const std::string& broken :
             {std::string("no machine"), std::string(200'000, '['), std::string(2'000'000, ' ')})
        {
            std::ofstream(file) << broken;
            init();
            QCOMPARE(m_session->experiment().forecastMachine().id, std::string("1x64"));
            QVERIFY2(
                m_session->calibrationProblem().contains(QString::fromStdString(file.string())),
                qPrintable(m_session->calibrationProblem()));
        }
        std::filesystem::remove(file);
    }

    void noticesASourceThatEndsByItself()
    {
        m_session->start();
        m_lab->produce(1);
        m_lab->running = false;
        QTRY_VERIFY(!m_session->running());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{1}); // its last one is there
        m_session->start(); // it has ended: the next run is another
        QVERIFY(m_session->running());
        QCOMPARE(m_lab->opened, 2);
    }
};

LOCKSCOPE_UI_TEST(SessionTest)
#include "session_test.moc"
