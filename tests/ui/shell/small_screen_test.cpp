// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/line_transfer.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/actions/command_palette.h"
#include "ui/charts/time_view.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/connect_dialog.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/host_dialog.h"
#include "ui/pictures/export_dialog.h"
#include "ui/program/launch_dialog.h"
#include "ui/program/lock_table.h"
#include "ui/program/process_dialog.h"
#include "ui/program/worth_dialog.h"
#include "ui/recordings/data_export_dialog.h"
#include "ui/recordings/recording_files.h"

#include <QDockWidget>
#include <QScreen>
#include <QTabWidget>
#include <QToolBar>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Windows on small screens: none needs more than 900 x 600, and none opens larger than the screen.
class SmallScreenTest : public test::WindowFixture
{
    Q_OBJECT

    static constexpr QSize kLeast{900, 600};

    /// A window needs no more than kLeast, and opens within its screen unless that is smaller than
    /// it needs.
    static void isSmall(QWidget& window, const char* name)
    {
        const QSize least = window.minimumSizeHint().expandedTo(window.minimumSize());
        const QByteArray what = QByteArray(name) + ": " + QByteArray::number(least.width()) + " x "
            + QByteArray::number(least.height()) + ", opens as "
            + QByteArray::number(window.width()) + " x " + QByteArray::number(window.height());
        qInfo("%s", what.constData());
        QVERIFY2(least.width() <= kLeast.width() && least.height() <= kLeast.height(),
                 what.constData());
        const QSize room = window.screen()->availableSize().expandedTo(least);
        QVERIFY2(window.width() <= room.width() && window.height() <= room.height(),
                 what.constData());
    }

private slots:
    void init() { openWindow(newSettings()); }
    void cleanup() { closeWindow(); }

    void theWindowNeedsLittleOnEveryPage()
    {
        isSmall(*m_window, "window");
        run();
        isSmall(*m_window, "window, running");
        auto* pages = find<QTabWidget>("pages");
        for (int i = 0; i < pages->count(); ++i) {
            pages->setCurrentIndex(i);
            QCoreApplication::processEvents();
            isSmall(*m_window, "window, another page");
        }
        m_window->say(QString("a long sentence ").repeated(40));
        QCoreApplication::processEvents();
        isSmall(*m_window, "window, saying something long");
    }

    void theWindowTakesTheLeastSize()
    {
        m_window->resize(kLeast);
        QTRY_COMPARE(m_window->size(), kLeast);
    }

    void theToolBarAndTheSelectionFitIntoTheLeastSize()
    {
        run();
        auto* bar = find<QToolBar>("controls");
        const QSize wide(1600, 800);
        for (const QSize& size : {wide, kLeast, wide}) {
            m_window->resize(size);
            QTRY_COMPARE(m_window->size(), size);
            for (const char* name : {"guard", "export-button", "cpu-slider"}) {
                auto* control = find<QWidget>(name);
                QTRY_VERIFY2(control->isVisible(), name);
                QVERIFY(control->mapTo(bar, QPoint(control->width(), 0)).x() <= bar->width());
            }
            QCOMPARE(bar->toolButtonStyle() == Qt::ToolButtonTextBesideIcon, size == wide);
            timeView().select(timeView().visible());
            const auto* figures = find<QLabel>("range-figures");
            QTRY_VERIFY(figures->height() <= 2 * figures->fontMetrics().lineSpacing() + 2);
            QVERIFY(figures->toolTip().isEmpty() || size == kLeast);
            timeView().clearSelection();
        }
    }

    /// A laptop of 1366 x 768 whose desktop draws everything twice as large.
    void noPagePushesTheStatusBarOffAScreenOfHalfTheSize()
    {
        run();
        for (QDockWidget* dock : m_window->findChildren<QDockWidget*>())
            dock->hide(); // they give way, see PanelPage::makeRoom()
        auto* pages = find<QTabWidget>("pages");
        const auto showEach = [pages](const auto& look) {
            for (int i = 0; i < pages->count(); ++i) {
                pages->setCurrentIndex(i);
                QCoreApplication::processEvents();
                look(i);
            }
        };
        showEach([](int) {}); // a page that is not in sight does not tell that it needs less
        showEach([this](int i) {
            const QSize least = m_window->minimumSizeHint();
            qInfo("page %d: %d x %d", i, least.width(), least.height());
            QVERIFY(least.width() <= 683);
            QVERIFY(least.height() <= 384 - 36); // the frame's
        });
    }

    void everyDialogNeedsLittle()
    {
        const auto shown = [](QWidget& window, const char* name) {
            window.show();
            QCoreApplication::processEvents();
            isSmall(window, name);
        };
        ui::ExportDialog pictures([this] { return m_window->exporter(); }, *m_settings);
        shown(pictures, "export");
        ui::DataExportDialog data(*m_window->findChild<ui::RecordingFiles*>(),
                                  {{"All", {}}},
                                  0,
                                  [] { return ui::TimeRange(); });
        shown(data, "data");
        ui::ConnectDialog connect({});
        shown(connect, "connect");
        ui::LaunchDialog launch({}, {});
        shown(launch, "launch");
        ui::ProcessDialog processes({}, {});
        shown(processes, "processes");
        const ui::ProgramReports reports;
        const ui::LockTable locks;
        ui::WorthDialog worth(reports, locks);
        shown(worth, "worth");
        ui::HelpWindow help;
        shown(help, "help");
        ui::HostDialog machine(*m_session, *m_settings, measure::measureLineTransfers);
        shown(machine, "machine");
        ui::CommandPalette palette(m_window->actionTable());
        shown(palette, "palette");
        ui::AboutDialog about(m_session->facts());
        shown(about, "about");
    }
};

LOCKSCOPE_UI_TEST(SmallScreenTest)
#include "small_screen_test.moc"
