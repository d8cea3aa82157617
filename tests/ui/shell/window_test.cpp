// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/widgets/toggle_switch.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QImage>
#include <QLineEdit>
#include <QMainWindow>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <cstdlib>
#include <map>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// The window, driven through its real widgets with real events, on a source without threads.
class WindowTest : public test::WindowFixture
{
    Q_OBJECT

private:
    /// Does something to the modal dialog that `open` brings up.
    static void withDialog(const std::function<void()>& open,
                           const std::function<void(QWidget&)>& act)
    {
        bool acted = false;
        QTimer::singleShot(0, qApp, [&] {
            QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
            act(*QApplication::activeModalWidget());
            acted = true;
            if (QWidget* left = QApplication::activeModalWidget())
                left->close();
        });
        open();
        QVERIFY(acted);
    }

private slots:
    void init() { openActiveWindow(newSettings()); }

    void cleanup() { closeWindow(); }

    void paintsBeforeTheSourceIsOpened()
    {
        QCOMPARE(m_lab->opened, 0);
        ui::MainWindow another(*m_session, *m_settings, *m_appearance);
        QSignalSpy painted(&another, &ui::MainWindow::firstPainted);
        another.show();
        QTRY_COMPARE(painted.count(), 1);
        another.update();
        QTest::qWait(50);
        QCOMPARE(painted.count(), 1);
    }

    void spaceRunsFreezesAndGoesOn()
    {
        QVERIFY(!m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(m_session->frozen());
        QVERIFY(m_session->running());
        QVERIFY(find<QLabel>("state")->text().contains("Frozen"));
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QVERIFY(!m_session->frozen());
        QVERIFY(m_session->running());
        QTest::keyClick(m_window.get(), Qt::Key_R);
        QVERIFY(!m_session->running());
        QVERIFY(find<QLabel>("state")->text().contains("Stopped"));
    }

    void whatATooNarrowBarHidesIsSeenToBeThere()
    {
        for (const ui::ThemeChoice choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
            m_appearance->choose(choice);
            QCoreApplication::processEvents(); // palettes follow
            for (const char* bar : {"controls", "transport"}) {
                auto* button =
                    find<QToolBar>(bar)->findChild<QToolButton*>("qt_toolbar_ext_button");
                QVERIFY(button != nullptr);
                const QImage image = button->icon().pixmap(QSize(48, 48)).toImage();
                const int ground = m_window->palette().color(QPalette::Window).lightness();
                int contrast = 0;
                for (int y = 0; y < image.height(); ++y)
                    for (int x = 0; x < image.width(); ++x) {
                        const QColor colour = image.pixelColor(x, y);
                        if (colour.alpha() > 200)
                            contrast = std::max(contrast, std::abs(colour.lightness() - ground));
                    }
                QVERIFY2(contrast > 150,
                         qPrintable(QString("%1: %2 on %3").arg(bar).arg(contrast).arg(ground)));
            }
        }
        m_appearance->choose(ui::ThemeChoice::FollowDesktop);
    }

    void resetEmptiesThePicture()
    {
        run();
        auto* table = find<QWidget>("live-page")->findChild<QTableView*>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        find<QAction>("reset")->trigger();
        QVERIFY(m_session->history().empty());
        QCOMPARE(table->model()->rowCount(), 0);
        QVERIFY(m_session->running());
    }

    void brokenInvariantsAreShown()
    {
        run();
        auto broken = std::make_shared<measure::Snapshot>(*m_lab->synthetic.next());
        broken->violations = {"tasks 5, calls 4"};
        m_lab->ready.push_back(broken);
        auto* strip = find<ui::MessageStrip>("violations");
        QTRY_VERIFY(strip->text().contains("tasks 5, calls 4"));
    }

    void statusSaysWhatIsMeasured()
    {
        auto* status = find<QLabel>("status");
        run();
        QTRY_VERIFY(status->text().contains("Test CPU <&> 9000"));
        QVERIFY(status->text().contains("0 dropped"));
        find<QSpinBox>("refresh-rate")->setValue(9);
        QVERIFY(status->text().contains("9 Hz"));
        QCOMPARE(m_lab->rates.back(), 9.0);
    }

    void everyActionHasKeyToolTipAndIcon()
    {
        run(); // stopped, Freeze has lent its key to Run
        for (const QAction* action : m_window->actions()) {
            QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!action->icon().isNull(), qPrintable(action->text()));
        }
        QStringList keys;
        for (const QAction* action : m_window->actions())
            for (const QKeySequence& key : action->shortcuts())
                keys << key.toString();
        QCOMPARE(keys.removeDuplicates(), 0);
    }

    void exportDialogWritesWhatItSays()
    {
        run();
        const QString folder = m_folder.filePath("pictures");
        withDialog([this] { find<QAction>("export")->trigger(); },
                   [&folder](QWidget& dialog) {
                       dialog.findChild<QLineEdit*>("folder")->setText("/proc/none/such");
                       auto* save =
                           dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
                       QTest::mouseClick(save, Qt::LeftButton);
                       QVERIFY(dialog.isVisible()); // it failed, and said why
                       QVERIFY(dialog.findChild<ui::MessageStrip*>()->text().contains("none/such"));

                       auto* what = dialog.findChild<QComboBox*>("what");
                       what->setCurrentIndex(what->findData("throughput"));
                       dialog.findChild<QSpinBox*>("scale")->setValue(3);
                       dialog.findChild<QLineEdit*>("folder")->setText(folder); // not there: made
                       QTest::mouseClick(save, Qt::LeftButton);
                       QTRY_VERIFY(!dialog.isVisible());
                   });
        const QImage image(folder + "/lockscope-throughput.png");
        QVERIFY(!image.isNull());
        QVERIFY(image.width() % 3 == 0);
        QVERIFY(image.text("Description").contains("guard mutex"));
        QCOMPARE(m_settings->exportChoice().folder, folder);
        QCOMPARE(m_settings->exportChoice().scale, 3);
        // Space belongs to Freeze again, not to whatever control would have had the focus.
        m_window->activateWindow(); // a platform without a window manager leaves that to us
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(m_session->frozen());
        QVERIFY(!m_session->config().fastPath);
    }

    void theExperimentIsRememberedAtOnce()
    {
        run();
        m_session->setFastPath(true);
        QVERIFY(m_settings->experiment()->fastPath); // without a clean end
    }

    void theTableGivesWayInASmallWindow()
    {
        auto* table = find<QDockWidget>("threads");
        m_window->resize(1000, 900);
        find<QAction>("reset-layout")->trigger(); // a sixth of the page
        QTRY_VERIFY(table->height() > 110);
        m_window->resize(1000, 560);
        QTRY_VERIFY(table->height() <= 100);
    }

    void dashboardIsCopied()
    {
        run();
        QApplication::clipboard()->setText("earlier");
        find<QAction>("copy")->trigger();
        QTRY_VERIFY(QApplication::clipboard()->mimeData()->hasImage());
    }

    void themeChangesWithoutARestart()
    {
        find<QAction>("theme-dark")->trigger();
        QTRY_VERIFY(ui::Theme::of(m_window->palette()).dark);
        QVERIFY(m_settings->theme() == ui::ThemeChoice::Dark);
        find<QAction>("theme-light")->trigger();
        QTRY_VERIFY(!ui::Theme::of(m_window->palette()).dark);
    }

    void layoutAndExperimentAreRememberedAndResetUndoesTheLayout()
    {
        const QString file = m_folder.filePath("remembered.ini");
        cleanup();
        openActiveWindow(file);
        auto* table = find<QDockWidget>("threads");
        QVERIFY(table->isVisible());
        table->hide();
        find<QMainWindow>("live-page")
            ->addDockWidget(Qt::RightDockWidgetArea, find<QDockWidget>("last-change"));
        m_session->setFastPath(true);
        find<QSpinBox>("refresh-rate")->setValue(11);
        m_window->close();
        cleanup();

        openActiveWindow(file);
        QVERIFY(!find<QDockWidget>("threads")->isVisible());
        QCOMPARE(find<QMainWindow>("live-page")->dockWidgetArea(find<QDockWidget>("last-change")),
                 Qt::RightDockWidgetArea);
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked());
        QCOMPARE(find<QSpinBox>("refresh-rate")->value(), 11);

        find<QAction>("reset-layout")->trigger();
        QVERIFY(find<QDockWidget>("threads")->isVisible());
        QCOMPARE(find<QMainWindow>("live-page")->dockWidgetArea(find<QDockWidget>("last-change")),
                 Qt::LeftDockWidgetArea);
        QVERIFY(find<ui::ToggleSwitch>("fast-path")->isChecked()); // the layout alone
    }

    void resettingTheLayoutBringsEveryPanelHome_data()
    {
        QTest::addColumn<QString>("away");
        for (const char* away : {"floated", "floated and closed", "closed", "moved", "tabbed"})
            QTest::addRow("%s", away) << away;
    }

    void resettingTheLayoutBringsEveryPanelHome()
    {
        QFETCH(QString, away);
        m_window->resize(1300, 900);
        find<QAction>("reset-layout")->trigger();
        auto* page = find<QMainWindow>("live-page");
        const auto docks = page->findChildren<QDockWidget*>();
        QCOMPARE(docks.size(), 3);
        std::map<QDockWidget*, QRect> places;
        QTest::qWait(50); // their layout comes to rest
        for (QDockWidget* dock : docks) {
            QVERIFY(!dock->isFloating());
            if (dock->isVisible()) // some are not, on a small screen
                places[dock] = dock->geometry();
        }
        QVERIFY(!places.empty());
        for (QDockWidget* dock : docks) {
            if (away.startsWith("floated")) {
                dock->setFloating(true);
                dock->move(700, 500);
            }
            if (away.endsWith("closed"))
                dock->close();
            if (away == "moved")
                page->addDockWidget(Qt::RightDockWidgetArea, dock);
            if (away == "tabbed" && dock != docks.front())
                page->tabifyDockWidget(docks.front(), dock);
        }
        QTest::qWait(50);
        find<QAction>("reset-layout")->trigger();
        for (QDockWidget* dock : docks) {
            const QByteArray name = dock->objectName().toUtf8();
            QVERIFY2(!dock->isFloating(), name);
            QVERIFY2(dock->isVisible() == places.contains(dock), name);
            QVERIFY2(page->tabifiedDockWidgets(dock).isEmpty(), name);
            QCOMPARE(page->dockWidgetArea(dock),
                     name == "threads" ? Qt::BottomDockWidgetArea : Qt::LeftDockWidgetArea);
            if (dock->isVisible())
                QTRY_COMPARE(dock->geometry(), places[dock]);
        }
    }

    void closingStopsTheWorkload()
    {
        run();
        m_window->close();
        QVERIFY(!m_lab->running);
    }

    void helpAndAboutOpen()
    {
        find<QAction>("help")->trigger();
        QTRY_VERIFY(m_window->findChild<QDialog*>() != nullptr);
        m_window->findChild<QDialog*>()->close();
        withDialog([this] { find<QAction>("about")->trigger(); },
                   [](QWidget& dialog) { QVERIFY(dialog.isVisible()); });
    }
};

LOCKSCOPE_UI_TEST(WindowTest)
#include "window_test.moc"
