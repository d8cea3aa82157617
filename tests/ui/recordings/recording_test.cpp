// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/recording_fixture.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/recordings/recording_choices.h"
#include "ui/recordings/recording_files.h"
#include "ui/recordings/recording_opener.h"
#include "ui/recordings/recording_sign.h"

#include <QAbstractButton>
#include <QAction>
#include <QFile>
#include <QMenu>
#include <QMessageBox>
#include <QProgressDialog>
#include <QSignalSpy>
#include <QSlider>
#include <QTimer>

#include <chrono>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Recording from the window and playing in it, on a source without threads.
class RecordingTest : public test::RecordingFixture
{
    Q_OBJECT

private:
    [[nodiscard]] ui::RecordingFiles& files() const
    {
        return *m_window->findChild<ui::RecordingFiles*>();
    }

    void exportDataTo(const QString& file, const exporters::DataFormat& format) const
    {
        (void)files().dataExport(file, format)();
    }

private slots:
    void init() { openWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void whatWasMeasuredCanBeSavedAfterTheFact()
    {
        const QString file = recorded(40);
        const auto opened = recording::Recording::open(file.toStdString());
        QCOMPARE(opened->size(), std::size_t(40));
        QVERIFY(opened->isComplete());
        QCOMPARE(opened->snapshot(39)->total.calls,
                 m_session->history().snapshots().back()->total.calls);
    }

    void aLargeRecordingIsOpenedWhileTheWindowGoesOn()
    {
        const QString file = recorded(40);
        m_window->findChild<ui::RecordingOpener*>()->setAtOnce(0); // as if it were large
        QSignalSpy opened(&files(), &ui::RecordingFiles::opened);
        const QSignalSpy problem(&files(), &ui::RecordingFiles::problem);
        files().open(file);
        QCOMPARE(opened.count(), 0);
        QVERIFY(find<QProgressDialog>("recording-opening")->isVisible());
        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(m_session->history().snapshots().size(), std::size_t(40));
        QTRY_VERIFY(find<QProgressDialog>("recording-opening") == nullptr);

        files().open(file); // and given up
        find<QProgressDialog>("recording-opening")->close();
        QTRY_VERIFY(find<QProgressDialog>("recording-opening") == nullptr);
        QCOMPARE(opened.count(), 1);
        files().open(m_folder.filePath("none.lockscope")); // is not there
        QCOMPARE(problem.count(), 1);
        files().open(file);
        files().open(file); // in place of the one before
        QTRY_COMPARE(opened.count(), 2);
        files().open(file); // and the window is closed
    }

    void recordsFromThePressToTheNext()
    {
        const QString file = m_folder.filePath("pressed.lockscope");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, recorder().start(file)); // nothing runs
        m_session->start();
        measure(10);
        recorder().start(file);
        QCOMPARE(find<QAction>("record")->text(), QString("Stop &recording"));
        QVERIFY(m_window->windowTitle().contains("Recording"));
        measure(15);
        recorder().stop();
        QCOMPARE(find<QAction>("record")->text(), QString("&Record…"));
        QVERIFY(!m_window->windowTitle().contains("Recording"));
        measure(5);
        QCOMPARE(recording::Recording::open(file.toStdString())->size(), std::size_t(15));
    }

    void howFarARecordingIsStandsInTheStatusLine()
    {
        const QString file = m_folder.filePath("long.lockscope");
        m_session->start();
        measure(2);
        auto* sign = find<QWidget>("recording-sign");
        QVERIFY(!sign->isVisible());
        recorder().start(file);
        QVERIFY(sign->isVisible());
        QCOMPARE(recorder().progress().length.count(), 0);
        measure(50);
        const auto text = [sign] { return sign->findChild<QLabel*>()->text(); };
        const auto recorded = m_session->history().snapshots();
        const auto length = recorded.back()->time - recorded[2]->time;
        QVERIFY(length >= std::chrono::seconds(2));
        QCOMPARE(recorder().progress().length, length);
        const QString seconds =
            QString::number(std::chrono::duration_cast<std::chrono::seconds>(length).count());
        QVERIFY2(text().contains("0:0" + seconds), qPrintable(text()));
        // The writer's thread counts; the next snapshot shows what it has.
        const auto isLarge = [&] {
            m_lab->produce(1);
            return text().contains("kB");
        };
        QTRY_VERIFY(isLarge());
        find<QAction>("record")->trigger();
        QVERIFY(!sign->isVisible());
        QVERIFY(!recorder().recording());
        QVERIFY(recording::Recording::open(file.toStdString())->isComplete());
    }

    void longRecordingsAreWrittenOut()
    {
        using std::chrono::seconds;
        QCOMPARE(ui::progressText({{}, seconds(7), 0}), QString("0:07, 0 bytes"));
        QCOMPARE(ui::progressText({{}, seconds(754), 1'234'567}), QString("12:34, 1.2 MB"));
        QCOMPARE(ui::progressText({{}, seconds(3'607), 2'000}), QString("1:00:07, 2.0 kB"));
    }

    void closingWhileItRecordsAsksOnce()
    {
        const QString file = m_folder.filePath("closed.lockscope");
        m_session->start();
        measure(3);
        recorder().start(file);
        measure(5);
        int asked = 0;
        const auto closeAnd = [&](const QString& press) {
            QTimer::singleShot(0, m_window.get(), [&asked, press] {
                auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                QVERIFY(box != nullptr);
                QVERIFY2(box->text().contains("closed.lockscope"), qPrintable(box->text()));
                ++asked;
                for (QAbstractButton* button : box->buttons())
                    if (button->text().contains(press))
                        button->click();
            });
            m_window->close();
        };
        closeAnd("Stay");
        QVERIFY(m_window->isVisible());
        QVERIFY(recorder().recording());
        QVERIFY(m_session->running());
        measure(5);
        closeAnd("Finish");
        QVERIFY(!m_window->isVisible());
        QCOMPARE(asked, 2);
        const auto opened = recording::Recording::open(file.toStdString());
        QCOMPARE(opened->size(), std::size_t(10));
        QVERIFY(opened->isComplete());
    }

    void closingWithoutARecordingAsksNothing()
    {
        m_session->start();
        measure(3);
        QTimer::singleShot(0, m_window.get(), [] {
            if (QWidget* box = QApplication::activeModalWidget())
                box->close(); // which would stay
        });
        m_window->close();
        QVERIFY(!m_window->isVisible());
    }

    void aFullDiskIsSaid()
    {
        m_session->start();
        measure(2);
        recorder().start("/dev/full");
        // The writer's thread finds it out; the next snapshots bring it here.
        const auto stillRecords = [this] {
            m_lab->produce(1);
            return recorder().recording();
        };
        QTRY_VERIFY(!stillRecords());
        QVERIFY(find<ui::MessageStrip>("messages")->text().contains("/dev/full"));
    }

    void whatWasMeasuredIsExportedForOtherTools()
    {
        const QString table = m_folder.filePath("data.csv");
        QVERIFY_THROWS_EXCEPTION(
            std::runtime_error,
            exportDataTo(table,
                         *exporters::formatNamed("csv"))); // nothing was measured yet
        const QString made = recorded(30);
        exportDataTo(table, *exporters::formatNamed("csv"));
        const auto linesOf = [](const QString& path) {
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : -1;
        };
        const auto threads = m_session->history().snapshots().back()->threads.size();
        QCOMPARE(linesOf(table), qsizetype(30 * threads + 1)); // under a header
        m_window->openFiles({made});
        exportDataTo(table, *exporters::formatNamed("jsonl"));
        QCOMPARE(linesOf(table), qsizetype(31));
        QVERIFY_THROWS_EXCEPTION(
            std::runtime_error,
            exportDataTo(made,
                         *exporters::formatNamed("csv"))); // nobody wants the recording gone
        QVERIFY(recording::Recording::open(made.toStdString())->isComplete());
    }

    void samplesPlayAndSayWhatTheyAre()
    {
        const auto samples = ui::sampleRecordings(); // sweeps open on the page on scaling
        QVERIFY(samples.size() >= 4);
        for (const ui::SampleRecording& each : samples) {
            auto* sample = find<QAction>(QByteArray("sample-") + each.name);
            QVERIFY(find<QMenu>("samples")->actions().contains(sample));
            sample->trigger();
            QVERIFY2(m_session->shows(), qPrintable(sample->text()));
            auto* place = find<QSlider>("replay-place");
            place->setValue(place->maximum());
            QVERIFY(!m_session->history().empty());
            const QString banner = find<QLabel>("source-banner")->text();
            QVERIFY(banner.contains("RECORDED"));
            QVERIFY(!banner.contains("cut")); // whole
            const bool simulated = sample->text().contains("SIMULATED");
            QCOMPARE(banner.contains("SIMULATED"), simulated);
            QCOMPARE(m_window->exporter().page("dashboard").facts.mark.contains("SIMULATED"),
                     simulated);
            exportDataTo(m_folder.filePath("sample.csv"), *exporters::formatNamed("csv"));
            find<QAction>("replay-close")->trigger();
        }
    }

    void whatIsPlayedIsNotRecordedAgain()
    {
        m_window->openFiles({recorded(20)});
        QVERIFY_THROWS_EXCEPTION(std::runtime_error,
                                 recorder().start(m_folder.filePath("again.lockscope")));
    }

    void aFileThatIsNoRecordingIsSaidAndTheExperimentStays()
    {
        const QString path = test::writtenFile(m_folder, "bad.lockscope", "this is no recording");
        m_session->start();
        measure(10);
        for (const QString& bad : {path, m_folder.filePath("not-there.lockscope"), m_folder.path()})
        {
            m_window->openFiles({bad});
            QVERIFY(!m_session->shows());
            QVERIFY(m_lab->running);
            QCOMPARE(shown(), std::size_t(10));
            QVERIFY(find<ui::MessageStrip>("messages")->text().contains(bad));
        }
    }
};

LOCKSCOPE_UI_TEST(RecordingTest)
#include "recording_test.moc"
