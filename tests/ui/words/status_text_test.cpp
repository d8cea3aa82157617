// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/words/status_text.h"

#include <QTest>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

class StatusTextTest : public QObject
{
    Q_OBJECT

private slots:
    void whatMeasuringCostsIsSaidOfNoProgram()
    {
        measure::SourceInfo facts;
        facts.host.cpus = 2;
        facts.host.cpuModel = "AMD EPYC";
        facts.subject = measure::Subject::Program; // its page says what counting costs
        QCOMPARE(ui::statusText(facts, 0, 20), QString("2 CPUs · AMD EPYC · 0 dropped · 20 Hz"));
        QVERIFY(!ui::statusTextTip(facts).contains("Measuring"));
        QVERIFY(ui::pictureStateText(true, true, facts).contains("the program goes on"));
    }

    void readsAsTheDesignHasIt()
    {
        measure::SourceInfo facts;
        facts.host.cpus = 2;
        facts.host.cpuModel = "AMD EPYC";
        facts.probe = measure::ProbeCost{.nsPerCall = 0.1,
                                         .nsPerCallLow = 0.05,
                                         .nsPerCallHigh = 0.2,
                                         .share = 0.002,
                                         .pairs = 9};
        QCOMPARE(
            ui::statusText(facts, 0, 20),
            QString(
                "2 CPUs · AMD EPYC · measuring costs 0.1 ns a call (0.2 %) · 0 dropped · 20 Hz"));
    }

    void callsTheUnknownUnknown()
    {
        measure::SourceInfo facts;
        facts.host.cpus = 1;
        const QString text = ui::statusText(facts, 12, 5);
        QCOMPARE(text,
                 QString("1 CPU · CPU model unknown · measuring cost unknown · 12 dropped · 5 Hz"));
    }

    void everyPartIsExplained()
    {
        measure::SourceInfo facts;
        QCOMPARE(ui::statusTextTip(facts).count('\n'), 3);
        facts.provenance.delivery = measure::Delivery::Recorded;
        QCOMPARE(ui::statusTextTip(facts).count('\n'), 2); // nothing is being measured
        QCOMPARE(ui::pictureStateTip(true, false, std::nullopt), QString());
        for (const bool frozen : {false, true})
            for (const bool running : {false, true}) {
                const QString text = ui::pictureStateText(running, frozen, facts);
                const QString tip = ui::pictureStateTip(running, frozen, facts);
                QCOMPARE(tip.count('\n'), text.count(" · "));
                QVERIFY(tip.startsWith("RECORDED: "));
            }
    }

    void doesNotPretendToTellACostFromItsNoise()
    {
        const measure::ProbeCost cost{.nsPerCall = 0.1,
                                      .nsPerCallLow = -0.4,
                                      .nsPerCallHigh = 0.3,
                                      .share = 0.01,
                                      .pairs = 9};
        QCOMPARE(ui::probeText(cost),
                 QString("measuring cost unknown (pairs of runs differ by -0.4 to 0.3 ns a call)"));
    }
};

LOCKSCOPE_UI_TEST(StatusTextTest)
#include "status_text_test.moc"
