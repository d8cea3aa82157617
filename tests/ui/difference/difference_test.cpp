// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/difference_fixture.h"
#include "tests/support/ui_test.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_axes.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/range_strip.h"
#include "ui/models/difference_model.h"
#include "ui/words/range_text.h"

#include <QComboBox>
#include <QFontMetrics>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using test::jsonOf;
using test::ticksOf;
using test::wordsIn;

/// What is compared, and how it is drawn side by side.
class DifferenceTest : public test::DifferenceFixture
{
    Q_OBJECT

private slots:
    void initTestCase() { makeRecordings(); }
    void init() { openPage(); }
    void cleanup() { closePage(); }

    void twoFilesAreComparedAsWholesInTheNumbersAndWordsOfTheCore()
    {
        m_page->comparison().open(kA, m_turns);
        m_page->comparison().open(kB, m_steady);
        const recording::Difference expected = coreOf(m_turns, m_steady);
        QTRY_VERIFY(shows(expected));
        QCOMPARE(verdict(), QString::fromStdString(expected.verdict()));
        const auto rows = recording::rowsOf(expected);
        const QAbstractItemModel& model = *find<QTableView>("differences")->model();
        QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
        for (int i = 0; i < model.rowCount(); ++i) {
            const recording::DifferenceRow& row = rows[static_cast<std::size_t>(i)];
            const std::array texts{row.label, row.a.whole(), row.b.whole(), row.change.whole()};
            for (int column = 0; column < model.columnCount(); ++column)
                QCOMPARE(model.index(i, column).data().toString(),
                         QString::fromStdString(texts[static_cast<std::size_t>(column)]));
        }
        for (const std::string& remark : expected.remarks)
            QVERIFY(find<QLabel>("notes")->text().contains(QString::fromStdString(remark)));
        QVERIFY(!expected.remarks.empty()); // A holds changes
    }

    void ofWatchedProgramsTheLocksAreComparedToo()
    {
        const QString program = ":/lockscope/recordings/go-callbacks.lockscope";
        m_page->comparison().open(kA, program);
        m_page->comparison().open(kB, program);
        const QAbstractItemModel& model = *find<QTableView>("differences")->model();
        QTRY_VERIFY(
            model
                .match(model.index(0, 0), Qt::DisplayRole, "_cgo_wait_runt", 1, Qt::MatchStartsWith)
                .size()
            == 1);
        const QModelIndex lock =
            model.match(model.index(0, 0), Qt::DisplayRole, "_cgo_wait_runt", 1).front();
        QVERIFY(lock.data(Qt::ToolTipRole)
                    .toString()
                    .startsWith("mutex in _cgo_wait_runtime_init_done (gcc_libinit.c:38): no "
                                "difference shown. "));
        QVERIFY(lock.siblingAtColumn(ui::DifferenceModel::AColumn).data().toString().contains('%'));
        // A number that is cut off is another number.
        const auto* table = find<QTableView>("differences");
        const QFontMetrics metrics(ui::plotFont());
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = ui::DifferenceModel::AColumn; column < model.columnCount(); ++column)
            {
                const QString interval =
                    model.index(row, column).data(ui::DifferenceModel::IntervalRole).toString();
                QVERIFY2(metrics.horizontalAdvance(interval) < table->columnWidth(column),
                         qPrintable(interval));
            }
        QVERIFY(ui::settingsText(*m_page->comparison().side(kA).choice.recording, 1s)
                    .startsWith("./go_callbacks"));
    }

    void typedRangesAreComparedAtOnce()
    {
        m_page->comparison().open(kA, m_turns);
        m_page->comparison().open(kB, m_steady);
        type("from-A", 13);
        type("until-A", 20);
        type("until-B", 8.5);
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady, 13s, 20s, std::nullopt, 8500ms)));
        QVERIFY(verdict().startsWith("B is 0.6"));
        QTest::mouseClick(find<QPushButton>("whole-A"), Qt::LeftButton);
        QTest::mouseClick(find<QPushButton>("whole-B"), Qt::LeftButton);
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady)));
    }

    void oneFileIsComparedBeforeAndAfterAMarker()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QVERIFY(verdict().startsWith("B is 1.57x"));
        auto* markers = find<QComboBox>("markers");
        QCOMPARE(markers->count(), 6); // five, and none
        QCOMPARE(markers->currentIndex(), 1);
        QVERIFY(markers->itemText(2).contains("fast path off"));

        m_page->comparison().open(kB, m_steady); // then B is another
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady)));
        QCOMPARE(markers->currentIndex(), 0);
        markers->setFocus();
        QTest::keyClick(markers, Qt::Key_Down);
        QTest::keyClick(markers, Qt::Key_Down);
        QTRY_VERIFY(shows(coreAround(m_turns, 1)));
        QCOMPARE(markers->currentIndex(), 2);
        QCOMPARE(find<QComboBox>("file-B")->currentData().toString(), m_turns);
    }

    void withoutMarkersHalvesAreCompared()
    {
        m_page->comparison().open(kA, m_steady);
        QTRY_VERIFY(shows(coreOf(m_steady, m_steady, 0s, 10s, 10s, 20s)));
        QCOMPARE(verdict(), QString("no difference shown"));
        QVERIFY(!find<QComboBox>("markers")->isEnabled());
    }

    void thePlaceThatWasPlayedChoosesTheNearestMarker()
    {
        m_page->comparison().compareAround(ui::openRecording(m_turns), m_turns, 25s);
        QTRY_VERIFY(shows(coreAround(m_turns, 1))); // at 24 s
        m_page->comparison().compareAround(ui::openRecording(m_turns), m_turns, 43s);
        QTRY_VERIFY(shows(coreAround(m_turns, 3))); // at 48 s, not at 36 s
    }

    void rangesAreDragged()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(m_page->difference());
        auto* strip = find<ui::RangeStrip>("range-A");
        const auto at = [strip](std::chrono::nanoseconds time) {
            return QPoint(qRound(strip->xOf(time)), strip->height() / 2);
        };
        QSignalSpy moved(strip, &ui::RangeStrip::rangeChanged);
        const auto drag = [&](const QPoint& from, const QPoint& to) {
            QTest::mousePress(strip, Qt::LeftButton, {}, from);
            QTest::mouseMove(strip, to);
            QTest::mouseRelease(strip, Qt::LeftButton, {}, to);
            return moved.last();
        };
        const auto isAbout = [](const QVariant& time, std::chrono::nanoseconds expected) {
            return std::chrono::abs(time.value<std::chrono::nanoseconds>() - expected) < 400ms;
        };
        // The first marker's range is 0 to 12 s. Its end to 6 s:
        QList<QVariant> range = drag(at(12s) + QPoint(-1, 0), at(6s));
        QVERIFY(isAbout(range[0], 0s) && isAbout(range[1], 6s));
        QCOMPARE(find<QComboBox>("markers")->currentIndex(), 0);
        // All of it, 20 s on; then its beginning past its end; then a new one.
        range = drag(at(3s), at(23s));
        QVERIFY(isAbout(range[0], 20s) && isAbout(range[1], 26s));
        range = drag(at(20s), at(30s));
        QVERIFY(isAbout(range[0], 26s) && isAbout(range[1], 30s));
        range = drag(at(40s), at(45s));
        QVERIFY(isAbout(range[0], 40s) && isAbout(range[1], 45s));
        // What is shown is of the very range that was dragged to, not of a rounded one.
        const auto [before, after] = recording::aroundMarker(ui::openRecording(m_turns), 0);
        const auto difference =
            recording::compare(recording::rangeOf(before.recording,
                                                  range[0].value<std::chrono::nanoseconds>(),
                                                  range[1].value<std::chrono::nanoseconds>()),
                               after);
        QTRY_VERIFY(shows(difference));
        // Of the whole nothing can be moved: a new range is drawn in it.
        QTest::mouseClick(find<QPushButton>("whole-A"), Qt::LeftButton);
        range = drag(at(20s), at(25s));
        QVERIFY(isAbout(range[0], 20s) && isAbout(range[1], 25s));
    }

    void bothSidesHaveTheSameAxes()
    {
        m_page->comparison().open(kA, m_turns);
        type("from-A", 1);
        type("until-A", 4);
        type("from-B", 13);
        type("until-B", 23);
        QTRY_VERIFY(shows(coreOf(m_turns, m_turns, 1s, 4s, 13s, 23s)));
        for (const char* id : {"compare-throughput", "compare-lock-wait", "compare-states"}) {
            const QStringList a = ticksOf(pair(id).chart(kA));
            QVERIFY2(a.contains("0 s") && a.contains("10 s"), id); // B's length, from the begin on
            QCOMPARE(ticksOf(pair(id).chart(kB)), a);
        }
        // 26.4 M alone would end at 30 M; 41.5 M is on the other side.
        QVERIFY(ticksOf(pair("compare-throughput").chart(kA)).contains("50"));
        // B has no wait to make an axis of, and takes A's.
        QVERIFY(ticksOf(pair("compare-lock-wait").chart(kB)).contains("1 µs"));
        const auto axes = [this](std::size_t side) {
            return ticksOf(pair("compare-histogram").chart(side));
        };
        QVERIFY(axes(kA).size() > 4);
        for (const QString& tick : axes(kA))
            QVERIFY2(axes(kB).contains(tick), qPrintable(tick));
        QVERIFY(wordsIn(pair("compare-histogram").chart(kB))
                    .join(' ')
                    .contains("no pass was contended"));
    }

    void axesDoNotHangOnWhatWasShownBefore()
    {
        std::vector<measure::SnapshotPtr> faster;
        for (const auto& snapshot : test::syntheticSnapshots(200, {.changeEverySeconds = 0})) {
            auto copy = std::make_shared<measure::Snapshot>(*snapshot);
            copy->delta.calls = copy->delta.calls * 13 / 10; // 34.3 M: an axis to 40 M
            faster.push_back(copy);
        }
        const QString file = write("faster.lockscope", test::recordingOf(faster));
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kA)).last(), QString("50"));
        m_page->comparison().open(kA, file);
        m_page->comparison().open(kB, file);
        QTRY_VERIFY(shows(coreOf(file, file, 0s, 5s, 5s, 10s)));
        // The live chart would keep its axis to 50 M, so as not to jump.
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kA)).last(), QString("40"));
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kB)).last(), QString("40"));
    }

    void whatIsHiddenInOneLegendIsHiddenInAll()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(m_page->difference());
        const auto hidden = [this](const char* id) {
            return pair(id).chart(kA).hiddenEntries() + pair(id).chart(kB).hiddenEntries();
        };
        auto* waits = m_page->findChild<ui::ChartPair*>("compare-lock-wait");
        auto* histogram = m_page->findChild<ui::ChartPair*>("compare-histogram");
        waits->setHiddenEntries({"mean", "p99"});
        QCOMPARE(hidden("compare-lock-wait"), (QStringList{"mean", "p99", "mean", "p99"}));
        QCOMPARE(hidden("compare-histogram"), (QStringList{"p99", "p99"}));
        histogram->setHiddenEntries({"passes", "p50"}); // and the other way round
        QCOMPARE(hidden("compare-lock-wait"), (QStringList{"mean", "p50", "mean", "p50"}));
        QCOMPARE(hidden("compare-histogram"), (QStringList{"passes", "p50", "passes", "p50"}));
        QVERIFY(hidden("compare-states").isEmpty());
    }

    void pointingAtOneSidePointsAtTheSameTimeOnTheOther()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(m_page->difference());
        const auto imageOf = [this](std::size_t side) {
            return pair("compare-throughput").chart(side).canvas()->grab().toImage();
        };
        const QImage before = imageOf(kB);
        const ui::ChartView& a = pair("compare-throughput").chart(kA);
        QTest::mouseMove(a.canvas(), a.plotArea().center().toPoint());
        QTRY_VERIFY(imageOf(kB) != before);
    }
};

LOCKSCOPE_UI_TEST(DifferenceTest)
#include "difference_test.moc"
