// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QDir>
#include <QFile>
#include <QMenu>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// File > Open recent.
class RecentMenuTest : public test::WindowFixture
{
    Q_OBJECT

    /// A table of N and throughput.
    QString write(const QString& name) const
    {
        QFile table(m_folder.filePath(name));
        if (!table.open(QIODevice::WriteOnly))
            return {};
        table.write("n,throughput\n1,10\n2,18\n4,30\n");
        return table.fileName();
    }

    /// The entries that are files, as the menu that is opened now has them.
    [[nodiscard]] QList<QAction*> files() const
    {
        auto* menu = find<QMenu>("recent-menu");
        emit menu->aboutToShow();
        QList<QAction*> found = menu->actions();
        found.erase(
            std::find_if(found.begin(), found.end(), [](QAction* a) { return a->isSeparator(); }),
            found.end());
        return found;
    }

    [[nodiscard]] int offeredAtStart() const
    {
        int offered = 0;
        for (const auto* button : find<QWidget>("start-page")->findChildren<QCommandLinkButton*>())
            if (button->text().endsWith(".csv"))
                ++offered;
        return offered;
    }

private slots:
    void init() { openWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void beforeTheFirstFileThereIsNothingToOpenOrToClear()
    {
        const QList<QAction*> none = files();
        QCOMPARE(none.size(), 1);
        QVERIFY(!none[0]->isEnabled());
        QVERIFY(!find<QAction>("forget-files")->isEnabled());
    }

    void filesThatWereOpenedAreThereTheNewestFirstAndOpenAgain()
    {
        const QString first = write("first.csv");
        m_window->openFiles({first});
        m_window->openFiles({write("second.csv")});
        QCOMPARE(files().size(), 2);
        QCOMPARE(files()[0]->text(), QString("&1  second.csv"));
        QCOMPARE(files()[1]->text(), QString("&2  first.csv"));
        QCOMPARE(files()[1]->toolTip(), first);
        find<QAction>("show-live")->trigger();
        files()[1]->trigger();
        QVERIFY(find<QWidget>("scaling-page")->isVisible());
        QCOMPARE(files()[0]->text(), QString("&1  first.csv"));
    }

    void namesAreTextAndNoLongerThanThereIsRoomFor()
    {
        const QString rich = write("a & <b>bold.csv");
        const QString tab = write("a\ttab\n.csv");
        const QString endless = write(QString("x").repeated(150) + ".csv");
        for (const QString& file : {rich, tab, endless})
            m_settings->addRecentFile(file);
        const QList<QAction*> shown = files();
        QVERIFY2(shown[0]->text().size() <= 44 && shown[0]->text().contains(QChar(0x2026))
                     && shown[0]->text().endsWith("x.csv"),
                 qPrintable(shown[0]->text()));
        QVERIFY(!shown[1]->text().contains('\t') && !shown[1]->text().contains('\n'));
        QCOMPARE(shown[2]->text(), QString("&3  a && <b>bold.csv"));
        QVERIFY2(!shown[2]->toolTip().contains("<b>"), qPrintable(shown[2]->toolTip()));
        QVERIFY(find<QMenu>("recent-menu")->toolTipsVisible());
    }

    void filesOfOneNameAreToldApartByTheirFolders()
    {
        QVERIFY(QDir(m_folder.path()).mkpath("one/run"));
        QVERIFY(QDir(m_folder.path()).mkpath("two/run"));
        for (const char* name : {"one/run/same.csv", "two/run/same.csv", "other.csv"})
            m_settings->addRecentFile(write(name));
        const QList<QAction*> shown = files();
        QCOMPARE(shown[0]->text(), QString("&1  other.csv"));
        QVERIFY2(shown[1]->text().endsWith("two/run"), qPrintable(shown[1]->text()));
        QVERIFY2(shown[2]->text().endsWith("one/run"), qPrintable(shown[2]->text()));
    }

    void filesThatAreGoneAreLeftOut()
    {
        const QString file = write("gone.csv");
        m_settings->addRecentFile(file);
        m_settings->addRecentFile(write("stays.csv"));
        QCOMPARE(files().size(), 2);
        QVERIFY(QFile::remove(file));
        QCOMPARE(files().size(), 1);
        QCOMPARE(files()[0]->text(), QString("&1  stays.csv"));
    }

    void clearForgetsThemAlsoOnThePageStart()
    {
        m_window->openFiles({write("some.csv")});
        m_window->openFiles({write("other.csv")}); // on the same page
        find<QAction>("show-start")->trigger();
        QCOMPARE(offeredAtStart(), 2);
        QVERIFY(find<QAction>("forget-files")->isEnabled());
        find<QAction>("forget-files")->trigger();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(offeredAtStart(), 0);
        QVERIFY(m_settings->recentFiles().isEmpty());
        QVERIFY(!files()[0]->isEnabled());
        QVERIFY(!find<QAction>("forget-files")->isEnabled());
        QVERIFY(QFile::exists(m_folder.filePath("some.csv")));
    }
};

LOCKSCOPE_UI_TEST(RecentMenuTest)
#include "recent_menu_test.moc"
