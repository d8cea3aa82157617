// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/made_up_report.h"
#include "tests/support/synthetic_program.h"
#include "tests/support/ui_test.h"
#include "ui/program/lock_model.h"
#include "ui/program/program_head.h"
#include "ui/program/swap_line.h"
#include "ui/widgets/elided_label.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <random>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

namespace {

/// A run of a made-up program whose lock 1 is taken a given number of times in each snapshot, give
/// or take a twentieth.
class SwappedRun
{
public:
    void go(int snapshots, double acquisitions, bool exact = true)
    {
        for (int i = 0; i < snapshots; ++i)
            push(acquisitions, exact, {});
    }
    /// A snapshot in which locks were given something else.
    void change(const std::vector<std::string>& labels, measure::ConfigFacts facts)
    {
        std::vector<measure::ConfigChange> changes;
        for (const std::string& label : labels)
            changes.push_back({.revision = ++m_revision, .label = label, .config = facts});
        push(0, true, std::move(changes));
    }

    measure::History history{600s};

private:
    void push(double acquisitions, bool exact, std::vector<measure::ConfigChange> changes)
    {
        measure::Snapshot made = *m_source.next();
        auto part = std::make_shared<measure::ProgramSnapshot>(*made.program);
        std::uniform_real_distribution<double> about(0.95, 1.05);
        part->locks.front().acquisitions =
            static_cast<std::uint64_t>(acquisitions * about(m_random));
        made.program = std::move(part);
        made.waitsExact = exact;
        for (measure::ConfigChange& change : changes)
            change.time = made.time;
        made.changes = std::move(changes);
        history.push(std::make_shared<const measure::Snapshot>(std::move(made)));
    }

    test::SyntheticProgram m_source;
    std::mt19937 m_random{1};
    std::uint64_t m_revision = 0;
};

const measure::ConfigFacts kTicket{{"program", "./x"}, {"lock 1, evict (cache.c:88)", "ticket"}};
const std::string kTicketLabel = "ticket: evict (cache.c:88)";

QString textOf(const SwappedRun& run)
{
    const auto effect = ui::lastSwapEffect(run.history);
    return effect ? ui::swapEffectText(*effect) : QString();
}

} // namespace

/// What a swap of a watched program's lock did, in words.
class SwapEffectTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutASwapThereIsNothingToTell()
    {
        SwappedRun run;
        QVERIFY(!ui::lastSwapEffect(run.history));
        run.go(100, 1000);
        QVERIFY(!ui::lastSwapEffect(run.history));
    }

    void itNamesTheLockTheFigureItsUnitAndBothTimes()
    {
        SwappedRun run;
        run.go(200, 1000); // at 20 a second
        run.change({kTicketLabel}, kTicket);
        run.go(30, 1300);
        QVERIFY2(textOf(run).contains("evict (cache.c:88): ticket stands in front of it; what that "
                                      "does is said in 1."),
                 qPrintable(textOf(run)));
        run.go(170, 1300);
        const auto effect = ui::lastSwapEffect(run.history);
        QVERIFY(effect && effect->ratio() && effect->ratio()->low && effect->ratio()->high);
        QVERIFY(*effect->ratio()->low > 1.2 && *effect->ratio()->low < 1.3);
        QVERIFY(*effect->ratio()->high > 1.3 && *effect->ratio()->high < 1.4);
        const QString text = ui::swapEffectText(*effect);
        QVERIFY2(text.startsWith("evict (cache.c:88): taken 1."), qPrintable(text));
        QVERIFY2(text.contains("x as often ("), qPrintable(text));
        QVERIFY2(text.contains(" k/s → "), qPrintable(text));
        // The snapshot with the change and a quarter of a second after it tell of neither side.
        QVERIFY2(
            text.endsWith("since ticket stands in front of it: 10 s before, 9.7 s after")
                || text.endsWith("since ticket stands in front of it: 10 s before, 9.8 s after"),
            qPrintable(text));
    }

    void theSameIsNoDifference()
    {
        SwappedRun run;
        run.go(200, 1000);
        run.change({kTicketLabel}, kTicket);
        run.go(200, 1000);
        QVERIFY2(textOf(run).contains("no difference shown in how often it is taken"),
                 qPrintable(textOf(run)));
    }

    void whatIsTooShortOrNotCountedIsNoRatio()
    {
        SwappedRun early;
        early.go(20, 1000);
        early.change({kTicketLabel}, kTicket);
        early.go(200, 1300);
        QVERIFY2(textOf(early).contains("nothing to compare with"), qPrintable(textOf(early)));
        SwappedRun sampled;
        sampled.go(200, 1000, false);
        sampled.change({kTicketLabel}, kTicket);
        sampled.go(200, 1000, false);
        QVERIFY2(textOf(sampled).contains("unknown"), qPrintable(textOf(sampled)));
    }

    void eachSideEndsAtTheNextChange()
    {
        SwappedRun run;
        run.go(200, 500);
        run.change({"mcs: evict (cache.c:88)"}, {{"lock 1, evict (cache.c:88)", "mcs"}});
        run.go(100, 1000);
        run.change({"own lock: evict (cache.c:88)"}, {});
        run.go(100, 500);
        const auto effect = ui::lastSwapEffect(run.history);
        QCOMPARE(effect->locks, std::vector<std::uint32_t>{1});
        QVERIFY(effect->before.length < 5s);
        QVERIFY(std::abs(effect->ratio()->mean - 0.5) < 0.02);
        QVERIFY2(ui::swapEffectText(*effect).contains("since its own lock is there alone again"),
                 qPrintable(ui::swapEffectText(*effect)));
    }

    void delaysAreToldInTheirOwnWords()
    {
        SwappedRun run;
        run.go(100, 1000);
        run.change({"own lock, each hold 10 us longer: evict (cache.c:88)"},
                   {{"lock 1, evict (cache.c:88)", "own lock, each hold 10 us longer"}});
        run.go(100, 900);
        QVERIFY2(textOf(run).contains("since each hold is 10 us longer"), qPrintable(textOf(run)));
    }

    void locksThatAreSwappedTogetherAreOne()
    {
        SwappedRun run;
        run.go(100, 1000);
        run.change(
            {kTicketLabel, "ticket: evict (cache.c:88)"},
            {{"lock 1, evict (cache.c:88)", "ticket"}, {"lock 2, evict (cache.c:88)", "ticket"}});
        run.go(100, 1000);
        const auto effect = ui::lastSwapEffect(run.history);
        QCOMPARE(effect->locks, (std::vector<std::uint32_t>{1, 2}));
        QVERIFY(effect->before.acquisitions->value > 23'000); // of both
        QVERIFY(textOf(run).startsWith("evict (cache.c:88) and 1 more: "));
    }

    void aRangeKnowsWhatStoodInFrontThen()
    {
        SwappedRun run;
        run.go(100, 1000);
        run.change({kTicketLabel}, kTicket); // at 5.05 s
        run.go(100, 1300);
        const auto kindIn = [&run](std::chrono::nanoseconds from, std::chrono::nanoseconds to) {
            ui::ProgramTime time;
            (void)time.follow(run.history, {from, to});
            return ui::rowsOf(time, nullptr).front().kind;
        };
        QCOMPARE(kindIn(1s, 3s), QString("mutex"));
        QCOMPARE(kindIn(6s, 9s), QString("mutex · ticket"));
        QCOMPARE(kindIn(3s, 8s), QString("mutex · own → ticket"));
        auto report = test::madeUpReport(1);
        report.locks.front().gate = true; // of which snapshots do not tell
        ui::ProgramTime time;
        (void)time.follow(run.history, {1s, 3s});
        ui::LockModel model;
        model.setRows(ui::rowsOf(time, &report));
        QCOMPARE(model.index(0, ui::LockModel::KindColumn).data().toString(),
                 QString("mutex · gate"));
        const QModelIndex unknown = model.index(0, ui::LockModel::WaitP99Column);
        QCOMPARE(unknown.data().toString(), QString("unknown"));
        QVERIFY(unknown.data(Qt::ToolTipRole).toString().contains("since watching began only"));
    }

    void theLineStaysAsHighWhateverItTells()
    {
        SwappedRun run;
        run.go(100, 1000);
        QAction putBack("Put back");
        putBack.setEnabled(false);
        ui::SwapLine line;
        line.setPutBack(&putBack);
        line.refresh(run.history, true);
        line.show();
        const int height = line.sizeHint().height();
        auto* text = line.findChild<ui::ElidedLabel*>("program-swap");
        auto* button = line.findChild<QPushButton*>("program-put-back");
        QVERIFY(text->text().contains("No lock was swapped yet"));
        QVERIFY(!button->isVisible());
        run.change({kTicketLabel}, kTicket);
        run.go(100, 1300);
        putBack.setEnabled(true);
        QTRY_VERIFY((line.refresh(run.history, true), text->text().contains("as often")));
        QVERIFY(button->isVisible());
        QCOMPARE(line.sizeHint().height(), height);
        line.setHeld(true);
        line.refresh(run.history, true);
        QVERIFY(text->text().contains("Worth fixing?"));
        line.forget();
        line.setHeld(false);
        line.refresh({}, false); // nothing can be swapped
        QVERIFY(!line.isVisible());
    }

    void aHazardThatAppearsMovesNothingBelowTheHead()
    {
        auto report = test::madeUpReport(1);
        const auto hazard = report.hazards.front();
        report.hazards.clear();
        ui::ProgramHead head;
        head.show(report, true);
        head.setVisible(true);
        const int height = head.sizeHint().height();
        const auto* count = head.findChild<QToolButton*>("program-warning-count");
        QVERIFY(!count->isVisible());
        report.hazards = {hazard, hazard};
        report.reading.overflowed = 3;
        head.show(report, true);
        QVERIFY(count->isVisible());
        QCOMPARE(count->text(), QString("2 hazards · 1 warning"));
        QCOMPARE(head.sizeHint().height(), height);
        const QString list = head.findChild<QLabel*>("program-warnings")->text();
        QVERIFY2(list.contains("both orders") && list.contains("found no place"), qPrintable(list));
    }
};

LOCKSCOPE_UI_TEST(SwapEffectTest)
#include "swap_effect_test.moc"
