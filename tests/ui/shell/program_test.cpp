// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The program `lockscope` as a script starts it, with the real lab behind the window.
class ProgramTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    struct Outcome
    {
        int code = -1;
        QString output;
        QString errors;
    };

    [[nodiscard]] Outcome run(const QStringList& arguments,
                              const QHash<QString, QString>& variables = {}) const
    {
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", m_folder.filePath("config"));
        environment.insert("XDG_RUNTIME_DIR", m_folder.path());
        for (auto it = variables.begin(); it != variables.end(); ++it)
            environment.insert(it.key(), it.value());
        program.setProcessEnvironment(environment);
        program.setStandardInputFile(QProcess::nullDevice());
        program.start(LOCKSCOPE_PROGRAM, arguments);
        constexpr int kPatienceMs = 60000;
        if (!program.waitForFinished(kPatienceMs) || program.exitStatus() != QProcess::NormalExit)
            return {};
        return {
            program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
    }

private slots:
    void badArgumentsAreNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("named");
        QTest::newRow("guard") << QStringList{"--guard", "no-such"} << "no-such";
        QTest::newRow("workers 0") << QStringList{"--workers", "0"} << "--workers";
        QTest::newRow("workers 10000") << QStringList{"--workers", "10000"} << "--workers";
        QTest::newRow("pid") << QStringList{"--pid", "0"} << "--pid";
        QTest::newRow("both") << QStringList{"--pid", "1", "--", "true"} << "--pid";
        QTest::newRow("cpus") << QStringList{"--cpus", "100000"} << "--cpus";
        QTest::newRow("format") << QStringList{"--export-charts", "x", "--format", "gif"} << "gif";
        QTest::newRow("scale") << QStringList{"--export-charts", "x", "--scale", "9"} << "--scale";
        QTest::newRow("range") << QStringList{"--export-charts", "x", "--range", "5s"} << "5s..10s";
        QTest::newRow("range alone") << QStringList{"--range", "5s..10s"} << "--export-charts";
        QTest::newRow("alone") << QStringList{"--after", "3"} << "--export-charts";
        QTest::newRow("host") << QStringList{"--connect", "-oProxyCommand=x"} << "--connect";
        QTest::newRow("no host") << QStringList{"--connect", ""} << "--connect";
        QTest::newRow("two") << QStringList{"--connect", "host", "--open", "x"} << "--open";
        QTest::newRow("input beside a file") << QStringList{"--open", "x", "-"} << "standard input";
        QTest::newRow("program") << QStringList{"--remote-program", "x"} << "--connect";
        QTest::newRow("unknown") << QStringList{"--frobnicate"} << "--frobnicate";
    }

    void badArgumentsAreNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, named);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.errors.contains(named), qPrintable(outcome.errors));
        QVERIFY(outcome.output.isEmpty());
    }

    void helpAndVersionNeedNoDisplay()
    {
        const QHash<QString, QString> bare{{"DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}};
        const Outcome help = run({"--help"}, bare);
        QCOMPARE(help.code, 0);
        QVERIFY(help.output.contains("--export-charts"));
        const Outcome version = run({"--version"}, bare);
        QCOMPARE(version.code, 0);
        QVERIFY(version.output.startsWith("lockscope "));
    }

    void helpThatIsLostIsOneSentenceAndCodeOne()
    {
        for (const char* asked : {"--help", "--version"}) {
            QProcess program;
            program.setStandardOutputFile("/dev/full");
            program.start(LOCKSCOPE_PROGRAM, {asked});
            QVERIFY(program.waitForFinished());
            QCOMPARE(program.exitStatus(), QProcess::NormalExit);
            QCOMPARE(program.exitCode(), 1);
            QCOMPARE(
                program.readAllStandardError(),
                QByteArray(
                    "lockscope: standard output could not be written: No space left on device\n"));
        }
    }

    void withoutFoldersOfAPersonNothingIsWritten_data()
    {
        QTest::addColumn<QStringList>("variables");
        QTest::addColumn<bool>("remembers");
        QTest::newRow("none") << QStringList{} << false;
        QTest::newRow("empty") << QStringList{"HOME=", "XDG_CONFIG_HOME=", "XDG_CACHE_HOME="}
                               << false;
        QTest::newRow("relative") << QStringList{"HOME=home",
                                                 "XDG_CONFIG_HOME=config",
                                                 "XDG_DATA_HOME=data",
                                                 "XDG_CACHE_HOME=cache"}
                                  << false;
        QTest::newRow("relative beside a home") << QStringList{"HOME=" + m_folder.filePath("home"),
                                                               "XDG_CONFIG_HOME=config",
                                                               "XDG_CACHE_HOME=cache"}
                                                << true;
    }

    void withoutFoldersOfAPersonNothingIsWritten()
    {
        QFETCH(QStringList, variables);
        QFETCH(bool, remembers);
        const QTemporaryDir here;
        QProcess program;
        // Of the surroundings only what finds the display.
        const auto around = QProcessEnvironment::systemEnvironment();
        QProcessEnvironment environment;
        for (const char* name : {"DISPLAY", "XAUTHORITY", "QT_QPA_PLATFORM"})
            if (around.contains(name))
                environment.insert(name, around.value(name));
        for (const QString& variable : variables)
            environment.insert(variable.section('=', 0, 0), variable.section('=', 1));
        program.setProcessEnvironment(environment);
        program.setWorkingDirectory(here.path());
        program.start(LOCKSCOPE_PROGRAM, {"--quit-after", "0.5"});
        constexpr int kPatienceMs = 60000;
        QVERIFY(program.waitForFinished(kPatienceMs));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QCOMPARE(
            QDir(here.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
            QStringList());
        QCOMPARE(QFile::exists(m_folder.filePath("home/.config/Lockscope/lockscope.conf")),
                 remembers);
    }

    void aDisplayThatCannotBeOpenedIsOneSentence_data()
    {
        QTest::addColumn<QString>("display");
        QTest::newRow("none") << QString();
        QTest::newRow("not there") << ":4711";
        QTest::newRow("nonsense") << "what";
    }

    void aDisplayThatCannotBeOpenedIsOneSentence()
    {
        QFETCH(QString, display);
        const Outcome outcome =
            run({}, {{"DISPLAY", display}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY(outcome.errors.contains("display"));
    }

    void picturesAreMadeByAScriptWithoutADisplay()
    {
        const QString folder = m_folder.filePath("charts");
        const Outcome outcome =
            run({"--export-charts", folder, "--after", "1", "--scale", "2", "--fast-path", "on"},
                {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}});
        QCOMPARE(outcome.code, 0);
        const auto pictures = QDir(folder).entryList({"*.png"}).size();
        QVERIFY(pictures >= 7);
        QCOMPARE(outcome.output.count(".png"), pictures); // each is named
        const QImage image(folder + "/lockscope-dashboard.png");
        QVERIFY(image.width() > 2 * 1600);
        QVERIFY(image.text("Experiment").contains("fast path on"));
        QVERIFY(outcome.output.contains(folder + "/lockscope-dashboard.png"));
        QVERIFY(!QFile::exists(m_folder.filePath("config/Lockscope"))); // nothing remembered
    }

    void picturesOfARecordingShowTheRangeThatWasAskedFor()
    {
        const QHash<QString, QString> bare{
            {"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}};
        const QString file =
            test::writtenFile(m_folder,
                              "long.lockscope",
                              test::recordingOf(test::syntheticSnapshots(2000, {.threads = 2})));
        const auto pictures = [&](const QString& folder, const QString& range) {
            return run({"--open",
                        file,
                        "--export-charts",
                        m_folder.filePath(folder),
                        "--after",
                        "0",
                        "--range",
                        range},
                       bare);
        };
        QCOMPARE(pictures("early", "2s..6s").code, 0); // the fast path is switched at 12 s
        QCOMPARE(pictures("late", "14s..18s").code, 0);
        const QImage early(m_folder.filePath("early/lockscope-throughput.png"));
        const QImage late(m_folder.filePath("late/lockscope-throughput.png"));
        QVERIFY(early.text("Experiment").contains("fast path off"));
        QVERIFY(late.text("Experiment").contains("fast path on"));
        QCOMPARE(QDateTime::fromString(early.text("Creation Time"), Qt::ISODate)
                     .secsTo(QDateTime::fromString(late.text("Creation Time"), Qt::ISODate)),
                 qint64(12)); // of what they show
        const Outcome beyond = pictures("none", "200s..210s");
        QCOMPARE(beyond.code, 2);
        QVERIFY2(beyond.errors.contains("--range") && beyond.errors.contains("0s..100s"),
                 qPrintable(beyond.errors));
        QCOMPARE(beyond.errors.count('\n'), 1);
        QVERIFY(!QFile::exists(m_folder.filePath("none")));
    }

    void aRunEndsAfterSoManyTasksOrSeconds()
    {
        const QString folder = m_folder.filePath("ended");
        for (const QStringList& end : {QStringList{"--tasks", "1000"}, {"--seconds", "0.3"}}) {
            const Outcome outcome =
                run(QStringList{"--export-charts", folder, "--after", "4"} + end,
                    {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}});
            QCOMPARE(outcome.code, 0);
            QVERIFY2(!outcome.errors.contains("propagateSizeHints"), qPrintable(outcome.errors));
            // The newest data are as old as the end of the run, not as the picture.
            const QString path = folder + "/lockscope-throughput.png";
            const QDateTime data =
                QDateTime::fromString(QImage(path).text("Creation Time"), Qt::ISODate);
            QVERIFY(data.isValid());
            QVERIFY(data.secsTo(QFileInfo(path).lastModified()) >= 2);
        }
        const Outcome both = run({"--tasks", "5", "--seconds", "1"});
        QCOMPARE(both.code, 2);
        const Outcome none = run({"--tasks", "0"});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.errors.contains("0 is not allowed; allowed: 1 to"), qPrintable(none.errors));
    }

    void standardInputIsShownBeforeItHasEnded()
    {
        QProcess program;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_CONFIG_HOME", m_folder.filePath("config"));
        environment.insert("XDG_RUNTIME_DIR", m_folder.path());
        environment.remove("DISPLAY");
        environment.remove("WAYLAND_DISPLAY");
        environment.remove("QT_QPA_PLATFORM");
        program.setProcessEnvironment(environment);
        const QString folder = m_folder.filePath("stream");
        program.start(LOCKSCOPE_PROGRAM,
                      {"--open", "-", "--export-charts", folder, "--after", "4"});
        // Fed slowly, and never to its end: a program that waits for that waits for ever.
        recording::RecordEncoder encoder;
        const auto feed = [&program](const std::string& bytes) {
            program.write(bytes.data(), static_cast<qint64>(bytes.size()));
            program.waitForBytesWritten();
        };
        feed(encoder.begin(test::syntheticHeader()));
        for (const auto& snapshot : test::syntheticSnapshots(20, {.threads = 2})) {
            feed(encoder.snapshot(*snapshot));
            QTest::qWait(20);
        }
        constexpr int kPatienceMs = 60000;
        QVERIFY(program.waitForFinished(kPatienceMs));
        QCOMPARE(program.exitCode(), 0);
        const QImage image(folder + "/lockscope-dashboard.png");
        QVERIFY2(image.text("Description").contains("Test CPU 9000"), qPrintable(image.text()));
        QVERIFY(!image.text("Creation Time").isEmpty()); // snapshots were there
    }

    void whatIsNoRecordingOnStandardInputIsOneSentence()
    {
        const Outcome outcome =
            run({"--open", "-", "--export-charts", m_folder.filePath("none"), "--after", "60"},
                {{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("standard input is empty"), qPrintable(outcome.errors));
    }

    void anUnwritableFolderFails()
    {
        const QString file = m_folder.filePath("file");
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        const Outcome outcome = run({"--export-charts", file + "/charts", "--after", "0.2"});
        QCOMPARE(outcome.code, 1);
        QVERIFY(outcome.errors.contains(file));
    }

    void theWindowQuitsWhenAskedTo()
    {
        const Outcome outcome = run({"--start", "--quit-after", "0.5"});
        QCOMPARE(outcome.code, 0);
    }
};

LOCKSCOPE_UI_TEST(ProgramTest)
#include "program_test.moc"
