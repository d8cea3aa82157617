// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/figure_table.h"

#include <QClipboard>
#include <QComboBox>
#include <QCommandLinkButton>
#include <QDockWidget>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMainWindow>
#include <QTabWidget>
#include <QTextBrowser>

#include <map>
#include <utility>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Pages and what stands around them.
class PanelPageTest : public test::WindowFixture
{
    Q_OBJECT

    [[nodiscard]] QDockWidget* dock(const char* name) const { return find<QDockWidget>(name); }
    void show(const char* page)
    {
        find<QTabWidget>("pages")->setCurrentWidget(find<QWidget>(page));
        QCoreApplication::processEvents();
    }

private slots:
    void init()
    {
        openWindow(newSettings());
        m_window->resize(1400, 900);
        find<QAction>("reset-layout")->trigger();
    }
    void cleanup() { closeWindow(); }

    void eachPageHasPanelsOfItsOwn()
    {
        const std::map<const char*, const char*> panels{
            {"live-page", "experiment"},
            {"scaling-page", "sweep"},
            {"comparison-page", "contenders"},
            {"compare-recordings", "compared-recordings"}};
        for (const auto& [page, panel] : panels) {
            show(page);
            dock(panel)->show(); // it gives way on a small screen
            QCoreApplication::processEvents();
            for (const auto& [other, theirs] : panels)
                QCOMPARE(dock(theirs)->isVisible(), other == page);
        }
    }

    void aPanelThatFloatsLeavesAndComesBackWithItsPage()
    {
        show("live-page");
        QDockWidget* threads = dock("threads");
        threads->setFloating(true);
        threads->show();
        QVERIFY(threads->isVisible());
        show("scaling-page");
        QVERIFY(!threads->isVisible());
        QVERIFY(find<QAction>("show-table")->isChecked() == dock("sweep-points")->isVisible());
        show("live-page");
        QVERIFY(threads->isVisible());
        QVERIFY(threads->isFloating());
    }

    void whatFloatsBesideAnotherPageIsRemembered()
    {
        const QString file = newSettings();
        closeWindow();
        openWindow(file);
        show("live-page");
        dock("threads")->setFloating(true);
        dock("threads")->show();
        show("scaling-page");
        m_window->close();
        closeWindow();
        openWindow(file);
        show("live-page");
        QVERIFY(dock("threads")->isFloating());
        QVERIFY(dock("threads")->isVisible());
    }

    void aPageThatIsSeenForTheFirstTimeHasUsefulWidths()
    {
        for (const auto& [page, panel] :
             {std::pair("scaling-page", "sweep"), std::pair("comparison-page", "contenders")})
        {
            show(page);
            dock(panel)->show();
            QTRY_VERIFY(dock(panel)->width() >= 250);
        }
    }

    void aPageKeepsItsWidthsThroughWindowsThatNeverShowIt()
    {
        const QString file = newSettings();
        closeWindow();
        openWindow(file);
        show("live-page"); // and no other, as most often
        m_window->close();
        closeWindow();
        openWindow(file);
        show("scaling-page");
        const int first = dock("sweep")->width();
        find<QAction>("reset-layout")->trigger();
        QTRY_COMPARE(dock("sweep")->width(), first);

        qobject_cast<QMainWindow*>(find<QWidget>("scaling-page"))
            ->resizeDocks({dock("sweep")}, {first + 40}, Qt::Horizontal);
        QTRY_COMPARE(dock("sweep")->width(), first + 40);
        for (int i = 0; i < 2; ++i) { // the second time without being looked at
            show("live-page");
            m_window->close();
            closeWindow();
            openWindow(file);
        }
        show("scaling-page");
        QTRY_COMPARE(dock("sweep")->width(), first + 40);
    }

    void helpOpensAtThePageThatIsInSight()
    {
        for (const auto& [page, chapter] :
             {std::pair("live-page", "index.md"),
              {"program-page", "program.md#in-the-window"},
              {"scaling-page", "scaling.md"},
              {"comparison-page", "experiment.md#comparing-guards"},
              {"compare-recordings", "recordings.md#comparing-recordings"}})
        {
            show(page);
            find<QAction>("help")->trigger();
            const QUrl shown = find<QTextBrowser>("helpPages")->source();
            QVERIFY2(shown.toString().endsWith(chapter), qPrintable(shown.toString()));
        }
    }

    void theTableLeavesALowWindowToThePictures()
    {
        for (const auto& [height, most] : {std::pair(620, 115), {1000, 170}}) {
            m_window->resize(1300, height);
            show("live-page");
            find<QAction>("reset-layout")->trigger();
            QTRY_VERIFY(dock("threads")->height() <= most);
        }
        QTRY_VERIFY(dock("threads")->height() > 115);
    }

    void whatIsComparedStaysWhenAnotherPageIsLookedAt()
    {
        find<QAction>("compare")->trigger();
        auto* page = find<QWidget>("comparison-page");
        QVERIFY(page->isVisible());
        auto* figure = find<QComboBox>("figure");
        figure->setCurrentIndex(1);
        show("live-page");
        find<QAction>("compare")->trigger();
        QVERIFY(page->isVisible());
        QCOMPARE(figure->currentIndex(), 1);
    }

    void theStartPageOffersWhatTheMenusDo()
    {
        find<QAction>("show-start")->trigger();
        auto* scaling = find<QCommandLinkButton>("start-show-scaling");
        QVERIFY(scaling->isVisible());
        scaling->click();
        QVERIFY(find<QWidget>("scaling-page")->isVisible());

        find<QCommandLinkButton>("start-published")->click();
        QVERIFY(find<QWidget>("live-page")->isVisible());
        QVERIFY(m_session->running());
        QCOMPARE(m_session->config().workers, 8);
        QVERIFY(m_session->config().taskSource == workload::TaskSourceKind::Channel);
        QVERIFY(!m_session->config().fastPath);
    }

    void filesThatWereOpenedAreOffered()
    {
        const QString file = m_folder.filePath("a & <b>table.csv");
        {
            QFile table(file);
            QVERIFY(table.open(QIODevice::WriteOnly));
            table.write("n,throughput\n1,10\n2,18\n4,30\n");
        }
        m_window->openFiles({file});
        QCOMPARE(m_settings->recentFiles(), QStringList{file});
        find<QAction>("show-start")->trigger();
        QCommandLinkButton* offered = nullptr;
        for (auto* button : find<QWidget>("start-page")->findChildren<QCommandLinkButton*>())
            if (button->text().contains("table"))
                offered = button;
        QVERIFY(offered != nullptr);
        QCOMPARE(offered->text(), QString("a && <b>table.csv"));
        offered->click();
        QVERIFY(find<QWidget>("scaling-page")->isVisible());
        QVERIFY(QFile::remove(file));
        QVERIFY(m_settings->recentFiles().isEmpty()); // it is gone
    }

    void onlyAsManyFilesAreRememberedAsThereIsRoomFor()
    {
        for (int i = 0; i < 12; ++i) {
            const QString name = m_folder.filePath(QString("%1.csv").arg(i));
            QFile made(name);
            QVERIFY(made.open(QIODevice::WriteOnly));
            m_settings->addRecentFile(name);
        }
        QCOMPARE(m_settings->recentFiles().size(), 8);
        QCOMPARE(m_settings->recentFiles().front(), m_folder.filePath("11.csv"));
        m_settings->addRecentFile(m_folder.filePath("9.csv"));
        QCOMPARE(m_settings->recentFiles().front(), m_folder.filePath("9.csv"));
        QCOMPARE(m_settings->recentFiles().size(), 8);
    }

    void aTableOfFiguresIsSortedByNumbersAndCopiedSafely()
    {
        ui::FigureTable table("figures", "Figures");
        table.setColumns({"Guard", "Calls/s"});
        table.setRows(
            {{{.text = "b", .order = {}, .tip = {}}, {.text = "9 M", .order = 9e6, .tip = {}}},
             {{.text = "=a", .order = {}, .tip = {}}, {.text = "10 M", .order = 10e6, .tip = {}}}});
        QCOMPARE(table.copiedText(), QString("Guard\tCalls/s\nb\t9 M\n'=a\t10 M\n"));
        table.sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(table.model()->index(0, 1).data().toString(), QString("10 M"));
        table.selectRow(0);
        QTest::keySequence(&table, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("Guard\tCalls/s\n'=a\t10 M\n"));
    }
};

LOCKSCOPE_UI_TEST(PanelPageTest)
#include "panel_page_test.moc"
