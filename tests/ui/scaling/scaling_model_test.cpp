// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sweep_page_fixture.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/scaling/scaling_model.h"
#include "ui/scaling/scaling_request.h"
#include "ui/scaling/scaling_runs.h"
#include "ui/scaling/scaling_sentences.h"

#include <QSignalSpy>

#include <atomic>
#include <thread>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using test::jsonOf;
using test::mutexLabel;
using test::sweepOf;
using ui::ScalingModel;

namespace {

/// A forecast of the mutex, both ways, that says so many calls/s at each of the CPUs.
std::vector<study::ForecastCurve> forecastOf(double locked,
                                             double fast,
                                             const std::vector<int>& cpus)
{
    std::vector<study::ForecastCurve> curves(2);
    for (std::size_t i = 0; i < curves.size(); ++i) {
        curves[i].contender = {"mutex", i == 1};
        for (const int count : cpus) {
            study::ForecastPoint point;
            point.cpus = count;
            point.result.throughput = i == 1 ? fast : locked;
            point.result.calls = 1000;
            curves[i].points.push_back(point);
        }
    }
    return curves;
}

} // namespace

/// What the page on scaling shows and says, and what it runs, without the page.
class ScalingModelTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab = std::make_shared<test::FakeLab>();
    ui::Session m_session{test::fakeFeeds(m_lab), lab::defaultConfig()};
    const study::HostSweep m_a = sweepOf("Model A", 1e6, {1, 2, 4, 8});
    const study::HostSweep m_b = sweepOf("Model B", 2e6, {4, 8, 16});

    QString fileOf(const QString& name, const std::string& text)
    {
        return test::writtenFile(m_folder, name, text);
    }

    [[nodiscard]] study::ForecastPlan planOf(const lab::LabConfig& config) const
    {
        study::ForecastPlan plan;
        plan.experiment = config;
        plan.machine = m_session.experiment().forecastMachine();
        plan.workersPerCpu = 1;
        return plan;
    }

    [[nodiscard]] static QString answerOf(const ScalingModel& model, int at)
    {
        return ui::scalingAnswer(model, {"mutex"}, at).sentences.join('\n');
    }

private slots:
    void initTestCase() { registerResources(); }

    void requestsBecomePlans()
    {
        const ui::ScalingRequest request{.guards = {"mutex", "ck-ticket"},
                                         .fastPaths = ui::FastPaths::With,
                                         .cpus = "1",
                                         .repeats = 4,
                                         .seconds = 0.25,
                                         .most = 100,
                                         .at = 70};
        const ui::ScaledExperiment experiment{.config = lab::defaultConfig(), .workersPerCpu = 2.4};
        const study::SweepPlan sweep = ui::sweepPlan(request, experiment);
        QCOMPARE(sweep.contenders.size(), std::size_t{2});
        QVERIFY(sweep.contenders[0].fastPath);
        QCOMPARE(sweep.cpus, std::vector<int>{1});
        QCOMPARE(sweep.workersPerCpu, 2); // whole ones
        QCOMPARE(sweep.repeats, 4);
        QCOMPARE(sweep.maxRepeats, 12);
        QCOMPARE(sweep.length, std::chrono::milliseconds(250));
        const study::ForecastPlan forecast =
            ui::forecastPlan(request, experiment, m_session.experiment().forecastMachine());
        QCOMPARE(forecast.contenders.size(), std::size_t{4}); // both ways in any case
        QCOMPARE(std::count(forecast.cpus.begin(), forecast.cpus.end(), 70), 1);
        QVERIFY(std::is_sorted(forecast.cpus.begin(), forecast.cpus.end()));
        QCOMPARE(forecast.cpus.back(), 100);
    }

    void requestsThatAreNotAllowedAreRefused()
    {
        const ui::ScaledExperiment experiment{.config = lab::defaultConfig(), .workersPerCpu = 1};
        QVERIFY_THROWS_EXCEPTION(
            std::exception,
            (void)ui::sweepPlan({.guards = {"mutex"}, .cpus = "1,100000"}, experiment));
        QVERIFY_THROWS_EXCEPTION(std::exception,
                                 (void)ui::sweepPlan({.guards = {}, .cpus = "1"}, experiment));
    }

    void aSweepIsShownAndAnswers()
    {
        ScalingModel model;
        QVERIFY(model.curves().empty() && model.measured() == nullptr && !model.canGoOn());
        QCOMPARE(model.takeSweep(m_a.sweep), QString());
        QCOMPARE(model.curves().size(), std::size_t{2});
        QCOMPARE(model.measured(), &*model.sweep());
        QVERIFY2(answerOf(model, 8).contains("Measured at 8 CPUs"), qPrintable(answerOf(model, 8)));
        QVERIFY(answerOf(model, 8).contains("3.00x")); // as sweepOf() makes it
        QCOMPARE(answerOf(model, 9), QString()); // not measured there
        QVERIFY(ui::scalingVerdicts(model).join(' ').contains(mutexLabel()));
    }

    void aSweepThatWasCutShortCanGoOnAndOneWithoutRunsIsNotShown()
    {
        ScalingModel model;
        study::Sweep cut = m_a.sweep;
        cut.ended.reset();
        cut.points.back().runs.clear();
        QVERIFY(model.takeSweep(cut).contains("Go on"));
        QVERIFY(model.canGoOn());
        study::Sweep nothing = m_a.sweep;
        for (study::SweepPoint& point : nothing.points)
            point.runs.clear();
        QVERIFY(model.takeSweep(nothing).contains("nothing to show"));
        QVERIFY(model.canGoOn()); // the one before is still there
    }

    void whatIsSimulatedAnswersWhereItIsToBeTrusted()
    {
        ScalingModel model;
        QVERIFY(model.takeForecast(planOf(m_a.sweep.plan.config), forecastOf(1e6, 4e6, {8, 64}))
                    .isEmpty());
        const ui::ScalingAnswer answer = ui::scalingAnswer(model, {"mutex"}, 64);
        QVERIFY(answer.sentences.join(' ').contains("SIMULATED at 64 CPUs"));
        QVERIFY(answer.flag.startsWith("fast path 4"));
        QVERIFY(ui::scalingAnswer(model, {"ck-ticket"}, 64).sentences.isEmpty());

        model.takeSweep(m_a.sweep); // at 8 CPUs 6.7 M calls/s were measured, not 1 M
        QVERIFY(model.difference().isEmpty());
        QVERIFY(answerOf(model, 64).contains("not to be trusted"));
        QVERIFY(ui::scalingAnswer(model, {"mutex"}, 64).flag.isEmpty());
        QVERIFY(ui::scalingFacts(model, {}).experiment.contains("not to be trusted"));
    }

    void anotherExperimentIsSaidAndMissesNothing()
    {
        ScalingModel model;
        model.takeSweep(m_a.sweep);
        lab::LabConfig other = m_a.sweep.plan.config;
        other.callbackNs += 111;
        model.takeForecast(planOf(other), forecastOf(1e6, 4e6, {8, 64}));
        QVERIFY(model.difference().contains("callback"));
        QVERIFY(ui::scalingVerdicts(model).first().contains("Not the same experiment"));
        QVERIFY(!answerOf(model, 64).contains("not to be trusted"));
        QVERIFY(ui::scalingFacts(model, {}).experiment.contains("with callback"));
    }

    void guardsThatCannotBeSimulatedSayWhy()
    {
        ScalingModel model;
        auto curves = forecastOf(1e6, 4e6, {8});
        curves[0].points.clear();
        curves[0].whyNot = "no model of it";
        QCOMPARE(model.takeForecast(planOf(m_a.sweep.plan.config), curves),
                 QStringList{"no model of it"});
    }

    void whatHoldsForSeveralCurvesIsSaidOnce()
    {
        ScalingModel model;
        study::HostSweep few = sweepOf("Model C", 1e6, {2, 4});
        model.takeSweep(few.sweep); // from 2 CPUs on, and too few for the law
        const QStringList same = ui::scalingVerdicts(model);
        const QString both = QString("<b>%1; %1, fast path</b>: ").arg(mutexLabel());
        QCOMPARE(same.size(), 2);
        QVERIFY2(same[0].startsWith("The scalability law does not fit " + both + "Too few points"),
                 qPrintable(same[0]));
        QVERIFY2(same[1].startsWith(both + "Speed-up and efficiency"), qPrintable(same[1]));

        few = m_a; // of which one curve has the law, and the other a cliff
        for (study::SweepPoint& point : few.sweep.points)
            if (point.cell.contender.fastPath && point.cell.cpus == 4)
                for (study::SweepRun& run : point.runs)
                    run.throughput /= 20;
        model.takeSweep(few.sweep);
        const QStringList other = ui::scalingVerdicts(model);
        QCOMPARE(other.size(), 2);
        QVERIFY2(other[0].startsWith("<b>" + mutexLabel() + "</b>: "), qPrintable(other[0]));
        QVERIFY2(other[1].startsWith(QString("The scalability law does not fit <b>%1, fast path"
                                             "</b>: ")
                                         .arg(mutexLabel())),
                 qPrintable(other[1]));
    }

    void hiddenHostsAreNotAnsweredFor()
    {
        ScalingModel model;
        model.openSweeps({fileOf("a.json", jsonOf(m_a)), fileOf("b.json", jsonOf(m_b))});
        QCOMPARE(model.hostsInSight().size(), std::size_t{2});
        QVERIFY(answerOf(model, 8).contains("a.json") && answerOf(model, 8).contains("b.json"));
        QVERIFY(ui::scalingFacts(model, {}).host.contains("Model A"));
        model.setHidden({model.hosts()[0].id});
        QCOMPARE(model.hostsInSight(), std::vector<std::size_t>{1});
        QVERIFY(!answerOf(model, 8).contains("a.json"));
        QVERIFY(!ui::scalingVerdicts(model).join(' ').contains("a.json"));
        QVERIFY(!ui::scalingFacts(model, {}).host.contains("Model A"));
        QCOMPARE(model.measured()->plan.cpus, m_b.sweep.plan.cpus);
        model.removeHosts();
        QVERIFY(model.curves().empty());
    }

    void theModelAndTheChartAgreeOnWhatIsInSight()
    {
        ScalingModel model;
        model.takeSweep(m_b.sweep);
        model.openSweeps({fileOf("a.json", jsonOf(m_a))});
        ui::ScalingChart chart;
        chart.setCurves(model.curves(), model.hosts());
        const QString guard = model.curves().front().id;
        for (const QStringList& hidden : {QStringList(),
                                          QStringList{ui::hereId()},
                                          QStringList{model.hosts()[0].id},
                                          QStringList{guard}})
        {
            chart.setHiddenEntries(hidden);
            model.setHidden(chart.hiddenEntries());
            QCOMPARE(chart.hiddenEntries(), hidden);
            QCOMPARE(model.hostShown(std::nullopt), chart.hostShown(std::nullopt));
            QCOMPARE(model.hostShown(0), chart.hostShown(0));
            for (std::size_t i = 0; i < model.curves().size(); ++i)
                QCOMPARE(model.measuredShown(model.curves()[i]), chart.measuredShown(i));
        }
    }

    void aTableTakesThePlaceOfOneOfTheSameName()
    {
        ScalingModel model;
        const QString file = fileOf("mine.csv", "n,throughput\n1,100\n2,190\n4,340\n8,560\n");
        model.openTable(file);
        model.openTable(file);
        QCOMPARE(model.curves().size(), std::size_t{1});
        QCOMPARE(model.curves().front().name, QString("mine.csv"));
        QVERIFY_THROWS_EXCEPTION(std::exception,
                                 (void)model.openTable(fileOf("bad.csv", "n,throughput\n1,x\n")));
        QCOMPARE(model.curves().size(), std::size_t{1});
    }

    void runsAreOneAtATimeAndASweepGoesFirst()
    {
        std::atomic<bool> release{false};
        int asked = 0;
        ui::ScalingRuns runs(
            m_session,
            [this, &release](const auto& /*plan*/, const auto& watcher, const auto& /*earlier*/) {
                const study::Cell now{};
                while (!release && watcher({.share = 0.5, .left = {}, .now = now}))
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return m_a.sweep;
            },
            [this, &asked] {
                ++asked;
                study::ForecastPlan plan = planOf(m_a.sweep.plan.config);
                plan.contenders = {{"mutex", false}};
                plan.cpus = {1};
                plan.length = {.warmUp = 10, .calls = 100};
                return plan;
            });
        QSignalSpy progressed(&runs, &ui::ScalingRuns::progressed);
        int swept = 0;
        std::size_t forecast = 0;
        connect(&runs, &ui::ScalingRuns::swept, this, [&](const study::Sweep& sweep) {
            swept += sweep.points.size() == m_a.sweep.points.size() ? 1 : 0;
        });
        connect(&runs,
                &ui::ScalingRuns::forecast,
                this,
                [&](const auto& /*plan*/, const auto& got) { forecast = got.size(); });
        runs.sweep(m_a.sweep.plan, {});
        QVERIFY(runs.running() && runs.sweeping());
        runs.forecastSoon();
        QTRY_VERIFY(progressed.count() > 0);
        QCOMPARE(asked, 0); // it waits for the sweep
        release = true;
        QTRY_COMPARE(swept, 1);
        QTRY_COMPARE_WITH_TIMEOUT(forecast, std::size_t{1}, 60'000);
        QCOMPARE(asked, 1);
        QVERIFY(!runs.running());

        release = false;
        runs.sweep(m_a.sweep.plan, {});
        runs.cancelSweep();
        QTRY_COMPARE(swept, 2); // it ends with what there is
    }

    void aForecastThatASweepCutsShortIsMadeAfterIt()
    {
        int asked = 0;
        ui::ScalingRuns runs(
            m_session,
            [this](const auto& /*plan*/, const auto& /*watcher*/, const auto& /*earlier*/) {
                return m_a.sweep;
            },
            [this, &asked] {
                ++asked;
                study::ForecastPlan plan = planOf(m_a.sweep.plan.config);
                plan.contenders = {{"mutex", false}};
                plan.cpus = {1};
                // The first would take minutes.
                plan.length = {.warmUp = 10, .calls = asked == 1 ? simulation::kMaxCalls : 100U};
                return plan;
            });
        QSignalSpy progressed(&runs, &ui::ScalingRuns::progressed);
        QSignalSpy swept(&runs, &ui::ScalingRuns::swept);
        std::size_t forecast = 0;
        connect(&runs,
                &ui::ScalingRuns::forecast,
                this,
                [&](const auto& /*plan*/, const auto& got) { forecast = got.size(); });
        runs.forecastSoon();
        QTRY_VERIFY(asked == 1 && progressed.count() > 0); // it is under way
        runs.sweep(m_a.sweep.plan, {});
        QTRY_COMPARE(swept.count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(forecast, std::size_t{1}, 60'000);
        QCOMPARE(asked, 2);
    }

    void aSweepThatFailsIsAProblem()
    {
        ui::ScalingRuns runs(
            m_session,
            [](const auto&, const auto&, const auto&) -> study::Sweep {
                throw std::runtime_error("no CPU left");
            },
            [] { return study::ForecastPlan(); });
        QSignalSpy problem(&runs, &ui::ScalingRuns::problem);
        runs.sweep(m_a.sweep.plan, {});
        QTRY_COMPARE(problem.count(), 1);
        QCOMPARE(problem.front().front().toString(), QString("no CPU left"));
        QVERIFY(!runs.running());
    }

    void progressNamesTheRunAndTheTimeLeft()
    {
        const study::Cell now{{"mutex", true}, 4, 4};
        QCOMPARE(ui::sweepProgressText({.share = 0, .left = std::chrono::seconds(65), .now = now}),
                 QString("Mutex, fast path, CPUs: 4, 1:05 left"));
    }
};

LOCKSCOPE_UI_TEST(ScalingModelTest)
#include "scaling_model_test.moc"
