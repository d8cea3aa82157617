// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/svg_of.h"
#include "tests/support/sweep_page_fixture.h"
#include "tests/support/ui_test.h"
#include "ui/recordings/recording_choices.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/figure_table.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QUrl>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using test::jsonOf;
using test::mutexLabel;
using test::sweepOf;

/// Sweeps that the page on scaling opens from files: what it shows of them and what it refuses.
class SweepFilesTest : public test::SweepPageFixture
{
    Q_OBJECT

private slots:
    void init() { openPage(); }

    void cleanup() { closePage(); }

    void theTableHasThePointsThatAreInSight()
    {
        openBoth();
        const auto* table = m_page->findChild<ui::FigureTable*>("points");
        const auto rows = [table] { return table->copiedText().count('\n') - 1; };
        QCOMPARE(rows(), 2 * (6 + 4)); // both ways on either machine
        QCOMPARE(table->copiedText().count("\tmeasured\t"), 2 * (6 + 4));
        chart()->setHiddenEntries({idOf("b.json")});
        QCOMPARE(rows(), 2 * 6);
        chart()->setHiddenEntries({});
        QCOMPARE(rows(), 2 * (6 + 4));
    }

    void itsNumbersAreThoseOfTheFileAndItsPeakIsShown()
    {
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a))});
        QCOMPARE(message(), QString());
        QCOMPARE(chart()->curves().size(), 2U);
        const ui::ScalingCurve& mutex = curve(mutexLabel() + " on a.json");
        QCOMPARE(mutex.measured.size(), m_a.sweep.plan.cpus.size());
        for (std::size_t i = 0; i < mutex.measured.size(); ++i) {
            const auto measured = *m_a.sweep.points[i].throughput();
            QCOMPARE(mutex.measured[i].n, double(m_a.sweep.plan.cpus[i]));
            QCOMPARE(mutex.measured[i].throughput.mean, measured.mean);
            QCOMPARE(*mutex.measured[i].throughput.low, *measured.low);
            QCOMPARE(*mutex.measured[i].throughput.high, *measured.high);
            QVERIFY(!mutex.measured[i].waitMeanNs); // unknown, not 0
        }
        QVERIFY(std::abs(*mutex.fit->nStar() - 31.3) < 3); // sqrt(0.98 / 0.001), and noise
        QVERIFY(test::svgOf(*chart()).contains("N* = "));
        QVERIFY(verdicts().contains(mutexLabel() + " on a.json"));
        m_page->findChild<QSpinBox*>("scaling-at")->setValue(8);
        QVERIFY(m_page->findChild<QLabel*>("scaling-answer")->text().contains("3.00x"));
    }

    void itIsMarkedAsAFilesOnThePageAndInPictures()
    {
        QVERIFY(listed().isEmpty());
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a))});
        for (const QString& text : {listed(), facts().description()}) {
            QVERIFY2(text.contains("OPENED FROM FILES"), qPrintable(text));
            for (const char* said :
                 {"a.json", "Model A", "64 CPUs", "measured 2026-02-28 09:00 UTC"})
                QVERIFY2(text.contains(said), said);
        }
        const QString here =
            QString::fromStdString(measure::readHostFacts().cpuModel.value_or("?"));
        QVERIFY(!facts().host.contains(here)); // nothing of the picture was measured here
        QVERIFY(!facts().mark.contains("SIMULATED")); // nothing is
        QVERIFY(test::svgOf(*chart()).contains("a.json")); // the legend
        m_page->show(); // and simulates
        QTRY_VERIFY_WITH_TIMEOUT(facts().mark.contains("SIMULATED"), 60'000);
        QVERIFY(facts().mark.contains("OPENED FROM FILES"));
        QVERIFY(
            test::svgOf(*chart()).contains("more CPUs than were measured: dashed is SIMULATED"));
    }

    void aSweepThatWasCutShortSaysSo()
    {
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a))});
        QVERIFY(!listed().contains("CUT SHORT"));
        m_b.sweep.points.pop_back(); // never begun
        m_b.sweep.ended.reset();
        m_page->openSweeps({fileOf("b.json", jsonOf(m_b))});
        QVERIFY(listed().contains("CUT SHORT"));
        QVERIFY(listed().contains("at a time that is unknown"));
        QVERIFY(facts().host.contains("CUT SHORT"));
        m_b = sweepOf("Model B", 2e6, {4, 8, 16, 64});
    }

    void badFilesLeaveThePageAsItWas_data()
    {
        QTest::addColumn<QStringList>("names"); // of files that are there
        QTest::addColumn<QString>("said");
        const auto json = [this](const auto& change) {
            auto object = nlohmann::ordered_json::parse(jsonOf(m_b));
            change(object);
            return object.dump();
        };
        fileOf("text.json", "no JSON");
        fileOf("table.json", "n,throughput\n1,100\n2,200\n");
        fileOf("nothing.json", "");
        fileOf("half.json", jsonOf(m_b).substr(0, 400));
        fileOf("deep.json", std::string(1'000'000, '['));
        fileOf("run.json", json([](auto& object) { object["schema"] = "lockscope.run/1"; }));
        fileOf("future.json", json([](auto& object) { object["schema"] = "lockscope.sweep/2"; }));
        fileOf("empty.json",
               json([](auto& object) { object["points"] = nlohmann::json::array(); }));
        fileOf("wrong.json", json([](auto& object) { object["points"][1]["cpus"] = 0; }));
        fileOf("b.json", jsonOf(m_b));
        fileOf("copy.json", jsonOf(m_b));
        QTest::newRow("not JSON") << QStringList{"text.json"} << "it is no JSON";
        QTest::newRow("a table") << QStringList{"table.json"} << "it is no JSON";
        QTest::newRow("nothing") << QStringList{"nothing.json"} << "it is no JSON";
        QTest::newRow("cut off") << QStringList{"half.json"} << "was cut short";
        QTest::newRow("nested") << QStringList{"deep.json"} << "more than 32 deep";
        QTest::newRow("another schema") << QStringList{"run.json"} << "lockscope.run/1";
        QTest::newRow("a newer version")
            << QStringList{"future.json"} << "allowed: lockscope.sweep/1";
        QTest::newRow("no points") << QStringList{"empty.json"} << "empty.json has no points";
        QTest::newRow("bad number") << QStringList{"wrong.json"} << "points[1].cpus is 0";
        QTest::newRow("not there") << QStringList{"missing.json"} << "cannot be read";
        QTest::newRow("shown already")
            << QStringList{"a.json"} << "a.json holds the same runs as a.json";
        QTest::newRow("twice at once")
            << QStringList{"b.json", "b.json"} << "b.json holds the same runs";
        QTest::newRow("a copy") << QStringList{"b.json", "copy.json"}
                                << "copy.json holds the same runs";
        QTest::newRow("one of several")
            << QStringList{"b.json", "text.json"} << "text.json: it is no JSON";
    }

    void badFilesLeaveThePageAsItWas()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, said);
        m_page->openSweeps({fileOf("a.json", jsonOf(m_a))});
        const QByteArray before = test::svgOf(*chart());
        const QString list = listed();
        QStringList files;
        for (const QString& name : names)
            files << m_folder.filePath(name);
        m_page->openSweeps(files);
        QVERIFY2(message().contains(said), qPrintable(message()));
        QVERIFY(message().contains(names.back()));
        QVERIFY(!message().contains('\n'));
        QCOMPARE(test::svgOf(*chart()), before);
        QCOMPARE(listed(), list);
        QCOMPARE(chart()->hosts().size(), 1U);
    }

    void theWindowOpensThemFromTheMenuOfSamplesByNameAndDropped()
    {
        ui::Appearance appearance;
        ui::MainWindow window(m_session, m_settings, appearance);
        auto* page = window.findChild<ui::ScalingPage*>();
        auto* scaling = page->findChild<ui::ScalingChart*>();
        const auto hosts = [scaling] { return scaling->hosts().size(); };
        for (const ui::SampleRecording& sample : ui::sampleSweeps()) {
            const auto known = hosts();
            window.findChild<QAction*>(QByteArray("sample-") + sample.name)->trigger();
            QCOMPARE(window.findChild<QTabWidget*>("pages")->currentWidget(), page);
            QCOMPARE(hosts(), known + 1);
            QVERIFY(!scaling->hosts().back().facts.contains("CUT SHORT"));
            QVERIFY(!scaling->hosts().back().facts.contains("unknown"));
        }
        QVERIFY(page->exporter().page("scaling").facts.mark.contains("OPENED FROM FILES"));
        const auto samples = hosts();
        window.openFiles({fileOf("a.json", jsonOf(m_a))});
        QCOMPARE(hosts(), samples + 1);
        auto* box = page->findChild<QCheckBox*>(scaling->hosts().back().id);
        QCOMPARE(box->focusPolicy(),
                 Qt::TabFocus); // so that Space freezes after a click, as anywhere
        window.findChild<QPushButton*>("remove-hosts")->click();
        QCOMPARE(hosts(), 0U);

        const auto drop = [&window](const QStringList& files) {
            QMimeData data;
            QList<QUrl> urls;
            for (const QString& file : files)
                urls << QUrl::fromLocalFile(file);
            data.setUrls(urls);
            QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&window, &enter);
            QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&window, &event);
        };
        const QString a = m_folder.filePath("a.json");
        drop({a, fileOf("b", jsonOf(m_b))}); // JSON, whatever its name
        QCOMPARE(hosts(), 2U);
        drop({a, m_folder.filePath("x.lockscope")});
        QCOMPARE(hosts(), 2U);
        QVERIFY(window.findChild<ui::MessageStrip*>("messages")->text().contains("x.lockscope"));
        drop({m_folder.filePath("1.lockscope"),
              "2.lockscope",
              "3.lockscope"}); // two can be compared
        QVERIFY(window.findChild<ui::MessageStrip*>("messages")->text().contains("1.lockscope"));
        QVERIFY(!window.findChild<QWidget*>("compare-recordings")->isVisible());
    }
};

LOCKSCOPE_UI_TEST(SweepFilesTest)
#include "sweep_files_test.moc"
