// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dialog_opener.h"

#include "ui/actions/command_palette.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/time_view.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/calibration_dialog.h"
#include "ui/dialogs/connect_dialog.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/host_dialog.h"
#include "ui/pictures/export_dialog.h"
#include "ui/pictures/export_times.h"
#include "ui/pictures/picture_copy.h"
#include "ui/recordings/data_export_dialog.h"
#include "ui/recordings/replay_feed.h"
#include "ui/remote/live_streams.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/save_file.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMainWindow>

#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kCopyScale = 2; ///< pixels for each pixel of a picture

} // namespace

DialogOpener::DialogOpener(Subject subject, QMainWindow* window)
    : QObject(window)
    , m_subject(std::move(subject))
    , m_window(window)
    , m_copy(new PictureCopy(this))
{
    connect(m_copy, &PictureCopy::copied, this, &DialogOpener::done);
    connect(m_copy, &PictureCopy::failed, this, &DialogOpener::problem);
}

void DialogOpener::openPalette(const ActionTable& table)
{
    auto* palette = new CommandPalette(table, m_window);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    connect(palette, &QDialog::finished, this, &DialogOpener::closed);
    palette->open();
}

void DialogOpener::openExport()
{
    ExportDialog dialog(m_subject.exporter, m_subject.settings, m_window);
    dialog.offerTimes(m_subject.view, [&session = m_subject.session] {
        const auto* replay = qobject_cast<const ReplayFeed*>(&session.feed());
        return replay == nullptr || replay->picture().isTaken();
    });
    if (dialog.exec() == QDialog::Accepted)
        emit done(dialog.outcome());
    emit closed();
}

void DialogOpener::openDataExport()
{
    const TimeView& view = m_subject.view;
    DataExportDialog dialog(
        m_subject.files,
        exportTimes(view),
        usualTimeOfData(view),
        [&view] { return view.kept(); },
        m_window);
    if (dialog.exec() == QDialog::Accepted)
        emit done(dialog.outcome());
    emit closed();
}

void DialogOpener::copyDashboard()
{
    attempt([this] {
        m_copy->copy(m_subject.exporter().page(Exporter::kDashboard).painted(),
                     kCopyScale,
                     tr("Copied the dashboard"));
    });
}

void DialogOpener::attempt(const std::function<void()>& what)
{
    try {
        what();
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
}

Exporter DialogOpener::exporterOf(const ChartView& chart) const
{
    return m_subject.exporter().of(chart, Theme::of(chart.palette()));
}

void DialogOpener::copyChart(const ChartView& chart)
{
    attempt([&] {
        m_copy->copy(exporterOf(chart).page(chart.id()).painted(),
                     kCopyScale,
                     tr("Copied the picture: %1").arg(chart.title()));
    });
}

void DialogOpener::saveChart(const ChartView& chart)
{
    std::vector<FileKind> kinds;
    kinds.reserve(kPictureFormats.size());
    for (const PictureFormatRow& row : kPictureFormats)
        kinds.push_back({ui::tr(row.about), '.' + suffix(row.format)});
    const QString name = Exporter::pathOf(chart.id(), {}, kPictureFormats.front().format);
    const auto target = askForTarget(m_window, tr("Save the picture"), name, kinds);
    if (target)
        attempt([&] {
            exporterOf(chart).save(
                chart.id(), kPictureFormats[target->kind].format, kCopyScale, target->file);
            emit done(tr("Saved %1").arg(target->file));
        });
    emit closed();
}

void DialogOpener::copyValues(const ChartView& chart)
{
    const ValueTable table = chart.values();
    if (table.empty()) {
        emit problem(tr("There are no values to copy: nothing of this chart is shown."));
        return;
    }
    QGuiApplication::clipboard()->setText(QString::fromStdString(table.tabbed()));
    emit done(tr("Copied %1 rows: %2").arg(table.rows.size()).arg(chart.title()));
}

void DialogOpener::openConnect()
{
    ConnectDialog dialog(m_subject.settings.remoteHost(), m_window);
    if (dialog.exec() == QDialog::Accepted) {
        m_subject.settings.setRemoteHost(dialog.host());
        const Session& session = m_subject.session;
        m_subject.streams.connectTo(
            dialog.host(),
            {.config = session.changeable() ? session.config() : session.experiment().config()});
    }
    emit closed();
}

void DialogOpener::openHost()
{
    HostDialog(m_subject.session, m_subject.settings, measure::measureLineTransfers, m_window)
        .exec();
    emit closed();
}

void DialogOpener::openAbout()
{
    AboutDialog(m_subject.session.facts(), m_window).exec();
    emit closed();
}

void DialogOpener::openHelp(const QString& page)
{
    if (!m_help) {
        m_help = new HelpWindow(page, m_window);
        m_help->setAttribute(Qt::WA_DeleteOnClose);
    } else if (!page.isEmpty()) {
        m_help->showPage(page);
    }
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void DialogOpener::calibrate(const std::function<void(const simulation::Machine&)>& use)
{
    CalibrationDialog dialog(m_subject.session, m_window);
    connect(&dialog, &CalibrationDialog::problem, this, &DialogOpener::problem);
    dialog.exec();
    if (dialog.machine())
        use(*dialog.machine());
}

} // namespace lockscope::ui
