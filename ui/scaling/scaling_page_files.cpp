// SPDX-License-Identifier: GPL-3.0-or-later
// What the page opens and saves.
#include "ui/charts/scaling_chart.h"
#include "ui/recordings/recording_choices.h"
#include "ui/scaling/scaling_page.h"
#include "ui/theme/host_marker.h"
#include "ui/widgets/host_list.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/save_file.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>
#include <exception>

namespace lockscope::ui {

void ScalingPage::openCurve(const QString& file)
{
    m_message->dismiss();
    try {
        // A pipe whose other end says nothing would keep the window waiting.
        const std::vector<scaling::CurveFile> curves =
            scaling::readCurvesFile(file.toStdString(), io::InputKind::FileAlone);
        QStringList notes;
        for (const scaling::CurveFile& curve : curves) {
            const QString name = curve.name.empty()
                ? QFileInfo(file).fileName()
                : tr("%1: %2").arg(QFileInfo(file).fileName(), QString::fromStdString(curve.name));
            std::erase_if(m_tables,
                          [&name](const ScalingCurve& known) { return known.name == name; });
            m_tables.push_back(scalingCurve(curve, name));
            for (const std::string& note : curve.notes)
                notes << QString::fromStdString(note);
        }
        notes.removeDuplicates();
        if (!notes.isEmpty())
            m_message->say(notes.join(' '));
        showCurves();
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::openSweeps(const QStringList& files)
{
    m_message->dismiss();
    try {
        m_opened.add(files, m_sweep);
        showHosts();
        showCurves();
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::openFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this,
        tr("Sweeps, or a table of N and throughput"),
        {},
        tr("Sweeps and tables (*.json *.csv *.txt *.tsv);;All files (*)"));
    QStringList sweeps;
    for (const QString& file : files)
        if (isTable(file))
            openCurve(file);
        else
            sweeps << file;
    if (!sweeps.isEmpty())
        openSweeps(sweeps);
}

void ScalingPage::addFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Sweeps to lay over these"), {}, tr("Sweeps (*.json);;All files (*)"));
    if (!files.isEmpty())
        openSweeps(files);
}

void ScalingPage::removeHost(const QString& id)
{
    m_opened.remove(id);
    showHosts();
    showCurves();
}

void ScalingPage::showHosts()
{
    std::vector<HostList::Row> rows;
    if (m_sweep && !m_opened.empty())
        rows.push_back(
            {.id = ScalingChart::hereId(),
             .name = tr("measured here"),
             .facts = tr("the sweep that was made by this window, %1").arg(dateText(*m_sweep)),
             .marker = kHereMarker,
             .removable = false});
    for (const ScalingHost& host : m_opened.hosts())
        rows.push_back(
            {.id = host.id, .name = host.name, .facts = host.facts, .marker = host.marker});
    m_hosts->setRows(rows);
    m_hosts->setHidden(m_chart->hiddenEntries());
}

void ScalingPage::save(const QString& name, const std::function<void(const QString& file)>& write)
{
    const QString suffix = '.' + QFileInfo(name).suffix();
    const auto target = askForTarget(this, tr("Save the sweep"), name, {{tr("Sweeps"), suffix}});
    if (!target)
        return;
    try {
        write(target->file);
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

} // namespace lockscope::ui
