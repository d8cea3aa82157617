// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"
#include "tests/support/recording_fixture.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/charts/range_card.h"
#include "ui/charts/time_view.h"
#include "ui/recordings/place_slider.h"

#include <QAction>
#include <QSlider>
#include <QToolBar>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <vector>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// A recording that is shown in the window: all of it is to be seen, and one can go anywhere in it.
class TransportTest : public test::RecordingFixture
{
    Q_OBJECT

private slots:
    void init() { openActiveWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void playsScrubsAndGoesBackToTheExperiment()
    {
        const QString file = recorded(100);
        const int opened = m_lab->opened;
        m_window->openFiles({file});
        QVERIFY(m_session->shows());
        QVERIFY(!m_session->changeable()); // a recording only plays
        QVERIFY(find<QToolBar>("transport")->isVisible());
        auto* banner = find<QLabel>("source-banner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains("RECORDED"));
        QVERIFY(!m_session->running());
        QCOMPARE(shown(), std::size_t(100)); // all of it is to be seen
        QCOMPARE(passed(), std::size_t(0));
        find<QAction>("run")->trigger();
        QVERIFY(m_session->running());
        QCOMPARE(find<QAction>("run")->text(), QString("&Pause"));
        find<QAction>("run")->trigger();
        QVERIFY(!m_session->running());
        QCOMPARE(find<QAction>("run")->text(), QString("&Play"));

        auto* place = find<QSlider>("replay-place");
        place->setValue(place->maximum());
        QCOMPARE(passed(), std::size_t(100));
        find<QAction>("step-back")->trigger();
        QCOMPARE(passed(), std::size_t(99));
        find<QAction>("step-on")->trigger();
        QCOMPARE(passed(), std::size_t(100));
        place->setValue(place->maximum() / 2);
        QVERIFY(passed() > 40 && passed() < 60);
        QCOMPARE(shown(), std::size_t(100));
        QVERIFY(m_window->exporter().page("dashboard").facts.mark.contains("RECORDED"));

        find<QAction>("replay-close")->trigger();
        QVERIFY(!m_session->shows());
        QVERIFY(!find<QToolBar>("transport")->isVisible());
        QVERIFY(!banner->isVisible());
        QVERIFY(!m_session->running()); // it stood still before
        QCOMPARE(shown(), std::size_t(100)); // and what was measured is there again
        m_session->start();
        QCOMPARE(m_lab->opened, opened);
    }

    void aPressOnTheGrooveGoesThere()
    {
        m_window->openFiles({recorded(100)});
        auto* place = find<ui::PlaceSlider>("replay-place");
        for (const double share : {0.75, 0.25, 0.5}) {
            const int wanted = int(share * place->maximum());
            QTest::mouseClick(
                place, Qt::LeftButton, Qt::NoModifier, {place->xOf(wanted), place->height() / 2});
            QVERIFY(std::abs(place->value() - wanted) <= place->maximum() / place->width() + 1);
            QVERIFY(std::abs(double(passed()) - 100 * share) <= 2);
        }
    }

    void liveChangesStandOnTheSlider()
    {
        const auto snapshots =
            test::syntheticSnapshots(800, {.threads = 1, .changeEverySeconds = 10});
        const QString path =
            test::writtenFile(m_folder, "changes.lockscope", test::recordingOf(snapshots));
        m_window->openFiles({path});
        const auto* place = find<ui::PlaceSlider>("replay-place");
        QCOMPARE(place->marks().size(), std::size_t(4)); // in 40 s
        QCOMPARE(place->marks()[0].label, QString("fast path on"));
        QVERIFY(std::abs(place->marks()[1].place - place->maximum() / 2) < 50);
        for (const std::size_t expected : {0, 1, 2}) {
            QTest::keyClick(m_window.get(), Qt::Key_BracketRight);
            QCOMPARE(place->value(), place->marks()[expected].place);
        }
        QTest::keyClick(m_window.get(), Qt::Key_BracketLeft);
        QCOMPARE(place->value(), place->marks()[1].place);
        QTest::keyClick(m_window.get(), Qt::Key_Home);
        QCOMPARE(place->value(), 0);
    }

    void aRecordingIsPlayedByTheKeyboardAlone()
    {
        m_window->openFiles({recorded(100)});
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_Space); // not: freeze
        QVERIFY(!m_session->running() && !m_session->frozen());
        QTest::keyClick(m_window.get(), Qt::Key_Home);
        for (int i = 0; i < 7; ++i)
            QTest::keyClick(m_window.get(), Qt::Key_Period);
        QCOMPARE(passed(), std::size_t(7));
        QTest::keyClick(m_window.get(), Qt::Key_Comma);
        QCOMPARE(passed(), std::size_t(6));
        QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!m_session->shows());
    }

    void oneSetOfControlsPlaysARecording()
    {
        auto* bar = find<QToolBar>("controls");
        auto* transport = find<QToolBar>("transport");
        QAction* run = find<QAction>("run");
        QVERIFY(bar->actions().contains(run));
        m_window->openFiles({recorded(20)});
        QVERIFY(!bar->actions().contains(run));
        QVERIFY(transport->widgetForAction(run)->isVisible());
        QVERIFY(!find<QAction>("reset")->isEnabled()); // nothing of a recording is forgotten
        QVERIFY(!find<QAction>("freeze")->isEnabled());
        find<QAction>("replay-close")->trigger();
        QVERIFY(bar->actions().contains(run));
        QCOMPARE(bar->actions().indexOf(run), 0);
        QVERIFY(find<QAction>("reset")->isEnabled());
        QVERIFY(!find<QAction>("replay-close")->isEnabled());
    }

    void aLongRecordingIsSeenFromBeginningToEnd()
    {
        const auto snapshots = test::syntheticSnapshots(5000, {.threads = 8}); // 250 s
        const QString path =
            test::writtenFile(m_folder, "long.lockscope", test::recordingOf(snapshots));
        m_window->openFiles({path});
        auto* view = &timeView();
        const auto whole = ui::TimeRange{std::chrono::seconds(0), std::chrono::seconds(250)};
        QCOMPARE(view->visible(), whole);
        QTRY_VERIFY(!banner().contains("reading"));
        QVERIFY(shown() > 1000);
        const auto calls = [this] {
            std::uint64_t sum = 0;
            for (const auto& each : m_session->history().snapshots())
                sum += each->delta.calls;
            return sum;
        };
        QTRY_COMPARE(calls(), snapshots.back()->total.calls); // nothing is left out
        QCOMPARE(m_session->history().dropped(), std::uint64_t(0));
        find<QSlider>("replay-place")->setValue(5000);
        QCOMPARE(view->visible(), whole); // what comes is still there
        // Every snapshot of what is looked at closely, while all the rest is there.
        view->show({std::chrono::seconds(100), std::chrono::seconds(110)});
        const auto close = [this] {
            return std::count_if(m_session->history().snapshots().begin(),
                                 m_session->history().snapshots().end(),
                                 [](const auto& each) {
                                     return each->time > std::chrono::seconds(100)
                                         && each->time <= std::chrono::seconds(110);
                                 });
        };
        QTRY_COMPARE(close(), 200);
        QCOMPARE(calls(), snapshots.back()->total.calls);
        // The figures of a selection are those of every snapshot in it.
        view->showAll();
        const ui::TimeRange selected{std::chrono::milliseconds(33'320),
                                     std::chrono::milliseconds(71'870)};
        ui::RangeCard expected;
        expected.show({snapshots.begin(), snapshots.end()}, selected);
        view->select(selected);
        QTRY_COMPARE(find<QLabel>("range-figures")->text(),
                     expected.findChild<QLabel*>("range-figures")->text());
    }

    void theTimeOfDayStandsOnTheAxis()
    {
        m_window->openFiles({recorded(40)});
        auto* view = &timeView();
        QVERIFY(view->zero());
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(find<QAction>("clock-time")->isChecked());
        QVERIFY2(view->textOf(std::chrono::seconds(1)).count(':') == 2,
                 qPrintable(view->textOf(std::chrono::seconds(1))));
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(view->textOf(std::chrono::seconds(1)).endsWith(" s"));
    }

    void afterAPauseALivePictureTellsNoTimeOfDay()
    {
        const ui::TimeView* view = &timeView();
        m_session->start();
        measure(1);
        QVERIFY(view->zero());
        measure(100); // its clock goes five seconds on in no time
        QVERIFY(!view->zero());
        m_window->openFiles({recorded(10)});
        QVERIFY(view->zero()); // of that it is known
        find<QAction>("replay-close")->trigger();
        m_session->start();
        measure(1);
        QVERIFY(!view->zero());
    }

    void theSliderReachesEveryPlaceOfARecordingOfMonths()
    {
        constexpr std::chrono::hours kApart{20 * 24};
        std::vector<measure::SnapshotPtr> snapshots;
        for (const auto& each : test::syntheticSnapshots(5, {.threads = 1})) {
            measure::Snapshot moved = *each;
            moved.time += kApart * static_cast<int>(snapshots.size());
            snapshots.push_back(std::make_shared<const measure::Snapshot>(std::move(moved)));
        }
        const QString path =
            test::writtenFile(m_folder, "months.lockscope", test::recordingOf(snapshots));
        m_window->openFiles({path});
        auto* place = find<QSlider>("replay-place");
        for (const auto& [at, minutes] :
             {std::pair{10'000, "115200:"}, {5000, "57600:"}, {2500, "28800:"}}) {
            place->setValue(at);
            QCOMPARE(place->value(), at);
            const QString shown = find<QLabel>("replay-time")->text();
            QVERIFY2(shown.startsWith(minutes), qPrintable(shown)); // of 80 days
        }
    }
};

LOCKSCOPE_UI_TEST(TransportTest)
#include "transport_test.moc"
