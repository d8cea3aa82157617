// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/data_export_dialog.h"

#include "core/exporters/formats.h"
#include "ui/recordings/recording_files.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/save_file.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <exception>
#include <numeric>
#include <optional>
#include <stdexcept>

namespace lockscope::ui {

namespace {

/// Ends an export that nobody wants any more; never seen by anybody.
class Cancelled : public std::runtime_error
{
public:
    Cancelled()
        : std::runtime_error("cancelled")
    {}
};

/// "30.00 s, 600 snapshots".
QString sizeText(const ExportSize& size)
{
    const QString seconds =
        QString::number(std::chrono::duration<double>(size.length).count(), 'f', 2);
    return size.snapshots == 1 ? tr("%1 s, 1 snapshot").arg(seconds)
                               : tr("%1 s, %L2 snapshots").arg(seconds).arg(size.snapshots);
}

} // namespace

DataExportDialog::DataExportDialog(RecordingFiles& files,
                                   TimeChoice::Named times,
                                   int usual,
                                   std::function<measure::TimeRange()> all,
                                   QWidget* parent)
    : QDialog(parent)
    , m_files(files)
    , m_format(new ElidedComboBox(this))
    , m_time(new TimeChoice(this))
    , m_progress(new QLabel(this))
    , m_message(new MessageStrip(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("Export data"));
    setMinimumWidth(480);
    m_format->setObjectName("format");
    for (const exporters::DataFormat& format : exporters::dataFormats())
        m_format->addItem(toQString(format.id) + ": " + toQString(format.description));
    m_time->list()->setToolTip(tr("The time of the run that is exported"));
    m_time->offer(std::move(times), usual, std::move(all), [&files](const auto& range) {
        return sizeText(files.exportSize(range));
    });
    m_progress->setObjectName("progress");
    m_progress->hide();
    m_buttons->button(QDialogButtonBox::Save)->setText(tr("Save as…"));
    m_buttons->button(QDialogButtonBox::Save)->setIcon(icon("export"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));
    auto* form = new QFormLayout;
    form->addRow(tr("&Format"), m_format);
    auto* time = new QLabel(tr("&Time"), this);
    time->setBuddy(m_time->list());
    form->addRow(time, m_time);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addLayout(form);
    column->addStretch();
    column->addWidget(m_progress);
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &DataExportDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &DataExportDialog::reject);
}

DataExportDialog::~DataExportDialog()
{
    m_cancelled = true; // the thread joins before anything that it uses is gone
}

void DataExportDialog::accept()
{
    // The one that was chosen comes first; a name with the ending of another is of that.
    std::vector<std::size_t> formats(exporters::dataFormats().size());
    std::iota(formats.begin(), formats.end(), std::size_t{0});
    const auto chosen = formats.begin() + m_format->currentIndex();
    std::rotate(formats.begin(), chosen, chosen + 1);
    std::vector<FileKind> kinds;
    for (const std::size_t each : formats) {
        const exporters::DataFormat& format = exporters::dataFormats()[each];
        kinds.push_back({.description = toQString(format.id), .suffix = toQString(format.suffix)});
    }
    if (const auto target = askForTarget(this, tr("Export data"), "lockscope-data", kinds))
        exportTo(target->file, formats.at(target->kind));
}

void DataExportDialog::exportTo(const QString& file, std::size_t format)
{
    m_message->dismiss();
    m_cancelled = false;
    recording::ExportOptions options;
    options.range = m_time->range();
    options.watch = [this](std::uint64_t snapshots) {
        if (m_cancelled)
            throw Cancelled();
        QMetaObject::invokeMethod(
            this, [this, snapshots] { m_progress->setText(tr("%L1 snapshots").arg(snapshots)); });
    };
    try {
        m_thread = std::jthread(
            [this,
             file,
             work = m_files.dataExport(file, exporters::dataFormats()[format], options)] {
                std::uint64_t snapshots = 0;
                QString problem;
                bool failed = true;
                try {
                    const recording::Exported exported = work();
                    snapshots = exported.snapshots;
                    problem = QString::fromStdString(exported.problem.value_or(""));
                    failed = false;
                } catch (const Cancelled&) {
                    problem = tr("Cancelled: nothing was written");
                } catch (const std::exception& error) {
                    problem = problemText(error);
                }
                QMetaObject::invokeMethod(this, [this, file, snapshots, problem, failed] {
                    m_thread.join(); // it has nothing left to do
                    end(file, snapshots, problem, failed);
                });
            });
        showBusy(true);
    } catch (const std::exception& error) {
        m_message->say(problemText(error));
    }
}

void DataExportDialog::end(const QString& file,
                           std::uint64_t snapshots,
                           const QString& problem,
                           bool failed)
{
    showBusy(false);
    if (failed) {
        m_message->say(problem);
        return;
    }
    if (!problem.isEmpty())
        emit m_files.problem(problem); // of the recording: what there was has been written
    m_outcome = tr("Saved %L1 snapshots as %2").arg(snapshots).arg(QDir::toNativeSeparators(file));
    QDialog::accept();
}

void DataExportDialog::reject()
{
    if (m_busy)
        m_cancelled = true;
    else
        QDialog::reject();
}

void DataExportDialog::showBusy(bool busy)
{
    m_busy = busy;
    m_progress->setText(tr("Reading…"));
    m_progress->setVisible(busy);
    for (QWidget* control : {static_cast<QWidget*>(m_format),
                             static_cast<QWidget*>(m_time),
                             static_cast<QWidget*>(m_buttons->button(QDialogButtonBox::Save))})
        control->setEnabled(!busy);
}

} // namespace lockscope::ui
