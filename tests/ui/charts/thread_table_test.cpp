// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_history.h"
#include "tests/support/ui_test.h"
#include "ui/charts/share_delegate.h"
#include "ui/charts/thread_table.h"
#include "ui/charts/time_view.h"
#include "ui/models/history_mirror.h"
#include "ui/models/thread_table_model.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QEnterEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>

using namespace lockscope;
using namespace std::chrono_literals;
using Model = ui::ThreadTableModel;

namespace {

measure::History historyOf(const test::SyntheticOptions& options)
{
    measure::History history;
    test::SyntheticSource(options).fill(history, 3s);
    return history;
}

QString text(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class ThreadTableTest : public QObject
{
    Q_OBJECT

private slots:
    void rowsComeAndGoWithoutAReset()
    {
        Model model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ui::ThreadSortProxy proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester proxyTester(
            &proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        proxy.sort(Model::CallsColumn, Qt::DescendingOrder);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (const int threads : {8, 256, 3, 0, 5, 5}) {
            model.refresh(historyOf({.threads = threads}).snapshots());
            QCOMPARE(model.rowCount(), threads);
            QCOMPARE(proxy.rowCount(), threads);
        }
        model.refresh({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(resets.count(), 0);
    }

    void whatCameWhileItWasOutOfSightIsThereWhenItIsShown()
    {
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.refresh(historyOf({.threads = 2}));
        table.show();
        QCOMPARE(table.model()->rowCount(), 2);
        table.hide();
        table.refresh(historyOf({.threads = 64}));
        table.show();
        QCOMPARE(table.model()->rowCount(), 64);
    }

    void theFirstClickOnAFiguresHeadPutsTheMostOnTop()
    {
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.refresh(historyOf({.threads = 8}));
        table.show();
        const QHeaderView* header = table.horizontalHeader();
        const auto click = [&](int column) {
            QTest::mouseClick(header->viewport(),
                              Qt::LeftButton,
                              {},
                              {header->sectionViewportPosition(column) + 20, 8});
            return header->sortIndicatorOrder();
        };
        QCOMPARE(click(Model::WaitColumn), Qt::DescendingOrder);
        QCOMPARE(click(Model::WaitColumn), Qt::AscendingOrder);
        QCOMPARE(click(Model::CallsColumn), Qt::DescendingOrder);
        QCOMPARE(click(Model::IndexColumn), Qt::AscendingOrder);
    }

    void rowsKeepTheirPlacesWhileTheyArePointedAt()
    {
        measure::History history;
        test::SyntheticSource source({.threads = 3});
        const auto push = [&](const std::array<std::uint64_t, 3>& calls) {
            auto snapshot = std::make_shared<measure::Snapshot>(*source.next());
            for (std::size_t i = 0; i < calls.size(); ++i)
                snapshot->threads[i].calls = calls[i];
            history.clear();
            history.push(snapshot);
        };
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.show();
        const auto order = [&table] {
            QString threads;
            for (int row = 0; row < table.model()->rowCount(); ++row)
                threads += text(*table.model(), row, Model::IndexColumn);
            return threads;
        };
        push({10, 30, 20});
        table.refresh(history);
        table.sortByColumn(Model::CallsColumn, Qt::DescendingOrder);
        QCOMPARE(order(), QString("120"));
        QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
        QCoreApplication::sendEvent(table.viewport(), &enter);
        push({30, 10, 20});
        table.refresh(history);
        QCOMPARE(order(), QString("120"));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(table.viewport(), &leave);
        QCOMPARE(order(), QString("021"));
    }

    void aBarIsAsLongAsTheShareBehindWhichItStands()
    {
        struct Shown : ui::ShareDelegate
        {
            using ui::ShareDelegate::initStyleOption;
        } delegate;
        const measure::History history = historyOf({.threads = 4});
        Model model;
        model.refresh(history.snapshots());
        const QRect cell(100, 0, 200, 20);
        int bars = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = 0; column < Model::ColumnCount; ++column) {
                const QModelIndex index = model.index(row, column);
                QStyleOptionViewItem option;
                option.rect = cell;
                delegate.initStyleOption(&option, index);
                const QVariant share = index.data(Model::ShareRole);
                QCOMPARE(share.isValid(),
                         column == Model::ContendedColumn || column == Model::WaitColumn);
                const QGradient* bar = option.backgroundBrush.gradient();
                QCOMPARE(bar != nullptr, share.toDouble() > 0);
                if (bar == nullptr)
                    continue;
                ++bars;
                QCOMPARE(bar->stops().at(1).first, std::min(share.toDouble(), 1.0));
            }
        QVERIFY(bars > 0);
    }

    void itIsCopiedAsItStands()
    {
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.refresh(historyOf({.threads = 2}));
        table.show();
        table.sortByColumn(Model::IndexColumn, Qt::DescendingOrder);
        table.hideEntries({"p99"});
        QTest::keySequence(&table, QKeySequence::Copy);
        const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
        QCOMPARE(lines.size(), 4); // the last one ends, too
        QVERIFY(lines[0].startsWith("Thread\tCPU\tState\tCalls/s"));
        QVERIFY(!lines[0].contains("p99"));
        QVERIFY(lines[1].startsWith("1\t") && lines[2].startsWith("0\t"));
        QCOMPARE(lines[1].count('\t'), Model::ColumnCount - 2);
    }

    void unknownIsNeverZeroAndIsSortedLastBothWays()
    {
        measure::History history;
        auto snapshot =
            std::make_shared<measure::Snapshot>(*test::SyntheticSource({.threads = 4}).next());
        snapshot->threads[1].cpu.reset();
        snapshot->threads[1].states.reset();
        snapshot->threads[1].voluntarySwitches.reset();
        history.push(snapshot);
        Model model;
        model.refresh(history.snapshots());
        for (const int column : {Model::CpuColumn, Model::StateColumn, Model::VoluntaryColumn}) {
            QCOMPARE(text(model, 1, column), QStringLiteral("unknown"));
            QVERIFY(!model.index(1, column).data(Model::SortRole).isValid());
        }
        ui::ThreadSortProxy proxy;
        proxy.setSourceModel(&model);
        for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            proxy.sort(Model::CpuColumn, order);
            QCOMPARE(text(proxy, 3, Model::CpuColumn), QStringLiteral("unknown"));
        }
    }

    void switchesCountFromTheBeginOfTheHistory()
    {
        measure::History history;
        test::SyntheticSource source({.threads = 1});
        const auto push = [&](std::uint64_t voluntary) {
            auto snapshot = std::make_shared<measure::Snapshot>(*source.next());
            snapshot->threads[0].voluntarySwitches = voluntary;
            history.push(snapshot);
        };
        Model model;
        push(1000);
        model.refresh(history.snapshots());
        push(1007);
        model.refresh(history.snapshots());
        QCOMPARE(text(model, 0, Model::VoluntaryColumn), QStringLiteral("7"));
        history.clear(); // a reset
        model.refresh(history.snapshots());
        push(1010);
        model.refresh(history.snapshots());
        push(1012);
        model.refresh(history.snapshots());
        QCOMPARE(text(model, 0, Model::VoluntaryColumn), QStringLiteral("2"));
    }

    void aRangeIsShownAsItWas()
    {
        measure::History history;
        for (std::uint64_t i = 0; i < 40; ++i) {
            auto snapshot = std::make_shared<measure::Snapshot>();
            snapshot->sequence = i;
            snapshot->time = (i + 1) * 100ms;
            snapshot->interval = 100ms;
            measure::ThreadSnapshot thread;
            thread.tid = 7;
            thread.calls = i < 20 ? 100 : 500;
            thread.waitNs = i < 20 ? 50'000'000 : 0;
            thread.voluntarySwitches = 1000 + 3 * i;
            snapshot->threads.push_back(thread);
            history.push(snapshot);
        }
        Model model;
        model.refresh(history.snapshots(), ui::TimeRange{1s, 2s}); // snapshots 10 to 19
        QCOMPARE(text(model, 0, Model::CallsColumn), QStringLiteral("1.00 k"));
        QCOMPARE(text(model, 0, Model::WaitColumn), QStringLiteral("50.0 %"));
        QCOMPARE(text(model, 0, Model::VoluntaryColumn), QStringLiteral("30"));
        QCOMPARE(text(model, 0, Model::InvoluntaryColumn), QStringLiteral("unknown"));
        model.refresh(history.snapshots(), ui::TimeRange{0s, 4s});
        QCOMPARE(text(model, 0, Model::CallsColumn), QStringLiteral("3.00 k"));
        model.refresh(history.snapshots(), ui::TimeRange{8s, 9s}); // nothing lies in it
        QCOMPARE(model.rowCount(), 0);
        model.refresh(history.snapshots());
        QCOMPARE(text(model, 0, Model::CallsColumn), QStringLiteral("5.00 k"));
    }

    void aRangeIsSummedUpAgainOnlyWhenItIsAnother()
    {
        measure::History history;
        test::SyntheticSource source({.threads = 3});
        source.fill(history, 10s);
        Model model;
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const auto changes = [&](const measure::History& of, const ui::TimeRange& range) {
            const auto before = changed.count();
            Model fresh;
            for (Model* each : {&model, &fresh})
                each->refresh(of.snapshots(), range);
            if (text(model, 2, Model::CallsColumn) != text(fresh, 2, Model::CallsColumn))
                return -1;
            return static_cast<int>(changed.count() - before);
        };
        QCOMPARE(changes(history, {2s, 8s}), 1);
        source.fill(history, 1s);
        QCOMPARE(changes(history, {2s, 8s}), 0);
        for (const ui::TimeRange range : {ui::TimeRange{2s, 9s}, {3s, 9s}, {3s, 20s}})
            QCOMPARE(changes(history, range), 1);
        source.fill(history, 1s); // which lies in the range
        QCOMPARE(changes(history, {3s, 20s}), 1);
        QCOMPARE(changes(historyOf({.seed = 2, .threads = 3}), {2s, 20s}), 1);
    }

    void theTableShowsWhatIsSelectedAndSaysSo()
    {
        ui::TimeView view;
        ui::ThreadTable table(&view);
        table.show();
        const measure::History history = historyOf({.threads = 4});
        view.setKept({0s, history.end()});
        table.refresh(history);
        QCOMPARE(table.windowTitle(), QStringLiteral("Threads"));
        view.select({1s, 3s});
        QCOMPARE(table.windowTitle(), QStringLiteral("Threads in the selected 2.00 s"));
        view.setHovered(1s);
        QVERIFY(table.windowTitle().startsWith("Threads at -"));
        view.setHovered(std::nullopt);
        view.clearSelection();
        QCOMPARE(table.windowTitle(), QStringLiteral("Threads"));
    }

    void numbersSortAsNumbers()
    {
        Model model;
        model.refresh(historyOf({.threads = 12}).snapshots());
        ui::ThreadSortProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(Model::IndexColumn, Qt::DescendingOrder);
        QCOMPARE(text(proxy, 0, Model::IndexColumn), QStringLiteral("11"));
        proxy.sort(Model::IndexColumn, Qt::AscendingOrder);
        QCOMPARE(text(proxy, 2, Model::IndexColumn), QStringLiteral("2"));
    }

    void ratesAreMeansOfTheLastSecond()
    {
        measure::History history;
        for (std::uint64_t i = 0; i < 40; ++i) {
            auto snapshot = std::make_shared<measure::Snapshot>();
            snapshot->sequence = i;
            snapshot->time = (i + 1) * 100ms;
            snapshot->interval = 100ms;
            measure::ThreadSnapshot thread;
            thread.calls = i < 30 ? 999999 : (i % 2 == 0 ? 100 : 300);
            thread.contended = thread.calls / 4;
            thread.waitNs = 25'000'000;
            snapshot->threads.push_back(thread);
            history.push(snapshot);
        }
        Model model;
        model.refresh(history.snapshots());
        QCOMPARE(model.index(0, Model::CallsColumn).data(Model::SortRole).toDouble(), 2000.0);
        QCOMPARE(text(model, 0, Model::CallsColumn), QStringLiteral("2.00 k"));
        QCOMPARE(text(model, 0, Model::ContendedColumn), QStringLiteral("25.0 %"));
        QCOMPARE(text(model, 0, Model::WaitColumn), QStringLiteral("25.0 %"));
        QCOMPARE(text(model, 0, Model::P99WaitColumn), QStringLiteral("\u2013"));
    }

    void aWaitUnderWayCountsAndTheLongestSuffererComesFirst()
    {
        // Threads 0 and 1 have waited for 3 and 5 seconds and wait on; 2 has waited for the half of
        // its time, 3 never. The wait of 4 of two seconds has just ended: it counts with what of it
        // lies in the last second.
        measure::History history;
        for (std::uint64_t i = 0; i < 60; ++i) {
            auto snapshot = std::make_shared<measure::Snapshot>();
            snapshot->sequence = i;
            snapshot->time = (i + 1) * 100ms;
            snapshot->interval = 100ms;
            snapshot->threads.resize(5);
            for (std::uint32_t t = 0; t < 5; ++t)
                snapshot->threads[t].index = t;
            const auto left = static_cast<std::uint64_t>((60 - i - 1) * 100'000'000);
            const auto soFar = [left](std::uint64_t ns) { return ns > left ? ns - left : 0; };
            snapshot->threads[0].waitSoFarNs = soFar(3'000'000'000);
            snapshot->threads[1].waitSoFarNs = soFar(5'000'000'000);
            snapshot->threads[2].waitNs = 50'000'000;
            snapshot->threads[2].waitSoFarNs = 0;
            snapshot->threads[3].waitSoFarNs = 0;
            snapshot->threads[4].waitSoFarNs = i < 59 ? soFar(2'000'000'000) : 0;
            snapshot->threads[4].waitNs = i < 59 ? 0 : 2'000'000'000;
            history.push(snapshot);
        }
        Model model;
        model.refresh(history.snapshots());
        QCOMPARE(text(model, 0, Model::WaitColumn), QStringLiteral("100.0 %, 3.00 s so far"));
        QCOMPARE(text(model, 1, Model::WaitColumn), QStringLiteral("100.0 %, 5.00 s so far"));
        QCOMPARE(text(model, 2, Model::WaitColumn), QStringLiteral("50.0 %"));
        QCOMPARE(text(model, 3, Model::WaitColumn), QStringLiteral("0.0 %"));
        QCOMPARE(text(model, 4, Model::WaitColumn), QStringLiteral("100.0 %"));
        ui::ThreadSortProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(Model::WaitColumn, Qt::DescendingOrder);
        for (int row = 0; const int thread : {1, 0, 4, 2, 3})
            QCOMPARE(text(proxy, row++, Model::IndexColumn), QString::number(thread));
    }

    void mirrorSeesOnlyWhatIsNew()
    {
        test::SyntheticSource source({.threads = 1});
        measure::History history(2s);
        ui::HistoryMirror mirror;
        QVERIFY(mirror.follow(history).restarted);
        source.fill(history, 2s);
        QVERIFY(mirror.follow(history).restarted);
        const auto unchanged = mirror.follow(history);
        QVERIFY(!unchanged.restarted && unchanged.dropped.empty());
        QCOMPARE(unchanged.firstNew, history.snapshots().size());
        source.fill(history, 500ms);
        const auto step = mirror.follow(history);
        QVERIFY(!step.restarted);
        QCOMPARE(mirror.snapshots(), history.snapshots());
        QCOMPARE(mirror.snapshots().size() - step.firstNew, std::size_t{10});
        history.clear();
        source.fill(history, 1s);
        QVERIFY(mirror.follow(history).restarted);
    }
};

LOCKSCOPE_UI_TEST(ThreadTableTest)
#include "thread_table_test.moc"
