// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/recording_files.h"

#include "core/recording/range_gate.h"
#include "core/recording/recording.h"
#include "core/recording/recording_export.h"
#include "ui/recordings/recorder.h"
#include "ui/recordings/recording_choices.h"
#include "ui/recordings/recording_opener.h"
#include "ui/recordings/transport_bar.h"
#include "ui/widgets/save_file.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QFile>
#include <QFileDialog>
#include <QTemporaryDir>

#include <exception>
#include <memory>
#include <utility>

namespace lockscope::ui {

RecordingFiles::RecordingFiles(Session& session, TransportBar* transport, QWidget* window)
    : QObject(window)
    , m_transport(transport)
    , m_window(window)
    , m_recorder(new Recorder(session, this))
    , m_opener(new RecordingOpener(window, this))
{
    connect(m_opener, &RecordingOpener::problem, this, &RecordingFiles::problem);
    connect(m_opener,
            &RecordingOpener::opened,
            this,
            [this](const auto& recording, const QString& file) {
                m_transport->open(recording, file);
                emit opened();
            });
    connect(m_recorder, &Recorder::problem, this, &RecordingFiles::problem);
    connect(m_recorder, &Recorder::recordingChanged, this, &RecordingFiles::recordingChanged);
    connect(m_recorder, &Recorder::progressed, this, &RecordingFiles::progressed);
}

void RecordingFiles::guarded(const std::function<void()>& action)
{
    try {
        action();
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
}

void RecordingFiles::open(const QString& file)
{
    if (isTable(file)) {
        emit tableWanted(file);
        return;
    }
    if (isSweep(file)) {
        emit sweepsWanted({file});
        return;
    }
    m_opener->open(file);
}

void RecordingFiles::openAll(const QStringList& files)
{
    if (files.size() == 1) {
        open(files.front());
        return;
    }
    QStringList sweeps;
    QStringList tables;
    QStringList others;
    for (const QString& file : files)
        (isTable(file) ? tables : isSweep(file) ? sweeps : others) << file;
    if (files.size() == 2 && others == files) {
        emit comparisonWanted(files.front(), files.back());
        return;
    }
    if (!others.isEmpty()) {
        emit problem(tr("%1 is no sweep and no table; allowed: one recording alone, two recordings "
                        "to compare, or several sweeps and tables at once")
                         .arg(others.front()));
        return;
    }
    for (const QString& table : tables)
        emit tableWanted(table);
    if (!sweeps.isEmpty())
        emit sweepsWanted(sweeps);
}

void RecordingFiles::choose()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        m_window,
        tr("Open"),
        {},
        tr("Recordings, sweeps and tables (*.lockscope *.json *.csv *.tsv *.txt);;All files (*)"));
    if (!files.isEmpty())
        openAll(files);
}

void RecordingFiles::save(const QString& title,
                          const QString& name,
                          const std::function<void(const QString& file)>& act)
{
    if (const auto target = askForTarget(m_window, title, name, {{tr("Recordings"), ".lockscope"}}))
        guarded([&] { act(target->file); });
}

void RecordingFiles::record(bool on)
{
    if (!on) {
        m_recorder->stop();
        return;
    }
    save(tr("Record into"), "run.lockscope", [this](const QString& file) {
        m_recorder->start(file);
    });
}

bool RecordingFiles::recording() const
{
    return m_recorder->recording();
}

RecordingProgress RecordingFiles::progress() const
{
    return m_recorder->progress();
}

bool RecordingFiles::finishRecording()
{
    return m_recorder->stop();
}

void RecordingFiles::saveSpool()
{
    save(tr("Save the last 10 minutes"), "last.lockscope", [this](const QString& file) {
        m_recorder->saveSpool(file);
    });
}

ExportSize RecordingFiles::exportSize(const std::optional<measure::TimeRange>& range) const
{
    if (const auto recording = m_transport->recording())
        return range ? ExportSize{range->span(), recording::snapshotsIn(*recording, *range)}
                     : ExportSize{recording->duration(), recording->size()};
    const recording::Spool& spool = m_recorder->spool();
    return range ? ExportSize{range->span(), spool.snapshotsIn(*range)}
                 : ExportSize{spool.length(), spool.snapshots()};
}

std::function<recording::Exported()> RecordingFiles::dataExport(
    const QString& file,
    const exporters::DataFormat& format,
    const recording::ExportOptions& options) const
{
    const auto folder = std::make_shared<QTemporaryDir>();
    QString from = m_transport->file();
    const bool isSpool = from.isEmpty();
    if (isSpool) {
        from = folder->filePath("last.lockscope");
    } else if (from.startsWith(":/")) { // a sample, which only Qt can read
        const QString sample = std::exchange(from, folder->filePath("sample.lockscope"));
        QFile::copy(sample, from);
    }
    return [this, folder, from, isSpool, to = file.toStdString(), &format, options] {
        if (isSpool)
            m_recorder->saveSpool(from);
        return recording::exportFile(from.toStdString(), format, to, true, options);
    };
}

} // namespace lockscope::ui
