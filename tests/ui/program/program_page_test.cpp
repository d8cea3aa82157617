// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/bad_input.h"
#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/made_up_report.h"
#include "tests/support/ui_test.h"
#include "ui/charts/thread_pick.h"
#include "ui/charts/time_view.h"
#include "ui/program/launch_dialog.h"
#include "ui/program/lock_swaps.h"
#include "ui/program/lock_table.h"
#include "ui/program/process_dialog.h"
#include "ui/program/program_page.h"
#include "ui/program/stack_tree.h"
#include "ui/program/worth_dialog.h"
#include "ui/settings/settings.h"
#include "ui/widgets/figure_table.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/source_banner.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <string>

#include <unistd.h>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The page of a person's own program: on made-up reports, and on a real small program.
class ProgramPageTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeLab> m_lab;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::TimeView> m_view;
    ui::ThreadPick m_pick;
    ui::ProgramPage* m_page = nullptr;

    template<class T>
    [[nodiscard]] T* find(const char* name) const
    {
        return m_page->findChild<T*>(name);
    }
    [[nodiscard]] QString label(const char* name) const { return find<QLabel>(name)->text(); }

private slots:
    void initTestCase() { registerResources(); }
    void init()
    {
        m_lab = std::make_shared<test::FakeLab>();
        m_session = test::sessionOn(m_lab);
        m_settings = std::make_unique<ui::Settings>(m_folder.filePath("settings.ini"));
        m_view = std::make_unique<ui::TimeView>();
        m_page = new ui::ProgramPage(*m_session, *m_settings, *m_view, m_pick);
        m_page->resize(1000, 700);
        m_page->show();
    }
    void cleanup()
    {
        delete m_page;
        m_session.reset();
    }

    void atFirstItOffersBothWays()
    {
        QVERIFY(find<QPushButton>("program-launch")->isVisible());
        QVERIFY(find<QPushButton>("program-attach")->isVisible());
        QVERIFY(!find<QWidget>("locks")->isVisible());
        QVERIFY(!find<QWidget>("lock-panel")->isVisible()); // there is nothing that it could say
        QVERIFY(m_page->shows(ui::WindowPart::Table)); // it comes with a program
        QVERIFY(!m_page->watches());
    }

    void aReportIsShownInWordsTableAndStacks()
    {
        m_page->setReport(test::shared(test::madeUpReport(2)));
        QVERIFY(find<QWidget>("locks")->isVisible());
        QCOMPARE(label("program-command"), QString("./made-up --fast"));
        QVERIFY(label("program-facts").contains("pid 4711"));
        QVERIFY(label("program-facts").contains("2.0 s"));
        QCOMPARE(label("program-verdict"), QString("61 % of thread-seconds wait for evict."));
        QVERIFY(label("program-warnings").contains("both orders"));
        QVERIFY(!m_page->findChild<ui::SourceBanner*>()->isVisible());
        const auto* table = find<ui::LockTable>("locks");
        QCOMPARE(table->lock().value_or(0), 1U); // waited for most
        QVERIFY(table->copiedText().startsWith("Where\tKind\t"));
        QVERIFY(find<ui::StackTree>("waited-stacks")->copiedText().contains("  main"));
        QVERIFY(find<ui::StackTree>("caused-stacks")->copiedText().contains("holder_of_evict"));
        const QString threads = find<ui::FigureTable>("program-threads")->copiedText();
        QVERIFY2(threads.contains("evict (cache.c:88), held by 4713"), qPrintable(threads));
        QVERIFY(threads.contains("61.0 %"));
    }

    void theMarkedLockStaysMarkedAsReportsCome()
    {
        m_page->setReport(test::shared(test::madeUpReport(1)));
        auto* table = find<ui::LockTable>("locks");
        table->setCurrentIndex(table->model()->index(1, 0));
        QCOMPARE(table->lock().value_or(0), 2U);
        auto later = test::madeUpReport(2);
        later.locks.at(1).lock.counts.waitNs = 90'000'000'000; // comes to the top
        m_page->setReport(test::shared(later));
        QCOMPARE(table->lock().value_or(0), 2U);
        QCOMPARE(table->currentIndex().row(), 0);
        QVERIFY(find<ui::StackTree>("waited-stacks")->copiedText().contains("insert"));
    }

    void textOfTheProgramIsTextAndNothingElse()
    {
        auto report = test::madeUpReport(1);
        report.command = "<h1>x</h1>\033[31m";
        report.verdict = "<img src=x>";
        report.hazards.front().text = "<b>y</b>";
        m_page->setReport(test::shared(report));
        QCOMPARE(label("program-verdict"), QString("<img src=x>"));
        for (const char* name : {"program-command", "program-verdict", "program-warnings"})
            QCOMPARE(find<QLabel>(name)->textFormat(), Qt::PlainText);
        QVERIFY(!label("program-command").contains('\033'));
    }

    void samplesSaySo()
    {
        auto report = test::madeUpReport(1);
        report.reading.exact = false;
        m_page->setReport(test::shared(report));
        QVERIFY(m_page->findChild<ui::SourceBanner*>()->isVisible());
        QVERIFY(m_page->findChild<ui::SourceBanner*>()->text().contains("SAMPLED"));
    }

    void theDialogStaysAndSaysWhatIsRefused()
    {
        QStringList asked;
        ui::LaunchDialog dialog({.command = {"a b", "c\"d", "e"}, .folder = "/tmp", .pid = {}},
                                [&asked](const ui::WatchRequest& request) {
                                    asked = request.command;
                                    throw io::BadInput("It is <b>static</b>.");
                                });
        QCOMPARE(dialog.request().command, QStringList({"a b", "c\"d", "e"})); // there and back
        dialog.show();
        dialog.accept();
        QCOMPARE(asked.size(), 3);
        QVERIFY(dialog.isVisible());
        QCOMPARE(dialog.findChild<QLabel*>("launch-why")->text(), QString("It is <b>static</b>."));
        dialog.findChild<QLineEdit*>("launch-command")->clear();
        QVERIFY(!dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->isEnabled());
    }

    void theDialogOfProcessesKnowsThatThisOneIsItself()
    {
        ui::ProcessDialog dialog({}, [](const ui::WatchRequest&) {});
        auto* table = dialog.findChild<QTableView*>("processes");
        dialog.findChild<QLineEdit*>("process-search")->setText(QString::number(getpid()));
        QVERIFY(table->model()->rowCount() > 0);
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, 0).data().toInt() == getpid())
                table->setCurrentIndex(table->model()->index(row, 0));
        QVERIFY(table->currentIndex().isValid());
        QVERIFY(!dialog.pid());
        QVERIFY(!dialog.findChild<QLabel*>("process-why")->text().isEmpty());
    }

    void bothDialogsOfferTheHostThatWasConnectedToLast()
    {
        const ui::RemoteHost last{.name = "me@server", .program = "~/bin/lockscope-cli"};
        std::vector<ui::WatchRequest> asked;
        const auto ask = [&asked](const ui::WatchRequest& request) { asked.push_back(request); };
        const auto choose = [](QDialog& dialog) {
            dialog.show();
            auto* host = dialog.findChild<QLineEdit*>("watch-host");
            QVERIFY(!host->isVisible());
            dialog.findChild<QComboBox*>("watch-place")->setCurrentIndex(1);
            QVERIFY(host->isVisible());
            QPushButton* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
            QVERIFY(ok->isEnabled());
            host->setText("-oProxyCommand=x");
            QVERIFY(!ok->isEnabled());
            host->setText("me@server");
            dialog.accept();
        };
        ui::LaunchDialog launch({.command = {"a", "b"}, .folder = "/tmp", .pid = {}, .host = last},
                                ask);
        QVERIFY(!launch.request().host); // here, until somebody says so
        choose(launch);
        ui::ProcessDialog processes(last, ask);
        processes.findChild<QLineEdit*>("process-number")->setText("4711");
        choose(processes);
        QCOMPARE(asked.size(), std::size_t{2});
        QCOMPARE(asked[0].command, QStringList({"a", "b"}));
        QCOMPARE(asked[0].folder, QString()); // it is one of this computer
        QCOMPARE(asked[1].pid.value_or(0), 4711);
        for (const ui::WatchRequest& request : asked)
            QVERIFY(request.host == last);
    }

    void aProgramElsewhereIsHandedOn()
    {
        QSignalSpy wanted(m_page, &ui::ProgramPage::elsewhereWanted);
        m_settings->setLaunchedCommand({.command = {"x"}, .folder = "/tmp"});
        const ui::RemoteHost host{.name = "me@server"};
        m_page->watch({.command = {"./there"}, .folder = {}, .pid = {}, .host = host});
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted[0][0].value<ui::RemoteHost>() == host);
        QCOMPARE(wanted[0][1].value<ui::RemoteProgram>().command, QStringList("./there"));
        QVERIFY(m_settings->remoteHost() == host);
        QCOMPARE(m_settings->launchedCommand(),
                 (ui::LaunchedCommand{.command = {"./there"}, .folder = "/tmp"}));
        QVERIFY(!m_page->watches()); // not before somebody shows it
        m_page->watch({.command = {"x"}, .folder = {}, .pid = {}, .host = ui::RemoteHost{"-x"}});
        QCOMPARE(wanted.count(), 1);
        QVERIFY(m_page->findChild<ui::MessageStrip*>()->text().contains("connect"));
    }

    void whatCannotBeWatchedIsSaid()
    {
        m_page->watch({.command = {"/no/such/program"}, .folder = {}, .pid = {}});
        QVERIFY(m_page->findChild<ui::MessageStrip*>()->text().contains("/no/such/program"));
        QVERIFY(!m_page->watches());
    }

    void aProgramThatGoesOnUnwatchedIsNoZombieWhenItEnds()
    {
        for (const bool leaves : {false, true}) {
            m_page->watch({.command = {"/bin/sleep", "1"}, .folder = {}, .pid = {}});
            QVERIFY(m_page->watches());
            pid_t pid = 0;
            for (const auto& [name, value] : m_session->facts()->config)
                if (name == "pid")
                    pid = static_cast<pid_t>(std::stoi(value));
            QVERIFY(pid > 0 && ::kill(pid, 0) == 0);
            if (leaves)
                m_session->leaveShown();
            else
                m_page->stopWatching();
            QVERIFY(!m_page->watches());
            QCOMPARE(::kill(pid, 0), 0); // it goes on
            QTRY_COMPARE_WITH_TIMEOUT(::kill(pid, 0), -1, 10000); // a zombie could be sent to
        }
    }

    void whatWasStartedLastIsOfferedAgain()
    {
        const ui::LaunchedCommand command{.command = {"/bin/true", "a b"}, .folder = "/"};
        m_page->watch({.command = command.command, .folder = command.folder, .pid = {}});
        QCOMPARE(ui::Settings(m_folder.filePath("settings.ini")).launchedCommand(), command);
    }

    void aRealProgramIsWatchedToItsEnd()
    {
        const QTemporaryDir folder;
        const QSignalSpy changes(m_page, &ui::ProgramPage::watchesChanged);
        m_page->watch({.command = {LOCKSCOPE_WATCHED "/five_holders", "2000", "3"},
                       .folder = folder.path(),
                       .pid = {}});
        QVERIFY(m_page->watches());
        QTRY_VERIFY_WITH_TIMEOUT(changes.count() == 2, 60000);
        QVERIFY(!m_page->watches());
        QTRY_VERIFY2_WITH_TIMEOUT(label("program-facts").contains("ended with exit code 0"),
                                  qPrintable(label("program-facts")),
                                  10000);
        QVERIFY(!m_session->history().empty()); // it was the session's source
        QCOMPARE(m_session->facts()->subject, measure::Subject::Program);
        const QString blame = find<ui::StackTree>("caused-stacks")->copiedText();
        QVERIFY2(blame.contains("hold_5"), qPrintable(blame));
        QVERIFY(find<ui::LockTable>("locks")->copiedText().contains("mutex"));
    }

    void aLockIsSwappedByTheTablesMenu()
    {
        const auto choose = [this](const QString& text) {
            m_page->swapLock();
            QMenu* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr)
                return false;
            bool found = false;
            for (QAction* action : menu->actions())
                if (action->text().remove('&') == text && action->isEnabled()) {
                    found = true;
                    action->trigger();
                    break;
                }
            menu->close();
            return found;
        };
        QVERIFY(!choose("MCS")); // no program is watched, and the menu says so
        m_page->watch(
            {.command = {LOCKSCOPE_WATCHED "/swapped", "8", "4"}, .folder = "/tmp", .pid = {}});
        const auto* table = find<ui::LockTable>("locks");
        QTRY_VERIFY_WITH_TIMEOUT(choose("MCS"), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(table->copiedText().contains("mutex · mcs"), 5000);
        QVERIFY(choose("Take all substitutes and delays away"));
        QTRY_VERIFY_WITH_TIMEOUT(!table->copiedText().contains("mcs"), 5000);
        QVERIFY(m_page->swaps().wishes().empty());
        // Both are changes of what is shown, with markers.
        const auto changes = [this] {
            std::size_t count = 0;
            for (const auto& snapshot : m_session->history().snapshots())
                count += snapshot->changes.size();
            return count;
        };
        QTRY_COMPARE_WITH_TIMEOUT(changes(), std::size_t{2}, 5000);
        // What is in force goes when nobody looks any more.
        QVERIFY(choose("Ticket"));
        QTRY_VERIFY_WITH_TIMEOUT(table->copiedText().contains("mutex · ticket"), 5000);
        m_page->stopWatching();
        QTRY_VERIFY_WITH_TIMEOUT(!table->copiedText().contains("ticket"), 5000);
        QVERIFY(!choose("MCS"));
        QTRY_VERIFY2_WITH_TIMEOUT(label("program-facts").contains("ended with exit code 0"),
                                  qPrintable(label("program-facts")),
                                  20000);
    }

    void whatIsWorthFixingIsTriedOnTheProgramWhileItRuns()
    {
        m_page->watch({.command = {LOCKSCOPE_WATCHED "/worthy", "hold", "40", "30"},
                       .folder = "/tmp",
                       .pid = {}});
        auto* dialog = m_page->findChild<ui::WorthDialog*>();
        auto* start = dialog->findChild<QPushButton*>("worth-start");
        auto* page = dialog->findChild<QPlainTextEdit*>("worth-page");
        auto* headline = dialog->findChild<QLabel*>("worth-headline");
        auto* progress = dialog->findChild<QComboBox*>("worth-progress");
        m_page->tryWorth();
        QVERIFY(dialog->isVisible());
        // Nothing that counts progress is given: said, and nothing begins.
        progress->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT((start->click(), headline->text().contains("command")), 10000);
        QVERIFY(!dialog->running());
        progress->setCurrentIndex(0);
        start->click();
        QVERIFY(dialog->running());
        QVERIFY(!progress->isEnabled());
        // Its swaps are its own meanwhile.
        m_page->swapLock();
        QMenu* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu != nullptr);
        for (QAction* action : menu->actions())
            QVERIFY(!action->isEnabled());
        menu->close();
        // Not before something was tried.
        const auto trials = [this] {
            std::size_t count = 0;
            for (const auto& snapshot : m_session->history().snapshots())
                count += snapshot->changes.size();
            return count;
        };
        QTRY_VERIFY_WITH_TIMEOUT(trials() >= 6, 30000);
        start->click(); // stops it
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->running(), 10000);
        QVERIFY2(page->toPlainText().contains("Stopped: "), qPrintable(page->toPlainText()));
        // Named by whichever of its two places was the first to wait.
        QVERIFY2(page->toPlainText().contains("s (worthy.c:"), qPrintable(page->toPlainText()));
        QVERIFY(!headline->text().isEmpty());
        QVERIFY(progress->isEnabled());
        // Stopped with the watching, too.
        start->click();
        QVERIFY(dialog->running());
        m_page->stopWatching();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->running(), 10000);
        start->click();
        QVERIFY(!dialog->running());
        QVERIFY(headline->text().contains("No program is being watched"));
        for (const auto& [name, value] : m_session->facts()->config)
            if (name == "pid")
                ::kill(static_cast<pid_t>(std::stoi(value)), SIGTERM);
    }
};

LOCKSCOPE_UI_TEST(ProgramPageTest)
#include "program_page_test.moc"
