// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/all_charts.h"
#include "tests/support/svg_of.h"
#include "tests/support/synthetic_program.h"
#include "tests/support/ui_test.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/lane_filter_bar.h"
#include "ui/charts/lane_readout.h"
#include "ui/charts/range_card.h"
#include "ui/charts/thread_table.h"
#include "ui/models/thread_names.h"
#include "ui/models/thread_table_model.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QTest>

#include <algorithm>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

namespace {

measure::History programHistory(std::chrono::nanoseconds length = 3s)
{
    measure::History history;
    test::SyntheticProgram({.threads = 6}).fill(history, length);
    return history;
}

QStringList labelsOf(const ui::ChartView& chart)
{
    QStringList labels;
    for (const ui::LegendEntry& entry : chart.entries())
        labels << entry.label;
    return labels;
}

} // namespace

/// A watched program in the charts, lanes and tables: its words are not those of an experiment.
class ProgramChartsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyChartSpeaksOfAProgram()
    {
        test::AllCharts charts({}, 0s);
        const measure::History history = programHistory();
        for (ui::ChartView* chart : charts.views) {
            chart->refresh(history);
            QCOMPARE(chart->subject(), measure::Subject::Program);
            QStringList words{chart->title(), chart->meaning()};
            for (const ui::LegendEntry& entry : chart->entries())
                words << entry.label << entry.toolTip;
            for (const auto& heading : chart->values().heading)
                words << QString::fromStdString(heading);
            words << QString::fromUtf8(test::svgOf(*chart));
            for (const char* foreign :
                 {"worker", "guard", "native", "callback", "blocked", "idle", "passes", "calls"})
                QVERIFY2(!words.join('\n').contains(foreign, Qt::CaseInsensitive),
                         qPrintable(chart->id() + ": " + foreign));
        }
        QCOMPARE(labelsOf(charts.lanes),
                 QStringList({"running",
                              "waits for a lock",
                              "waits for a condition",
                              "preempted",
                              "asleep",
                              "unknown"}));
    }

    void anExperimentHasItsOwnWordsAgainAndWhatWasHiddenInThem()
    {
        test::AllCharts charts;
        charts.lanes.setHiddenEntries({"guard"});
        charts.lanes.refresh(programHistory());
        QVERIFY(charts.lanes.hiddenEntries().isEmpty());
        charts.lanes.setHiddenEntries({"asleep", "unknown"});
        charts.lanes.refresh(charts.history);
        QCOMPARE(charts.lanes.hiddenEntries(), QStringList{"guard"});
        QCOMPARE(labelsOf(charts.lanes).size(), 6);
        charts.lanes.refresh(programHistory());
        QCOMPARE(charts.lanes.hiddenEntries(), QStringList({"asleep", "unknown"}));
    }

    void lanesCarryThreadsNames()
    {
        test::AllCharts charts({}, 0s);
        charts.lanes.refresh(programHistory());
        const QByteArray picture = test::svgOf(charts.lanes);
        QVERIFY(picture.contains(">pool-0<"));
        QVERIFY(picture.contains("twin 5004")); // which of the two
        const auto values = charts.lanes.values();
        QCOMPARE(values.heading.at(1), std::string("running (share)"));
        QCOMPARE(values.rows.at(0).at(0), std::string("pool-0 (5000)"));
    }

    void threadsThatAreNotThereHaveNoLane()
    {
        measure::History history;
        test::SyntheticProgram program({.threads = 4});
        program.fill(history, 3s);
        while (history.end() < 6s) { // two are gone, and another came
            measure::Snapshot later = *program.next();
            later.threads.erase(later.threads.begin() + 1, later.threads.begin() + 3);
            later.threads.back().index = 7;
            history.push(std::make_shared<const measure::Snapshot>(later));
        }
        ui::ThreadNames names;
        names.follow(*history.snapshots().back());
        using Numbers = std::vector<std::uint32_t>;
        QCOMPARE(ui::laneOrder(history.snapshots(), {0s, 6s}, {}, 8, names),
                 (Numbers{0, 7, 1, 2, 3})); // those first that are there at the end
        QCOMPARE(ui::laneOrder(history.snapshots(), {4s, 6s}, {}, 8, names), (Numbers{0, 7}));
    }

    void ofManyThreadsThoseThatEndedSoonAreHiddenAndCounted()
    {
        measure::History history;
        test::SyntheticProgram program({.threads = 4});
        for (std::uint32_t i = 0; i < 60; ++i) { // a short one at a time, each in two snapshots
            measure::Snapshot snapshot = *program.next();
            if (i < 30) // this one ended, but was there for half of the time
                snapshot.threads.push_back(snapshot.threads.back());
            snapshot.threads[i < 30 ? 4 : 3].index = i < 30 ? 4 : 3;
            measure::ThreadSnapshot brief = snapshot.threads.front();
            brief.index = 5 + i / 2;
            snapshot.threads.push_back(brief);
            history.push(std::make_shared<const measure::Snapshot>(std::move(snapshot)));
        }
        ui::TimeView view;
        ui::LanesView lanes(&view);
        view.setKept({0s, history.end()});
        lanes.refresh(history);
        using Numbers = std::vector<std::uint32_t>;
        QCOMPARE(lanes.order(), (Numbers{0, 1, 2, 3, 34, 4})); // there at the end, then not
        QVERIFY2(lanes.title().contains("29 that ended"), qPrintable(lanes.title()));
        lanes.setChoice({.pinned = {7}});
        QCOMPARE(lanes.order(), (Numbers{7, 0, 1, 2, 3, 34, 4}));
        QVERIFY(lanes.title().contains("28 that ended"));
        lanes.setChoice({.hidesEnded = false});
        QCOMPARE(lanes.laneCount(), 35);
        QVERIFY(!lanes.title().contains("ended"));
        // What is looked at decides: of a short time they were there long enough.
        lanes.setChoice({});
        view.select({0s, history.end() / 4});
        lanes.setChoice({});
        QVERIFY2(!lanes.title().contains("ended"), qPrintable(lanes.title())); // few lanes
    }

    void theFilterKnowsNamesNumbersOfTheKernelAndTheProgramsStates()
    {
        test::AllCharts charts({}, 0s);
        charts.lanes.refresh(programHistory());
        const auto found = [&charts](const QString& text) {
            charts.lanes.setChoice({.text = text});
            return charts.lanes.order();
        };
        using Numbers = std::vector<std::uint32_t>;
        QCOMPARE(found("twin"), (Numbers{4, 5}));
        QCOMPARE(found("5001, 5003-5004"), (Numbers{1, 3, 4}));
        QCOMPARE(found("1"), Numbers{}); // no number that anybody sees
        QCOMPARE(found("waits for a lock").size(), std::size_t{6});
        const auto* states = charts.lanes.findChild<QComboBox*>("lane-filter-state");
        QCOMPARE(states->findText("waits for a condition for 5 % or more") > 0, true);
        QCOMPARE(states->count(), 6); // any, and five that can be known
    }

    void pointingAtALaneTellsWhatItsThreadWaitsForAndWhoHasIt()
    {
        test::AllCharts charts({}, 0s);
        charts.lanes.refresh(programHistory());
        const auto snapshot = programHistory().snapshots().back();
        ui::ThreadNames names;
        names.follow(*programHistory().snapshots().front());
        QStringList rows;
        for (const ui::ReadoutRow& row : ui::threadReadout(*snapshot, 1, {}, names))
            rows << row.label + ": " + row.value;
        QVERIFY2(rows.contains("thread: pool-1 (5001)"), qPrintable(rows.join('\n')));
        QVERIFY(rows.contains("waits for: evict (cache.c:88)"));
        QVERIFY(rows.contains("held by: pool-0 (5000)"));
    }

    void theTableOfThreadsHasTheProgramsWordsAndNoColumnThatNobodyFills()
    {
        using Model = ui::ThreadTableModel;
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.show();
        table.refresh(programHistory());
        QCOMPARE(table.model()->headerData(Model::CallsColumn, Qt::Horizontal).toString(),
                 QString("Taken/s"));
        QCOMPARE(table.model()->index(0, 0).data().toString(), QString("pool-0 (5000)"));
        QVERIFY(table.isColumnHidden(Model::VoluntaryColumn));
        measure::History experiment;
        test::SyntheticSource({.threads = 2}).fill(experiment, 2s);
        table.refresh(experiment);
        QVERIFY(!table.isColumnHidden(Model::VoluntaryColumn));
        QCOMPARE(table.model()->index(0, 0).data().toString(), QString("0"));
    }

    void twoRangesAreComparedByTheChosenLock()
    {
        measure::History history;
        test::SyntheticProgram before({.threads = 6});
        before.fill(history, 4s);
        std::deque<measure::SnapshotPtr> snapshots = history.snapshots();
        for (std::size_t i = snapshots.size() / 2; i < snapshots.size(); ++i) { // lock 2 is mended
            auto mended = *snapshots[i];
            auto part = *mended.program;
            part.locks.at(1).waitNs /= 10;
            part.locks.at(1).contended = 0;
            mended.program = std::make_shared<const measure::ProgramSnapshot>(std::move(part));
            snapshots[i] = std::make_shared<const measure::Snapshot>(std::move(mended));
        }
        ui::RangeCard card(nullptr);
        const auto texts = [&card](const std::optional<ui::ChosenLock>& lock,
                                   const std::deque<measure::SnapshotPtr>& of) {
            if (lock)
                card.compare(of, {0s, 2s}, {2s, 4s}, *lock);
            else
                card.compare(of, {0s, 2s}, {2s, 4s});
            return card.findChild<QLabel*>("range-selected")->text() + '\n'
                + card.findChild<QLabel*>("range-figures")->text();
        };
        const QString mended = texts(ui::ChosenLock{2, "evict (cache.c:88)"}, snapshots);
        QVERIFY2(mended.startsWith("evict (cache.c:88): better"), qPrintable(mended));
        QVERIFY2(mended.contains("contended 10.0 % → 0.0 %"), qPrintable(mended));
        QVERIFY2(mended.contains("acquisitions/s 4.00 k"), qPrintable(mended));
        QVERIFY2(mended.contains("lock wait, mean 100 µs → 10.0 µs"), qPrintable(mended));
        const QString other = texts(ui::ChosenLock{3, "insert"}, snapshots);
        QVERIFY2(!other.contains("better") && other.contains("acquisitions/s 6.00 k"),
                 qPrintable(other));
        QVERIFY(texts(std::nullopt, snapshots).contains("acquisitions/s 12.0 k"));
    }

    void aLegendThatRepeatsTheTitleTakesNoRow()
    {
        test::AllCharts charts({}, 0s);
        ui::ThroughputChart& chart = charts.throughput;
        chart.refresh(programHistory());
        auto* header = chart.findChild<ui::ChartHeader*>();
        auto* button = header->findChild<ui::LegendButton*>();
        const int wide = header->heightForWidth(900);
        QCOMPARE(header->heightForWidth(200), wide);
        header->resize(200, wide);
        QVERIFY(button->isHidden());
        button->setChecked(false); // who has hidden it gets it back
        QVERIFY(header->heightForWidth(200) > wide);
        header->resize(201, header->heightForWidth(201));
        QVERIFY(!button->isHidden());
        header->resize(900, wide);
        QVERIFY(!button->isHidden());
    }

    void theHistogramSaysThatItIsNotOfTheChosenLock()
    {
        ui::TimeView view;
        ui::HistogramChart chart(&view);
        chart.refresh(programHistory());
        QVERIFY(chart.title().contains("of all locks"));
        chart.setLock(ui::ChosenLock{1, "evict (cache.c:88)"});
        QVERIFY(chart.title().contains("all locks together"));
        measure::HistogramCounts waits; // since watching began these are known
        for (int i = 0; i < 7; ++i)
            waits.add(2000);
        chart.setLockWaits(ui::LockWaits{waits.sparse(), 12s});
        QVERIFY2(chart.title().endsWith("since watching began: evict (cache.c:88)"),
                 qPrintable(chart.title()));
        QCOMPARE(chart.values().rows.size(), std::size_t{1});
        QCOMPARE(chart.values().rows.at(0).at(2), std::string("7"));
        QVERIFY(test::svgOf(chart).contains("in the first 12.0 s"));
        view.select({1s, 2s}); // of a part of the time they are not
        QVERIFY(chart.title().contains("all locks together"));
        view.clearSelection();
        chart.setLock(ui::ChosenLock{2, "insert"}); // whose they are not
        QVERIFY(chart.title().contains("all locks together"));
        chart.setLock(std::nullopt);
        QVERIFY(!chart.title().contains("together"));
        QVERIFY(chart.values().rows.size() != 1);
    }

    void whatIsSelectedIsToldInTheProgramsWords()
    {
        ui::RangeCard card(nullptr);
        card.show(programHistory().snapshots(), {1s, 2s});
        QStringList texts;
        for (const QLabel* label : card.findChildren<QLabel*>())
            texts << label->text();
        QVERIFY2(texts.join('\n').contains("acquisitions/s 12.0 k"), qPrintable(texts.join('\n')));
        QVERIFY(!texts.join('\n').contains("calls/s"));
    }
};

LOCKSCOPE_UI_TEST(ProgramChartsTest)
#include "program_charts_test.moc"
