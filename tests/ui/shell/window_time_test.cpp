// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "core/simulation/machine.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/time_view.h"
#include "ui/shell/dashboard.h"

#include <QAction>
#include <QLabel>
#include <QTest>
#include <QToolButton>

#include <chrono>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

/// Walking through time in the window, and taking back what was done.
class WindowTimeTest : public test::WindowFixture
{
    Q_OBJECT

private:
    [[nodiscard]] ui::TimeView& view() { return timeView(); }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_window.get(), key, modifiers);
    }

    /// Snapshots of so many seconds.
    void measure(std::chrono::seconds length)
    {
        if (!m_session->running())
            m_session->start();
        m_lab->produce(static_cast<int>(20 * length.count())); // 20 a second
        m_session->takeNow();
    }

private slots:
    void init() { openActiveWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void keysZoomPanAndComeBackToTheNewest()
    {
        measure(100s);
        QVERIFY(view().follows());
        press(Qt::Key_W);
        QCOMPARE(view().visible().span(), ui::TimeView::Time(40s)); // held at the newest
        press(Qt::Key_A);
        QVERIFY(!view().follows());
        QCOMPARE(view().visible().end, view().kept().end - 8s);
        auto* follow = find<QToolButton>("time-follow");
        QVERIFY(follow->isVisible());
        press(Qt::Key_D);
        QVERIFY(view().follows());
        QVERIFY(!follow->isVisible());
        press(Qt::Key_A);
        press(Qt::Key_End);
        QVERIFY(view().follows());
        press(Qt::Key_0);
        QVERIFY(view().visible().begin <= view().kept().begin);
    }

    void escapeClearsTheSelectionAndItsFigures()
    {
        measure(60s);
        auto* card = find<QWidget>("range-card");
        QVERIFY(!card->isVisible());
        press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(card->isVisible());
        QVERIFY(
            find<QLabel>("range-selected")->text().startsWith("Selected 60.00 s, from 0.00 s to"));
        QVERIFY(find<QLabel>("range-figures")->text().contains("calls/s "));
        press(Qt::Key_Escape);
        QVERIFY(!view().selection());
        QVERIFY(!card->isVisible());
    }

    void whatAChangeBoughtIsOneKey()
    {
        measure(60s); // which changes from 26.4 M to 41.5 M calls/s at 12 s, and back at 24 s
        view().setHovered(13s);
        press(Qt::Key_B);
        QCOMPARE(view().base(), (ui::TimeRange{0s, 12s - 25ms - 4ms}));
        QCOMPARE(view().selection(), (ui::TimeRange{12s - 25ms, 24s - 25ms - 4ms}));
        const QString verdict = find<QLabel>("range-selected")->text();
        QVERIFY2(verdict.startsWith("B is 1.57x (1.5"), qPrintable(verdict));
        QVERIFY2(verdict.contains("A: 11.97 s, from 0.00 s to 11.97 s"), qPrintable(verdict));
        const QString figures = find<QLabel>("range-figures")->text();
        QVERIFY2(figures.startsWith("calls/s 26.4 M → 41.5 M: 1.57"), qPrintable(figures));
        QVERIFY2(figures.contains(" points"), qPrintable(figures));
        QVERIFY(!find<QLabel>("range-notes")->isVisible());
        QTest::qWait(800); // steps that follow each other at once are one
        press(Qt::Key_Escape);
        QVERIFY(!view().base());
        QVERIFY(!find<QWidget>("range-card")->isVisible());
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(view().base() && view().selection());
    }

    void withoutAChangeThereIsNothingToCompareAndThatIsSaid()
    {
        measure(5s); // the first change comes at 12 s
        press(Qt::Key_B);
        QVERIFY(view().selected().empty());
        QVERIFY2(said().startsWith("Nothing was changed in the time that is kept"),
                 qPrintable(said()));
    }

    void aSelectionIsKeptToBeComparedWithTheNext()
    {
        measure(60s);
        view().select({0s, 10s});
        press(Qt::Key_C);
        QVERIFY(!view().selection());
        QCOMPARE(find<QLabel>("range-selected")->text(),
                 QString("A: 10.00 s, from 0.00 s to 10.00 s"));
        press(Qt::Key_C); // nothing is selected: A stays
        QCOMPARE(view().base(), (ui::TimeRange{0s, 10s}));
        view().select({1s, 9s}); // the same kind of time
        QCOMPARE(find<QLabel>("range-selected")->text().section("  ", 0, 0),
                 QString("no difference shown"));
        view().select({20s, 20s + 200ms}); // a few snapshots
        QVERIFY(find<QLabel>("range-notes")->text().contains("B has 4 snapshots; fewer than"));
        view().select({20s, 30s});
        QVERIFY(find<QLabel>("range-notes")->text().contains("B holds 1 live change"));
    }

    void whatWasDoneIsTakenBackInItsOrder()
    {
        measure(100s);
        const bool before = m_session->config().fastPath;
        press(Qt::Key_F);
        QTest::qWait(10);
        press(Qt::Key_W);
        press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(view().selection());
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!view().selection());
        QCOMPARE(view().visible().span(), ui::TimeView::Time(40s));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view().visible().span(), ui::TimeView::Time(60s));
        QCOMPARE(m_session->config().fastPath, !before);
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_session->config().fastPath, before);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_session->config().fastPath, !before);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(view().selection());
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); // there is nothing more
        QVERIFY(view().selection());
    }

    void theMenuSaysWhatIsTakenBackAndWhatIsDoneAgain()
    {
        const auto undo = [this] { return find<QAction>("undo")->text(); };
        const auto redo = [this] { return find<QAction>("redo")->text(); };
        measure(100s);
        QCOMPARE(undo(), QString("&Undo"));
        QCOMPARE(redo(), QString("&Redo"));
        press(Qt::Key_F);
        QTRY_COMPARE(
            undo(), QString("&Undo fast path %1").arg(m_session->config().fastPath ? "on" : "off"));
        m_session->setGuard("ck-ticket");
        const std::string label(guards::findGuard("ck-ticket")->label);
        QTRY_COMPARE(undo(), "&Undo guard: " + QString::fromStdString(label));
        press(Qt::Key_W);
        QCOMPARE(undo(), QString("&Undo zoom"));
        press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(undo(), QString("&Undo selection"));
        press(Qt::Key_A);
        QCOMPARE(undo(), QString("&Undo move"));
        press(Qt::Key_Escape);
        QCOMPARE(undo(), QString("&Undo clearing the selection"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(redo(), QString("&Redo clearing the selection"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(undo(), QString("&Undo selection"));
        QCOMPARE(redo(), QString("&Redo move"));
    }

    void whatIsJoinedSaysWhatItDoesAltogether()
    {
        measure(100s);
        const int workers = m_session->config().workers;
        for (int more = 1; more <= 3; ++more) {
            lab::LabConfig config = m_session->config();
            config.workers = workers + more;
            m_session->setConfig(config);
        }
        QTRY_COMPARE(find<QAction>("undo")->text(), QString("&Undo %1 workers").arg(workers + 3));
    }

    void namesFromElsewhereAreTextInTheMenu()
    {
        simulation::Machine machine = simulation::presets().front();
        machine.label = "a & b\t" + std::string(200, 'c');
        m_session->setTarget(machine);
        const QString text = find<QAction>("undo")->text();
        QVERIFY2(text.startsWith("&Undo machine: a && b"), qPrintable(text));
        QVERIFY2(text.size() < 60 && !text.contains('\t'), qPrintable(text));
    }

    void stepsOfOneKindThatFollowEachOtherAreOne()
    {
        measure(100s);
        for (int i = 0; i < 5; ++i)
            press(Qt::Key_W);
        QVERIFY(view().visible().span() < ui::TimeView::Time(10s));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(view().visible().span(), ui::TimeView::Time(60s));
    }

    void keysOfTheChartsDoNothingOnAnotherPage()
    {
        measure(100s);
        press(Qt::Key_S, Qt::AltModifier); // the page on scaling
        press(Qt::Key_W);
        press(Qt::Key_A);
        QVERIFY(view().follows());
        QCOMPARE(view().visible().span(), ui::TimeView::Time(60s));
        press(Qt::Key_L, Qt::AltModifier);
        press(Qt::Key_W);
        QCOMPARE(view().visible().span(), ui::TimeView::Time(40s));
    }

    void aResetForgetsWhereOneLooked()
    {
        measure(100s);
        press(Qt::Key_A);
        QVERIFY(!view().follows());
        m_session->reset();
        measure(2s);
        QVERIFY(view().kept().span() < ui::TimeView::Time(200s));
    }
};

LOCKSCOPE_UI_TEST(WindowTimeTest)
#include "window_time_test.moc"
