// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window opens: dialogs, and windows beside it.
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/calibration_dialog.h"
#include "ui/dialogs/compare_dialog.h"
#include "ui/dialogs/connect_dialog.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/host_dialog.h"
#include "ui/difference/difference_window.h"
#include "ui/pictures/export_dialog.h"
#include "ui/recordings/recording_choices.h"
#include "ui/recordings/transport_bar.h"
#include "ui/remote/live_streams.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/main_window.h"
#include "ui/words/status_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QStatusBar>

#include <exception>

namespace lockscope::ui {

namespace {

constexpr int kSayMs = 8000;

} // namespace

Exporter MainWindow::exporter() const
{
    return {m_dashboard->rows(),
            pictureFacts(m_session.facts(), m_session.history(), m_session.pictureTime()),
            Theme::of(palette())};
}

void MainWindow::openExportDialog()
{
    ExportDialog dialog([this] { return exporter(); }, m_settings, this);
    if (dialog.exec() == QDialog::Accepted)
        statusBar()->showMessage(dialog.outcome(), kSayMs);
    m_dashboard->setFocus(); // not on whatever control comes first: Space freezes
}

void MainWindow::openCompareDialog()
{
    const auto compare = [](const auto& plan, const auto& progress) {
        return study::compare(plan, progress);
    };
    CompareDialog(m_session, m_settings, compare, this).exec();
    m_dashboard->setFocus();
}

void MainWindow::openConnectDialog()
{
    ConnectDialog dialog(m_settings.remoteHost(), this);
    if (dialog.exec() == QDialog::Accepted) {
        m_settings.setRemoteHost(dialog.host());
        m_streams->connectTo(dialog.host(),
                             {.config = m_session.changeable() ? m_session.config()
                                                               : m_session.experiment().config()});
    }
    m_dashboard->setFocus();
}

void MainWindow::copyDashboard()
{
    constexpr int kCopyScale = 2;
    try {
        // The clipboard takes ownership.
        QGuiApplication::clipboard()->setMimeData(
            exporter().forClipboard(Exporter::kDashboard, kCopyScale).release());
        statusBar()->showMessage(tr("Copied the dashboard"), kSayMs);
    } catch (const std::exception& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void MainWindow::openHelp()
{
    if (!m_help) {
        m_help = new HelpWindow(this);
        m_help->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void MainWindow::raiseDifference()
{
    if (!m_difference) {
        m_difference = new DifferenceWindow(m_settings, this);
        m_difference->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_difference->show();
    m_difference->raise();
    m_difference->activateWindow();
}

void MainWindow::openDifference(std::optional<std::chrono::nanoseconds> place)
{
    const bool isNew = !m_difference;
    raiseDifference();
    if (const auto shown = m_transport->recording(); shown && (isNew || place))
        m_difference->comparison().compareAround(shown, m_transport->file(), place);
    else if (isNew)
        m_difference->comparison().open(DifferenceWindow::kA, sampleRecordings().front().file());
}

void MainWindow::openMachineDialog()
{
    HostDialog(m_session, m_settings, measure::measureLineTransfers, this).exec();
    m_dashboard->setFocus();
}

void MainWindow::calibrate(const std::function<void(const simulation::Machine&)>& use)
{
    CalibrationDialog dialog(m_session, this);
    connect(&dialog, &CalibrationDialog::problem, this, &MainWindow::say);
    dialog.exec();
    if (dialog.machine())
        use(*dialog.machine());
}

void MainWindow::openAbout()
{
    AboutDialog(m_session.facts(), this).exec();
    m_dashboard->setFocus();
}

} // namespace lockscope::ui
