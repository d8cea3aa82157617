// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/models/scaling_curves.h"
#include "ui/widgets/quality_strip.h"
#include "ui/words/quality_text.h"

#include <QSignalSpy>
#include <QStringList>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

measure::Quality quiet()
{
    return {.preemptedShare = 0.004,
            .throttledShare = 0,
            .load = 0.02,
            .stolen = 0,
            .otherLockscopes = 0};
}

/// Snapshots of a tenth of a second, in which others used so many CPUs.
measure::SnapshotPtr snapshotWith(std::uint64_t sequence, double others)
{
    auto made = std::make_shared<measure::Snapshot>();
    made->sequence = sequence;
    made->interval = std::chrono::milliseconds(100);
    made->time = made->interval * static_cast<int>(sequence + 1);
    made->threads.resize(2);
    made->states.emplace();
    (*made->states)[measure::State::Native] = 1;
    if (sequence % 10 == 9)
        made->disturbance =
            measure::Disturbance{.span = std::chrono::seconds(1),
                                 .othersNs = static_cast<std::int64_t>(others * 1e9),
                                 .stolenNs = 0,
                                 .throttledNs = 0,
                                 .otherLockscopes = 0};
    return made;
}

} // namespace

class QualityTest : public test::WindowFixture
{
    Q_OBJECT

private slots:
    void cleanup() { closeWindow(); }

    void aQuietRunIsSaidCalmly()
    {
        const ui::QualityText said = ui::qualityText(quiet(), measure::CpuQuota{});
        QVERIFY(!said.warns);
        QCOMPARE(said.text, QString("Undisturbed: without a CPU 0.4 % · others 0.02 CPUs"));
        measure::Quality takingTurns = quiet();
        takingTurns.preemptedShare = 0.75;
        QVERIFY(ui::qualityText(takingTurns, {})
                    .text.contains("without a CPU 75 %, as there are more workers than CPUs"));
        measure::Quality ofAnEarlierRecording;
        ofAnEarlierRecording.preemptedShare = 0.01;
        QCOMPARE(ui::qualityText(ofAnEarlierRecording, {}).text,
                 QString("Undisturbed, as far as is known: without a CPU 1.0 %"));
        QVERIFY(said.toolTip.contains("Quota of the control groups: none"));
        QVERIFY(said.toolTip.contains("Clock rate of the CPUs: unknown"));
    }

    void whatDisturbsIsSaidWithItsFigures()
    {
        measure::Quality busy = quiet();
        busy.warnings = {"workers were without a CPU 12 % of the time",
                         "other programs used 0.8 CPUs"};
        busy.frequency = measure::FrequencyRange{.low = 1200, .high = 3400};
        const ui::QualityText said = ui::qualityText(busy, measure::CpuQuota{.cpus = 0.2});
        QVERIFY(said.warns);
        QCOMPARE(said.text,
                 QString("⚠ Disturbed: workers were without a CPU 12 % of the time · other "
                         "programs used 0.8 CPUs"));
        QVERIFY(said.toolTip.contains("Quota of the control groups: 0.2 CPUs"));
        QVERIFY(said.toolTip.contains("1.2 to 3.4 GHz"));
    }

    void whereNothingIsKnownThereIsNothingToShow()
    {
        QVERIFY(ui::qualityText({}, std::nullopt).text.isEmpty());
        QVERIFY(
            ui::qualityText({}, std::nullopt).toolTip.contains("Used by other programs: unknown"));
    }

    void whatIsSimulatedHasNoQuality()
    {
        measure::History history;
        history.push(snapshotWith(0, 0));
        measure::SourceInfo facts;
        QVERIFY(ui::newestQuality(history, facts));
        facts.provenance = measure::kSimulated;
        QVERIFY(!ui::newestQuality(history, facts));
        QVERIFY(!ui::newestQuality(measure::History(), measure::SourceInfo()));
    }

    void theStripFollowsWhatHappens()
    {
        openWindow(newSettings());
        auto* strip = m_window->findChild<ui::QualityStrip*>("quality-strip");
        QVERIFY(strip != nullptr);
        QVERIFY(!strip->isVisible()); // nothing is measured yet
        m_session->start();
        std::uint64_t sequence = 0;
        const auto produce = [&](double others) {
            for (int i = 0; i < 40; ++i)
                m_lab->ready.push_back(snapshotWith(sequence++, others));
        };
        produce(0);
        QTRY_VERIFY(strip->isVisible());
        QVERIFY2(strip->fullText().startsWith("Undisturbed"), qPrintable(strip->fullText()));
        produce(1.5);
        QTRY_VERIFY2(strip->warns(), qPrintable(strip->fullText()));
        QVERIFY2(strip->fullText().contains("other programs used 1.5 CPUs"),
                 qPrintable(strip->fullText()));
        produce(0);
        QTRY_VERIFY(!strip->warns());
        m_session->reset();
        QTRY_VERIFY(!strip->isVisible());
    }

    void aSpeedUpDoesNotComeFromAQuotasFigures()
    {
        study::Sweep sweep;
        sweep.plan.contenders = {{"mutex", false}};
        for (const int cpus : {1, 2}) {
            study::SweepPoint point{
                .cell = {{"mutex", false}, cpus, cpus}, .runs = {}, .cpusUsable = 2};
            study::SweepRun run{
                .throughput = 1e5, .waitMeanNs = {}, .cpuNsPerCall = {}, .states = {}};
            run.quality = quiet();
            run.quality.quotaCpus = 0.2;
            point.runs = {run, run};
            sweep.points.push_back(point);
        }
        auto curves = ui::scalingCurves(sweep, {});
        QCOMPARE(curves.size(), std::size_t{1});
        const ui::ScalingPoints& points = curves.front().measured;
        const double base = ui::throughputOfOne(points);
        QVERIFY(ui::figureOf(points[1], ui::ScalingFigure::Throughput, base));
        QVERIFY(!ui::figureOf(points[1], ui::ScalingFigure::SpeedUp, base));
        QVERIFY(!ui::figureOf(points[1], ui::ScalingFigure::Efficiency, base));
        QVERIFY(points[1].disturbed.contains("quota of 0.2 CPUs"));
        QVERIFY(ui::misfitText(curves.front()).contains("show the quota and not the machine"));

        for (study::SweepPoint& point : sweep.points)
            for (study::SweepRun& run : point.runs)
                run.quality = quiet();
        curves = ui::scalingCurves(sweep, {});
        QVERIFY(curves.front().measured[1].disturbed.isEmpty());
        QVERIFY(ui::figureOf(curves.front().measured[1], ui::ScalingFigure::SpeedUp, 1e5));
    }
};

LOCKSCOPE_UI_TEST(QualityTest)
#include "quality_test.moc"
