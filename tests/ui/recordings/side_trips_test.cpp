// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/recording_fixture.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/charts/time_view.h"
#include "ui/recordings/recording_choices.h"
#include "ui/widgets/cpu_slider.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// What is shown in the experiment's place shows its own settings, and the way back leads to the
/// experiment as it was.
class SideTripsTest : public test::RecordingFixture
{
    Q_OBJECT

private slots:
    void init() { openActiveWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void aSampleLeavesARunningExperimentAndItsPictureAsTheyWere()
    {
        m_session->start();
        measure(30);
        const QString file = m_folder.filePath("through.lockscope");
        recorder().start(file);
        measure(5);
        find<QAction>(QByteArray("sample-") + ui::sampleRecordings().front().name)->trigger();
        QVERIFY(m_session->shows());
        QVERIFY(!m_lab->running); // it would take CPUs from what is shown
        QCOMPARE(find<QTabWidget>("pages")->tabText(1), QString("Recording"));
        find<QAction>("replay-close")->trigger();
        QVERIFY(m_lab->running);
        QVERIFY(m_session->running());
        QCOMPARE(shown(), std::size_t(35));
        QCOMPARE(find<QTabWidget>("pages")->tabText(1), QString("Live"));
        QVERIFY(find<QLabel>("source-banner")->isHidden());
        measure(5);
        recorder().stop(); // it went on, too: it is the same run
        QCOMPARE(recording::Recording::open(file.toStdString())->size(), std::size_t(10));
    }

    void theExperimentIsLookedAtAsBefore()
    {
        auto* view = &timeView();
        const QString file = recorded(100);
        view->show({std::chrono::seconds(1), std::chrono::milliseconds(2500)});
        view->select({std::chrono::milliseconds(1500), std::chrono::seconds(2)});
        const ui::TimeView::State before = view->state();
        m_window->openFiles({file});
        QVERIFY(!view->selection());
        QVERIFY(view->state() != before);
        m_window->openFiles({file}); // another in its place is no way back
        find<QAction>("replay-close")->trigger();
        QVERIFY(view->state() == before);
        QCOMPARE(shown(), std::size_t(100));
    }

    void eachSideTripComesBackToALivePictureThatGoesOn()
    {
        auto* view = &timeView();
        m_session->start();
        measure(100);
        const auto elsewhere = [this](ui::FeedKind kind) {
            m_session->show(std::make_unique<test::FakeFeed>(
                kind, std::make_shared<test::FakeLab>(), lab::defaultConfig()));
        };
        const std::vector<std::function<void()>> trips{
            [this] { find<QAction>("sample-locks")->trigger(); },
            [&] { elsewhere(ui::FeedKind::Remote); },
            [&] { elsewhere(ui::FeedKind::Stream); }};
        for (const bool looksBack : {false, true}) {
            if (looksBack)
                view->show({std::chrono::seconds(1), std::chrono::seconds(3)});
            for (const auto& go : trips) {
                const auto before = shown();
                go();
                QVERIFY(m_session->shows());
                QVERIFY(!m_lab->running); // it would take CPUs from what is shown
                m_session->leaveShown();
                QVERIFY(m_lab->running && m_session->running());
                QCOMPARE(shown(), before);
                measure(5);
                QCOMPARE(view->follows(), !looksBack);
                QVERIFY(!view->place());
                if (looksBack)
                    QCOMPARE(view->visible().begin, std::chrono::nanoseconds(1'000'000'000));
                else
                    QCOMPARE(view->visible().end, m_session->history().end());
            }
        }
    }

    void theControlsShowTheExperimentThatWasRecorded()
    {
        lab::LabConfig first = lab::defaultConfig();
        first.guard = "futex";
        first.cpus = 32;
        first.workers = 48;
        lab::LabConfig then = first;
        then.fastPath = true;
        then.workers = 64;
        auto snapshots = test::syntheticSnapshots(10, {.threads = 1, .changeEverySeconds = 0});
        measure::Snapshot changed = *snapshots[5];
        changed.changes = {{.revision = 1,
                            .time = changed.time,
                            .label = "fast path on",
                            .config = lab::configFacts(then)}};
        snapshots[5] = std::make_shared<const measure::Snapshot>(changed);
        const QString path =
            test::writtenFile(m_folder,
                              "other.lockscope",
                              test::recordingOf(snapshots, test::syntheticHeader(first)));
        const lab::LabConfig own = m_session->config();

        m_window->openFiles({path});
        auto* place = find<QSlider>("replay-place");
        place->setValue(place->maximum() / 4);
        QCOMPARE(find<QComboBox>("guard")->currentData().toString(), QString("futex"));
        QCOMPARE(find<QSpinBox>("cpus")->text(), QString("32"));
        QCOMPARE(find<ui::CpuSlider>("cpu-slider")->cpus(), 32);
        auto* slider = find<ui::CpuSlider>("cpu-slider");
        QCOMPARE(slider->cpusAt(slider->maximum()), 64); // of the host that it had
        QVERIFY(!find<ui::ToggleSwitch>("fast-path")->isChecked());
        QCOMPARE(find<QDoubleSpinBox>("workers-per-cpu")->value(), 1.5);
        QCOMPARE(find<QComboBox>("machine")->currentText(), QString("RECORDED: Test CPU 9000"));
        place->setValue(place->maximum());
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked()); // a change has been passed
        QVERIFY(find<QAction>("fast-path-action")->isChecked());
        QCOMPARE(find<QLabel>("workers")->text(), QString("= 64 workers"));
        for (const char* name : {"guard", "cpus", "cpu-slider", "fast-path", "workers-per-cpu"})
            QVERIFY2(!find<QWidget>(name)->isEnabled(), name);
        QVERIFY(!m_settings->experiment() || m_settings->experiment()->guard == own.guard);

        find<QAction>("replay-close")->trigger();
        QVERIFY(m_session->config() == own);
        QCOMPARE(find<QSpinBox>("cpus")->value(), own.cpus);
        QVERIFY(!find<ui::ToggleSwitch>("fast-path")->isChecked());
        QVERIFY(find<QWidget>("guard")->isEnabled());
        QCOMPARE(find<QComboBox>("machine")->currentText(), QString("This computer, measured"));
    }

    void ofALaterProgramWhatCanBeReadIsShown()
    {
        lab::LabConfig recordedConfig = lab::defaultConfig();
        recordedConfig.fastPath = true;
        recordedConfig.cpus = 7;
        auto header = test::syntheticHeader(recordedConfig);
        for (auto& [name, value] : header.source.config) {
            if (name == "guard")
                value = "lock-of-the-future";
            if (name == "placement")
                value = "where it is cool";
        }
        const QString path = test::writtenFile(
            m_folder,
            "later.lockscope",
            test::recordingOf(test::syntheticSnapshots(10, {.threads = 1}), header));
        QVERIFY(!m_session->config().fastPath);
        m_window->openFiles({path});
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked()); // not: that of this window
        QCOMPARE(find<QSpinBox>("cpus")->value(), 7);
        auto* guard = find<QComboBox>("guard");
        QCOMPARE(guard->currentIndex(), -1);
        QCOMPARE(guard->placeholderText(), QString("lock-of-the-future"));
        find<QAction>("replay-close")->trigger();
        QVERIFY(guard->currentIndex() >= 0);
        QVERIFY(!find<ui::ToggleSwitch>("fast-path")->isChecked());
    }

    void eachSampleShowsWhatWasInForceAtItsPlace()
    {
        int passedChanges = 0;
        for (const ui::SampleRecording& sample : ui::sampleRecordings()) {
            m_window->openFiles({sample.file()});
            const auto opened = ui::openRecording(sample.file());
            for (const recording::Marker& marker : opened->markers()) {
                find<QAction>("next-change")->trigger();
                for (const auto& [name, value] : marker.change.config) {
                    if (name == "fast_path")
                        QCOMPARE(find<ui::ToggleSwitch>("fast-path")->isChecked(), value == "on");
                    if (name == "guard")
                        QCOMPARE(find<QComboBox>("guard")->currentData().toString().toStdString(),
                                 value);
                    if (name == "cpus")
                        QCOMPARE(find<QSpinBox>("cpus")->value(), std::stoi(value));
                }
                ++passedChanges;
            }
        }
        QVERIFY(passedChanges > 5);
    }
};

LOCKSCOPE_UI_TEST(SideTripsTest)
#include "side_trips_test.moc"
