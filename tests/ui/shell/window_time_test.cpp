// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/time_view.h"
#include "ui/shell/dashboard.h"

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
