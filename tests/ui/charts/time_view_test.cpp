// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/charts/time_view.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

#include <chrono>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using ui::TimeRange;
using ui::TimeView;

namespace {

TimeRange range(std::chrono::nanoseconds begin, std::chrono::nanoseconds end)
{
    return {begin, end};
}

} // namespace

class TimeViewTest : public QObject
{
    Q_OBJECT

private slots:
    void followsTheNewestMinute()
    {
        TimeView view;
        view.setKept(range(0s, 90s));
        QVERIFY(view.follows());
        QCOMPARE(view.visible(), range(30s, 90s));
        QCOMPARE(view.origin(), TimeView::Time(90s));
        view.setKept(range(0s, 91s));
        QCOMPARE(view.visible(), range(31s, 91s));
    }

    void showsNoMoreThanThereIs()
    {
        TimeView view;
        view.setKept(range(100s, 110s));
        QVERIFY(view.visible().begin <= TimeView::Time(100s));
        QVERIFY(view.visible().span() < TimeView::Time(10s + 400ms));
        view.showAll();
        QVERIFY(view.visible().span() < TimeView::Time(10s + 400ms));
        view.setKept(range(100s, 700s)); // and all that comes
        QVERIFY(view.visible().span() >= TimeView::Time(600s));
    }

    void aRecordingIsLookedAtAsAWholeAtFirst()
    {
        TimeView view;
        view.setPlace(100s);
        view.restart(true);
        view.setKept(range(100s, 3700s));
        QCOMPARE(view.visible(), range(100s, 3700s));
        QVERIFY(!view.follows());
        view.setPlace(500s); // it is played: the picture stands, and the place moves in it
        view.setKept(range(100s, 3700s));
        QCOMPARE(view.visible(), range(100s, 3700s));
        view.show(range(200s, 3700s));
        view.showAll();
        QCOMPARE(view.visible(), range(100s, 3700s));
        view.restart();
        view.setPlace({});
        view.setKept(range(0s, 90s)); // and what comes then is followed again
        QCOMPARE(view.visible(), range(30s, 90s));
    }

    void aPlaceIsFollowedOnceSomebodyAsks()
    {
        TimeView view;
        view.setPlace(200s);
        view.restart(true);
        view.setKept(range(100s, 3700s));
        view.follow();
        QVERIFY(view.follows());
        QCOMPARE(view.visible(), range(140s, 200s));
        QCOMPARE(view.origin(), TimeView::Time(200s));
        view.setPlace(210s);
        QCOMPARE(view.visible(), range(150s, 210s));
        view.zoom(0.5, 210s); // the place is held
        QVERIFY(view.follows());
        QCOMPARE(view.visible(), range(180s, 210s));
        view.pan(20s);
        QVERIFY(!view.follows());
        QCOMPARE(view.visible(), range(200s, 230s)); // what is to come can be looked at
        view.setPlace(230s);
        view.zoom(0.5, 230s);
        QVERIFY(!view.follows()); // to end where it is played is chance
        view.setPlace(3700s);
        view.show(range(3600s, 3700s));
        QVERIFY(!view.follows());
    }

    void theTimeOfDayIsToldWhereItIsKnown()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.setShowsClock(true);
        QCOMPARE(view.textOf(90s), QString("-10.00 s")); // it is not known
        const QDateTime noon(QDate(2026, 11, 30), QTime(12, 0));
        view.setZero(std::chrono::milliseconds(noon.toMSecsSinceEpoch()));
        QCOMPARE(view.textOf(90s + 250ms), QString("12:01:30.25"));
        view.setShowsClock(false);
        QCOMPARE(view.textOf(90s), QString("-10.00 s"));
        view.setShowsClock(true);
        view.pin(range(10s, 20s)); // ranges side by side have no time of day in common
        QCOMPARE(view.textOf(12s), QString("2.00 s"));
    }

    void aZoomHoldsTheInstantUnderThePointer()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.show(range(20s, 80s));
        QVERIFY(!view.follows());
        view.zoom(0.5, 30s);
        QCOMPARE(view.visible(), range(25s, 55s));
        view.zoom(2, 30s);
        QCOMPARE(view.visible(), range(20s, 80s));
        QCOMPARE(view.origin(), TimeView::Time(0s));
    }

    void aZoomThatReachesTheEndFollows()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.zoom(0.5, 100s); // the newest is held
        QVERIFY(view.follows());
        QCOMPARE(view.span(), TimeView::Time(30s));
        QCOMPARE(view.visible(), range(70s, 100s));
        view.zoom(0.5, 70s); // the oldest is held: the newest leaves the picture
        QVERIFY(!view.follows());
        QCOMPARE(view.visible(), range(70s, 85s));
    }

    void nothingIsZoomedIntoBelowASecondNorOutBeyondWhatIsKept()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        for (int i = 0; i < 50; ++i)
            view.zoom(0.5, 60s);
        QCOMPARE(view.visible().span(), TimeView::kLeastSpan);
        QVERIFY(view.visible().contains(60s));
        for (int i = 0; i < 50; ++i)
            view.zoom(2, 60s);
        QVERIFY(view.follows());
        QVERIFY(view.visible().begin <= TimeView::Time(0s));
        QCOMPARE(view.visible().end, TimeView::Time(100s));
        QVERIFY(view.visible().span() < TimeView::Time(104s));
    }

    void zoomsByNonsenseDoNothing()
    {
        TimeView view;
        view.zoom(0.5, 3s); // nothing is kept
        view.setKept(range(0s, 100s));
        const TimeRange before = view.visible();
        for (const double factor : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
            view.zoom(factor, 50s);
        QCOMPARE(view.visible(), before);
        view.zoom(std::numeric_limits<double>::infinity(), 50s);
        QVERIFY(view.visible().span() < TimeView::Time(104s));
    }

    void aPanLooksBackAndComesBackToTheNewest()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.pan(-10s);
        QVERIFY(!view.follows());
        QCOMPARE(view.visible(), range(30s, 90s));
        view.setKept(range(0s, 105s)); // it stands still
        QCOMPARE(view.visible(), range(30s, 90s));
        view.pan(-1000s);
        QCOMPARE(view.visible(), range(0s, 60s));
        view.pan(1000s);
        QVERIFY(view.follows());
        QCOMPARE(view.visible(), range(45s, 105s));
    }

    void whatIsForgottenLeavesThePicture()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.show(range(10s, 20s));
        view.select(range(12s, 30s));
        view.setKept(range(14s, 114s)); // less than half of it
        QCOMPARE(view.visible(), range(10s, 20s));
        QCOMPARE(*view.selection(), range(14800ms, 30s));
        view.setKept(range(18s, 118s));
        QCOMPARE(view.visible(), range(13s, 23s));
        QSignalSpy changed(&view, &TimeView::selectionChanged);
        view.setKept(range(40s, 140s));
        QVERIFY(!view.selection());
        QCOMPARE(changed.count(), 1);
    }

    void aSelectionIsOfWhatIsKept()
    {
        TimeView view;
        view.setKept(range(10s, 100s));
        QCOMPARE(view.chosen(), range(40s, 100s)); // what is visible
        view.select(range(0s, 20s));
        QCOMPARE(*view.selection(), range(10s, 20s));
        QCOMPARE(view.chosen(), range(10s, 20s));
        view.select(range(0s, 5s));
        QVERIFY(!view.selection());
    }

    void anotherSourceBeginsAnew()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.follow(10s);
        view.show(range(10s, 20s));
        view.select(range(12s, 15s));
        view.setKept(range(0s, 3s)); // its clock began anew
        QVERIFY(view.follows());
        QVERIFY(!view.selection());
        QCOMPARE(view.span(), TimeView::Time(10s)); // as much time as the person wants to see
    }

    void everyStepCanBeGoneBackTo()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        std::vector<TimeView::State> before;
        connect(&view, &TimeView::stepped, this, [&before](const auto& was, const auto& /*is*/) {
            before.push_back(was);
        });
        view.zoom(0.5, 70s);
        view.pan(-5s);
        view.select(range(50s, 60s));
        view.select(range(50s, 60s)); // nothing new
        view.follow();
        QCOMPARE(before.size(), std::size_t(4));
        while (!before.empty()) {
            view.restore(before.back());
            QCOMPARE(view.state(), before.back());
            before.pop_back();
        }
        QCOMPARE(view.visible(), range(40s, 100s));
    }

    void whatWasForgottenIsNotGoneBackTo()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.show(range(10s, 20s));
        view.select(range(12s, 15s));
        const TimeView::State before = view.state();
        view.clearSelection();
        view.follow();
        view.setKept(range(50s, 150s));
        view.restore(before);
        QCOMPARE(view.visible(), range(50s, 60s));
        QVERIFY(!view.selection());
        view.restart();
        view.setKept(range(0s, 5s)); // of another source, and before that time
        view.restore({.looksAt = range(60s, 62s),
                      .span = TimeView::kUsualSpan,
                      .selection = {},
                      .base = {}});
        QCOMPARE(view.visible(), range(3s, 5s));
    }

    void twoRangesAreComparedAsFarAsTheyAreKept()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        QSignalSpy changed(&view, &TimeView::selectionChanged);
        view.keepAsBase(); // nothing is selected
        QCOMPARE(changed.count(), 0);
        view.select(range(10s, 20s));
        view.keepAsBase();
        QCOMPARE(view.base(), range(10s, 20s));
        QVERIFY(!view.selection());
        QCOMPARE(changed.count(), 2);
        view.select(range(30s, 40s));
        QCOMPARE(view.selected(), (std::vector{range(10s, 20s), range(30s, 40s)}));
        view.setKept(range(15s, 115s));
        QCOMPARE(view.base(), range(15250ms, 20s));
        QCOMPARE(changed.count(), 4);
        view.setKept(range(25s, 125s));
        QVERIFY(!view.base()); // forgotten
        QCOMPARE(view.selection(), range(30s, 40s));
        view.compare(range(0s, 30s), range(120s, 130s));
        QCOMPARE(view.selected(), (std::vector{range(25s, 30s), range(120s, 125s)}));
        view.clearSelection();
        QVERIFY(view.selected().empty());
    }

    void aSelectionWhoseOldestEndIsForgottenIsCutSeldom()
    {
        TimeView view;
        view.setKept(range(0s, 60s));
        view.select(range(0s, 40s));
        QSignalSpy changed(&view, &TimeView::selectionChanged);
        constexpr auto kBeat = 50ms;
        for (auto begin = kBeat; begin <= 20s; begin += kBeat) {
            view.setKept({begin, begin + 60s});
            QVERIFY(view.selection());
            QVERIFY(view.kept().contains(*view.selection()));
            QCOMPARE(view.selection()->end, TimeView::Time(40s));
        }
        QVERIFY(view.selection()->begin <= 21s); // of what is left no more than a twentieth
        QVERIFY2(changed.count() > 0 && changed.count() < 20,
                 qPrintable(QString::number(changed.count())));
        view.setKept(range(41s, 101s));
        QVERIFY(!view.selection());
    }

    void dataThatMoveOnAreNoChangeOfWhatIsLookedAt()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        QSignalSpy changed(&view, &TimeView::visibleChanged);
        view.setKept(range(0s, 101s)); // the views are refreshed anyway
        QCOMPARE(changed.count(), 0);
        view.pan(-10s);
        QCOMPARE(changed.count(), 1);
    }

    void aPinnedRangeStands()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.pin(range(90s, 110s));
        view.zoom(0.5, 95s);
        view.pan(5s);
        QCOMPARE(view.visible(), range(90s, 110s));
        QCOMPARE(view.origin(), TimeView::Time(90s));
        QCOMPARE(view.chosen(), range(90s, 100s));
    }

    void aMarkerStandsInTheMiddle()
    {
        TimeView view;
        view.setKept(range(0s, 100s));
        view.follow(20s);
        view.centre(97s);
        QCOMPARE(view.visible(), range(87s, 107s)); // also where there are no data yet
        QVERIFY(!view.follows());
    }
};

LOCKSCOPE_UI_TEST(TimeViewTest)
#include "time_view_test.moc"
