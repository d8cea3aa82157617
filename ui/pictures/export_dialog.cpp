// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/export_dialog.h"

#include "ui/charts/time_view.h"
#include "ui/pictures/export_job.h"
#include "ui/pictures/export_times.h"
#include "ui/settings/settings.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/save_file.h"
#include "ui/widgets/time_choice.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr auto kEverything = "all";

} // namespace

ExportDialog::ExportDialog(std::function<Exporter()> makeExporter,
                           Settings& settings,
                           QWidget* parent)
    : QDialog(parent)
    , m_makeExporter(std::move(makeExporter))
    , m_settings(settings)
    , m_what(new ElidedComboBox(this))
    , m_format(new ElidedComboBox(this))
    , m_scale(new QSpinBox(this))
    , m_folder(new QLineEdit(this))
    , m_target(new QLabel(this))
    , m_message(new MessageStrip(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
    , m_time(new TimeChoice(this))
    , m_form(new QWidget(this))
    , m_progress(new QProgressBar(this))
{
    setWindowTitle(tr("Export pictures"));
    setMinimumWidth(480);
    setUpForm();
    setUpButtons();
    show(m_settings.exportChoice());
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::offerTimes(TimeView& view, std::function<bool()> ready)
{
    m_view = &view;
    m_ready = std::move(ready);
    const auto all = [&view] { return view.kept(); };
    m_time->offer(exportTimes(view), 0, all, [all](const auto& range) {
        const std::chrono::duration<double> length = range.value_or(all()).span();
        return tr("%1 s").arg(length.count(), 0, 'f', 2);
    });
    auto* label = new QLabel(tr("&Time"), this);
    label->setBuddy(m_time->list());
    qobject_cast<QFormLayout*>(m_form->layout())->insertRow(1, label, m_time);
    m_time->show();
    setTabOrder(m_what, m_time->list());
    setTabOrder(m_time->list(), m_format);
}

void ExportDialog::setUpForm()
{
    m_what->setObjectName("what");
    for (const auto& [id, title] : m_makeExporter().choices())
        m_what->addItem(title, id);
    m_what->addItem(tr("Everything, one file each"), kEverything);
    m_format->setObjectName("format");
    for (const PictureFormatRow& row : kPictureFormats)
        m_format->addItem(ui::tr(row.about), static_cast<int>(row.format));
    m_scale->setObjectName("scale");
    m_scale->setRange(kMinPictureScale, kMaxPictureScale);
    m_scale->setPrefix("×");
    m_scale->setToolTip(tr("Pixels of the file for each pixel of the picture"));
    m_folder->setObjectName("folder");
    auto* browse = new QToolButton(this);
    browse->setText("…");
    browse->setToolTip(tr("Choose a folder"));
    connect(browse, &QToolButton::clicked, this, &ExportDialog::browse);
    auto* folder = new QHBoxLayout;
    folder->addWidget(m_folder, 1);
    folder->addWidget(browse);
    m_target->setObjectName("target");
    m_target->setWordWrap(true);
    showAsPlainText(m_target);
    m_target->setForegroundRole(QPalette::PlaceholderText);

    m_time->list()->setToolTip(tr("The time of the run that the pictures show"));
    m_time->hide();
    m_progress->setObjectName("progress");
    QSizePolicy progress = m_progress->sizePolicy();
    progress.setRetainSizeWhenHidden(true); // else it would take its room from the words above it
    m_progress->setSizePolicy(progress);
    m_progress->hide();

    auto* form = new QFormLayout(m_form);
    form->setContentsMargins({});
    form->addRow(tr("&Picture"), m_what);
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("&Scale"), m_scale);
    auto* folderLabel = new QLabel(tr("F&older"), this);
    folderLabel->setBuddy(m_folder);
    form->addRow(folderLabel, folder);
    form->addRow(QString(), m_target);

    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addWidget(m_form);
    column->addStretch();
    column->addWidget(m_progress);
    column->addWidget(m_buttons);

    connect(m_what, &QComboBox::currentIndexChanged, this, &ExportDialog::showTarget);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showTarget);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::showTarget);
}

void ExportDialog::setUpButtons()
{
    m_buttons->button(QDialogButtonBox::Save)->setIcon(icon("export"));
    m_buttons->button(QDialogButtonBox::Cancel)->setIcon(icon("close"));
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
}

void ExportDialog::show(const ExportChoice& choice)
{
    m_what->setCurrentIndex(std::max(0, m_what->findData(choice.what)));
    m_format->setCurrentIndex(m_format->findData(static_cast<int>(choice.format)));
    m_scale->setValue(choice.scale);
    m_folder->setText(QDir::toNativeSeparators(choice.folder));
    showTarget();
}

ExportChoice ExportDialog::choice() const
{
    return {.what = m_what->currentData().toString(),
            .format = static_cast<PictureFormat>(m_format->currentData().toInt()),
            .scale = m_scale->value(),
            .folder = QDir::fromNativeSeparators(m_folder->text().trimmed())};
}

QString ExportDialog::target() const
{
    const ExportChoice asked = choice();
    if (asked.what == kEverything)
        return asked.folder;
    return Exporter::pathOf(asked.what, asked.folder, asked.format);
}

void ExportDialog::showTarget()
{
    const ExportChoice asked = choice();
    m_scale->setEnabled(rowOf(asked.format).hasPixels);
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(!asked.folder.isEmpty());
    const QString path = shownText(QDir::toNativeSeparators(target()));
    if (asked.folder.isEmpty())
        m_target->setText(tr("Choose a folder."));
    else if (asked.what == kEverything)
        m_target->setText(tr("One file for each picture in %1").arg(path));
    else if (QFileInfo::exists(target()))
        m_target->setText(tr("Replaces %1").arg(path));
    else
        m_target->setText(tr("Writes %1").arg(path));
    if (!asked.folder.isEmpty() && !QFileInfo::exists(asked.folder))
        m_target->setText(m_target->text() + tr(" and makes its folder"));
}

void ExportDialog::browse()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Export to"), choice().folder);
    if (!folder.isEmpty())
        m_folder->setText(QDir::toNativeSeparators(folder));
}

void ExportDialog::accept()
{
    const ExportChoice asked = choice();
    m_message->dismiss();
    try {
        QStringList what;
        for (const auto& [id, title] : m_makeExporter().choices())
            if (asked.what == kEverything || asked.what == id)
                what << id;
        QStringList files;
        for (const QString& id : what)
            files << Exporter::pathOf(id, asked.folder, asked.format);
        if (!mayReplace(this, files))
            return;
        Exporter::makeFolder(asked.folder);
        start(asked, what);
    } catch (const std::exception& error) {
        end(problemText(error));
    }
}

void ExportDialog::start(const ExportChoice& asked, const QStringList& what)
{
    if (m_view != nullptr)
        m_shown = std::make_unique<ShownRange>(*m_view, m_time->range().value_or(m_view->kept()));
    std::vector<ExportJob::Picture> pictures;
    for (const QString& id : what)
        pictures.push_back({id, Exporter::pathOf(id, asked.folder, asked.format)});
    m_progress->setRange(0, static_cast<int>(pictures.size()));
    m_progress->setValue(0);
    m_job = std::make_unique<ExportJob>(
        m_makeExporter(), std::move(pictures), asked.format, asked.scale, m_ready);
    connect(m_job.get(), &ExportJob::progressed, m_progress, &QProgressBar::setValue);
    connect(m_job.get(), &ExportJob::finished, this, &ExportDialog::end);
    connect(m_job.get(), &ExportJob::cancelled, this, [this] {
        end(tr("Cancelled: %1 of %2 files were written")
                .arg(m_progress->value())
                .arg(m_progress->maximum()));
    });
    showBusy(true);
    m_job->start();
}

void ExportDialog::end(const QString& problem)
{
    if (m_job)
        m_job.release()->deleteLater(); // it is the one that tells
    m_shown.reset();
    showBusy(false);
    if (!problem.isEmpty()) {
        m_message->say(problem);
        return;
    }
    m_settings.setExportChoice(choice());
    m_outcome = tr("Saved %1").arg(QDir::toNativeSeparators(target()));
    QDialog::accept();
}

void ExportDialog::reject()
{
    if (m_job)
        m_job->cancel();
    else
        QDialog::reject();
}

void ExportDialog::showBusy(bool busy)
{
    m_form->setEnabled(!busy);
    m_progress->setVisible(busy);
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(!busy);
}

} // namespace lockscope::ui
