// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/synthetic_program.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/ui_test.h"
#include "ui/models/overview_steps.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

class OverviewStepsTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingAndOneSnapshotHaveTheStepsThatTheyHave()
    {
        QVERIFY(ui::overviewSteps({}).empty());
        const auto snapshots = test::syntheticSnapshots(1);
        const auto steps = ui::overviewSteps({snapshots.begin(), snapshots.end()});
        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps[0].value, snapshots[0]->throughput());
    }

    void theyAreFewAndTheirMeanIsThatOfAll()
    {
        const auto snapshots = test::syntheticSnapshots(12000);
        const auto steps = ui::overviewSteps({snapshots.begin(), snapshots.end()});
        QVERIFY(steps.size() <= std::size_t(ui::kMostOverviewSteps));
        QVERIFY(steps.size() > std::size_t(ui::kMostOverviewSteps / 3));
        double calls = 0;
        auto before = 0ns;
        for (const ui::Sample& step : steps) {
            calls += step.value * std::chrono::duration<double>(step.time - before).count();
            before = step.time;
        }
        const auto told = static_cast<double>(snapshots.back()->total.calls);
        QVERIFY2(std::abs(calls / told - 1) < 1e-9, qPrintable(QString::number(calls / told)));
    }

    /// A picture of ten minutes that are full does not shiver with each snapshot that is forgotten.
    void whatIsForgottenChangesNoStepButTheFirst()
    {
        const auto snapshots = test::syntheticSnapshots(12000);
        const auto whole = ui::overviewSteps({snapshots.begin(), snapshots.end() - 7});
        const auto later = ui::overviewSteps({snapshots.begin() + 7, snapshots.end()});
        // But for the first, which lost a part, and the last, which got more.
        const auto first = std::find_if(whole.begin(), whole.end(), [&](const ui::Sample& step) {
            return step.time == later[1].time;
        });
        QVERIFY(first != whole.end());
        QVERIFY(std::equal(first, whole.end() - 1, later.begin() + 1));
    }

    void ofAProgramItTellsOfAllLocksOrOneAndOfASampledOneWhoWaits()
    {
        const auto stepsOf = [](bool exact, const std::optional<ui::ChosenLock>& lock) {
            measure::History history;
            test::SyntheticProgram({.threads = 6, .waitsExact = exact}).fill(history, 4s);
            return ui::overviewSteps(history.snapshots(), lock);
        };
        const auto near = [](double value, double wanted) {
            return std::abs(value - wanted) < 1e-6 * wanted;
        };
        QVERIFY(near(stepsOf(true, {}).back().value, 12'000)); // three locks, 20 times a second
        QVERIFY(near(stepsOf(true, ui::ChosenLock{2, {}}).back().value, 4000));
        const double waiting = stepsOf(false, {}).back().value;
        QVERIFY2(waiting > 0 && waiting < 6, qPrintable(QString::number(waiting)));
        QVERIFY(near(stepsOf(false, ui::ChosenLock{1, {}}).back().value, 1));
        QCOMPARE(stepsOf(false, ui::ChosenLock{2, {}}).back().value, 0.0);
    }
};

LOCKSCOPE_UI_TEST(OverviewStepsTest)
#include "overview_steps_test.moc"
