// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/made_up_report.h"
#include "tests/support/synthetic_program.h"
#include "tests/support/ui_test.h"
#include "ui/models/range_blocking.h"
#include "ui/program/lock_model.h"
#include "ui/program/process_model.h"
#include "ui/words/units.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using ui::LockModel;

namespace {

QString textIn(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

program::ListedProcess processOf(pid_t pid, const std::string& name, const std::string& whyNot)
{
    program::ListedProcess process;
    process.facts.pid = pid;
    process.facts.name = name;
    process.facts.startTicks = 1;
    if (!whyNot.empty())
        process.watch = {program::WatchObstacle::OtherUser, whyNot};
    return process;
}

} // namespace

/// Locks and processes as rows.
class LockModelTest : public QObject
{
    Q_OBJECT

    /// The rows of a report of which no earlier one is known.
    static std::vector<ui::LockRow> rowsOf(const program::WatchReport& report)
    {
        return ui::rowsOf(report, {});
    }

private slots:
    void rowsStayTheSameLocksFromReportToReport()
    {
        LockModel model;
        const QAbstractItemModelTester tester(&model);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows(rowsOf(test::madeUpReport(1)));
        QCOMPARE(model.rowCount(), 4);
        const QPersistentModelIndex insert = model.index(*model.rowOf(2), 0);
        auto later = test::madeUpReport(2);
        std::reverse(later.locks.begin(), later.locks.end());
        later.locks.erase(later.locks.begin()); // the gate
        later.locks.push_back(test::lockOf(9, "<b>new</b>", 5));
        const auto before = resets.count();
        model.setRows(rowsOf(later));
        QCOMPARE(resets.count(), before);
        QCOMPARE(model.rowCount(), 4);
        QVERIFY(insert.isValid());
        QCOMPARE(insert.data().toString(), QString("insert (cache.c:88)"));
        QCOMPARE(model.lockAt(insert.row()).value_or(0), 2U);
        QCOMPARE(textIn(model, insert.row(), LockModel::SufferedColumn), ui::formatDuration(2e7));
        QVERIFY(!model.rowOf(3));
        QVERIFY(model.rowOf(9).has_value());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void aNumberThatComesTwiceIsOneLock()
    {
        LockModel model;
        const QAbstractItemModelTester tester(&model);
        auto report = test::madeUpReport(1); // what a damaged file may tell
        report.locks.push_back(test::lockOf(1, "again", 5));
        report.conditions.push_back(test::lockOf(1, "and_again", 5));
        model.setRows(rowsOf(report));
        QCOMPARE(model.rowCount(), 4);
        model.setRows(rowsOf(report));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(textIn(model, *model.rowOf(1), LockModel::SiteColumn),
                 QString("evict (cache.c:88)"));
    }

    void ratesAreOfTheLastSecondsAndOfAllWhereThereAreNone()
    {
        ui::LockRates rates;
        auto report = test::madeUpReport(1);
        rates.remember(report);
        report.reading.elapsed = std::chrono::seconds(3);
        report.locks.front().lock.counts.acquisitions = 1000 + 8000;
        rates.remember(report);
        QCOMPARE(ui::rowsOf(report, rates).front().perSecond, std::optional(4000.0));
        QCOMPARE(ui::rowsOf(report, {}).front().perSecond, std::optional(3000.0));
    }

    void aRangeOfSnapshotsHasItsOwnFiguresAndSaysWhatItDoesNotKnow()
    {
        measure::History history;
        test::SyntheticProgram({.threads = 4}).fill(history, std::chrono::seconds(4));
        measure::ProgramNames names;
        names.follow(*history.snapshots().front());
        ui::RangeLocks range;
        QVERIFY(
            range.show(history.snapshots(), {std::chrono::seconds(1), std::chrono::seconds(3)}));
        auto rows = ui::rowsOf(range, names);
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows[0].site, QString("evict (cache.c:88)"));
        QCOMPARE(ui::formatScaled(rows[0].perSecond.value_or(0)), ui::formatScaled(2000));
        QCOMPARE(ui::formatShare(rows[0].contended), ui::formatShare(0.1));
        QCOMPARE(ui::formatDuration(rows[0].sufferedNs), ui::formatDuration(400e6));
        QCOMPARE(rows[0].waiters, 1U);
        QVERIFY(!rows[0].waitP99Ns && !rows[0].heldP50Ns && !rows[0].ownerChanges);
        QVERIFY(rows[2].condition);
        QVERIFY(!rows[2].causedNs); // nobody holds a condition
        // Moved on, it is as one that was made anew.
        QVERIFY(
            range.show(history.snapshots(), {std::chrono::seconds(2), std::chrono::seconds(4)}));
        ui::RangeLocks anew;
        QVERIFY(anew.show(history.snapshots(), {std::chrono::seconds(2), std::chrono::seconds(4)}));
        QCOMPARE(range.locks() == anew.locks(), true);
        QCOMPARE(range.seconds(), anew.seconds());
    }

    void whoBlockedWhomIsSeenAtTheEndOfEachSnapshot()
    {
        measure::History history;
        test::SyntheticProgram({.threads = 4}).fill(history, std::chrono::seconds(4));
        ui::RangeBlocking blocking;
        QVERIFY(
            blocking.show(history.snapshots(), {std::chrono::seconds(1), std::chrono::seconds(3)}));
        QCOMPARE(blocking.times().size(), std::size_t{1});
        const auto& [blocked, ns] = *blocking.times().begin();
        QCOMPARE(blocked.ownerTid, 5000U);
        QCOMPARE(blocked.waiter, 1U);
        QCOMPARE(blocked.lock, 1U);
        QCOMPARE(ns / 50'000'000, std::int64_t{40}); // snapshots
        QVERIFY(
            blocking.show(history.snapshots(), {std::chrono::seconds(9), std::chrono::seconds(9)}));
        QVERIFY(blocking.times().empty());
    }

    void figuresAreThoseOfTheReport()
    {
        LockModel model;
        model.setRows(rowsOf(test::madeUpReport(1)));
        const int row = *model.rowOf(1);
        QCOMPARE(textIn(model, row, LockModel::ContendedColumn), ui::formatShare(0.1));
        QCOMPARE(textIn(model, row, LockModel::SufferedColumn), ui::formatDuration(1.6e9));
        QCOMPARE(textIn(model, row, LockModel::CausedColumn), ui::formatDuration(5e7));
        QCOMPARE(textIn(model, row, LockModel::WaitersColumn), QString("3 (1.50 s so far)"));
        QCOMPARE(textIn(model, row, LockModel::HoldColumn), ui::unknownText()); // no sample
        QCOMPARE(textIn(model, *model.rowOf(3), LockModel::KindColumn), QString("mutex · gate"));
    }

    void whatWasNotCountedIsUnknownAndNeverZero()
    {
        LockModel model;
        auto report = test::madeUpReport(1);
        report.reading.exact = false;
        model.setRows(rowsOf(report));
        for (const int column : {LockModel::RateColumn,
                                 LockModel::ContendedColumn,
                                 LockModel::CausedColumn,
                                 LockModel::WaitP99Column,
                                 LockModel::HoldColumn,
                                 LockModel::OwnerChangesColumn})
            QCOMPARE(textIn(model, 0, column), ui::unknownText());
        QVERIFY(textIn(model, 0, LockModel::SufferedColumn) != ui::unknownText());
    }

    void theFilterFindsEveryWordAndConditionsOnlyWhenTheyAreWanted()
    {
        LockModel model;
        ui::LockFilter filter;
        const QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);
        model.setRows(rowsOf(test::madeUpReport(1)));
        QCOMPARE(filter.rowCount(), 3);
        filter.showConditions(true);
        QCOMPARE(filter.rowCount(), 4);
        filter.search("WORK gate");
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(textIn(filter, 0, 0), QString("take_work (cache.c:88)"));
        filter.search("");
        filter.sort(LockModel::SufferedColumn, Qt::DescendingOrder);
        QCOMPARE(textIn(filter, 0, 0), QString("evict (cache.c:88)"));
        auto later = test::madeUpReport(2);
        later.locks.at(1).lock.counts.waitNs = 90'000'000'000;
        model.setRows(rowsOf(later));
        filter.sortAgain();
        QCOMPARE(textIn(filter, 0, 0), QString("insert (cache.c:88)"));
    }

    void processesStayTheirRowsAndSayWhyTheyMayNotBeWatched()
    {
        ui::ProcessModel model;
        const QAbstractItemModelTester tester(&model);
        model.setProcesses({processOf(1, "init", "Process 1 is another user's."),
                            processOf(20, "a\033[31mb", {})});
        const QPersistentModelIndex second = model.index(1, ui::ProcessModel::PidColumn);
        QVERIFY(textIn(model, 0, ui::ProcessModel::WatchColumn).contains("another user's"));
        QCOMPARE(textIn(model, 1, ui::ProcessModel::WatchColumn), QString("yes"));
        QVERIFY(!textIn(model, 1, ui::ProcessModel::CommandColumn).contains('\033'));
        QCOMPARE(textIn(model, 1, ui::ProcessModel::CpuColumn), ui::unknownText());
        model.setProcesses({processOf(20, "b", {}), processOf(30, "c", {})});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(second.row(), 0);
        QCOMPARE(second.data().toInt(), 20);
    }
};

LOCKSCOPE_UI_TEST(LockModelTest)
#include "lock_model_test.moc"
