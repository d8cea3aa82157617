// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/json.h"
#include "core/recording/difference_text.h"
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/svg_of.h"
#include "tests/support/synthetic_recording.h"
#include "ui/appearance.h"
#include "ui/charts/canvas.h"
#include "ui/charts/chart_pair.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/range_strip.h"
#include "ui/difference_window.h"
#include "ui/main_window.h"
#include "ui/models/difference_model.h"
#include "ui/recording_choices.h"
#include "ui/settings.h"
#include "ui/widgets/message_strip.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

namespace {

/// What is written in a picture, in its order.
QStringList wordsIn(const ui::DashboardView& view)
{
    static const QRegularExpression kText("<text[^>]*>([^<]*)</text>");
    QStringList words;
    auto found = kText.globalMatch(QString::fromUtf8(test::svgOf(view)));
    while (found.hasNext())
        words << found.next().captured(1).trimmed();
    return words;
}

/// The labels of a chart's axes: those words that are numbers with or without a unit.
QStringList ticksOf(const ui::DashboardView& view)
{
    static const QRegularExpression kTick("^(≤ )?[0-9.]+( (s|ms|µs|ns|%|k|M|G))?$");
    return wordsIn(view).filter(kTick);
}

std::string jsonOf(const recording::Difference& difference)
{
    return exporting::text(recording::toJson(difference));
}

} // namespace

/// Two recordings side by side in a window, on recordings that were made up: 26.4 M calls/s with a
/// mutex, 41.5 M with the fast path, which is switched every 12 s.
class DifferenceTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::DifferenceWindow> m_window;
    QString m_turns; ///< 60 s with five changes
    QString m_steady; ///< 20 s without

    static constexpr std::size_t kA = ui::DifferenceWindow::kA;
    static constexpr std::size_t kB = ui::DifferenceWindow::kB;

    QString write(const char* name, const std::string& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file to write");
        file.write(bytes.data(), static_cast<qsizetype>(bytes.size()));
        return file.fileName();
    }

    template<class Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(name);
    }

    [[nodiscard]] QString message() const { return find<ui::MessageStrip>("messages")->text(); }
    [[nodiscard]] QString verdict() const { return find<QLabel>("verdict")->text(); }
    [[nodiscard]] ui::ChartPair& pair(const char* id) const { return *find<ui::ChartPair>(id); }
    [[nodiscard]] bool shows(const recording::Difference& expected) const
    {
        return m_window->difference() != nullptr
            && jsonOf(*m_window->difference()) == jsonOf(expected);
    }

    /// Types a time, as a person would.
    void type(const char* name, double seconds)
    {
        auto* box = find<QDoubleSpinBox>(name);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::number(seconds, 'f', 3));
        QTest::keyClick(box, Qt::Key_Return);
    }

    [[nodiscard]] static recording::Difference coreOf(const QString& a,
                                                      const QString& b,
                                                      auto... ranges)
    {
        const std::array<std::optional<std::chrono::nanoseconds>, 4> times{ranges...};
        return recording::compare(recording::stretchOf(ui::openRecording(a), times[0], times[1]),
                                  recording::stretchOf(ui::openRecording(b), times[2], times[3]));
    }

    [[nodiscard]] static recording::Difference coreAround(const QString& file, std::size_t marker)
    {
        const auto [before, after] = recording::aroundMarker(ui::openRecording(file), marker);
        return recording::compare(before, after);
    }

private slots:
    void initTestCase()
    {
        registerResources();
        m_turns = write("turns.lockscope", test::recordingOf(test::syntheticSnapshots(1200)));
        m_steady = write(
            "steady.lockscope",
            test::recordingOf(test::syntheticSnapshots(400, {.seed = 3, .changeEverySeconds = 0})));
    }

    void init()
    {
        m_settings = std::make_unique<ui::Settings>(m_folder.filePath("settings.ini"));
        m_window = std::make_unique<ui::DifferenceWindow>(*m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
    }

    void twoFilesAreComparedAsWholesInTheNumbersAndWordsOfTheCore()
    {
        m_window->open(kA, m_turns);
        m_window->open(kB, m_steady);
        const recording::Difference expected = coreOf(m_turns, m_steady);
        QTRY_VERIFY(shows(expected));
        QCOMPARE(verdict(), QString::fromStdString(expected.verdict()));
        const auto rows = recording::rowsOf(expected);
        const QAbstractItemModel& model = *find<QTableView>("differences")->model();
        QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
        for (int i = 0; i < model.rowCount(); ++i) {
            const recording::DifferenceRow& row = rows[static_cast<std::size_t>(i)];
            const std::array texts{row.label, row.a.whole(), row.b.whole(), row.change.whole()};
            for (int column = 0; column < model.columnCount(); ++column)
                QCOMPARE(model.index(i, column).data().toString(),
                         QString::fromStdString(texts[static_cast<std::size_t>(column)]));
        }
        for (const std::string& remark : expected.remarks)
            QVERIFY(find<QLabel>("notes")->text().contains(QString::fromStdString(remark)));
        QVERIFY(!expected.remarks.empty()); // A holds changes
    }

    void typedRangesAreComparedAtOnce()
    {
        m_window->open(kA, m_turns);
        m_window->open(kB, m_steady);
        type("from-A", 13);
        type("until-A", 20);
        type("until-B", 8.5);
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady, 13s, 20s, std::nullopt, 8500ms)));
        QVERIFY(verdict().startsWith("B is 0.6"));
        QTest::mouseClick(find<QPushButton>("whole-A"), Qt::LeftButton);
        QTest::mouseClick(find<QPushButton>("whole-B"), Qt::LeftButton);
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady)));
    }

    void oneFileIsComparedBeforeAndAfterAMarker()
    {
        m_window->open(kA, m_turns);
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QVERIFY(verdict().startsWith("B is 1.57x"));
        auto* markers = find<QComboBox>("markers");
        QCOMPARE(markers->count(), 6); // five, and none
        QCOMPARE(markers->currentIndex(), 1);
        QVERIFY(markers->itemText(2).contains("fast path off"));

        m_window->open(kB, m_steady); // then B is another
        QTRY_VERIFY(shows(coreOf(m_turns, m_steady)));
        QCOMPARE(markers->currentIndex(), 0);
        markers->setFocus();
        QTest::keyClick(markers, Qt::Key_Down);
        QTest::keyClick(markers, Qt::Key_Down);
        QTRY_VERIFY(shows(coreAround(m_turns, 1)));
        QCOMPARE(markers->currentIndex(), 2);
        QCOMPARE(find<QComboBox>("file-B")->currentData().toString(), m_turns);
    }

    void withoutMarkersHalvesAreCompared()
    {
        m_window->open(kA, m_steady);
        QTRY_VERIFY(shows(coreOf(m_steady, m_steady, 0s, 10s, 10s, 20s)));
        QCOMPARE(verdict(), QString("no difference shown"));
        QVERIFY(!find<QComboBox>("markers")->isEnabled());
    }

    void thePlaceThatWasPlayedChoosesTheNearestMarker()
    {
        m_window->compareAround(ui::openRecording(m_turns), m_turns, 25s);
        QTRY_VERIFY(shows(coreAround(m_turns, 1))); // at 24 s
        m_window->compareAround(ui::openRecording(m_turns), m_turns, 43s);
        QTRY_VERIFY(shows(coreAround(m_turns, 3))); // at 48 s, not at 36 s
    }

    void rangesAreDragged()
    {
        m_window->open(kA, m_turns);
        QTRY_VERIFY(m_window->difference());
        auto* strip = find<ui::RangeStrip>("range-A");
        const auto at = [strip](std::chrono::nanoseconds time) {
            return QPoint(qRound(strip->xOf(time)), strip->height() / 2);
        };
        QSignalSpy moved(strip, &ui::RangeStrip::rangeChanged);
        const auto drag = [&](const QPoint& from, const QPoint& to) {
            QTest::mousePress(strip, Qt::LeftButton, {}, from);
            QTest::mouseMove(strip, to);
            QTest::mouseRelease(strip, Qt::LeftButton, {}, to);
            return moved.last();
        };
        const auto isAbout = [](const QVariant& time, std::chrono::nanoseconds expected) {
            return std::chrono::abs(time.value<std::chrono::nanoseconds>() - expected) < 400ms;
        };
        // The first marker's range is 0 to 12 s. Its end to 6 s:
        QList<QVariant> range = drag(at(12s) + QPoint(-1, 0), at(6s));
        QVERIFY(isAbout(range[0], 0s) && isAbout(range[1], 6s));
        QCOMPARE(find<QComboBox>("markers")->currentIndex(), 0);
        // All of it, 20 s on; then its beginning past its end; then a new one.
        range = drag(at(3s), at(23s));
        QVERIFY(isAbout(range[0], 20s) && isAbout(range[1], 26s));
        range = drag(at(20s), at(30s));
        QVERIFY(isAbout(range[0], 26s) && isAbout(range[1], 30s));
        range = drag(at(40s), at(45s));
        QVERIFY(isAbout(range[0], 40s) && isAbout(range[1], 45s));
        // What is shown is of the very range that was dragged to, not of a rounded one.
        const auto [before, after] = recording::aroundMarker(ui::openRecording(m_turns), 0);
        QTRY_VERIFY(shows(
            recording::compare(recording::stretchOf(before.recording,
                                                    range[0].value<std::chrono::nanoseconds>(),
                                                    range[1].value<std::chrono::nanoseconds>()),
                               after)));
        // Of the whole nothing can be moved: a new range is drawn in it.
        QTest::mouseClick(find<QPushButton>("whole-A"), Qt::LeftButton);
        range = drag(at(20s), at(25s));
        QVERIFY(isAbout(range[0], 20s) && isAbout(range[1], 25s));
    }

    void bothSidesHaveTheSameAxes()
    {
        m_window->open(kA, m_turns);
        type("from-A", 1);
        type("until-A", 4);
        type("from-B", 13);
        type("until-B", 23);
        QTRY_VERIFY(shows(coreOf(m_turns, m_turns, 1s, 4s, 13s, 23s)));
        for (const char* id : {"compare-throughput", "compare-lock-wait", "compare-states"}) {
            const QStringList a = ticksOf(pair(id).chart(kA));
            QVERIFY2(a.contains("0 s") && a.contains("10 s"), id); // B's length, from the begin on
            QCOMPARE(ticksOf(pair(id).chart(kB)), a);
        }
        // 26.4 M alone would end at 30 M; 41.5 M is on the other side.
        QVERIFY(ticksOf(pair("compare-throughput").chart(kA)).contains("50"));
        // B has no wait to make an axis of, and takes A's.
        QVERIFY(ticksOf(pair("compare-lock-wait").chart(kB)).contains("1 µs"));
        const auto axes = [this](std::size_t side) {
            return ticksOf(pair("compare-histogram").chart(side));
        };
        QVERIFY(axes(kA).size() > 4);
        for (const QString& tick : axes(kA))
            QVERIFY2(axes(kB).contains(tick), qPrintable(tick));
        QVERIFY(wordsIn(pair("compare-histogram").chart(kB))
                    .join(' ')
                    .contains("no pass was contended"));
    }

    void axesDoNotHangOnWhatWasShownBefore()
    {
        std::vector<measure::SnapshotPtr> faster;
        for (const auto& snapshot : test::syntheticSnapshots(200, {.changeEverySeconds = 0})) {
            auto copy = std::make_shared<measure::Snapshot>(*snapshot);
            copy->delta.calls = copy->delta.calls * 13 / 10; // 34.3 M: an axis to 40 M
            faster.push_back(copy);
        }
        const QString file = write("faster.lockscope", test::recordingOf(faster));
        m_window->open(kA, m_turns);
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kA)).last(), QString("50"));
        m_window->open(kA, file);
        m_window->open(kB, file);
        QTRY_VERIFY(shows(coreOf(file, file, 0s, 5s, 5s, 10s)));
        // The live chart would keep its axis to 50 M, so as not to jump.
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kA)).last(), QString("40"));
        QCOMPARE(ticksOf(pair("compare-throughput").chart(kB)).last(), QString("40"));
    }

    void pointingAtOneSidePointsAtTheSameTimeOnTheOther()
    {
        m_window->open(kA, m_turns);
        QTRY_VERIFY(m_window->difference());
        const auto imageOf = [this](std::size_t side) {
            return pair("compare-throughput").chart(side).canvas()->grab().toImage();
        };
        const QImage before = imageOf(kB);
        const ui::ChartView& a = pair("compare-throughput").chart(kA);
        QTest::mouseMove(a.canvas(), a.plotArea().center().toPoint());
        QTRY_VERIFY(imageOf(kB) != before);
    }

    void aFileThatIsNoRecordingLeavesEverythingAsItWas()
    {
        m_window->open(kA, m_turns);
        m_window->open(kB, m_steady);
        const recording::Difference expected = coreOf(m_turns, m_steady);
        QTRY_VERIFY(shows(expected));
        const QString bad = write("bad.lockscope", "this is no recording");
        for (const std::size_t side : {kA, kB}) {
            for (const QString& file :
                 {bad, m_folder.filePath("not-there.lockscope"), m_folder.path()}) {
                m_window->open(side, file);
                QVERIFY2(message().contains(file), qPrintable(message()));
                QVERIFY(shows(expected));
                QCOMPARE(find<QComboBox>("file-A")->currentData().toString(), m_turns);
                QCOMPARE(find<QComboBox>("file-B")->currentData().toString(), m_steady);
            }
        }
        m_window->open(kB, m_turns); // and what is right takes the sentence away
        QTRY_VERIFY(shows(coreAround(m_turns, 0)));
        QVERIFY(message().isEmpty());
    }

    void aRangeWithoutSnapshotsShowsNothingAndSaysWhy()
    {
        m_window->open(kA, m_turns);
        QTRY_VERIFY(m_window->difference());
        type("from-B", 20);
        type("until-B", 15);
        QTRY_VERIFY(message().startsWith("B: "));
        QVERIFY2(message().contains("from 20 to 15 s"), qPrintable(message()));
        QVERIFY(!m_window->difference());
        QCOMPARE(find<QTableView>("differences")->model()->rowCount(), 0);
        for (const char* id :
             {"compare-throughput", "compare-lock-wait", "compare-states", "compare-histogram"})
            for (const std::size_t side : {kA, kB})
                QVERIFY2(wordsIn(pair(id).chart(side)).contains("nothing to show"), id);
        for (const char* name : {"compare-export", "compare-json", "compare-copy"})
            QVERIFY2(!find<QPushButton>(name)->isEnabled(), name);
        type("until-B", 23);
        QTRY_VERIFY(m_window->difference());
        QVERIFY(message().isEmpty());
        QVERIFY(find<QPushButton>("compare-copy")->isEnabled());
    }

    void aRecordingWithoutSnapshotsIsSaid()
    {
        m_window->open(kA, m_turns);
        QTRY_VERIFY(m_window->difference());
        m_window->open(kB, write("empty.lockscope", test::recordingOf({})));
        QTRY_VERIFY(message().contains("empty.lockscope"));
        QVERIFY(!m_window->difference());
    }

    void tooFewSnapshotsHaveNoIntervalAndNoVerdict()
    {
        m_window->open(kA, m_turns);
        m_window->open(kB, m_steady);
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
        m_window->open(kA, m_steady);
        m_window->open(
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
            header.source.kind = measure::SourceKind::Simulated;
            header.source.host.architecture = "simulated";
            return test::recordingOf(test::syntheticSnapshots(300), header);
        }());
        m_window->open(kA, m_steady);
        m_window->open(kB, simulated);
        const recording::Difference expected = coreOf(m_steady, simulated);
        QTRY_VERIFY(shows(expected));
        QVERIFY(find<QLabel>("notes")->text().contains("A is live and B is simulated"));

        const ui::Exporter exporter = m_window->exporter();
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
        for (const auto format : ui::kPictureFormats)
            QCOMPARE(exporter.exportCharts(m_folder.filePath("out"), format, 1).size(), 6);
    }

    void jsonIsThatOfDiffAndTheTableIsCopied()
    {
        m_window->open(kA, m_turns);
        const recording::Difference expected = coreAround(m_turns, 0);
        QTRY_VERIFY(shows(expected));
        const QString path = m_folder.filePath("diff.json");
        m_window->saveJson(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), jsonOf(expected));
        QVERIFY_EXCEPTION_THROWN(m_window->saveJson("/nowhere/diff.json"), std::runtime_error);
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
        ui::Session session(test::fakeOpener(lab), lab::defaultConfig());
        ui::MainWindow window(session, *m_settings, appearance);
        window.show();
        const auto compared = [&window] {
            return window.findChild<ui::DifferenceWindow*>("compare-recordings");
        };
        window.findChild<QAction*>("compare-recordings-action")->trigger();
        QVERIFY(compared() && compared()->isVisible());
        QTRY_VERIFY(compared()->difference()); // of a sample: something to see
        compared()->close();
        QTRY_VERIFY(!compared());

        window.openFile(m_turns);
        window.findChild<QAction*>("replay-play")->trigger(); // pause
        auto* place = window.findChild<QSlider*>("replay-place");
        place->setValue(place->maximum() * 26 / 60);
        window.findChild<QAction*>("replay-compare")->trigger();
        QTRY_VERIFY(compared()->difference());
        QCOMPARE(jsonOf(*compared()->difference()), jsonOf(coreAround(m_turns, 1)));
    }
};

QTEST_MAIN(DifferenceTest)
#include "difference_test.moc"
