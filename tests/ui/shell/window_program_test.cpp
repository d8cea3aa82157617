// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/load_recording.h"
#include "tests/support/svg_of.h"
#include "tests/support/synthetic_program.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/actions/action_table.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/time_view.h"
#include "ui/comparison/comparison_form.h"
#include "ui/program/lock_table.h"
#include "ui/program/program_page.h"
#include "ui/program/stack_tree.h"
#include "ui/shell/window_pages.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/figure_table.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>

#include <algorithm>
#include <cmath>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file
using namespace std::chrono_literals;

/// A program that is watched, or was recorded, in the window: its pictures stand on its page.
class WindowProgramTest : public test::WindowFixture
{
    Q_OBJECT

    std::shared_ptr<test::FakeLab> m_program;

    /// Shows a program in the experiment's place.
    void showProgram(ui::FeedKind kind = ui::FeedKind::Program, bool exact = true)
    {
        m_program = std::make_shared<test::FakeLab>();
        m_program->subject = measure::Subject::Program;
        test::SyntheticProgram made({.threads = 6, .waitsExact = exact});
        for (int i = 0; i < 100; ++i)
            m_program->ready.push_back(made.next());
        m_session->show(std::make_unique<test::FakeFeed>(kind, m_program, m_session->config()));
        QTRY_COMPARE(m_session->history().snapshots().size(), std::size_t{100});
    }
    [[nodiscard]] ui::ProgramPage& page() const { return *m_window->findChild<ui::ProgramPage*>(); }
    [[nodiscard]] ui::Dashboard& dashboard() const
    {
        return *m_window->findChild<ui::Dashboard*>();
    }
    [[nodiscard]] ui::ChartView& chart(const char* id) const
    {
        return *dashboard().findChild<ui::ChartView*>(id);
    }
    [[nodiscard]] ui::LockTable& locks() const { return *page().findChild<ui::LockTable*>(); }
    [[nodiscard]] QAction& action(const char* id) const
    {
        return *m_window->actionTable().action(id);
    }
    void clickLock(int row) const
    {
        const QRect cell = locks().visualRect(locks().model()->index(row, 0));
        QTest::mouseClick(locks().viewport(), Qt::LeftButton, {}, cell.center());
    }

private slots:
    void init() { openWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void itsPicturesStandOnItsPageAndComeBackWithTheExperiment()
    {
        run();
        QVERIFY(!page().isAncestorOf(&dashboard()));
        QVERIFY(!chart("contended").isVisible());
        const auto& live = *m_window->findChild<ui::LivePage*>();
        for (const ui::FeedKind kind : {ui::FeedKind::Program, ui::FeedKind::Replay}) {
            showProgram(kind);
            QVERIFY(page().isAncestorOf(&dashboard()));
            QVERIFY(page().isVisible()); // whoever looked at the pictures goes on
            for (const char* id : {"throughput", "contended", "lock-wait", "waiters", "lanes"})
                QVERIFY2(chart(id).isVisible(), id);
            QVERIFY(!chart("cpu-time").isVisible());
            std::size_t views = 0;
            for (const ui::PictureRow& row : dashboard().rows())
                views += row.views.size();
            QCOMPARE(views, std::size_t{7});
            m_window->findChild<QTabWidget*>("pages")->setCurrentIndex(int(ui::WindowPage::Live));
            action("begin-experiment").trigger();
            QVERIFY(live.isAncestorOf(&dashboard()));
            QVERIFY(dashboard().isVisible());
            QVERIFY(chart("cpu-time").isVisible());
            QVERIFY(!chart("contended").isVisible());
            QCOMPARE(chart("lanes").subject(), measure::Subject::Experiment);
        }
    }

    void theLocksAreThoseOfWhatIsShownAndOfWhatIsSelected()
    {
        showProgram();
        QCOMPARE(locks().model()->rowCount(), 2); // the third is a condition
        QVERIFY(page().findChild<QLabel*>("lock-when")->text().contains("shown"));
        timeView().select({1s, 2s});
        QVERIFY(page().findChild<QLabel*>("lock-when")->text().contains("selected 1.00 s"));
        QVERIFY2(locks().copiedText().contains("4.00 k\t10.0 %\t400 ms"),
                 qPrintable(locks().copiedText()));
        timeView().select({1s, 3s});
        QVERIFY(locks().copiedText().contains("4.00 k\t10.0 %\t800 ms"));
    }

    void aClickOnALockHasTheChartsSpeakOfIt()
    {
        showProgram();
        QVERIFY(chart("throughput").title().contains("all locks"));
        QVERIFY(!action("all-locks").isEnabled());
        const double all = chart("throughput").axis()->scale().high();
        clickLock(1);
        const QString site = locks().siteOf(*locks().lock());
        for (const char* id : {"throughput", "contended", "lock-wait", "waiters"})
            QVERIFY2(chart(id).title().contains(site), id);
        QVERIFY(chart("throughput").axis()->scale().high() < all);
        QCOMPARE(chart("contended").values().rows.front().back(), std::string("0.1"));
        QVERIFY(action("all-locks").isEnabled());
        action("all-locks").trigger();
        QVERIFY(chart("throughput").title().contains("all locks"));
        clickLock(0);
        showProgram(); // another one, whose locks are others
        QVERIFY(chart("throughput").title().contains("all locks"));
    }

    void whatIsSampledIsUnknownAndNotZero()
    {
        showProgram(ui::FeedKind::Program, false);
        QCOMPARE(chart("throughput").values().rows.front().back(), std::string());
        QVERIFY(chart("waiters").values().rows.front().back() == "1");
    }

    void aRecordedProgramHasItsReportWithStacks()
    {
        m_window->openFiles({":/lockscope/recordings/go-callbacks.lockscope"});
        QTRY_VERIFY(page().isVisible() && page().isAncestorOf(&dashboard()));
        QVERIFY(page().findChild<QLabel*>("lock-when")->text().contains("since watching began"));
        QVERIFY(locks().copiedText().contains("_cgo_wait_runtime_init_done (gcc_libinit.c:38)"));
        const QString facts = page().findChild<ui::ElidedLabel*>("program-facts")->text();
        QVERIFY2(facts.contains("ended with exit code 0"), qPrintable(facts));
        clickLock(0);
        auto* panel = page().findChild<QTabWidget*>("lock-panel");
        int stacks = 0;
        for (const auto* tree : panel->findChildren<ui::StackTree*>())
            stacks += tree->model()->rowCount() > 0 ? 1 : 0;
        QCOMPARE(stacks, 2); // of who waited, and of who held
        timeView().select({1s, 2s});
        QVERIFY(page().findChild<QLabel*>("lock-when")->text().contains("selected 1.00 s"));
        panel->setCurrentWidget(
            panel->findChild<QWidget*>("lock-sites")); // a tab that goes with it
        action("replay-close").trigger();
        QVERIFY(!page().isAncestorOf(&dashboard()));
    }

    void aSwapIsTakenBackByUndoAndByTheButtonBesideWhatItDid()
    {
        const auto choose = [this](const QString& text) {
            page().swapLock();
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (menu == nullptr)
                return false;
            bool found = false;
            for (QAction* each : menu->actions())
                if (each->text().remove('&') == text && each->isEnabled()) {
                    found = true;
                    each->trigger();
                }
            menu->close();
            return found;
        };
        m_window->watch(
            {.command = {LOCKSCOPE_WATCHED "/swapped", "20", "4"}, .folder = "/tmp", .pid = {}});
        const auto shows = [this](const char* what) { return locks().copiedText().contains(what); };
        const auto* button = page().findChild<QPushButton*>("program-put-back");
        QTRY_VERIFY_WITH_TIMEOUT(choose("MCS"), 10000);
        QTRY_VERIFY_WITH_TIMEOUT(shows("mutex · mcs"), 5000);
        QVERIFY2(action("undo").text().startsWith("&Undo swap: mcs, "),
                 qPrintable(action("undo").text()));
        QVERIFY(button->isVisible());
        const auto* line = page().findChild<QLabel*>("program-swap");
        QTRY_VERIFY_WITH_TIMEOUT(line->text().contains("mcs stands in front of it"), 5000);
        QVERIFY(choose("Ticket"));
        QTRY_VERIFY_WITH_TIMEOUT(shows("mutex · ticket"), 5000);
        action("undo").trigger(); // to the one before it
        QTRY_VERIFY_WITH_TIMEOUT(shows("mutex · mcs"), 5000);
        action("undo").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!shows("mcs"), 5000);
        QVERIFY(!button->isVisible());
        QVERIFY(!action("put-back").isEnabled());
        action("redo").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(shows("mutex · mcs"), 5000);
        action("put-back").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!shows("mcs"), 5000);
        QVERIFY(action("undo").text().startsWith("&Undo swap: own lock, "));
        page().stopWatching(); // a program that nobody watches has its own locks
        QVERIFY(!action("undo").text().contains("swap"));
    }

    void aLockGoesIntoTheLabWithAllGuardsTicked()
    {
        const QString file = m_folder.filePath("forecastable.lockscope");
        test::writeForecastableRecording(file.toStdString());
        m_window->openFiles({file});
        QTRY_VERIFY(page().isVisible() && page().isAncestorOf(&dashboard()));
        clickLock(0);
        action("try-in-lab").trigger();
        QVERIFY(!page().isVisible());
        QCOMPARE(m_session->config().workload, workload::Kind::Custom);
        QVERIFY(std::abs(m_session->config().criticalNs - 1000) < 20);
        const auto* form = m_window->findChild<ui::ComparisonForm*>();
        QVERIFY(form->isVisible());
        QVERIFY(form->plan(m_session->config()).contenders.size() > 20);
        const auto origins = m_window->findChildren<QLabel*>("load-origin");
        QCOMPARE(origins.size(), 2); // of guards compared, and of sweeps
        for (const QLabel* origin : origins) {
            QVERIFY2(origin->text().startsWith("The load of "), qPrintable(origin->text()));
            QVERIFY(!origin->isHidden());
        }
        m_session->setGuard("mutex"); // which is tried with it
        QVERIFY(!origins.front()->isHidden());
        m_session->setWorkload(workload::Kind::Empty); // another load
        for (const QLabel* origin : origins)
            QVERIFY(origin->isHidden());
    }

    void whoeverTriesALockInTheLabIsAskedBeforeTheProgramIsLeft()
    {
        QCOMPARE(action("reset").text().remove('&'), QString("Reset"));
        m_window->watch(
            {.command = {LOCKSCOPE_WATCHED "/swapped", "20", "4"}, .folder = "/tmp", .pid = {}});
        const auto asks = [this] {
            action("try-in-lab").trigger(); // when there are numbers
            return m_window->findChild<QMessageBox*>("leave-program");
        };
        QTRY_VERIFY_WITH_TIMEOUT(asks() != nullptr, 10000);
        QCOMPARE(action("reset").text().remove('&'), QString("Reset charts"));
        auto* question = m_window->findChild<QMessageBox*>("leave-program");
        QVERIFY2(question->text().contains("/swapped"), qPrintable(question->text()));
        delete question; // no answer
        QVERIFY(page().watches() && page().isVisible());
        question = asks();
        question->button(QMessageBox::Cancel)->click();
        QVERIFY(page().watches());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        question = asks();
        for (QAbstractButton* button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        QVERIFY(!page().watches());
        QVERIFY(m_window->findChild<ui::ComparisonForm*>()->isVisible());
        QVERIFY(m_window->findChild<QLabel*>("load-origin")->text().contains("/swapped"));
    }

    void whoBlocksWhomHasNamesAndTimes()
    {
        showProgram(ui::FeedKind::Replay);
        auto* panel = page().findChild<QTabWidget*>("lock-panel");
        auto* table = panel->findChild<ui::FigureTable*>("who-blocks-whom");
        panel->setCurrentWidget(table);
        QVERIFY(table->copiedText().contains("pool-0 (5000)\tpool-1 (5001)")); // at once
        timeView().select({1s, 3s});
        QVERIFY2(table->copiedText().contains("pool-0 (5000)\tpool-1 (5001)\tevict (cache.c:88)\t"
                                              "2.00 s\t100.0 %"),
                 qPrintable(table->copiedText()));
    }

    void theCriticalPathIsDrawnAlongTheLanesAndToldInATable()
    {
        showProgram(ui::FeedKind::Replay);
        auto* panel = page().findChild<QTabWidget*>("lock-panel");
        auto* table = panel->findChild<ui::FigureTable*>("critical-path");
        QCOMPARE(table->model()->rowCount(), 0); // nobody looks
        const QByteArray without = test::svgOf(chart("lanes"));
        action("critical-path").trigger();
        QVERIFY(action("critical-path").isChecked());
        QVERIFY(table->model()->rowCount() > 0);
        const QByteArray with = test::svgOf(chart("lanes"));
        QVERIFY(with != without);
        QVERIFY2(table->copiedText().contains("Held: evict (cache.c:88)"),
                 qPrintable(table->copiedText()));
        const QString whole = panel->findChild<QLabel*>("path-about")->text();
        QVERIFY2(whole.contains("Back from ") && whole.contains("by 100 looks"), qPrintable(whole));
        timeView().select({1s, 3s});
        QTRY_VERIFY(
            panel->findChild<QLabel*>("path-about")->text().contains("2.00 s, by 40 looks"));
        action("critical-path").trigger();
        QVERIFY(!action("critical-path").isChecked());
        timeView().clearSelection();
        QCOMPARE(test::svgOf(chart("lanes")), without);
    }

    void aClickOnARowOfTheCriticalPathMarksItsLock()
    {
        showProgram(ui::FeedKind::Replay);
        auto* panel = page().findChild<QTabWidget*>("lock-panel");
        panel->setCurrentWidget(panel->findChild<QWidget*>("path-panel")); // at once
        auto* table = panel->findChild<ui::FigureTable*>("critical-path");
        clickLock(0);
        const auto first = locks().lock();
        clickLock(1);
        QVERIFY(locks().lock() != first);
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (const QModelIndex cell = table->model()->index(row, 1);
                cell.data().toString() == QString::number(first.value_or(0)))
                emit table->clicked(cell);
        QCOMPARE(locks().lock(), first);
    }

    void anExperimentHasNoCriticalPath()
    {
        run();
        QVERIFY(!action("critical-path").isEnabled());
    }
};

LOCKSCOPE_UI_TEST(WindowProgramTest)
#include "window_program_test.moc"
