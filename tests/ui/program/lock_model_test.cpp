// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/made_up_report.h"
#include "tests/support/ui_test.h"
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

private slots:
    void rowsStayTheSameLocksFromReportToReport()
    {
        LockModel model;
        const QAbstractItemModelTester tester(&model);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setReport(test::shared(test::madeUpReport(1)), true);
        QCOMPARE(model.rowCount(), 4);
        const QPersistentModelIndex insert = model.index(*model.rowOf(2), 0);
        auto later = test::madeUpReport(2);
        std::reverse(later.locks.begin(), later.locks.end());
        later.locks.erase(later.locks.begin()); // the gate
        later.locks.push_back(test::lockOf(9, "<b>new</b>", 5));
        const auto before = resets.count();
        model.setReport(test::shared(later), true);
        QCOMPARE(resets.count(), before);
        QCOMPARE(model.rowCount(), 4);
        QVERIFY(insert.isValid());
        QCOMPARE(insert.data().toString(), QString("insert (cache.c:88)"));
        QCOMPARE(model.lockAt(insert.row())->lock.counts.acquisitions, std::uint64_t{200});
        QVERIFY(!model.rowOf(3));
        QVERIFY(model.rowOf(9).has_value());
        model.setReport(nullptr, false);
        QCOMPARE(model.rowCount(), 0);
    }

    void ratesAreOfTheLastSecondsAndOfAllAfterTheEnd()
    {
        LockModel model;
        auto report = test::madeUpReport(1);
        model.setReport(test::shared(report), true);
        report.reading.elapsed = std::chrono::seconds(3);
        report.locks.front().lock.counts.acquisitions = 1000 + 8000;
        model.setReport(test::shared(report), true);
        const int row = *model.rowOf(1);
        QCOMPARE(textIn(model, row, LockModel::RateColumn), ui::formatScaled(4000));
        model.setReport(test::shared(report), false);
        QCOMPARE(textIn(model, row, LockModel::RateColumn), ui::formatScaled(3000));
    }

    void figuresAreThoseOfTheReport()
    {
        LockModel model;
        model.setReport(test::shared(test::madeUpReport(1)), true);
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
        model.setReport(test::shared(report), true);
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
        model.setReport(test::shared(test::madeUpReport(1)), true);
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
        model.setReport(test::shared(later), true);
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
