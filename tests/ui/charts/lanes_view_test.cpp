// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/all_charts.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_axes.h"
#include "ui/charts/lane_filter_bar.h"
#include "ui/charts/lanes_view.h"
#include "ui/charts/thread_pick.h"

#include <QAction>
#include <QComboBox>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using Order = std::vector<std::uint32_t>;

/// Which threads have a lane, where, and what stands beside it.
class LanesViewTest : public test::WindowFixture
{
    Q_OBJECT

    /// Lanes of so many threads, in a widget of their own.
    struct Lanes
    {
        ui::TimeView view;
        ui::ThreadPick pick;
        ui::LanesView lanes{&view, nullptr, &pick};
        measure::History history;

        explicit Lanes(int threads, int height = 400)
        {
            test::SyntheticSource({.threads = threads}).fill(history, 20s);
            lanes.setTheme(ui::Theme::light());
            lanes.resize(900, height);
            lanes.show();
            lanes.refresh(history);
        }
        template<class Widget>
        [[nodiscard]] Widget* find(const char* name) const
        {
            return lanes.findChild<Widget*>(name);
        }
        void click(double y, Qt::MouseButton button = Qt::LeftButton)
        {
            const QRectF plot = lanes.plotArea();
            QTest::mouseClick(lanes.canvas(), button, {}, QPointF(plot.center().x(), y).toPoint());
        }
    };

private slots:
    void lanesAreFilteredByTextAndState()
    {
        Lanes on(8);
        auto* bar = on.find<QWidget>("lane-filter");
        QVERIFY(bar->isHidden());
        on.lanes.openFilter();
        QVERIFY(!bar->isHidden());
        auto* text = on.find<QLineEdit>("lane-filter-text");
        text->setText("2, 5-6");
        QCOMPARE(on.lanes.order(), (Order{2, 5, 6}));
        QVERIFY(on.lanes.choice().filters());
        text->setText("nobody");
        QVERIFY(on.lanes.order().empty());
        QVERIFY(test::svgOf(on.lanes, {700, 300}).contains("no thread is as the filter says"));
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(bar->isHidden() && text->text().isEmpty());
        QCOMPARE(on.lanes.laneCount(), 8);

        on.lanes.openFilter();
        auto* state = on.find<QComboBox>("lane-filter-state");
        QCOMPARE(state->count(), int(measure::kStateCount) + 1);
        for (int i = 0; i < int(measure::kStateCount); ++i) {
            state->setCurrentIndex(i + 1);
            QVERIFY(on.lanes.choice().state == measure::kStates[std::size_t(i)]);
            for (const std::uint32_t worker : on.lanes.order())
                QVERIFY((*on.lanes.shares()[worker].states()).share[std::size_t(i)]
                        >= float(ui::LaneChoice::kInState) * 0.99F);
        }
    }

    void aStateThatIsTypedFiltersAsTheListDoes()
    {
        Lanes on(8);
        on.lanes.openFilter();
        auto* text = on.find<QLineEdit>("lane-filter-text");
        auto* list = on.find<QComboBox>("lane-filter-state");
        std::set<std::size_t> sizes;
        for (int i = 0; i < int(measure::kStateCount); ++i) {
            const auto name = measure::stateName(measure::kStates[std::size_t(i)]);
            const QString typed = QString::fromLatin1(name.data(), qsizetype(name.size()));
            text->clear();
            list->setCurrentIndex(i + 1);
            const Order listed = on.lanes.order();
            list->setCurrentIndex(0);
            for (const QString& as : {typed, typed.toUpper(), typed.left(3)}) {
                text->setText(as);
                QVERIFY2(on.lanes.order() == listed, qPrintable(as));
            }
            sizes.insert(listed.size());
            text->setText(typed + ", 7");
            Order both = listed;
            if (std::find(both.begin(), both.end(), 7U) == both.end())
                both.push_back(7);
            QCOMPARE(on.lanes.order(), both);
        }
        QVERIFY(sizes.size() > 1); // not all threads were in all of them
        text->setText("thread");
        QCOMPARE(on.lanes.laneCount(), 8);
    }

    void figuresBesideTheLanesSayWhatTheyAre()
    {
        Lanes on(8);
        const auto tip = [&on](double x, double y) {
            const QPoint at = QPointF(x, y).toPoint();
            QToolTip::hideText();
            QHelpEvent event(QEvent::ToolTip, at, on.lanes.canvas()->mapToGlobal(at));
            QApplication::sendEvent(on.lanes.canvas(), &event);
            return QToolTip::isVisible() ? QToolTip::text() : QString();
        };
        const QRectF plot = on.lanes.plotArea();
        const double heading = ui::LanesView::lanesIn(plot).top() - 5;
        const double right = plot.right() + ui::LaneShares::width();
        QVERIFY(tip(right - 5, heading).startsWith("Lock: "));
        QVERIFY(tip(right - 5, plot.bottom() - 5).startsWith("Lock: "));
        QVERIFY(tip(plot.right() + 12, heading).startsWith("Time: "));
        QVERIFY(tip(right - ui::LaneShares::width() / 3, heading).startsWith("Work: "));
        (void)tip(plot.center().x(), heading); // which says nothing
        QTRY_VERIFY(!QToolTip::isVisible());
    }

    void aPinnedLaneStaysOnTopAndIsClickedThere()
    {
        Lanes on(64, 300);
        on.lanes.stretch(10); // they scroll
        auto* bar = on.lanes.canvas()->findChild<QScrollBar*>();
        QVERIFY(bar->isVisible());
        on.pick.pick(40);
        QVERIFY(on.lanes.pickIsPinned() == false);
        on.lanes.togglePin();
        QVERIFY(on.lanes.pickIsPinned() == true);
        QCOMPARE(on.lanes.order().front(), 40U);
        bar->setValue(bar->maximum());
        on.pick.pick(std::nullopt);
        const double top = on.lanes.plotArea().top() + 25; // below the flags of markers
        on.click(top, Qt::RightButton);
        QVERIFY(on.pick.worker() == 40U);
        on.click(on.lanes.plotArea().bottom() - 3, Qt::RightButton);
        QVERIFY(on.pick.worker() == 63U);
        on.pick.pick(40);
        on.lanes.togglePin();
        QCOMPARE(on.lanes.order().front(), 0U);
    }

    void theLowestLaneOfAllIsReachedWhenSomeArePinned()
    {
        Lanes on(64, 300);
        on.lanes.stretch(10);
        ui::LaneChoice choice;
        for (std::uint32_t worker = 0; worker < 60; ++worker)
            choice.pinned.insert(worker); // more than there is room for
        on.lanes.setChoice(choice);
        auto* bar = on.lanes.canvas()->findChild<QScrollBar*>();
        bar->setValue(bar->maximum());
        on.click(on.lanes.plotArea().bottom() - 3, Qt::RightButton);
        QVERIFY(on.pick.worker() == 63U);
    }

    void sharesStandBesideTheLanesAndAreOfWhatIsLookedAt()
    {
        Lanes on(4);
        QVERIFY(test::svgOf(on.lanes, {900, 300}).contains(">lock<"));
        QVERIFY(!test::svgOf(on.lanes, {400, 300}).contains(">lock<")); // no room
        const double whole = on.lanes.plotArea().width();
        const auto lockOf = [&on](std::size_t worker) {
            const auto states = on.lanes.shares()[worker].states();
            return (*states)[measure::State::Guard] + (*states)[measure::State::Blocked];
        };
        const float before = lockOf(0);
        const auto& newest = *on.history.snapshots().back();
        on.view.select({newest.time - newest.interval, newest.time});
        const auto& last = *newest.threads[0].states;
        QCOMPARE(lockOf(0), last[measure::State::Guard] + last[measure::State::Blocked]);
        on.view.clearSelection();
        QCOMPARE(lockOf(0), before);

        ui::LaneChoice choice;
        choice.hasShares = false;
        on.lanes.setChoice(choice);
        QVERIFY(on.lanes.plotArea().width() > whole);
        QVERIFY(!test::svgOf(on.lanes, {900, 300}).contains(">lock<"));
    }

    void figuresBesideThinLanesNeverOverlap()
    {
        static const QRegularExpression share(R"re( y="([\d.]+)"[^>]*>[\d.]+.%<)re");
        const double line = std::ceil(QFontMetricsF(ui::plotFont()).height()) - 1.01;
        for (const int threads : {3, 40, 64, 200}) {
            Lanes on(threads);
            std::set<double> places;
            const QString svg = QString::fromUtf8(test::svgOf(on.lanes, {900, 140}));
            for (auto found = share.globalMatch(svg); found.hasNext();)
                places.insert(found.next().captured(1).toDouble());
            QVERIFY(places.size() > 1);
            for (auto next = std::next(places.begin()); next != places.end(); ++next)
                QVERIFY(*next - *std::prev(next) >= line);
        }
    }

    void sharesLeaveOutWhatIsHiddenAndSayWhatIsUnknown()
    {
        Lanes on(4);
        ui::ValueTable table = on.lanes.values();
        QCOMPARE(table.heading.size(), 1 + measure::kStateCount);
        QCOMPARE(table.rows.size(), std::size_t{4});
        on.lanes.setHiddenEntries({"preempted", "idle"});
        QCOMPARE(on.lanes.values().heading.size(), std::size_t{5});

        test::AllCharts unknown({.threads = 2, .unknownStates = true});
        table = unknown.lanes.values();
        for (std::size_t i = 1; i < table.rows[0].size(); ++i)
            QVERIFY(table.rows[0][i].empty());
        QVERIFY(test::svgOf(unknown.lanes, {900, 300}).contains("unknown"));
    }

    void flagsOfMarkersCoverNoLane()
    {
        test::AllCharts dashboard({.threads = 4});
        const ui::LanesView& lanes = dashboard.lanes;
        const QRectF plot = lanes.plotArea();
        const QImage image = lanes.canvas()->grab().toImage();
        const QColor flag = ui::Theme::light().accent;
        // The frame of a flag is a row of the accent's colour; a line alone is one pixel wide.
        for (int y = int(plot.top()); y < int(plot.bottom()); ++y) {
            int run = 0;
            int longest = 0;
            for (int x = int(plot.left()); x < int(plot.right()); ++x) {
                run = image.pixelColor(x, y) == flag ? run + 1 : 0;
                longest = std::max(longest, run);
            }
            if (y > plot.top() + 22)
                QVERIFY2(longest < 8, qPrintable(QString::number(y)));
        }
    }

    void rowsOfTheMenuDoTheSame()
    {
        openActiveWindow(newSettings());
        run();
        auto* lanes = m_window->findChild<ui::LanesView*>();
        auto* pin = find<QAction>("pin-lane");
        QVERIFY(!pin->isEnabled());
        m_window->findChild<ui::ThreadPick*>()->pick(lanes->order().back());
        QVERIFY(pin->isEnabled() && !pin->isChecked());
        QTest::keyClick(m_window.get(), Qt::Key_P);
        QVERIFY(pin->isChecked());
        QCOMPARE(lanes->choice().pinned.size(), std::size_t{1});
        find<QAction>("lane-shares")->trigger();
        QVERIFY(!lanes->choice().hasShares);
        QTest::keyClick(m_window.get(), Qt::Key_Slash);
        QVERIFY(find<QLineEdit>("lane-filter-text")->hasFocus());
        QTest::keyClicks(find<QLineEdit>("lane-filter-text"), "p"); // typed, no action's key
        QCOMPARE(lanes->choice().text, QString("p"));
        QCOMPARE(lanes->choice().pinned.size(), std::size_t{1});
        closeWindow();
    }
};

LOCKSCOPE_UI_TEST(LanesViewTest)
#include "lanes_view_test.moc"
