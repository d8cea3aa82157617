// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/difference_fixture.h"
#include "tests/support/fake_feed.h"
#include "tests/support/ui_test.h"
#include "ui/charts/chart_view.h"
#include "ui/models/difference_model.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/message_strip.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;
using test::jsonOf;
using test::wordsIn;

/// What is wrong with files and ranges, what goes out again, and where it is opened from.
class DifferenceFilesTest : public test::DifferenceFixture
{
    Q_OBJECT

private slots:
    void initTestCase() { makeRecordings(); }
    void init() { openPage(); }
    void cleanup() { closePage(); }

    void aFileThatIsNoRecordingLeavesEverythingAsItWas()
    {
        m_page->comparison().open(kA, m_turns);
        m_page->comparison().open(kB, m_steady);
        const recording::Difference expected = coreOf(m_turns, m_steady);
        QTRY_VERIFY(shows(expected));
        const QString bad = write("bad.lockscope", "this is no recording");
        for (const std::size_t side : {kA, kB}) {
            for (const QString& file :
                 {bad, m_folder.filePath("not-there.lockscope"), m_folder.path()}) {
                m_page->comparison().open(side, file);
                QVERIFY2(message().contains(file), qPrintable(message()));
                QVERIFY(shows(expected));
                QCOMPARE(find<QComboBox>("file-A")->currentData().toString(), m_turns);
                QCOMPARE(find<QComboBox>("file-B")->currentData().toString(), m_steady);
            }
        }
        m_page->comparison().open(kB, m_turns); // and what is right takes the sentence away
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QVERIFY(message().isEmpty());
    }

    void aRangeWithoutSnapshotsShowsNothingAndSaysWhy()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(m_page->difference());
        type("from-B", 20);
        type("until-B", 15);
        QTRY_VERIFY(message().startsWith("B: "));
        QVERIFY2(message().contains("from 20 to 15 s"), qPrintable(message()));
        QVERIFY(!m_page->difference());
        QCOMPARE(find<QTableView>("differences")->model()->rowCount(), 0);
        for (const char* id :
             {"compare-throughput", "compare-lock-wait", "compare-states", "compare-histogram"})
            for (const std::size_t side : {kA, kB})
                QVERIFY2(wordsIn(pair(id).chart(side)).contains("nothing to show"), id);
        for (const char* name : {"compare-export", "compare-json", "compare-copy"})
            QVERIFY2(!find<QPushButton>(name)->isEnabled(), name);
        type("until-B", 23);
        QTRY_VERIFY(m_page->difference());
        QVERIFY(message().isEmpty());
        QVERIFY(find<QPushButton>("compare-copy")->isEnabled());
    }

    void aRecordingWithoutSnapshotsIsSaid()
    {
        m_page->comparison().open(kA, m_turns);
        QTRY_VERIFY(m_page->difference());
        m_page->comparison().open(kB, write("empty.lockscope", test::recordingOf({})));
        QTRY_VERIFY(message().contains("empty.lockscope"));
        QVERIFY(!m_page->difference());
    }

    void tooFewSnapshotsHaveNoIntervalAndNoVerdict()
    {
        m_page->comparison().open(kA, m_turns);
        m_page->comparison().open(kB, m_steady);
        type("until-B", 0.3);
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady, std::nullopt, std::nullopt, 0s, 300ms)));
        QCOMPARE(verdict(), QString("no difference shown"));
        QVERIFY(find<QLabel>("notes")->text().contains("B has 6 snapshots; fewer than 10"));
        const QAbstractItemModel& model = *find<QTableView>("differences")->model();
        QCOMPARE(model.index(0, ui::DifferenceModel::BColumn)
                     .data(ui::DifferenceModel::IntervalRole)
                     .toString(),
                 QString("no interval"));
    }

    void whatIsUnknownIsNotZero()
    {
        m_page->comparison().open(kA, m_steady);
        m_page->comparison().open(
            kB,
            write("unknown.lockscope",
                  test::recordingOf(test::syntheticSnapshots(100, {.unknownStates = true}))));
        const QAbstractItemModel& model = *find<QTableView>("differences")->model();
        const auto unknown = [&model] {
            return model
                .match(model.index(0, ui::DifferenceModel::BColumn), Qt::DisplayRole, "unknown", -1)
                .size();
        };
        QTRY_COMPARE(unknown(), 7); // six states, CPU time a call
    }

    void picturesHoldVerdictTableAndMarks()
    {
        const QString simulated = write("simulated.lockscope", [] {
            auto header = test::syntheticHeader();
            header.source.provenance = measure::kSimulated;
            header.source.host.architecture = "simulated";
            return test::recordingOf(test::syntheticSnapshots(300), header);
        }());
        m_page->comparison().open(kA, m_steady);
        m_page->comparison().open(kB, simulated);
        const recording::Difference expected = coreOf(m_steady, simulated);
        QTRY_VERIFY(shows(expected));
        QVERIFY(find<QLabel>("notes")->text().contains("A is live and B is simulated"));

        const ui::Exporter exporter = m_page->exporter();
        QCOMPARE(exporter.page("comparison").facts.mark,
                 QString("A: RECORDED; B: RECORDED, SIMULATED"));
        QCOMPARE(exporter.choices().size(), std::size_t(6)); // all, table, four pairs
        const QString path = m_folder.filePath("comparison.svg");
        exporter.save("comparison", ui::PictureFormat::Svg, 1, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString svg = QString::fromUtf8(file.readAll());
        QVERIFY(svg.contains(QString::fromStdString(expected.verdict())));
        for (const recording::DifferenceRow& row : recording::rowsOf(expected))
            QVERIFY2(svg.contains(QString::fromStdString(row.a.whole())), row.label.c_str());
        QVERIFY(svg.contains("steady.lockscope, 0.00 to 20.00 s"));
        QVERIFY(svg.contains("simulated.lockscope, 0.00 to 15.00 s"));
        for (const auto& row : ui::kPictureFormats)
            QCOMPARE(exporter.exportCharts(m_folder.filePath("out"), row.format, 1).size(), 6);
    }

    void jsonIsThatOfDiffAndTheTableIsCopied()
    {
        m_page->comparison().open(kA, m_turns);
        const recording::Difference expected = coreAround(m_turns, 0);
        QTRY_VERIFY(shows(expected));
        const QString path = m_folder.filePath("diff.json");
        m_page->saveJson(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), jsonOf(expected));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, m_page->saveJson("/nowhere/diff.json"));
        QTest::mouseClick(find<QPushButton>("compare-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text().toStdString(),
                 recording::tableText(expected));
    }

    void theModelKeepsItsRowsWhileNumbersChange()
    {
        ui::DifferenceModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows(recording::rowsOf(coreOf(m_turns, m_steady)));
        QCOMPARE(resets.count(), 1);
        model.setRows(recording::rowsOf(coreAround(m_turns, 0)));
        QCOMPARE(resets.count(), 1);
        model.setRows({});
        QCOMPARE(resets.count(), 2);
        QCOMPARE(model.rowCount(), 0);
    }

    void itIsOpenedFromTheMenuAndFromWhatIsPlayed()
    {
        const auto lab = std::make_shared<test::FakeLab>();
        ui::Appearance appearance;
        ui::Session session(test::fakeFeeds(lab), lab::defaultConfig());
        ui::MainWindow window(session, *m_settings, appearance);
        window.show();
        const auto compared = [&window] {
            return window.findChild<ui::DifferencePage*>("compare-recordings");
        };
        window.findChild<QAction*>("compare-recordings-action")->trigger();
        QVERIFY(compared() && compared()->isVisible());
        QTRY_VERIFY(compared()->difference()); // of a sample: something to see
        const auto keptFile = compared()->comparison().side(kA).file;
        window.findChild<QAction*>("show-live")->trigger();
        QVERIFY(!compared()->isVisible());
        window.findChild<QAction*>("compare-recordings-action")->trigger(); // as it was left
        QCOMPARE(compared()->comparison().side(kA).file, keptFile);

        window.openFiles({m_turns});
        QVERIFY(!compared()->isVisible()); // what is played is on the live page
        auto* place = window.findChild<QSlider*>("replay-place");
        place->setValue(place->maximum() * 26 / 60);
        window.findChild<QAction*>("replay-compare")->trigger();
        QTRY_COMPARE(jsonOf(*compared()->difference()), jsonOf(coreAround(m_turns, 1)));

        const QString missing = m_folder.filePath("missing.lockscope");
        const std::string before = jsonOf(*compared()->difference());
        window.openFiles({m_turns, missing}); // both or neither
        QTRY_VERIFY(compared()
                        ->findChild<ui::MessageStrip*>("difference-messages")
                        ->text()
                        .contains(missing));
        QCOMPARE(jsonOf(*compared()->difference()), before);
        window.openFiles({m_turns, m_steady});
        const auto isShown = [&](const recording::Difference& expected) {
            return compared()->difference()
                && jsonOf(*compared()->difference()) == jsonOf(expected);
        };
        QTRY_VERIFY(isShown(coreOf(m_turns, m_steady)));
    }
};

LOCKSCOPE_UI_TEST(DifferenceFilesTest)
#include "difference_files_test.moc"
