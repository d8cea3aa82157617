// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "tests/support/written_file.h"
#include "ui/charts/time_view.h"
#include "ui/pictures/export_dialog.h"
#include "ui/pictures/export_times.h"
#include "ui/recordings/data_export_dialog.h"
#include "ui/recordings/recording_files.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include <chrono>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using std::chrono::seconds;

/// What is exported of the time, and that the window goes on meanwhile.
class ExportDialogTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] ui::TimeView& view() const { return timeView(); }

    /// A recording of 100 s with a range selected and another one visible.
    void openRecording()
    {
        const QString file =
            test::writtenFile(m_folder,
                              "some.lockscope",
                              test::recordingOf(test::syntheticSnapshots(2000, {.threads = 2})));
        m_window->openFiles({file});
        QVERIFY(m_session->shows());
        view().show({seconds(10), seconds(40)});
        view().select({seconds(20), seconds(25)});
    }

    [[nodiscard]] static QPushButton* button(QDialog& dialog,
                                             QDialogButtonBox::StandardButton which)
    {
        return dialog.findChild<QDialogButtonBox*>()->button(which);
    }

    [[nodiscard]] static qsizetype linesOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().count('\n') : -1;
    }

    [[nodiscard]] std::function<ui::TimeRange()> all() const
    {
        return [this] { return view().kept(); };
    }

private slots:
    void init() { openWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void whatIsShownTheSelectionAndAllCanBeChosen()
    {
        openRecording();
        const auto times = ui::exportTimes(view());
        QCOMPARE(times.size(), std::size_t(3));
        QCOMPARE(times[0].first, QString("The selection: 20.00 s to 25.00 s of the run"));
        QCOMPARE(times[1].first, QString("What is shown: 10.00 s to 40.00 s of the run"));
        QCOMPARE(times[2].first, QString("All"));
        view().clearSelection();
        QCOMPARE(ui::exportTimes(view()).size(), std::size_t(2));
    }

    void picturesShowTheTimeThatWasChosenAndTheViewIsAsBefore()
    {
        openRecording();
        const ui::TimeView::State before = view().state();
        for (const int choice : {0, 1, 2, 3}) {
            const auto all = view().kept();
            const auto chosen = choice < 3 ? ui::exportTimes(view())[std::size_t(choice)].second
                                           : ui::TimeRange{all.end - seconds(30), all.end};
            ui::TimeRange painted;
            ui::ExportDialog dialog([this] { return m_window->exporter(); }, *m_settings);
            dialog.offerTimes(view(), [this, &painted] {
                painted = view().visible();
                return !view().selection(); // a histogram would be of it
            });
            dialog.setVisible(true);
            dialog.findChild<QComboBox*>("time")->setCurrentIndex(choice);
            const QString folder = m_folder.filePath(QString("time-%1").arg(choice));
            dialog.findChild<QLineEdit*>("folder")->setText(folder);
            button(dialog, QDialogButtonBox::Save)->click();
            QTRY_VERIFY(dialog.result() == QDialog::Accepted && !dialog.isVisible());
            QCOMPARE(painted, chosen);
            QVERIFY(view().state() == before);
            QVERIFY(QFile::exists(folder + "/lockscope-dashboard.png"));
        }
    }

    void theWindowGoesOnAndAnExportCanBeCancelled()
    {
        openRecording();
        const ui::TimeView::State before = view().state();
        const QString folder = m_folder.filePath("cancelled");
        bool mayPaint = false;
        int looks = 0;
        ui::ExportDialog dialog([this] { return m_window->exporter(); }, *m_settings);
        dialog.offerTimes(view(), [&] {
            ++looks;
            return mayPaint;
        });
        dialog.setVisible(true);
        auto* what = dialog.findChild<QComboBox*>("what");
        what->setCurrentIndex(what->findData("all"));
        dialog.findChild<QLineEdit*>("folder")->setText(folder);
        auto* progress = dialog.findChild<QProgressBar*>("progress");
        QVERIFY(!progress->isVisible());
        button(dialog, QDialogButtonBox::Save)->click();
        QVERIFY(progress->isVisible());
        QVERIFY(!button(dialog, QDialogButtonBox::Save)->isEnabled());
        QTRY_VERIFY(looks >= 3); // it waits for what is to be painted, and events are handled
        mayPaint = true;
        QTRY_VERIFY(progress->value() >= 1);
        button(dialog, QDialogButtonBox::Cancel)->click();
        auto* message = dialog.findChild<ui::MessageStrip*>();
        QTRY_VERIFY(message->text().contains("Cancelled"));
        QVERIFY(dialog.isVisible());
        QVERIFY(!progress->isVisible());
        const auto written = QDir(folder).entryList({"*.png"}).size();
        QVERIFY2(message->text().contains(QString("%1 of %2").arg(written).arg(what->count() - 1)),
                 qPrintable(message->text()));
        QVERIFY(written < what->count() - 1);
        QVERIFY(view().state() == before);
        button(dialog, QDialogButtonBox::Cancel)->click(); // and now it closes
        QVERIFY(!dialog.isVisible());
    }

    void dataOfTheTimeThatWasChosenAreExported()
    {
        openRecording();
        auto& files = *m_window->findChild<ui::RecordingFiles*>();
        const auto times = ui::exportTimes(view());
        for (const auto& [choice, snapshots] : {std::pair{0, 100}, {1, 600}, {2, 2000}, {3, 140}}) {
            const QString file = m_folder.filePath(QString("data-%1.csv").arg(choice));
            ui::DataExportDialog dialog(files, times, ui::usualTimeOfData(view()), all());
            dialog.setVisible(true);
            auto* time = dialog.findChild<QComboBox*>("time");
            QCOMPARE(time->currentIndex(), 0); // what is selected, if nobody says otherwise
            time->setCurrentIndex(choice);
            auto* newest = dialog.findChild<QSpinBox*>("newest-seconds");
            QCOMPARE(newest->isVisible(), choice == 3);
            newest->setValue(7);
            QCOMPARE(dialog.findChild<QLabel*>("time-size")->text(),
                     QString("%1.00 s, %L2 snapshots").arg(snapshots / 20).arg(snapshots));
            dialog.exportTo(file, 0); // csv: a row for each thread, under a header
            QTRY_VERIFY(!dialog.isVisible());
            QCOMPARE(linesOf(file), 1 + 2 * qsizetype(snapshots));
            QVERIFY(!dialog.outcome().isEmpty());
        }
    }

    void withoutASelectionPicturesAreOfWhatIsShownAndDataOfAll()
    {
        openRecording();
        view().clearSelection();
        const ui::DataExportDialog data(*m_window->findChild<ui::RecordingFiles*>(),
                                        ui::exportTimes(view()),
                                        ui::usualTimeOfData(view()),
                                        all());
        QVERIFY(data.findChild<QComboBox*>("time")->currentText().startsWith("All"));
        ui::ExportDialog pictures([this] { return m_window->exporter(); }, *m_settings);
        pictures.offerTimes(view(), {});
        const auto* time = pictures.findChild<QComboBox*>("time");
        QVERIFY(time->currentText().startsWith("What is shown"));
    }

    void anExportOfDataCanBeCancelledAndLeavesNothing()
    {
        openRecording();
        auto& files = *m_window->findChild<ui::RecordingFiles*>();
        const QString file = m_folder.filePath("never.csv");
        ui::DataExportDialog dialog(
            files, ui::exportTimes(view()), ui::usualTimeOfData(view()), all());
        dialog.setVisible(true);
        dialog.exportTo(file, 0);
        dialog.reject();
        auto* message = dialog.findChild<ui::MessageStrip*>();
        QTRY_VERIFY(message->text().contains("Cancelled"));
        QVERIFY(dialog.isVisible());
        QVERIFY(!QFile::exists(file));
        dialog.reject();
        QVERIFY(!dialog.isVisible());
    }

    void dataThatCannotBeWrittenAreSaid()
    {
        openRecording();
        auto& files = *m_window->findChild<ui::RecordingFiles*>();
        ui::DataExportDialog dialog(
            files, ui::exportTimes(view()), ui::usualTimeOfData(view()), all());
        dialog.setVisible(true);
        dialog.exportTo("/proc/none/data.csv", 0);
        QTRY_VERIFY(dialog.findChild<ui::MessageStrip*>()->text().contains("/proc/none"));
        QVERIFY(dialog.isVisible());
    }
};

LOCKSCOPE_UI_TEST(ExportDialogTest)
#include "export_dialog_test.moc"
