// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/lab/settings.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/cpu_slider.h"
#include "ui/widgets/guard_box.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QMimeData>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeWidget>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The experiment, changed in the window through its real widgets with real events, on a source
/// without threads.
class WindowExperimentTest : public test::WindowFixture
{
    Q_OBJECT

private slots:
    void init() { openActiveWindow(newSettings()); }

    void cleanup() { closeWindow(); }

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
        QVERIFY(!m_session->experiment().target());

        const auto measured = shown();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(m_session->config().cpus, simulation::kMaxCpus);
        QVERIFY(m_session->experiment().target());
        QVERIFY(m_lab->targets.back().has_value()); // opened anew there, and running as before
        QVERIFY(m_session->running());
        QVERIFY(m_session->history().empty()); // what was measured stays out of it
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains("SIMULATED"));
        QVERIFY(m_window->windowTitle().startsWith("SIMULATED"));
        QVERIFY(find<QSpinBox>("cpus")->text().endsWith("simulated"));

        QTest::keyClick(slider, Qt::Key_Home);
        QVERIFY(!m_session->experiment().target()); // fewer again: back here
        QVERIFY(m_session->running());
        QCOMPARE(shown(), measured); // and what was measured is there again
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
        QCOMPARE(find<QTabWidget>("pages")->currentWidget()->objectName(), QString("scaling-page"));
        QVERIFY(find<QLabel>("scaling-verdicts")->text().contains("mine.csv"));
    }

    void aMachineThatIsChosenStaysChosen()
    {
        m_session->setTarget(*simulation::findPreset("2x16"));
        QCOMPARE(m_session->simulatedFrom(), 1);
        m_session->setCpus(1);
        QVERIFY(m_session->experiment().target());
        QCOMPARE(QString::fromStdString(m_session->experiment().target()->id), QString("2x16"));
        m_session->setTarget(std::nullopt);
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

    void theListKnowsWhichGuardsAnotherHostHas()
    {
        auto shown = std::make_unique<test::FakeFeed>(
            ui::FeedKind::Remote, std::make_shared<test::FakeLab>(), m_session->config());
        shown->asked = m_session->request();
        shown->allowed = {.cpus = 64, .guardsInstalled = false, .guards = {{"mutex"}}};
        m_session->show(std::move(shown));
        auto* box = find<ui::GuardBox>("guard");
        box->showPopup();
        auto* tree = box->findChild<QTreeWidget*>("guard-tree");
        QVERIFY(tree);
        int shownGuards = 0;
        for (QTreeWidgetItemIterator item(tree); *item; ++item) {
            if ((*item)->childCount() > 0)
                continue; // a family
            ++shownGuards;
            const bool there = (*item)->data(0, Qt::UserRole).toString() == "mutex";
            QCOMPARE(((*item)->flags() & Qt::ItemIsEnabled) != 0, there);
            QCOMPARE((*item)->toolTip(0).isEmpty(), there);
        }
        QCOMPARE(shownGuards, int(guards::registry().size()));
        box->hidePopup();
    }

    void aFeedOfAnyClassCanBeLeft()
    {
        auto* leave = find<QAction>("disconnect-host");
        QVERIFY(!leave->isEnabled());
        m_session->show(std::make_unique<test::FakeFeed>(
            ui::FeedKind::Stream, std::make_shared<test::FakeLab>(), m_session->config()));
        QVERIFY(leave->isEnabled());
        leave->trigger();
        QVERIFY(!m_session->shows());
        QVERIFY(!leave->isEnabled());
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

    void theCardOfTheLastChangeSaysWhenThePictureStandsBeforeThatHasSettled()
    {
        run();
        auto changed = std::make_shared<measure::Snapshot>(*m_lab->synthetic.next());
        measure::ConfigChange& change = changed->changes.emplace_back();
        change.revision = 1;
        change.time = changed->time - changed->interval;
        change.label = "fast path on";
        m_lab->ready.push_back(std::move(changed));
        auto* basis = find<QLabel>("basis");
        QTRY_COMPARE(basis->text(), QString("settling…"));
        find<QAction>("freeze")->trigger();
        QVERIFY(m_session->frozen());
        QVERIFY2(basis->text().startsWith("The picture stands before"), qPrintable(basis->text()));
        find<QAction>("freeze")->trigger();
        QCOMPARE(basis->text(), QString("settling…"));
        m_session->stop();
        QTRY_VERIFY2(basis->text().startsWith("The picture stands before"),
                     qPrintable(basis->text()));
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

    void everySettingHasAControl()
    {
        for (const lab::Setting& setting : lab::settings())
            QVERIFY2(find<QWidget>(std::string(setting.id).c_str()) != nullptr,
                     std::string(setting.id).c_str());
    }

    void workersPerCpuShowHowManyThatAre()
    {
        find<QDoubleSpinBox>("workers-per-cpu")->setValue(3);
        QCOMPARE(m_session->config().workers, 3 * m_session->config().cpus);
        QVERIFY(find<QLabel>("workers")->text().contains(
            QString::number(3 * m_session->config().cpus)));
    }
};

LOCKSCOPE_UI_TEST(WindowExperimentTest)
#include "window_experiment_test.moc"
