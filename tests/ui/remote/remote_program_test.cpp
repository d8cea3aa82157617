// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/actions/action_table.h"
#include "ui/program/lock_table.h"
#include "ui/program/program_page.h"
#include "ui/program/stack_tree.h"

#include <QAction>
#include <QFile>
#include <QToolBar>

#include <csignal>
#include <string>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

constexpr int kAtMostMs = 60000; ///< for what comes in the end, on a machine that is busy

} // namespace

/// A program on another host, in the window: ssh is a script here, which runs what it is given.
class RemoteProgramTest : public test::WindowFixture
{
    Q_OBJECT

private:
    void writeSsh(const QByteArray& before = {})
    {
        QFile script(m_folder.filePath("ssh"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nfor word; do last=$word; done\n" + before
                     + "\nexec sh -c \"exec $last\"\n");
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        script.close();
        qputenv("LOCKSCOPE_SSH", script.fileName().toLocal8Bit());
    }

    void watch(const QStringList& command)
    {
        m_window->watch({.command = command,
                         .folder = {},
                         .pid = {},
                         .host = ui::RemoteHost{.name = "me@server", .program = LOCKSCOPE_CLI}});
    }

    [[nodiscard]] ui::ProgramPage& page() const { return *m_window->findChild<ui::ProgramPage*>(); }
    [[nodiscard]] QString label(const char* name) const
    {
        return page().findChild<QLabel*>(name)->text();
    }
    [[nodiscard]] QString caused() const
    {
        return page().findChild<ui::StackTree*>("caused-stacks")->copiedText();
    }
    [[nodiscard]] QAction& action(const char* id) const
    {
        return *m_window->actionTable().action(id);
    }
    /// Of the program that is shown; 0: not known.
    [[nodiscard]] pid_t pid() const
    {
        for (const auto& [name, value] : m_session->facts()->config)
            if (name == "pid")
                return static_cast<pid_t>(std::stoi(value));
        return 0;
    }

private slots:
    void init()
    {
        writeSsh();
        openWindow(newSettings());
    }
    void cleanup()
    {
        closeWindow();
        qunsetenv("LOCKSCOPE_SSH");
    }

    void isShownLiveWithItsReportAndIsARecordingInTheEnd()
    {
        watch({LOCKSCOPE_WATCHED "/five_holders", "20000", "6"});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->shows(), kAtMostMs);
        QVERIFY2(banner().contains("REMOTE") && banner().contains("me@server"),
                 qPrintable(banner()));
        QVERIFY(page().isVisible() && page().isAncestorOf(m_window->findChild<ui::Dashboard*>()));
        QVERIFY(page().watches() && action("stop-watching").isEnabled());
        QVERIFY(!m_session->changeable());
        QTRY_VERIFY_WITH_TIMEOUT(label("program-facts").contains("runs"), kAtMostMs);
        QVERIFY(page().watches()); // a report has come, and it goes on
        QVERIFY2(caused().contains("hold_"), qPrintable(caused()));
        QVERIFY(label("lock-when").startsWith("since watching began"));
        QVERIFY(page().findChild<ui::LockTable*>()->copiedText().contains("mutex"));

        QTRY_VERIFY_WITH_TIMEOUT(find<QToolBar>("transport")->isVisible(), kAtMostMs);
        QVERIFY2(banner().contains("RECORDED") && banner().contains("to the program's end"),
                 qPrintable(banner()));
        QVERIFY(!page().watches());
        QVERIFY2(label("program-facts").contains("ended with exit code 0"),
                 qPrintable(label("program-facts")));
        QVERIFY2(caused().contains("hold_5"), qPrintable(caused()));
        QVERIFY(page().isAncestorOf(m_window->findChild<ui::Dashboard*>()));
    }

    void stoppedItEndsTheConnectionAndNotTheProgram()
    {
        watch({"/bin/sleep", "20"});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->shows() && shown() >= 3, kAtMostMs);
        const pid_t program = pid();
        QVERIFY(program > 0);
        action("stop-watching").trigger();
        QVERIFY(!page().watches());
        QTRY_VERIFY_WITH_TIMEOUT(find<QToolBar>("transport")->isVisible(), kAtMostMs);
        QVERIFY2(banner().contains("until watching was stopped"), qPrintable(banner()));
        QVERIFY(shown() >= 3);
        QCOMPARE(::kill(program, SIGTERM), 0); // it was there
    }

    void whatCannotBeWatchedThereIsSaidAndLeavesTheExperiment()
    {
        run();
        watch({"/none/such"});
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains("me@server cannot watch it")
                                      && said().contains("/none/such"),
                                  qPrintable(said()),
                                  kAtMostMs);
        QVERIFY(!m_session->shows() && m_session->running());
        QVERIFY2(banner().contains("NOT CONNECTED"), qPrintable(banner()));

        writeSsh("exit 255");
        action("reconnect").trigger();
        QTRY_VERIFY2_WITH_TIMEOUT(
            said().contains("me@server could not be reached"), qPrintable(said()), kAtMostMs);
        writeSsh();
        watch({"/bin/sleep", "0.3"}); // over at once
        QTRY_VERIFY_WITH_TIMEOUT(m_session->shows(), kAtMostMs);
        QTRY_VERIFY_WITH_TIMEOUT(find<QToolBar>("transport")->isVisible(), kAtMostMs);

        writeSsh("exit 255");
        watch({"/bin/true"});
        QTRY_VERIFY_WITH_TIMEOUT(banner().contains("NOT CONNECTED"), kAtMostMs);
        action("disconnect-host").trigger(); // gives it up, and no more
        QVERIFY(banner().contains("RECORDED"));
    }

    void aConnectionThatIsLostSaysSo()
    {
        writeSsh("eval \"exec $last\" & sleep 1; kill -KILL $!; exit 255");
        watch({"/bin/sleep", "3"});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->shows(), kAtMostMs);
        QTRY_VERIFY_WITH_TIMEOUT(find<QToolBar>("transport")->isVisible(), kAtMostMs);
        QVERIFY2(banner().contains("The connection to me@server was lost"), qPrintable(banner()));
        QVERIFY(shown() > 0);
    }
};

LOCKSCOPE_UI_TEST(RemoteProgramTest)
#include "remote_program_test.moc"
