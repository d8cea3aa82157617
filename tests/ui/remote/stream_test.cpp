// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/recordings/recorder.h"
#include "ui/remote/live_streams.h"

#include <QAction>
#include <QSlider>
#include <QToolBar>

#include <unistd.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// A recording that comes through a pipe while it is being made, in the window; and what is said to
/// ssh.
class StreamTest : public test::WindowFixture
{
    Q_OBJECT

private:
    std::vector<measure::SnapshotPtr> m_snapshots = test::syntheticSnapshots(40, {.threads = 2});
    int m_end = -1; ///< of the pipe, for writing

    void openPipe()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        m_end = ends[1];
        m_window->findChild<ui::LiveStreams*>()->open(ends[0], "the pipe");
    }
    void send(const std::string& bytes) const
    {
        QCOMPARE(write(m_end, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }
    void closePipe()
    {
        if (m_end >= 0)
            close(std::exchange(m_end, -1));
    }

private slots:
    void init() { openWindow(newSettings()); }

    void cleanup()
    {
        closePipe();
        closeWindow();
    }

    void showsWhatCameWhileMoreIsStillToComeAndPlaysItInTheEnd()
    {
        openPipe();
        QVERIFY(m_session->shows());
        QVERIFY(banner().contains("STREAM") && banner().contains("nothing has come yet"));
        recording::RecordEncoder encoder;
        send(encoder.begin(test::syntheticHeader()));
        QTRY_VERIFY(banner().contains("live"));
        QVERIFY(banner().contains("Test CPU 9000, 64 CPUs"));
        QVERIFY(!m_session->changeable()); // nothing can be asked through a pipe
        for (std::size_t i = 0; i < m_snapshots.size(); ++i) {
            send(encoder.snapshot(*m_snapshots[i]));
            if (i % 10 == 0)
                QTRY_COMPARE(shown(), i + 1);
        }
        QTRY_COMPARE(shown(), m_snapshots.size());
        const QString file = m_folder.filePath("live.lockscope");
        m_window->findChild<ui::Recorder*>()->saveSpool(file); // also while it is live
        QCOMPARE(recording::Recording::open(file.toStdString())->size(), m_snapshots.size());

        send(encoder.end(std::nullopt));
        closePipe();
        QTRY_VERIFY(find<QToolBar>("transport")->isVisible());
        QVERIFY(banner().contains("RECORDED") && banner().contains("the pipe, which has ended"));
        QCOMPARE(shown(), m_snapshots.size()); // the picture stays
        QVERIFY(!m_session->running());
        find<QSlider>("replay-place")->setValue(0);
        QCOMPARE(shown(), m_snapshots.size());
        QVERIFY(m_session->past().empty()); // and can be scrubbed
        find<QAction>("replay-close")->trigger();
        QVERIFY(!m_session->shows());
        m_session->start(); // the experiment is there
        QCOMPARE(m_lab->opened, 1);
    }

    void whatIsDroppedIsCounted()
    {
        openPipe();
        recording::RecordEncoder encoder;
        send(encoder.begin(test::syntheticHeader()));
        send(encoder.snapshot(*m_snapshots[0]));
        send(encoder.snapshot(*m_snapshots[8]));
        QTRY_COMPARE(shown(), std::size_t(2));
        QTRY_VERIFY2(banner().contains("7 dropped"), qPrintable(banner()));
    }

    void aStreamThatIsCutSaysSoAndKeepsWhatCame()
    {
        openPipe();
        const std::string whole = test::recordingOf(m_snapshots);
        send(whole.substr(0, whole.size() / 2));
        QTRY_VERIFY(shown() > 5);
        closePipe();
        QTRY_VERIFY(find<QToolBar>("transport")->isVisible());
        QVERIFY2(banner().contains("the pipe was cut short in the middle of record"),
                 qPrintable(banner()));
        QVERIFY(shown() > 5 && shown() < m_snapshots.size());
    }

    void aStreamThatIsCutBeforeItsFirstSnapshotIsNoTrouble()
    {
        openPipe();
        send(recording::RecordEncoder().begin(test::syntheticHeader()));
        closePipe();
        QTRY_VERIFY(banner().contains("no snapshot is before that"));
        QCOMPARE(shown(), std::size_t(0));
    }

    void whatIsNoRecordingIsSaidAndTheExperimentStays()
    {
        run();
        for (const std::string garbage : {"Welcome!\n", ""}) {
            openPipe();
            QVERIFY(m_session->shows());
            send(garbage);
            closePipe();
            QTRY_VERIFY(!m_session->shows());
            QVERIFY2(said().contains("the pipe") && said().contains("Lockscope recording"),
                     qPrintable(said()));
            find<ui::MessageStrip>("messages")->dismiss();
            QVERIFY(m_session->running());
            QCOMPARE(shown(), std::size_t(20));
        }
        QCOMPARE(m_lab->opened, 1);
    }

    void aFrozenPictureIsNotTakenAway()
    {
        openPipe();
        send(test::recordingOf(m_snapshots));
        QTRY_VERIFY(shown() > 0);
        m_session->setFrozen(true);
        closePipe();
        QTRY_VERIFY(!m_session->running());
        QTest::qWait(300); // several looks
        QVERIFY(m_session->frozen());
        m_session->setFrozen(false);
        QTRY_VERIFY(find<QToolBar>("transport")->isVisible());
    }

    void anotherSourceTakesItsPlace()
    {
        // A header, and some of what follows it.
        const std::size_t begin =
            recording::RecordEncoder().begin(test::syntheticHeader()).size() + 500;
        for (int i = 0; i < 3; ++i) {
            const int before = std::exchange(m_end, -1);
            openPipe();
            send(test::recordingOf(m_snapshots).substr(0, begin));
            if (before >= 0)
                close(before);
            QTRY_VERIFY(banner().contains("live"));
        }
        find<QAction>("disconnect-host")->trigger();
        QVERIFY(!m_session->shows());
        QVERIFY(find<QLabel>("source-banner")->isHidden());
    }

    void hostsThatCouldBeSomethingElseAreRefused()
    {
        for (const char* bad : {"", "-oProxyCommand=x", "two words", "line\nbreak", "tab\there"})
            QVERIFY_THROWS_EXCEPTION(lab::ConfigError, ui::validate({.name = bad}));
        for (const char* bad : {"", "-x", "line\nbreak"})
            QVERIFY_THROWS_EXCEPTION(lab::ConfigError,
                                     ui::validate({.name = "host", .program = bad}));
        for (const char* good : {"host", "user@host", "::1", "ssh://user@host:2222"})
            ui::validate({.name = good});
    }

    void everyWordReachesTheRemoteShellAsItIs()
    {
        QCOMPARE(ui::quotedForShell("/opt/a-b_c.d"), QString("/opt/a-b_c.d"));
        for (const char* word :
             {"two words", "it's", "$(touch x)", "`x`", "a;b", "*", "", "~", "ä\\"}) {
            QProcess shell;
            shell.start("sh", {"-c", "printf %s " + ui::quotedForShell(word)});
            QVERIFY(shell.waitForFinished());
            QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), QString(word));
        }
    }

    void sshIsToldWhatToRun()
    {
        qputenv("LOCKSCOPE_SSH", "/usr/bin/ssh -F \"my config\"");
        lab::LabConfig config;
        config.guard = "futex";
        config.cpus = 7;
        const auto command = ui::recordCommand(
            {.name = "user@host", .program = "~/my bin/cli"}, {.config = config}, 30);
        qunsetenv("LOCKSCOPE_SSH");
        QCOMPARE(command.program, QString("/usr/bin/ssh"));
        QCOMPARE(command.arguments.mid(0, 2), QStringList({"-F", "my config"}));
        QVERIFY(command.arguments.contains("-oBatchMode=yes"));
        const auto last = command.arguments.mid(command.arguments.size() - 3);
        QCOMPARE(last[0], QString("--"));
        QCOMPARE(last[1], QString("user@host"));
        QVERIFY2(last[2].startsWith("~/'my bin/cli' record - --control --rate 30 --guard futex "),
                 qPrintable(last[2]));
        QVERIFY(!last[2].contains("--cpus")); // the host's choice
        const auto asked =
            ui::recordCommand({.name = "h"}, {.config = config, .asksForCpus = true}, 30);
        QVERIFY(asked.arguments.back().contains("--cpus 7"));
        QCOMPARE(asked.program, QString("ssh"));
    }

    void sshIsToldWhichProgramToWatch()
    {
        const auto last = [](const ui::RemoteProgram& program) {
            return ui::watchCommand({.name = "host"}, program, 20).arguments.back();
        };
        QCOMPARE(last({.command = {"./my prog", "--rate", "$x"}, .pid = {}}),
                 QString("lockscope-cli record - --rate 20 -- './my prog' --rate '$x'"));
        QCOMPARE(last({.command = {}, .pid = 4711}),
                 QString("lockscope-cli record - --rate 20 --pid 4711"));
        QVERIFY_THROWS_EXCEPTION(lab::ConfigError, (void)ui::watchCommand({.name = "-x"}, {}, 20));
    }

    void withoutSshItIsOneSentence()
    {
        qputenv("LOCKSCOPE_SSH", "/no/such/ssh");
        m_window->connectTo({.name = "host"}, {.config = lab::defaultConfig()});
        QTRY_VERIFY2(said().contains("openssh-client"), qPrintable(said()));
        qunsetenv("LOCKSCOPE_SSH");
        QTRY_VERIFY(!m_session->running());
    }
};

LOCKSCOPE_UI_TEST(StreamTest)
#include "stream_test.moc"
