// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "tests/support/written_file.h"
#include "ui/charts/chart_header.h"
#include "ui/charts/scaling_chart.h"
#include "ui/scaling/scaling_page.h"
#include "ui/settings/settings.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/message_strip.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

/// A sweep whose points have `runs` runs each; throughput grows with the CPUs.
study::Sweep sweepOf(const study::SweepPlan& plan, int runs)
{
    study::Sweep sweep{.plan = plan, .points = {}};
    for (const study::Contender& contender : plan.contenders)
        for (const int cpus : plan.cpus) {
            study::SweepPoint point{
                .cell = {.contender = contender, .cpus = cpus, .workers = plan.workersAt(cpus)},
                .runs = {}};
            for (int i = 0; i < runs; ++i) {
                study::SweepRun run;
                run.throughput = (contender.fastPath ? 3e6 : 1e6) * cpus + 1000.0 * i;
                point.runs.push_back(run);
            }
            sweep.points.push_back(point);
        }
    return sweep;
}

} // namespace

/// The page on scaling, with a sweep of the test's and the real simulator.
class ScalingTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab = std::make_shared<test::FakeLab>();
    ui::Session m_session{test::fakeFeeds(m_lab), lab::defaultConfig()};
    ui::Settings m_settings{m_folder.filePath("settings.ini")};
    std::vector<study::SweepPlan> m_asked;
    std::vector<std::size_t> m_earlier;
    int m_runs = 5; ///< that the next sweep makes of each point
    std::unique_ptr<ui::ScalingPage> m_page;

    [[nodiscard]] QString answer() const
    {
        return m_page->findChild<QLabel*>("scaling-answer")->text();
    }
    [[nodiscard]] ui::ScalingChart* chart() const { return m_page->findChild<ui::ScalingChart*>(); }
    [[nodiscard]] QString message() const
    {
        auto* strip = m_page->findChild<ui::MessageStrip*>();
        return strip->isHidden() ? QString() : strip->text();
    }

    QString fileOf(const QByteArray& text)
    {
        return test::writtenFile(m_folder, "curve.csv", text.toStdString());
    }

private slots:
    void initTestCase() { registerResources(); }

    void init()
    {
        m_asked.clear();
        m_earlier.clear();
        m_runs = 5;
        m_page = std::make_unique<ui::ScalingPage>(
            m_session,
            m_settings,
            [this](const study::SweepPlan& plan,
                   const study::RoundWatcher& watcher,
                   const std::vector<study::SweepPoint>& earlier) {
                m_asked.push_back(plan);
                m_earlier.push_back(earlier.size());
                const study::Cell now{};
                watcher({.share = 0.5, .left = std::chrono::seconds(7), .now = now});
                return sweepOf(plan, m_runs);
            });
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    void cleanup() { m_page.reset(); }

    void openingItAnswersWhatAFastPathBuysAt64Cpus()
    {
        QTRY_VERIFY_WITH_TIMEOUT(answer().contains("SIMULATED at 64 CPUs"), 60'000);
        QVERIFY(answer().contains("as fast"));
        const QByteArray svg = test::svgOf(*chart());
        QVERIFY(svg.contains("more CPUs than here: dashed is SIMULATED"));
        QVERIFY(svg.contains("fast path "));
        QVERIFY(m_page->exporter().page("scaling").facts.mark.contains("SIMULATED"));
        m_page->findChild<QSpinBox*>("scaling-at")->setValue(100); // none of the usual numbers
        QTRY_VERIFY_WITH_TIMEOUT(answer().contains("SIMULATED at 100 CPUs"), 60'000);
    }

    void aSimulationThatMissesWhatWasMeasuredIsNotTrusted()
    {
        const auto point = [](double n, double throughput) {
            return ui::ScalingPoint{
                .n = n,
                .throughput = {.mean = throughput, .low = {}, .high = {}, .runs = 1},
                .waitMeanNs = {},
                .cpuNsPerCall = {},
                .waiting = {}};
        };
        std::vector<ui::ScalingCurve> curves(2);
        curves[0].name = "Mutex";
        curves[0].measured = {point(1, 1e6), point(2, 1e6)};
        curves[0].simulated = {point(1, 1.2e6), point(2, 3.1e6), point(64, 5e6)};
        curves[1].simulated = {point(64, 5e6)};
        for (ui::ScalingCurve& curve : curves) {
            curve.simulated.back().throughput.low = 4e6;
            curve.simulated.back().throughput.high = 6e6;
        }
        const auto miss = ui::worstMiss(curves[0]);
        QVERIFY(miss && miss->tooFar());
        QCOMPARE(miss->n, 2.0);
        QVERIFY(ui::missText(curves[0], *miss)
                    .contains("at 2 CPUs by a factor of 3.1; it is not to be trusted"));
        QVERIFY(!ui::worstMiss(curves[1])); // nothing was measured
        ui::widenByMisses(curves);
        for (const ui::ScalingCurve& curve : curves) { // the other is taken for as far off
            const measure::Estimate& far = curve.simulated.back().throughput;
            QVERIFY(std::abs(*far.low - 5e6 * std::exp(-std::hypot(std::log(1.25), std::log(3.1))))
                    < 1);
            QVERIFY(std::abs(*far.high - 5e6 * std::exp(std::hypot(std::log(1.2), std::log(3.1))))
                    < 1);
        }
        QVERIFY(!curves[0].simulated[0].throughput.low); // what had no band gets none
        curves[0].simulated = {point(1, 1.2e6), point(2, 1.3e6)};
        QVERIFY(!ui::worstMiss(curves[0])->tooFar());
    }

    void theAnswerNamesNoGainThatTheSweepHereContradicts()
    {
        QTRY_VERIFY_WITH_TIMEOUT(answer().contains("SIMULATED at 64 CPUs"), 60'000);
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->sweepOrCancel();
        QTRY_VERIFY2(answer().contains("not to be trusted here"), qPrintable(answer()));
        QVERIFY(!answer().contains("as fast"));
        QVERIFY(m_page->exporter().page("scaling").facts.experiment.contains("not to be trusted"));
    }

    void aSweepIsMeasuredWhileTheSessionStands()
    {
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->findChild<QSpinBox*>("scaling-at")->setValue(1);
        m_page->sweepOrCancel();
        QTRY_COMPARE(m_asked.size(), 1U);
        QCOMPARE(m_asked[0].contenders.size(), 2U); // both ways
        QCOMPARE(m_asked[0].cpus, std::vector<int>{1});
        QTRY_VERIFY(answer().contains("Measured at 1 CPUs"));
        QVERIFY(answer().contains("3.00x")); // 3 M against 1 M
        const QString verdicts = m_page->findChild<QLabel*>("scaling-verdicts")->text();
        QCOMPARE(verdicts.count("does not fit"), 1); // one number of CPUs, of both curves
        QCOMPARE(verdicts.count("Too few points"), 1);
        QVERIFY2(verdicts.contains(QString("<b>%1; %1, fast path</b>: Too few")
                                       .arg(test::mutexLabel().toHtmlEscaped())),
                 qPrintable(verdicts));
    }

    void whatWasMeasuredWithOtherSettingsSaysSo()
    {
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->sweepOrCancel();
        QTRY_VERIFY(!m_page->sweepState().running);
        auto* verdicts = m_page->findChild<QLabel*>("scaling-verdicts");
        QTRY_VERIFY(!verdicts->text().isEmpty());
        QVERIFY(!verdicts->text().contains("Not the same experiment"));
        const auto before = m_session.config();
        auto other = before;
        other.callbackNs += 111;
        m_session.setConfig(other);
        QTRY_VERIFY_WITH_TIMEOUT(verdicts->text().contains("Not the same experiment"), 60'000);
        const QString caption = m_page->exporter().page("scaling").facts.experiment;
        QVERIFY(caption.contains(QString("callback %1 ns").arg(before.callbackNs)));
        m_session.setConfig(before);
        QTRY_VERIFY_WITH_TIMEOUT(!verdicts->text().contains("Not the same experiment"), 60'000);
    }

    void whatWasCancelledIsKeptAndGoesOn()
    {
        m_runs = 1;
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        QVERIFY(!m_page->sweepState().canGoOn);
        m_page->sweepOrCancel();
        QVERIFY(!m_page->sweepState().canGoOn); // not while it runs
        QTRY_VERIFY(m_page->sweepState().canGoOn);
        QVERIFY(message().contains("Go on"));
        m_runs = 5;
        m_page->goOn();
        QTRY_COMPARE(m_asked.size(), 2U);
        QCOMPARE(m_earlier[1], 2U); // both points were there
        QTRY_VERIFY(!m_page->sweepState().running);
        QVERIFY(m_page->sweepState().hasResult && !m_page->sweepState().canGoOn);
    }

    void badNumbersOfCpusAreSaidAndNothingRuns()
    {
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1,100000");
        m_page->sweepOrCancel();
        QVERIFY(message().contains("100000"));
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->findChild<ui::GuardList*>()->setTicked({});
        m_page->sweepOrCancel();
        QVERIFY(!message().isEmpty());
        QVERIFY(m_asked.empty());
    }

    void aCurveFromAFileIsFittedAndItsPeakIsShown()
    {
        QByteArray table("n,throughput\n");
        for (int n = 1; n <= 32;
             n *= 2) // alpha 0.02, beta 0.001: peak at sqrt(0.98 / 0.001) = 31.3
            table += QByteArray::number(n) + ','
                + QByteArray::number(
                         1000.0 * n / (1 + 0.02 * (n - 1) + 0.001 * n * (n - 1)), 'g', 12)
                + '\n';
        m_page->openCurve(fileOf(table));
        QVERIFY(message().isEmpty());
        const auto& curves = chart()->curves();
        const auto found = std::find_if(curves.begin(), curves.end(), [](const auto& curve) {
            return curve.name == "curve.csv";
        });
        QVERIFY(found != curves.end());
        QVERIFY(std::abs(*found->fit->nStar() - 31.3) < 0.1);
        QVERIFY(test::svgOf(*chart()).contains("N* = 31.3"));
    }

    void aFileThatIsNoCurveIsSaidAndNothingIsDrawn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("n,throughput\n1,fast\n");
        QTest::newRow("negative") << QByteArray("1,100\n-2,200\n");
        QTest::newRow("missing") << QByteArray("1,100\n,200\n");
        QTest::newRow("nan") << QByteArray("1,nan\n2,200\n");
    }

    void aFileThatIsNoCurveIsSaidAndNothingIsDrawn()
    {
        QFETCH(QByteArray, text);
        m_page->openCurve(fileOf(text));
        QVERIFY(message().contains("curve.csv"));
        for (const ui::ScalingCurve& curve : chart()->curves())
            QVERIFY(curve.name != "curve.csv");
    }

    void aNarrowPageCutsNeitherTheLegendNorTheControls()
    {
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->findChild<ui::GuardList*>()->setTicked(
            {"mutex", "tbb-spin", "ck-ticket", "ck-mcs", "futex", "spin-futex"});
        m_page->sweepOrCancel();
        QTRY_VERIFY(chart()->curves().size() >= 12);
        const auto* header = chart()->findChild<ui::ChartHeader*>();
        for (const QSize& size : {QSize(1400, 800), QSize(10, 420), QSize(700, 300)}) {
            m_page->resize(size.expandedTo(m_page->minimumSizeHint()));
            QCoreApplication::processEvents();
            QTRY_VERIFY(header->height() >= header->heightForWidth(header->width()));
            const auto entries = header->findChildren<ui::LegendButton*>();
            QVERIFY(entries.size() >= 12);
            for (const ui::LegendButton* entry : entries)
                QVERIFY(header->rect().contains(entry->geometry()));
            for (const char* name : {"sweep-scrolled", "scaling-result"}) {
                const auto* scroll = m_page->findChild<QScrollArea*>(name);
                QVERIFY2(scroll->viewport()->width() >= scroll->widget()->minimumSizeHint().width(),
                         name);
                QCOMPARE(scroll->widget()->width(), scroll->viewport()->width());
            }
        }
    }

    void aFlagStaysWithinANarrowPlot()
    {
        const QRectF plot(60, 10, 200, 100);
        const QSizeF text(80, 12);
        QCOMPARE(ui::flagPlace(100, 20, text, plot), QRectF(105, 20, 88, 14)); // right of the mark
        QCOMPARE(ui::flagPlace(200, 20, text, plot), QRectF(107, 20, 88, 14)); // left of it
        const QRectF beside = ui::flagPlace(150, 20, {120, 12}, plot);
        QVERIFY2(beside.left() >= plot.left(), "neither side has room"); // then over the mark
        QCOMPARE(beside.width(), 128.0);
        const QRectF cut = ui::flagPlace(150, 20, {500, 12}, plot); // what is written is elided
        QCOMPARE(cut.left(), plot.left());
        QCOMPARE(cut.width(), plot.width());
    }

    void figuresAreThoseOfTheField()
    {
        using ui::ScalingFigure;
        const ui::ScalingPoint two{.n = 2,
                                   .throughput = {.mean = 300, .low = 290, .high = 310, .runs = 5},
                                   .waitMeanNs = {},
                                   .cpuNsPerCall = {},
                                   .waiting = {}};
        const ui::ScalingPoint one{.n = 1,
                                   .throughput = {.mean = 200, .low = {}, .high = {}, .runs = 1},
                                   .waitMeanNs = {},
                                   .cpuNsPerCall = {},
                                   .waiting = {}};
        const double base = ui::throughputOfOne({one, two});
        QCOMPARE(base, 200.0);
        QCOMPARE(figureOf(two, ScalingFigure::SpeedUp, base)->mean, 1.5);
        QCOMPARE(*figureOf(two, ScalingFigure::SpeedUp, base)->low, 1.45);
        QCOMPARE(figureOf(two, ScalingFigure::Efficiency, base)->mean, 0.75);
        QVERIFY(!figureOf(two, ScalingFigure::MeanWait, base)); // unknown, not 0
        QVERIFY(!figureOf(two, ScalingFigure::SpeedUp, 0)); // of nothing
    }
};

LOCKSCOPE_UI_TEST(ScalingTest)
#include "scaling_test.moc"
