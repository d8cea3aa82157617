// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/registry.h"
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/svg_of.h"
#include "tests/support/ui_test.h"
#include "ui/charts/comparison_chart.h"
#include "ui/charts/value_axis.h"
#include "ui/comparison/comparison_page.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/figure_table.h"
#include "ui/widgets/guard_box.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/message_strip.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include <atomic>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

study::Comparison comparisonOf(const study::ComparisonPlan& plan, int rounds)
{
    study::Comparison comparison{.plan = plan, .guards = {}, .rounds = rounds};
    double calls = 1e6;
    for (const study::Contender& contender : plan.contenders) {
        study::ComparedGuard guard{.contender = contender, .waitsExact = true, .figures = {}};
        guard.figures[measure::Figure::Throughput] =
            measure::Estimate{calls, calls * 0.9, calls * 1.1, rounds};
        comparison.guards.push_back(guard);
        calls *= 2;
    }
    return comparison;
}

} // namespace

/// Choosing guards and comparing them, on a source without threads.
class ComparisonPageTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab = std::make_shared<test::FakeLab>();
    ui::Session m_session{test::fakeFeeds(m_lab), lab::defaultConfig()};
    ui::Settings m_settings{m_folder.filePath("settings.ini")};

private slots:
    void initTestCase() { registerResources(); }

    void theListIsSearchedByWhatGuardsDo()
    {
        ui::GuardList list(ui::GuardList::Use::ChooseOne);
        QSignalSpy chosen(&list, &ui::GuardList::chosen);
        list.search()->setText("futex spin");
        QCOMPARE(list.current(), QString("spin-futex"));
        QVERIFY(list.findChild<QLabel*>("guard-sentences")->text().contains("100 looks"));
        QTest::keyClick(list.search(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.at(0).at(0).toString(), QString("spin-futex"));
        list.search()->setText("no such thing");
        QVERIFY(list.current().isEmpty());
        QTest::keyClick(list.search(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1); // nothing to choose
        list.setCurrent("mutex");
        QCOMPARE(list.current(), QString("mutex"));
    }

    void aNarrowListShowsNamesAndTraitsWithoutScrollingSideways()
    {
        ui::GuardList list(ui::GuardList::Use::TickSeveral);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        const auto* tree = list.findChild<QTreeWidget*>("guard-tree");
        for (const int width : {260, 700}) {
            list.resize(width, 500);
            QTRY_COMPARE(list.width(), width);
            const int viewport = tree->viewport()->width();
            QTRY_VERIFY(tree->columnWidth(0) <= viewport * 3 / 4);
            QTRY_COMPARE(tree->columnWidth(0) + tree->columnWidth(1), viewport);
        }
        QVERIFY(tree->columnWidth(0) >= tree->fontMetrics().horizontalAdvance("Mutex"));
    }

    void traitsFollowTheTheme()
    {
        ui::GuardList list(ui::GuardList::Use::TickSeveral);
        QSignalSpy ticked(&list, &ui::GuardList::tickedChanged);
        const auto* tree = list.findChild<QTreeWidget*>("guard-tree");
        for (const QColor colour : {QColor(0x112233), QColor(0xddeeff)}) {
            QPalette palette = list.palette();
            palette.setColor(QPalette::PlaceholderText, colour);
            list.setPalette(palette);
            QCOMPARE(tree->topLevelItem(0)->child(0)->foreground(1).color(), colour);
        }
        QCOMPARE(ticked.count(), 0);
    }

    void traitsAreSaidInWords()
    {
        QCOMPARE(ui::guardTraitsText("mutex"), QString("sleeps"));
        QCOMPARE(ui::guardTraitsText("call-once"), QString("sleeps · shared"));
        QCOMPARE(ui::guardTraitsText("tbb-queuing"), QString("fair · spins"));
    }

    void theBoxOpensTheListAndTakesWhatIsChosen()
    {
        ui::GuardBox box;
        box.setGuard("mutex");
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        QSignalSpy activated(&box, &QComboBox::activated);
        box.showPopup();
        auto* list = box.findChild<ui::GuardList*>();
        QVERIFY(list != nullptr);
        QCOMPARE(list->current(), QString("mutex"));
        list->search()->setText("tbb-spin");
        QTest::keyClick(list->search(), Qt::Key_Return);
        QCOMPARE(box.currentData().toString(), QString("tbb-spin"));
        QCOMPARE(activated.count(), 1);
    }

    void comparesTheTickedGuardsWhileTheSessionStands()
    {
        m_session.start();
        study::ComparisonPlan asked;
        bool stood = false;
        ui::ComparisonPage page(
            m_session, m_settings, [&](const study::ComparisonPlan& plan, const auto& progress) {
                asked = plan;
                stood = !m_lab->running;
                for (const study::Contender& contender : plan.contenders)
                    progress(0.5, contender);
                return comparisonOf(plan, plan.repeats);
            });
        page.findChild<ui::GuardList*>()->setTicked({"mutex", "tbb-spin"});
        page.findChild<QComboBox*>("compare-fast-path")->setCurrentIndex(2);
        page.findChild<QSpinBox*>("repeats")->setValue(7);
        page.show();
        auto* chart = page.findChild<ui::ComparisonChart*>();
        QVERIFY(test::svgOf(*chart).contains("Tick guards"));
        page.compareOrCancel();
        QVERIFY(test::svgOf(*chart).contains("one after another")); // it runs
        QVERIFY(!test::svgOf(*chart).contains("Tick guards"));
        QTRY_VERIFY(test::svgOf(*chart).contains("Mutex, fast path"));
        QVERIFY(stood);
        QVERIFY(m_session.running()); // goes on
        QCOMPARE(asked.contenders.size(), std::size_t{4});
        QCOMPARE(asked.repeats, 7);
        QCOMPARE(asked.config, m_session.config());
        const QByteArray picture = test::svgOf(*page.findChild<ui::ComparisonChart*>());
        QVERIFY(picture.indexOf("8.00 M") < picture.indexOf("1.00 M (")); // the best first
        const QString table = page.findChild<ui::FigureTable*>()->copiedText();
        QCOMPARE(table.count('\n'), 1 + 4);
        QVERIFY2(table.contains("Mutex\toff\t1.00 M (900 k to 1.10 M)\tunknown"),
                 qPrintable(table));
        QVERIFY2(table.contains("\ton\t8.00 M ("), qPrintable(table));
        page.findChild<QComboBox*>("figure")->setCurrentIndex(2);
        QVERIFY(test::svgOf(*page.findChild<ui::ComparisonChart*>()).contains("nothing"));
    }

    void theProgressNamesGuardsAsTheListDoes()
    {
        std::atomic<bool> release{false};
        ui::ComparisonPage page(
            m_session, m_settings, [&](const study::ComparisonPlan& plan, const auto& progress) {
                while (!release)
                    progress(0.5, {"tbb-spin", true});
                return comparisonOf(plan, plan.repeats);
            });
        page.show();
        page.compareOrCancel();
        auto* bar = page.findChild<QProgressBar*>();
        const auto label = guards::findGuard("tbb-spin")->label;
        QTRY_COMPARE(bar->format(),
                     QString::fromUtf8(label.data(), qsizetype(label.size()))
                         + QStringLiteral(", fast path · %p %"));
        release = true;
        QTRY_VERIFY(page.comparisonState().hasResult);
    }

    void aPictureOfManyGuardsNamesThemAll()
    {
        study::ComparisonPlan plan;
        plan.config = lab::defaultConfig();
        for (const guards::GuardRow& row : guards::registry())
            for (const bool fastPath : {false, true})
                plan.contenders.push_back({std::string(row.id), fastPath});
        ui::ComparisonChart chart;
        chart.setComparison(comparisonOf(plan, 5));
        const QSizeF size = chart.pictureSize();
        QVERIFY(size.height() / static_cast<double>(plan.contenders.size()) >= 25);
        QVERIFY(chart.minimumHeight() >= size.height() - 1);
        const QByteArray picture = test::svgOf(chart);
        for (const guards::GuardRow& row : guards::registry())
            QVERIFY(picture.contains(QByteArray(row.label.data(), qsizetype(row.label.size()))));
    }

    void theAxisStaysWithItsBarsOnALargeScreen()
    {
        study::ComparisonPlan plan;
        plan.config = lab::defaultConfig();
        for (const guards::GuardRow& row : guards::registry())
            plan.contenders.push_back({std::string(row.id), false});
        ui::ComparisonChart chart;
        chart.setComparison(comparisonOf(plan, 5));
        chart.resize(1000, 10'000);
        const int many = chart.height();
        QVERIFY(many < 10'000 && many >= chart.minimumHeight());
        plan.contenders.resize(8);
        chart.setComparison(comparisonOf(plan, 5));
        chart.resize(1000, 10'000);
        QVERIFY(chart.height() < many / 2);
    }

    void anIntervalThatGoesOnBeyondTheChartEndsInAnArrow()
    {
        study::ComparisonPlan plan;
        plan.config = lab::defaultConfig();
        for (const auto& row : guards::registry())
            if (plan.contenders.size() < 8)
                plan.contenders.push_back({std::string(row.id), false});
        study::Comparison comparison = comparisonOf(plan, 5);
        double most = 1e6;
        for (study::ComparedGuard& guard : comparison.guards) {
            guard.figures[measure::Figure::Throughput] =
                measure::Estimate{most, most * 0.9, most * 1.1, 5};
            most *= 1.1;
        }
        comparison.guards.front().figures[measure::Figure::Throughput]->high = 1e9;
        ui::ComparisonChart chart;
        chart.setComparison(comparison);
        const auto arrows = [&chart] {
            static const QRegularExpression kTriangle(
                "d=\"M([0-9.]+),([0-9.]+) L([0-9.]+),([0-9.]+) L([0-9.]+),([0-9.]+)");
            int count = 0;
            auto each = kTriangle.globalMatch(QString::fromUtf8(test::svgOf(chart)));
            while (each.hasNext()) {
                const auto match = each.next();
                const auto at = [&match](int i) { return match.captured(i).toDouble(); };
                count +=
                    at(3) > at(1) && qFuzzyCompare(at(5), at(1)) && at(6) > at(4) && at(4) > at(2);
            }
            return count;
        };
        QCOMPARE(arrows(), 1);
        chart.axis()->choose({.sparesSpikes = false});
        QCOMPARE(arrows(), 0);
    }

    void nothingTickedIsSaidInOneSentence()
    {
        bool called = false;
        ui::ComparisonPage page(m_session, m_settings, [&](const auto& plan, const auto&) {
            called = true;
            return comparisonOf(plan, 1);
        });
        page.findChild<ui::GuardList*>()->setTicked({});
        page.show();
        page.compareOrCancel();
        QVERIFY(page.findChild<ui::MessageStrip*>()->text().contains("No guard is ticked"));
        QVERIFY(!called);
    }

    void cancelKeepsWhatIsDone()
    {
        ui::ComparisonPage page(
            m_session, m_settings, [](const study::ComparisonPlan& plan, const auto& progress) {
                while (progress(0.4, plan.contenders.front()))
                    QTest::qSleep(1);
                return comparisonOf(plan, 2);
            });
        page.show();
        page.compareOrCancel();
        QVERIFY(page.comparisonState().running && !page.comparisonState().ending);
        page.compareOrCancel();
        QVERIFY(page.comparisonState().running && page.comparisonState().ending);
        QTRY_VERIFY(page.findChild<ui::MessageStrip*>()->text().contains("2 of 5 rounds"));
        QVERIFY(test::svgOf(*page.findChild<ui::ComparisonChart*>()).contains("Mutex"));
        QVERIFY(!page.comparisonState().running && page.comparisonState().hasResult);
    }

    void aFailureIsSaidAndTheSessionGoesOn()
    {
        m_session.start();
        ui::ComparisonPage page(
            m_session, m_settings, [](const auto&, const auto&) -> study::Comparison {
                throw std::runtime_error("no threads left");
            });
        page.show();
        page.compareOrCancel();
        QTRY_COMPARE(page.findChild<ui::MessageStrip*>()->text(), QString("no threads left"));
        QVERIFY(m_session.running());
    }
};

LOCKSCOPE_UI_TEST(ComparisonPageTest)
#include "comparison_page_test.moc"
