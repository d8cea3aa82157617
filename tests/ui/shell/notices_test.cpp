// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/shell/dialog_opener.h"
#include "ui/shell/notice_strips.h"
#include "ui/widgets/quality_strip.h"
#include "ui/widgets/source_banner.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QSlider>
#include <QSpinBox>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// What stands above the pictures: one at a time, and gone when it is over.
class NoticesTest : public test::WindowFixture
{
    Q_OBJECT

    /// How many lines stand there.
    [[nodiscard]] int lines() const
    {
        int shown = 0;
        for (const auto* strip :
             m_window->findChild<ui::NoticeStrips*>()->findChildren<ui::MessageStrip*>())
            shown += strip->isVisible() ? 1 : 0;
        const bool facts = find<QLabel>("source-banner")->isVisible()
            || find<ui::QualityStrip>("quality-strip")->isVisible();
        return shown + (facts ? 1 : 0);
    }

    void breakSums()
    {
        auto broken = std::make_shared<measure::Snapshot>(*m_lab->synthetic.next());
        broken->violations = {"tasks 5, calls 4"};
        m_lab->ready.push_back(broken);
        QTRY_VERIFY(!find<ui::MessageStrip>("violations")->text().isEmpty());
    }

    void refuseAChange()
    {
        m_lab->failApply = "--guard mutex: not today";
        QTest::mouseClick(find<ui::ToggleSwitch>("fast-path"), Qt::LeftButton);
        QCOMPARE(said(), QString("--guard mutex: not today"));
        QCoreApplication::processEvents(); // it was taken back
        QCOMPARE(said(), QString("--guard mutex: not today"));
        m_lab->failApply.clear();
    }

private slots:
    void init() { openWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void oneStandsThereAtATime()
    {
        run();
        breakSums();
        QCOMPARE(lines(), 1);
        m_window->say("the disk is full");
        QVERIFY(find<ui::MessageStrip>("messages")->isVisible());
        QCOMPARE(lines(), 1);
        find<ui::MessageStrip>("messages")->dismiss();
        QVERIFY(find<ui::MessageStrip>("violations")->isVisible()); // what it had covered
        QCOMPARE(lines(), 1);
        find<ui::MessageStrip>("violations")->dismiss();
        QVERIFY(lines() <= 1);
    }

    void eachStripHasTheRoomThatItNeeds()
    {
        auto* strips = m_window->findChild<ui::NoticeStrips*>();
        auto* banner = find<ui::SourceBanner>("source-banner");
        auto* quality = find<ui::QualityStrip>("quality-strip");
        const int width = strips->width();
        const int letter = banner->fontMetrics().horizontalAdvance('x');
        quality->show({.warns = false, .text = "Undisturbed", .toolTip = {}});
        strips->showBanner({"SIMULATED", QString(width * 2 / 3 / letter, 'x')}, {});
        QVERIFY(banner->sizeHint().width() > width / 2); // half of it is too little
        QVERIFY(banner->sizeHint().width() + quality->sizeHint().width() <= width);
        QTRY_VERIFY(banner->width() >= banner->sizeHint().width());
        QCOMPARE(banner->width() + quality->width(), width);
        QVERIFY(quality->width() >= quality->sizeHint().width());

        strips->showBanner({"SIMULATED", QString(3 * width / letter, 'x')}, {});
        QTRY_VERIFY(banner->width() > width / 2); // and the one that needs little has that
        QVERIFY(quality->width() >= quality->sizeHint().width());
        QCOMPARE(strips->width(), width);
        QVERIFY(strips->minimumSizeHint().width() < width / 2); // neither widens the window
    }

    void theQualityOfTheLivePictureIsNotSaidOfAnotherPage()
    {
        run();
        auto* quality = find<ui::QualityStrip>("quality-strip");
        QTRY_VERIFY(quality->isVisible());
        find<QAction>("compare")->trigger();
        QVERIFY(!quality->isVisible());
        m_lab->produce(3);
        QTest::qWait(150);
        QVERIFY(!quality->isVisible());
        find<QAction>("show-live")->trigger();
        QVERIFY(quality->isVisible());
    }

    void whatCoversTheBannerCarriesItsMark()
    {
        find<QAction>("sample-fast-path")->trigger();
        QTRY_VERIFY(find<QLabel>("source-banner")->isVisible());
        QVERIFY(banner().contains("RECORDED"));
        m_window->say("the disk is full");
        QVERIFY(!find<QLabel>("source-banner")->isVisible());
        bool marked = false;
        for (const auto* label : find<ui::MessageStrip>("messages")->findChildren<QLabel*>())
            marked = marked || (label->isVisible() && label->text() == "RECORDED");
        QVERIFY(marked);
        find<ui::MessageStrip>("messages")->dismiss();
        QVERIFY(find<QLabel>("source-banner")->isVisible());
    }

    void aRefusedChangeIsOverWithTheNext()
    {
        run();
        refuseAChange();
        m_lab->produce(3);
        QTest::qWait(150); // snapshots end nothing
        QVERIFY(!said().isEmpty());
        QTest::mouseClick(find<ui::ToggleSwitch>("fast-path"), Qt::LeftButton);
        QTRY_VERIFY(said().isEmpty());
    }

    void aChangeThatComesFromElsewhereEndsNoRefusal()
    {
        find<QAction>("sample-fast-path")->trigger();
        QTRY_VERIFY(find<QLabel>("source-banner")->isVisible());
        QVERIFY(!m_session->config().fastPath);
        emit m_session->problem("this is a recording");
        QCoreApplication::processEvents();
        auto* place = find<QSlider>("replay-place");
        place->setValue(place->maximum()); // past the change to the fast path
        QTRY_VERIFY(m_session->config().fastPath);
        QCoreApplication::processEvents();
        QCOMPARE(said(), QString("this is a recording"));
    }

    void aFileThatCannotBeOpenedIsOverWithOneThatCan()
    {
        m_window->openFiles({"/no/such/file.lockscope"});
        QVERIFY(!said().isEmpty());
        QCoreApplication::processEvents();
        QVERIFY(!said().isEmpty());
        m_window->openFiles({":/lockscope/recordings/fast-path.lockscope"});
        QVERIFY(said().isEmpty());
    }

    void aChangeDoesNotEndWhatIsSaidOfAFile()
    {
        run();
        m_window->openFiles({"/no/such/file.lockscope"});
        QCoreApplication::processEvents();
        QTest::mouseClick(find<ui::ToggleSwitch>("fast-path"), Qt::LeftButton);
        QCoreApplication::processEvents();
        QVERIFY(!said().isEmpty());
    }

    void whatADialogCouldNotDoIsOverWhenOneDid()
    {
        auto* dialogs = m_window->findChild<ui::DialogOpener*>();
        emit dialogs->problem("the folder could not be made");
        QCOMPARE(said(), QString("the folder could not be made"));
        emit dialogs->done("Copied the dashboard");
        QVERIFY(said().isEmpty());
    }

    void whatNobodyEndsStaysUntilItIsClosed()
    {
        run();
        m_window->say("the layout was damaged");
        QCoreApplication::processEvents();
        find<QSpinBox>("refresh-rate")->setValue(9);
        QTest::mouseClick(find<ui::ToggleSwitch>("fast-path"), Qt::LeftButton);
        QCoreApplication::processEvents();
        QCOMPARE(said(), QString("the layout was damaged"));
    }
};

LOCKSCOPE_UI_TEST(NoticesTest)
#include "notices_test.moc"
