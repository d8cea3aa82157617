// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/loopback_sshd.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/recordings/recorder.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>

#include <algorithm>
#include <csignal>
#include <string>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

constexpr int kPatienceMs = 60000; ///< for what comes in the end, on a machine that is busy

/// What was asked for came into force: some snapshot brings it as a change.
bool broughtChange(const ui::Session& session, const std::string& label)
{
    const auto& snapshots = session.history().snapshots();
    return std::any_of(snapshots.begin(), snapshots.end(), [&](const auto& snapshot) {
        return std::any_of(
            snapshot->changes.begin(), snapshot->changes.end(), [&](const auto& change) {
                return change.label.find(label) != std::string::npos;
            });
    });
}

} // namespace

/// The window on another host: the real lockscope-cli behind a real ssh server on the loopback.
class RemoteTest : public test::WindowFixture
{
    Q_OBJECT

private:
    test::LoopbackSshd m_sshd;
    QString m_program; ///< a copy of lockscope-cli that nobody else runs

    void connectTo(const QString& host, const QString& program)
    {
        lab::LabConfig config = lab::defaultConfig();
        config.workload = workload::Kind::Custom;
        config.callbackNs = 48;
        m_window->connectTo({.name = host, .program = program}, {.config = config});
    }

    /// Connected and live, with snapshots that come.
    void connectWell()
    {
        connectTo("good", m_program);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->shows() && shown() >= 3, kPatienceMs);
    }

    void untilNobodyRuns() const
    {
        QTRY_VERIFY_WITH_TIMEOUT(test::LoopbackSshd::processesOf(m_program).empty(), kPatienceMs);
    }

private slots:
    void initTestCase()
    {
        if (const QString why = test::LoopbackSshd::whyNot(); !why.isEmpty())
            QSKIP(qPrintable(why));
        m_program = m_folder.filePath("lockscope-cli");
        QVERIFY(QFile::copy(LOCKSCOPE_CLI, m_program));
        const QString problem = m_sshd.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        qputenv("LOCKSCOPE_SSH", m_sshd.sshCommand().toLocal8Bit());
    }

    void init() { openWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void showsTheOtherHostLiveAndSaysSo()
    {
        const lab::LabConfig own = m_session->config();
        connectWell();
        QVERIFY2(banner().contains("REMOTE") && banner().contains("good"), qPrintable(banner()));
        QVERIFY(banner().contains("live"));
        QTRY_VERIFY_WITH_TIMEOUT(
            banner().contains(QRegularExpression("latency [0-9.]+ (ns|µs|ms|s)")), kPatienceMs);
        QVERIFY(banner().contains("0 dropped"));
        QVERIFY(m_session->facts()->host.cpus >= 1);
        QCOMPARE(find<QComboBox>("machine")->currentText(), QString("REMOTE: good"));
        QCOMPARE(find<QSpinBox>("cpus")->maximum(), m_session->facts()->host.cpus);
        const auto held = m_session->history().end();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->history().end() > held, kPatienceMs); // it goes on

        find<QAction>("disconnect-host")->trigger();
        QVERIFY(!m_session->shows());
        QVERIFY(m_session->config() == own);
        QVERIFY(find<QLabel>("source-banner")->isHidden());
        untilNobodyRuns();
    }

    void changesGoThereAndComeBackInForce()
    {
        connectWell();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->changeable(), kPatienceMs);
        m_session->setFastPath(true);
        QTRY_VERIFY_WITH_TIMEOUT(broughtChange(*m_session, "fast path on"), kPatienceMs);
        m_session->setGuard("futex");
        QTRY_VERIFY_WITH_TIMEOUT(m_session->history().snapshots().back()->delta.calls > 0
                                     && broughtChange(*m_session, "Futex"),
                                 kPatienceMs);
        m_session->setWorkersPerCpu(3);
        const auto workers = static_cast<std::size_t>(m_session->config().workers);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->history().snapshots().back()->threads.size() == workers,
                                 kPatienceMs);
        // What a person remembers of the own experiment is not what was asked for there.
        QVERIFY(!m_settings->experiment() || !m_settings->experiment()->fastPath);
        QCOMPARE(m_lab->applied.size(), std::size_t(0));
    }

    void aChangeThatTheHostRefusesIsSaidAndTheControlsGoBack()
    {
        // A host that lacks a guard which this one has.
        const QString lacking =
            m_sshd.script("lacking", "sed -u s/futex/of-another-host/ | " + m_program + " \"$@\"");
        connectTo("good", lacking);
        QTRY_VERIFY_WITH_TIMEOUT(shown() >= 3, kPatienceMs);
        m_session->setFastPath(true);
        m_session->setGuard("futex");
        QTRY_VERIFY_WITH_TIMEOUT(said().contains("good refused a change"), kPatienceMs);
        QVERIFY2(said().contains("--guard of-another-host"), qPrintable(said()));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_session->config().guard == "mutex" && m_session->config().fastPath, kPatienceMs);
        QVERIFY(m_session->running());
    }

    void moreThanTheHostHasIsRefused()
    {
        connectWell();
        QSignalSpy problem(m_session.get(), &ui::Session::problem);
        const int cpus = m_session->config().cpus;
        m_session->setCpus(m_session->facts()->host.cpus + 1);
        QCOMPARE(problem.count(), 1);
        QVERIFY(problem[0][0].toString().contains("--cpus"));
        QCOMPARE(m_session->config().cpus, cpus);
    }

    void aCutIsSaidAndReconnectingResumesWithWhatWasAskedForLast()
    {
        connectWell();
        m_session->setFastPath(true);
        QTRY_VERIFY_WITH_TIMEOUT(broughtChange(*m_session, "fast path on"), kPatienceMs);
        const auto before = shown();
        m_sshd.stop(); // and nobody listens: every try fails until it is there again
        QTRY_VERIFY2_WITH_TIMEOUT(banner().contains("CONNECTION LOST, trying again in"),
                                  qPrintable(banner()),
                                  kPatienceMs);
        QVERIFY(m_session->running());
        QVERIFY(shown() >= before); // what was seen stays
        QVERIFY(find<QAction>("reconnect")->isEnabled());
        untilNobodyRuns(); // no load is left there

        lab::LabConfig unpadded = m_session->config();
        unpadded.padding = false;
        m_session->setConfig(unpadded); // asked for while nobody is connected
        const QString problem = m_sshd.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        find<QAction>("reconnect")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(broughtChange(*m_session, "reconnected"), kPatienceMs);
        QVERIFY(m_session->history().dropped() >= 1); // drawn as a gap
        QVERIFY(m_session->config().fastPath);
        QVERIFY(!m_session->config().padding);
        const auto config = recording::labConfigOf(m_session->facts()->config);
        QVERIFY(config && config->fastPath && !config->padding); // the host says so, too
        QVERIFY(!find<QAction>("reconnect")->isEnabled());
        QVERIFY2(banner().contains("live"), qPrintable(banner()));
    }

    void itTriesAgainByItself()
    {
        connectWell();
        QVERIFY(m_sshd.cut() >= 1);
        QTRY_VERIFY_WITH_TIMEOUT(broughtChange(*m_session, "reconnected"), kPatienceMs);
        QVERIFY(said().isEmpty());
    }

    void stopAndRunAreThere()
    {
        connectWell();
        m_session->stop();
        QVERIFY(banner().contains("stopped"));
        untilNobodyRuns();
        m_session->start();
        QTRY_VERIFY_WITH_TIMEOUT(broughtChange(*m_session, "a new run"), kPatienceMs);
    }

    void whatIsSeenCanBeSaved()
    {
        connectWell();
        const QString file = m_folder.filePath("remote.lockscope");
        m_window->findChild<ui::Recorder*>()->saveSpool(file);
        QVERIFY(recording::Recording::open(file.toStdString())->size() >= 3);
    }

    void closingTheWindowLeavesNobodyBehind()
    {
        connectWell();
        m_window->close();
        cleanup();
        untilNobodyRuns();
    }

    void whatCanGoWrongIsOneSentence_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown host") << "nowhere"
                                      << ""
                                      << "There is no host nowhere";
        QTest::newRow("refused key") << "other-key"
                                     << ""
                                     << "other-key refused the key";
        QTest::newRow("unknown key") << "stranger"
                                     << ""
                                     << "does not know the key of stranger";
        QTest::newRow("nobody listens") << "closed"
                                        << ""
                                        << "closed refused the connection";
        QTest::newRow("no program") << "good"
                                    << "none"
                                    << "There is no /no/such/lockscope-cli on good";
        QTest::newRow("no recording") << "good"
                                      << "echo Welcome to this server"
                                      << "from good is no Lockscope recording";
        QTest::newRow("no recording, and stays") << "good"
                                                 << "echo Welcome; exec cat >/dev/null"
                                                 << "from good is no Lockscope recording";
        QTest::newRow("older") << "good"
                               << "echo 'lockscope-cli: The following argument was not expected: "
                                  "--control' >&2; exit 2"
                               << "is older than this window";
        QTest::newRow("refused") << "good"
                                 << "echo 'lockscope-cli: --guard x: not allowed' >&2; exit 2"
                                 << "good refused the experiment: lockscope-cli: --guard x";
        QTest::newRow("failed") << "good"
                                << "echo 'lockscope-cli: no threads left' >&2; exit 1"
                                << "no threads left";
    }

    void whatCanGoWrongIsOneSentence()
    {
        QFETCH(QString, host);
        QFETCH(QString, script);
        QFETCH(QString, sentence);
        QString program = m_program;
        if (script == "none")
            program = "/no/such/lockscope-cli";
        else if (!script.isEmpty())
            program = m_sshd.script("fake-" + QString::number(m_run), script);
        run(); // an experiment that the host must not disturb
        connectTo(host, program);
        QVERIFY2(banner().contains("CONNECTING") && banner().contains(host), qPrintable(banner()));
        QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), kPatienceMs);
        QVERIFY2(said().contains(sentence), qPrintable(said()));
        QVERIFY(!said().contains('\n'));
        QVERIFY(m_window->isVisible());
        QVERIFY(banner().contains("NOT CONNECTED"));
        QVERIFY(!m_session->shows());
        QVERIFY(m_lab->running); // the experiment is as it was
        QCOMPARE(shown(), std::size_t(20));
        QVERIFY(find<QAction>("reconnect")->isEnabled());
        find<QAction>("disconnect-host")->trigger();
        QVERIFY(find<QLabel>("source-banner")->isHidden());
        QVERIFY(m_session->running());
        QCOMPARE(m_lab->opened, 1);
    }

    void aHostThatCouldNotBeReachedIsShownOnceItCan()
    {
        m_sshd.stop();
        connectTo("good", m_program);
        QTRY_VERIFY_WITH_TIMEOUT(banner().contains("NOT CONNECTED"), kPatienceMs);
        const QString problem = m_sshd.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        find<QAction>("reconnect")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(shown() >= 3, kPatienceMs);
        QVERIFY2(banner().contains("REMOTE") && banner().contains("live"), qPrintable(banner()));
        QVERIFY(!find<QAction>("reconnect")->isEnabled());
    }

    void theExperimentRunsAgainWhenTheHostIsLeft()
    {
        run();
        connectWell();
        QVERIFY(!m_lab->running);
        find<QAction>("disconnect-host")->trigger();
        QVERIFY(m_lab->running);
        QCOMPARE(shown(), std::size_t(20));
    }

    void aProgramThereGoesOnWhenItsConnectionIsCutOrHungUp()
    {
        for (const bool isCut : {false, true}) {
            m_window->watch({.command = {"/bin/sleep", "30"},
                             .folder = {},
                             .pid = {},
                             .host = ui::RemoteHost{.name = "good", .program = LOCKSCOPE_CLI}});
            QTRY_VERIFY_WITH_TIMEOUT(banner().contains("REMOTE") && shown() >= 3, kPatienceMs);
            pid_t program = 0;
            for (const auto& [name, value] : m_session->facts()->config)
                if (name == "pid")
                    program = static_cast<pid_t>(std::stoi(value));
            QVERIFY(program > 0);
            if (isCut)
                QVERIFY(m_sshd.cut() > 0);
            else
                m_session->stop();
            QTRY_VERIFY_WITH_TIMEOUT(banner().contains("RECORDED"), kPatienceMs);
            QVERIFY2(
                banner().contains(isCut ? "to good was lost" : "good, until watching was stopped"),
                qPrintable(banner()));
            QVERIFY(shown() >= 3);
            QTest::qWait(300); // whoever ends it would have done so by now
            QCOMPARE(::kill(program, SIGTERM), 0);
        }
    }

    void aCutBeforeAnythingWasSeenIsNotTriedAgainByItself()
    {
        connectTo("closed", m_program);
        QTRY_VERIFY_WITH_TIMEOUT(banner().contains("NOT CONNECTED"), kPatienceMs);
        QTRY_VERIFY(!m_session->running());
    }
};

LOCKSCOPE_UI_TEST(RemoteTest)
#include "remote_test.moc"
