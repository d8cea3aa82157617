// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/cpu_slider.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTabWidget>
#include <QTimer>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The window, driven through its real widgets with real events, on a source without threads.
class WindowTest : public test::WindowFixture
{
    Q_OBJECT

private:
    void openWindow(const QString& settingsFile)
    {
        lab::LabConfig config = lab::defaultConfig();
        config.workload = workload::Kind::Custom;
        WindowFixture::openWindow(settingsFile, config);
        m_window->activateWindow(); // on a bare X server no window manager does it
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void run()
    {
        m_session->start();
        m_lab->produce(20);
        QTRY_VERIFY(!m_session->history().empty());
    }

    /// Does something to the modal dialog that `open` brings up.
    static void withDialog(const std::function<void()>& open,
                           const std::function<void(QWidget&)>& act)
    {
        bool acted = false;
        QTimer::singleShot(0, qApp, [&] {
            QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
            act(*QApplication::activeModalWidget());
            acted = true;
            if (QWidget* left = QApplication::activeModalWidget())
                left->close();
        });
        open();
        QVERIFY(acted);
    }

private slots:
    void init() { openWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void paintsBeforeTheSourceIsOpened()
    {
        QCOMPARE(m_lab->opened, 0);
        ui::MainWindow another(*m_session, *m_settings, *m_appearance);
        QSignalSpy painted(&another, &ui::MainWindow::firstPainted);
        another.show();
        QTRY_COMPARE(painted.count(), 1);
        another.update();
        QTest::qWait(50);
        QCOMPARE(painted.count(), 1);
    }

    void fastPathIsSwitchedByMouse()
    {
        run();
        auto* toggle = find<ui::ToggleSwitch>("fast-path");
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(m_session->config().fastPath);
        QCOMPARE(m_lab->applied.size(), std::size_t{1});
        QVERIFY(m_lab->applied.back().fastPath);
        QVERIFY(find<QAction>("fast-path-action")->isChecked());
        QTest::mouseClick(toggle, Qt::LeftButton);
        QVERIFY(!m_lab->applied.back().fastPath);
    }

    void fastPathIsSwitchedByItsKeyAlsoWhileANumberHasTheFocus()
    {
        run();
        QTest::keyClick(m_window.get(), Qt::Key_F);
        QVERIFY(m_session->config().fastPath);
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked());
        auto* number = find<QSpinBox>("callback-ns");
        number->setFocus();
        QTest::keyClick(number, Qt::Key_F);
        QVERIFY(!m_session->config().fastPath);
    }

    void cpusAreChangedBySliderNumberAndKeys()
    {
        if (lab::availableCpus() < 2)
            QSKIP("needs two CPUs");
        run();
        auto* slider = find<ui::CpuSlider>("cpu-slider");
        auto* number = find<QSpinBox>("cpus");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(m_session->config().cpus, 1);
        QCOMPARE(number->value(), 1);
        QTest::keyClick(m_window.get(), Qt::Key_Plus);
        QCOMPARE(m_session->config().cpus, 2);
        QCOMPARE(slider->cpus(), 2);
        QTest::keyClick(m_window.get(), Qt::Key_Minus);
        QCOMPARE(m_session->config().cpus, 1);
        QTest::keyClick(m_window.get(), Qt::Key_Minus); // below one: nothing
        QCOMPARE(m_session->config().cpus, 1);
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, "2");
        QCOMPARE(m_session->config().cpus, 1); // not while it is typed
        QTest::keyClick(number, Qt::Key_Return);
        QCOMPARE(m_session->config().cpus, 2);
        QCOMPARE(m_lab->applied.back().workers, 2); // one per CPU, as before
    }

    void moreCpusThanThereAreAreSimulatedAndSaidToBe()
    {
        run();
        auto* slider = find<ui::CpuSlider>("cpu-slider");
        auto* banner = find<QLabel>("source-banner");
        QVERIFY(!banner->isVisible());
        const int here = lab::availableCpus();
        QCOMPARE(slider->cpusAt(slider->border()), here);
        for (int i = 0; i < here + 3; ++i) // a key too many does not leave this computer
            QTest::keyClick(m_window.get(), Qt::Key_Plus);
        QCOMPARE(m_session->config().cpus, here);
        QVERIFY(!m_session->place());

        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(m_session->config().cpus, simulation::kMaxCpus);
        QVERIFY(m_session->place());
        QVERIFY(m_lab->places.back().has_value()); // opened anew there, and running as before
        QVERIFY(m_session->running());
        QVERIFY(m_session->history().empty()); // what was measured stays out of it
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains("SIMULATED"));
        QVERIFY(m_window->windowTitle().startsWith("SIMULATED"));
        QVERIFY(find<QSpinBox>("cpus")->text().endsWith("simulated"));

        QTest::keyClick(slider, Qt::Key_Home);
        QVERIFY(!m_session->place()); // fewer again: back here
        QVERIFY(!m_lab->places.back().has_value());
        QVERIFY(!banner->isVisible());
    }

    void aTableThatIsDroppedOnTheWindowIsShownOnThePageOnScaling()
    {
        const QString path = m_folder.filePath("mine.csv");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("n,throughput\n1,100\n2,190\n4,340\n8,560\n");
        file.close();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QCOMPARE(find<QTabWidget>("pages")->currentIndex(), 1);
        QVERIFY(find<QLabel>("scaling-verdicts")->text().contains("mine.csv"));
    }

    void aMachineThatIsChosenStaysChosen()
    {
        m_session->setPlace(*simulation::findPreset("2x16"));
        QCOMPARE(m_session->simulatedFrom(), 1);
        m_session->setCpus(1);
        QVERIFY(m_session->place());
        QCOMPARE(QString::fromStdString(m_session->place()->id), QString("2x16"));
        m_session->setPlace(std::nullopt);
        QVERIFY(m_session->config().cpus <= lab::availableCpus());
    }

    void guardIsChosenFromTheList()
    {
        run();
        auto* list = find<QComboBox>("guard");
        QCOMPARE(list->currentData().toString(), QString("mutex"));
        for (const guards::GuardRow& row : guards::registry())
            QVERIFY(list->findData(QString::fromUtf8(row.id.data(), qsizetype(row.id.size())))
                    >= 0);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End); // the baseline stands last
        QCOMPARE(m_lab->applied.back().guard, list->currentData().toString().toStdString());
        QVERIFY(m_lab->applied.back().guard != "mutex");
    }

    void aGuardThatIsNotAllowedGoesBackAndSaysWhy()
    {
        run();
        m_lab->failApply = "--guard mutex: not today";
        QTest::mouseClick(find<ui::ToggleSwitch>("fast-path"), Qt::LeftButton);
        QVERIFY(!find<ui::ToggleSwitch>("fast-path")->isChecked());
        QCOMPARE(find<ui::MessageStrip>("messages")->text(), QString("--guard mutex: not today"));
        QVERIFY(m_session->running());
    }

    void workloadDecidesWhichTimesApply()
    {
        auto* workload = find<QComboBox>("workload");
        const auto choose = [workload](int index) {
            workload->setCurrentIndex(index);
            emit workload->activated(index);
        };
        choose(1); // empty
        QVERIFY(m_session->config().workload == workload::Kind::Empty);
        QVERIFY(!find<QSpinBox>("native-ns")->isEnabled());
        QVERIFY(!find<QSpinBox>("callback-ns")->isEnabled());
        choose(0); // cgo
        QVERIFY(find<QSpinBox>("native-ns")->isEnabled());
        QVERIFY(!find<QSpinBox>("critical-ns")->isEnabled());
        choose(2); // custom
        QVERIFY(find<QSpinBox>("critical-ns")->isEnabled());
        find<QSpinBox>("critical-ns")->setValue(70);
        QCOMPARE(m_session->config().criticalNs, std::int64_t{70});
    }

    void workersPerCpuShowHowManyThatAre()
    {
        find<QDoubleSpinBox>("workers-per-cpu")->setValue(3);
        QCOMPARE(m_session->config().workers, 3 * m_session->config().cpus);
        QVERIFY(find<QLabel>("workers")->text().contains(
            QString::number(3 * m_session->config().cpus)));
    }

    void spaceRunsFreezesAndGoesOn()
    {
        QVERIFY(!m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_session->frozen());
        QVERIFY(m_session->running());
        QVERIFY(find<QLabel>("state")->text().contains("Frozen"));
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(!m_session->frozen());
        QVERIFY(m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_R);
        QVERIFY(!m_session->running());
        QVERIFY(find<QLabel>("state")->text().contains("Stopped"));
    }

    void resetEmptiesThePicture()
    {
        run();
        auto* table = m_window->findChild<QTableView*>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        find<QAction>("reset")->trigger();
        QVERIFY(m_session->history().empty());
        QCOMPARE(table->model()->rowCount(), 0);
        QVERIFY(m_session->running());
    }

    void brokenInvariantsAreShown()
    {
        run();
        auto broken = std::make_shared<measure::Snapshot>(*m_lab->synthetic.next());
        broken->violations = {"tasks 5, calls 4"};
        m_lab->ready.push_back(broken);
        auto* strip = find<ui::MessageStrip>("violations");
        QTRY_VERIFY(strip->text().contains("tasks 5, calls 4"));
    }

    void statusSaysWhatIsMeasured()
    {
        auto* status = find<QLabel>("status");
        run();
        QTRY_VERIFY(status->text().contains("Test CPU <&> 9000"));
        QVERIFY(status->text().contains("0 dropped"));
        find<QSpinBox>("refresh-rate")->setValue(9);
        QVERIFY(status->text().contains("9 Hz"));
        QCOMPARE(m_lab->rates.back(), 9.0);
    }

    void everyActionHasKeyToolTipAndIcon()
    {
        run(); // stopped, Freeze has lent its key to Run
        for (const QAction* action : m_window->actions()) {
            QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!action->icon().isNull(), qPrintable(action->text()));
        }
        QStringList keys;
        for (const QAction* action : m_window->actions())
            for (const QKeySequence& key : action->shortcuts())
                keys << key.toString();
        QCOMPARE(keys.removeDuplicates(), 0);
    }

    void exportDialogWritesWhatItSays()
    {
        run();
        const QString folder = m_folder.filePath("pictures");
        withDialog([this] { find<QAction>("export")->trigger(); },
                   [&folder](QWidget& dialog) {
                       dialog.findChild<QLineEdit*>("folder")->setText("/proc/none/such");
                       auto* save =
                           dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
                       QTest::mouseClick(save, Qt::LeftButton);
                       QVERIFY(dialog.isVisible()); // it failed, and said why
                       QVERIFY(dialog.findChild<ui::MessageStrip*>()->text().contains("none/such"));

                       auto* what = dialog.findChild<QComboBox*>("what");
                       what->setCurrentIndex(what->findData("throughput"));
                       dialog.findChild<QSpinBox*>("scale")->setValue(3);
                       dialog.findChild<QLineEdit*>("folder")->setText(folder); // not there: made
                       QTest::mouseClick(save, Qt::LeftButton);
                       QVERIFY(!dialog.isVisible());
                   });
        const QImage image(folder + "/lockscope-throughput.png");
        QVERIFY(!image.isNull());
        QVERIFY(image.width() % 3 == 0);
        QVERIFY(image.text("Description").contains("guard mutex"));
        QCOMPARE(m_settings->exportChoice().folder, folder);
        QCOMPARE(m_settings->exportChoice().scale, 3);
        // Space belongs to Freeze again, not to whatever control would have had the focus.
        m_window->activateWindow(); // a platform without a window manager leaves that to us
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(m_session->frozen());
        QVERIFY(!m_session->config().fastPath);
    }

    void theExperimentIsRememberedAtOnce()
    {
        run();
        m_session->setFastPath(true);
        QVERIFY(m_settings->experiment()->fastPath); // without a clean end
    }

    void theTableGivesWayInASmallWindow()
    {
        auto* table = find<QDockWidget>("threads");
        m_window->resize(1000, 900);
        QTRY_VERIFY(table->height() >= 140);
        m_window->resize(1000, 560);
        QTRY_VERIFY(table->height() <= 100);
    }

    void dashboardIsCopied()
    {
        run();
        find<QAction>("copy")->trigger();
        QVERIFY(QApplication::clipboard()->mimeData()->hasImage());
    }

    void themeChangesWithoutARestart()
    {
        find<QAction>("theme-dark")->trigger();
        QTRY_VERIFY(ui::Theme::of(m_window->palette()).dark);
        QVERIFY(m_settings->theme() == ui::ThemeChoice::Dark);
        find<QAction>("theme-light")->trigger();
        QTRY_VERIFY(!ui::Theme::of(m_window->palette()).dark);
    }

    void layoutAndExperimentAreRememberedAndResetUndoesTheLayout()
    {
        const QString file = m_folder.filePath("remembered.ini");
        cleanup();
        openWindow(file);
        auto* table = find<QDockWidget>("threads");
        QVERIFY(table->isVisible());
        table->hide();
        m_window->addDockWidget(Qt::RightDockWidgetArea, find<QDockWidget>("last-change"));
        m_session->setFastPath(true);
        find<QSpinBox>("refresh-rate")->setValue(11);
        m_window->close();
        cleanup();

        openWindow(file);
        QVERIFY(!find<QDockWidget>("threads")->isVisible());
        QCOMPARE(m_window->dockWidgetArea(find<QDockWidget>("last-change")),
                 Qt::RightDockWidgetArea);
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked());
        QCOMPARE(find<QSpinBox>("refresh-rate")->value(), 11);

        find<QAction>("reset-layout")->trigger();
        QVERIFY(find<QDockWidget>("threads")->isVisible());
        QCOMPARE(m_window->dockWidgetArea(find<QDockWidget>("last-change")),
                 Qt::LeftDockWidgetArea);
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked()); // the layout alone
    }

    void closingStopsTheWorkload()
    {
        run();
        m_window->close();
        QVERIFY(!m_lab->running);
    }

    void helpAndAboutOpen()
    {
        find<QAction>("help")->trigger();
        QTRY_VERIFY(m_window->findChild<QDialog*>() != nullptr);
        m_window->findChild<QDialog*>()->close();
        withDialog([this] { find<QAction>("about")->trigger(); },
                   [](QWidget& dialog) { QVERIFY(dialog.isVisible()); });
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
