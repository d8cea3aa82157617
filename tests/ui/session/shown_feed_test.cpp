// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_feed.h"
#include "tests/support/ui_test.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// What a session does when it goes from one feed to another, and back.
class ShownFeedTest : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<test::FakeLab> m_lab;
    std::unique_ptr<ui::Session> m_session;

    void showRecording(const std::shared_ptr<test::FakeLab>& recorded)
    {
        m_session->show(std::make_unique<test::FakeFeed>(
            ui::FeedKind::Replay, recorded, m_session->experiment().config()));
    }

private slots:
    void init()
    {
        m_lab = std::make_shared<test::FakeLab>();
        m_session = test::sessionOn(m_lab);
    }

    void cleanup() { m_session.reset(); }

    void anotherHostsExperimentIsChangedThereAndTheOwnStays()
    {
        m_session->start();
        const lab::LabConfig own = m_session->config();
        const auto remote = std::make_shared<test::FakeLab>();
        const auto feed = [&](int cpus) {
            auto shown = std::make_unique<test::FakeFeed>(ui::FeedKind::Remote, remote, own);
            shown->asked =
                ui::ExperimentRequest(lab::LabConfig{.guard = "futex", .cpus = 64, .workers = 128});
            shown->allowed = {
                .cpus = cpus, .guardsInstalled = false, .guards = {{"mutex", "futex"}}};
            return shown;
        };
        m_session->show(feed(0));
        QVERIFY(!m_session->changeable()); // it has not said what it has
        m_session->setCpus(1);
        QVERIFY(remote->applied.empty());
        m_session->show(feed(64));
        QVERIFY(m_session->changeable());
        QCOMPARE(m_session->banner().mark, QString("REMOTE"));
        QCOMPARE(m_session->config().cpus, 64);
        m_session->setCpus(32); // more than here, and not simulated
        QCOMPARE(remote->applied.back().cpus, 32);
        QCOMPARE(remote->applied.back().workers, 64);
        QVERIFY(!m_session->experiment().target());
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        m_session->setCpus(65);
        QCOMPARE(problem.count(), 1);
        QCOMPARE(m_session->config().cpus, 32);
        m_session->setGuard("ck-mcs"); // here, perhaps, but not there
        QCOMPARE(problem.count(), 2);
        QVERIFY(problem.back().front().toString().contains("ck-mcs"));
        QCOMPARE(m_session->config().guard, std::string("futex"));
        m_session->setGuard("mutex");
        QCOMPARE(remote->applied.back().guard, std::string("mutex"));
        m_session->setTarget(m_session->experiment().forecastMachine()); // it stays where it is
        QVERIFY(!m_session->experiment().target());
        QSignalSpy changed(m_session.get(), &ui::Session::configChanged);
        emit m_session->feed().requestChanged(); // the host's word
        QCOMPARE(changed.count(), 1);

        m_session->leaveShown();
        QVERIFY(m_session->config() == own);
        QVERIFY(m_session->banner().mark.isEmpty());
        QVERIFY(m_lab->applied.empty());
    }

    void aShownFeedLeavesThePictureOfTheExperimentAsItWasAndItRunsAgain()
    {
        m_session->start();
        m_lab->produce(3);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{3});
        const auto number = m_session->sourceNumber();
        const auto recorded = std::make_shared<test::FakeLab>();
        recorded->provenance = measure::kRecorded;
        recorded->produce(7);
        showRecording(recorded);
        QVERIFY(!m_lab->running); // it would take the CPUs of what is shown
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{7});
        QVERIFY(m_session->plays());
        QVERIFY(m_session->sourceNumber() != number);

        m_session->leaveShown();
        QVERIFY(m_lab->running);
        QVERIFY(m_session->running());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{3});
        QCOMPARE(m_session->sourceNumber(), number);
        QVERIFY(!m_session->facts()->provenance.isSimulated());
        m_lab->produce(1);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{4});
        QCOMPARE(m_session->history().dropped(), std::uint64_t{0}); // its clock stood still
        QCOMPARE(m_lab->opened, 1);
    }

    void anExperimentThatStoodStillDoesSoAfterARecording()
    {
        m_session->start();
        m_lab->produce(2);
        m_session->stop();
        const auto recorded = std::make_shared<test::FakeLab>();
        showRecording(recorded);
        QVERIFY(m_session->running());
        m_session->leaveShown();
        QVERIFY(!m_session->running());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
    }

    void whatIsFrozenIsFrozenAgainAfterARecording()
    {
        m_session->start();
        m_lab->produce(2);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{2});
        m_session->setFrozen(true);
        QSignalSpy frozen(m_session.get(), &ui::Session::frozenChanged);
        showRecording(std::make_shared<test::FakeLab>());
        QVERIFY(!m_session->frozen());
        m_session->leaveShown();
        QVERIFY(m_session->frozen());
        QCOMPARE(frozen.count(), 2);
    }

    void oneRecordingAfterAnotherStillLeadsBackToTheRunningExperiment()
    {
        m_session->start();
        m_lab->produce(2);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{2});
        const auto first = std::make_shared<test::FakeLab>();
        first->produce(5);
        showRecording(first);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{5});
        showRecording(std::make_shared<test::FakeLab>());
        QVERIFY(m_session->history().empty());
        m_session->leaveShown();
        QVERIFY(m_session->running());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
    }

    void aRecordingShowsTheExperimentInForceInThePicture()
    {
        const lab::LabConfig own = m_session->config();
        lab::LabConfig recorded = own;
        recorded.guard = "futex";
        recorded.fastPath = true;
        recorded.cpus = 2;
        recorded.workers = 6;
        m_session->show(std::make_unique<test::FakeFeed>(
            ui::FeedKind::Replay, std::make_shared<test::FakeLab>(), recorded));
        QVERIFY(m_session->config() == recorded);
        QCOMPARE(m_session->request().workersPerCpu(), 3.0);
        QCOMPARE(m_session->limits().cpus, 2); // of the fake's host
        m_session->setGuard("mutex");
        m_session->setCpus(1);
        QVERIFY(m_session->config() == recorded); // nothing can be changed
        m_session->leaveShown();
        QVERIFY(m_session->config() == own);
    }

    void measuredAndSimulatedEachKeepTheirHistory()
    {
        const auto simulated = std::make_shared<test::FakeLab>();
        simulated->provenance = measure::kSimulated;
        m_session =
            std::make_unique<ui::Session>(test::fakeFeeds(m_lab, simulated), m_session->config());
        m_session->start();
        m_lab->produce(4);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{4});
        const int beyond = lab::availableCpus() + 1;
        m_session->setCpus(beyond);
        QVERIFY(m_session->history().empty()); // measured and simulated are never in one picture
        QVERIFY(!m_lab->running);
        QVERIFY(m_session->running());
        simulated->produce(2);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{2});
        QCOMPARE(m_session->banner().mark, QString("SIMULATED"));

        m_session->setCpus(1); // a notch back
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{4});
        QVERIFY(m_session->running());
        QVERIFY(!simulated->running);
        QCOMPARE(m_session->config().cpus, 1);
        QCOMPARE(m_lab->opened, 1);
        m_session->setFastPath(true);
        m_session->setCpus(beyond); // and again
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
        QVERIFY(simulated->applied.back().fastPath); // it was told what was changed meanwhile
        QCOMPARE(simulated->opened, 1);

        m_session->setForecastMachine(*simulation::findPreset("2x16"));
        QVERIFY(m_session->history().empty()); // another machine is another experiment
        QCOMPARE(simulated->opened, 2);
        m_session->setCpus(1);
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{4});
    }

    void aMoveThatIsRefusedLeavesEverythingAsItWas()
    {
        m_session->start();
        m_lab->produce(2);
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{2});
        lab::LabConfig late = m_session->config();
        late.initDelayMs = 5; // is not simulated
        m_session->setConfig(late);
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        m_session->setCpus(lab::availableCpus() + 1);
        QCOMPARE(problem.count(), 1);
        QVERIFY(m_session->running());
        QCOMPARE(m_session->history().snapshots().size(), std::size_t{2});
        QVERIFY(m_session->config() == late);
    }

    void aJobHoldsTheExperimentAlsoWhileARecordingIsShownAndLeft()
    {
        m_session->start();
        m_session->beginJob();
        QVERIFY(!m_session->running());
        showRecording(std::make_shared<test::FakeLab>());
        m_session->leaveShown();
        QVERIFY(!m_session->running()); // the job still needs the CPUs
        m_session->endJob();
        QVERIFY(m_session->running());

        showRecording(std::make_shared<test::FakeLab>());
        m_session->beginJob();
        QVERIFY(!m_session->running()); // playing takes CPUs, too
        m_session->endJob();
        QVERIFY(m_session->running());
        QVERIFY(m_session->shows());
        m_session->leaveShown();
        QVERIFY(m_session->running());
    }

    void aJobThatEndsWhileARecordingIsShownDoesNotPlayIt()
    {
        m_session->start();
        m_session->beginJob();
        m_session->show(std::make_unique<test::FakeFeed>(ui::FeedKind::Replay,
                                                         std::make_shared<test::FakeLab>(),
                                                         m_session->config()),
                        false);
        m_session->endJob();
        QVERIFY(!m_session->running());
        m_session->leaveShown();
        QVERIFY(m_session->running());
    }
};

LOCKSCOPE_UI_TEST(ShownFeedTest)
#include "shown_feed_test.moc"
