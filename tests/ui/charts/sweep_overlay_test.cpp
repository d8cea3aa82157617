// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/merge_json.h"
#include "tests/support/sweep_page_fixture.h"
#include "tests/support/ui_test.h"

#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using test::jsonOf;
using test::mutexLabel;
using test::sweepOf;

/// Sweeps of several hosts laid over each other, and beside what was measured here.
class SweepOverlayTest : public test::SweepPageFixture
{
    Q_OBJECT

private slots:
    void init() { openPage(); }

    void cleanup() { closePage(); }

    void hostsShareTheColourOfAGuardAndDifferInTheirMarkers()
    {
        openBoth();
        QCOMPARE(chart()->curves().size(), 4U);
        const auto entries = chart()->entries();
        QCOMPARE(entries.size(), 4U); // two guards, two hosts
        QCOMPARE(entries[2].label, QString("a.json"));
        QVERIFY(entries[2].toolTip.contains("Model A"));
        QVERIFY(entries[2].marker && entries[3].marker);
        QVERIFY(*entries[2].marker != *entries[3].marker);
        const auto rows = chart()->readout(8);
        const auto rowOf = [&rows](const QString& name) {
            return std::find_if(rows.begin(), rows.end(), [&name](const ui::ReadoutRow& row) {
                return row.label == name;
            });
        };
        const auto a = rowOf(mutexLabel() + " on a.json");
        const auto b = rowOf(mutexLabel() + " on b.json");
        const auto fast = rowOf(mutexLabel() + ", fast path on a.json");
        QVERIFY(a != rows.end() && b != rows.end() && fast != rows.end());
        QCOMPARE(a->entry->pen.color(), b->entry->pen.color());
        QVERIFY(a->entry->pen.color() != fast->entry->pen.color());
        QCOMPARE(*a->entry->marker, *entries[2].marker);
        QCOMPARE(*b->entry->marker, *entries[3].marker);
    }

    void speedUpIsOverEachHostsOwnThroughputAndSaysWhereOneCpuIsMissing()
    {
        openBoth();
        const auto at8 = [this](const QString& name) {
            const ui::ScalingPoints& points = curve(name).measured;
            const auto point = std::find_if(
                points.begin(), points.end(), [](const auto& each) { return each.n == 8; });
            return ui::figureOf(*point, ui::ScalingFigure::SpeedUp, ui::throughputOfOne(points))
                ->mean;
        };
        const scaling::Coefficients law{.alpha = 0.02, .beta = 0.001, .gamma = 1};
        QCOMPARE(at8(mutexLabel() + " on a.json"), law.throughputAt(8));
        QCOMPARE(at8(mutexLabel() + " on b.json"), 4 * law.throughputAt(8) / law.throughputAt(4));
        QVERIFY(verdicts().contains("at 4 CPUs, shared out to them"));
        QCOMPARE(verdicts().count("shared out to them"), 1); // once, of b's curves alone
        const QString ofB = "<b>%1 on b.json; %1, fast path on b.json</b>: Speed-up and";
        QVERIFY2(verdicts().contains(ofB.arg(mutexLabel())), qPrintable(verdicts()));
    }

    void experimentsThatDifferSaySo()
    {
        openBoth();
        QVERIFY(!verdicts().contains("The sweeps differ"));
        study::HostSweep other = sweepOf("Model C", 3e6, {1, 2});
        other.sweep.plan.config.callbackNs += 111;
        m_page->openSweeps({fileOf("c.json", jsonOf(other))});
        QVERIFY(verdicts().contains("differ in callback_ns"));
        QVERIFY(facts().experiment.contains("differ in callback_ns"));
    }

    void aHostIsHiddenAndTakenAway()
    {
        openBoth();
        auto* box = m_page->findChild<QCheckBox*>(idOf("a.json"));
        box->click();
        for (std::size_t i = 0; i < chart()->curves().size(); ++i)
            QCOMPARE(chart()->measuredShown(i), chart()->curves()[i].host == 1U);
        QVERIFY(!facts().host.contains("a.json"));
        QVERIFY(facts().host.contains("b.json"));
        QVERIFY(!verdicts().contains("a.json"));
        for (const ui::ReadoutRow& row : chart()->readout(8))
            QVERIFY(!row.label.contains("a.json"));
        chart()->setHiddenEntries({}); // the legend does the same
        QVERIFY(box->isChecked());
        chart()->setHiddenEntries({idOf("b.json")});
        m_page->findChild<QToolButton*>("remove:" + idOf("a.json"))->click();
        QTRY_COMPARE(chart()->hosts().size(), 1U);
        QCOMPARE(chart()->curves().size(), 2U);
        QCOMPARE(chart()->hiddenEntries(), QStringList{idOf("b.json")}); // still
        QVERIFY(!m_page->findChild<QCheckBox*>(idOf("b.json"))->isChecked());
        m_page->findChild<QPushButton*>("remove-hosts")->click();
        QVERIFY(chart()->curves().empty());
        QVERIFY(listed().isEmpty());
        QCOMPARE(facts().mark, QString());
    }

    void aMarkerStaysItsHostsWhenAnotherGoes()
    {
        openBoth();
        const int marker = chart()->hosts()[1].marker;
        m_page->findChild<QToolButton*>("remove:" + idOf("a.json"))->click();
        QTRY_COMPARE(chart()->hosts().size(), 1U);
        QCOMPARE(chart()->hosts()[0].marker, marker);
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a))});
        QVERIFY(chart()->hosts()[1].marker != marker);
    }

    void whatMergeWritesOpensAsItsHosts()
    {
        m_a.name = "one.json";
        m_b.name = "/far/two.json";
        const auto merged = study::mergeSweeps({m_a, m_b});
        m_page->openSweeps({fileOf("merged.json", report::text(report::toJson(merged)))});
        QCOMPARE(message(), QString());
        QCOMPARE(chart()->hosts().size(), 2U);
        QCOMPARE(curve(mutexLabel() + " on two.json").measured.front().throughput.mean,
                 m_b.sweep.points.front().throughput()->mean);
        QVERIFY(listed().contains("in merged.json"));
    }

    void whatWasMeasuredHereStandsBesideItAndTheSameRunsAreRefused()
    {
        m_page->findChild<QLineEdit*>("sweep-cpus")->setText("1");
        m_page->sweepOrCancel();
        QTRY_COMPARE(chart()->curves().size(), 2U);
        m_page->openSweeps({fileOf("saved.json", jsonOf(m_a))});
        QVERIFY2(message().contains("saved.json holds the same runs as the sweep made here"),
                 qPrintable(message()));
        QVERIFY(chart()->hosts().empty());
        m_page->openSweeps({fileOf("b.json", jsonOf(m_b))});
        QCOMPARE(chart()->curves().size(), 4U);
        QVERIFY(listed().contains("measured here"));
        QVERIFY(facts().host.contains("measured here"));
        QVERIFY(!m_page->findChild<QToolButton*>("remove:" + ui::ScalingChart::hereId()));
        m_page->findChild<QCheckBox*>(ui::ScalingChart::hereId())->click();
        for (std::size_t i = 0; i < chart()->curves().size(); ++i)
            QCOMPARE(chart()->measuredShown(i), chart()->curves()[i].host.has_value());
        QVERIFY(!facts().host.contains("measured here"));
    }
};

LOCKSCOPE_UI_TEST(SweepOverlayTest)
#include "sweep_overlay_test.moc"
