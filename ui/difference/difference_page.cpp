// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_page.h"

#include "core/io/output_file.h"
#include "core/recording/difference_text.h"
#include "core/report/json.h"
#include "ui/difference/difference_charts.h"
#include "ui/difference/difference_picture.h"
#include "ui/difference/difference_table.h"
#include "ui/difference/range_box.h"
#include "ui/pictures/export_dialog.h"
#include "ui/recordings/recording_choices.h"
#include "ui/settings/settings.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/save_file.h"
#include "ui/words/problem_text.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <exception>
#include <nlohmann/json.hpp>

namespace lockscope::ui {

DifferencePage::DifferencePage(Settings& settings, QWidget* parent)
    : PanelPage("compare-recordings", tr("Compare recordings"), parent)
    , m_settings(settings)
    , m_comparison(this)
    , m_markers(new ElidedComboBox(this))
    , m_message(new MessageStrip(this))
    , m_charts(new DifferenceCharts(this))
    , m_table(new DifferenceTable(this))
    , m_outputs{new QPushButton(icon("export"), tr("&Pictures…"), this),
                new QPushButton(icon("table"), tr("Save &JSON…"), this),
                new QPushButton(icon("copy"), tr("&Copy table"), this)}
{
    m_message->setObjectName("difference-messages");
    setUpSide(kA);
    setUpSide(kB);
    setUpMarkers();
    setUpButtons();
    auto* centre = new QWidget(this);
    auto* scroll = new QScrollArea(centre); // a low window scrolls
    scroll->setWidget(m_charts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(centre);
    column->addWidget(m_message);
    column->addWidget(scroll, 1);
    setUp(centre,
          {{.name = "compared-recordings",
            .title = tr("Recordings"),
            .content = setUpChoice(),
            .part = WindowPart::SidePanel,
            .scrolls = true},
           {.name = "recording-differences",
            .title = tr("Differences"),
            .content = setUpTable(),
            .part = WindowPart::Table}});
    connectComparison();
    setTheme(Theme::of(palette()));
    showResult();
}

void DifferencePage::setUpSide(std::size_t side)
{
    auto* box = new RangeBox(side == kA ? "A" : "B", this);
    m_sides[side] = box;
    const auto samples = sampleRecordings();
    for (auto sample = samples.rbegin(); sample != samples.rend(); ++sample)
        box->addFile(sample->file(), tr("Sample: %1").arg(QString(sample->text).remove('&')));
    connect(box, &RangeBox::fileWanted, this, [this, side](const QString& file) {
        if (file != m_comparison.side(side).file)
            m_comparison.open(side, file);
    });
    connect(box, &RangeBox::openWanted, this, [this, side] { chooseFile(side); });
    connect(box, &RangeBox::rangeChosen, this, [this, side](auto from, auto until) {
        m_comparison.setRange(side, from, until);
    });
}

void DifferencePage::setUpMarkers()
{
    m_markers->setObjectName("markers");
    m_markers->setToolTip(tr("Compare before and after a live change of recording A"));
    m_markers->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_markers, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            m_comparison.chooseMarker(static_cast<std::size_t>(index - 1));
    });
}

void DifferencePage::setUpButtons()
{
    auto [pictures, json, copy] = m_outputs;
    pictures->setObjectName("compare-export");
    pictures->setToolTip(tr("Save the comparison, or a part of it, as PNG, SVG or PDF"));
    connect(pictures, &QPushButton::clicked, this, &DifferencePage::exportPictures);
    json->setObjectName("compare-json");
    json->setToolTip(tr("What lockscope-cli diff --json writes"));
    connect(json, &QPushButton::clicked, this, &DifferencePage::chooseJson);
    copy->setObjectName("compare-copy");
    copy->setToolTip(
        tr("Copy verdict and table as text, columns parted by tabs, with bare numbers for a "
           "spreadsheet"));
    connect(copy, &QPushButton::clicked, this, &DifferencePage::copyTable);
}

QWidget* DifferencePage::setUpChoice()
{
    auto* panel = new QWidget(this);
    auto* column = new QVBoxLayout(panel);
    for (RangeBox* side : m_sides)
        column->addWidget(side);
    auto* around = new QLabel(tr("&Before and after"), panel);
    around->setBuddy(m_markers);
    auto* change = new QHBoxLayout;
    change->addWidget(around);
    change->addWidget(m_markers, 1);
    column->addLayout(change);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : m_outputs)
        buttons->addWidget(button);
    column->addLayout(buttons);
    column->addStretch(1);
    return panel;
}

QWidget* DifferencePage::setUpTable()
{
    auto* panel = new QWidget(this); // the table is a picture, too, which has no margins
    auto* column = new QVBoxLayout(panel);
    column->addWidget(m_table);
    return panel;
}

void DifferencePage::connectComparison()
{
    const auto* comparison = &m_comparison;
    connect(comparison, &RangeComparison::recordingsChanged, this, &DifferencePage::showRecordings);
    connect(comparison, &RangeComparison::rangesChanged, this, &DifferencePage::showRanges);
    connect(comparison, &RangeComparison::markerChanged, this, &DifferencePage::showMarker);
    connect(comparison, &RangeComparison::shownChanged, this, &DifferencePage::showResult);
    connect(comparison, &RangeComparison::said, this, [this](const QString& sentence) {
        if (sentence.isEmpty())
            m_message->dismiss();
        else
            m_message->say(sentence);
        for (RangeBox* side : m_sides)
            side->showFile(); // a list may stand on a file that could not be opened
    });
}

void DifferencePage::showRecordings()
{
    for (const std::size_t side : {kA, kB}) {
        const RangeComparison::Side& shown = m_comparison.side(side);
        for (RangeBox* box : m_sides)
            box->addFile(shown.file, QFileInfo(shown.file).fileName());
        m_sides[side]->setRecording(shown.choice, shown.file, shown.overview);
    }
    const QStringList markers = m_comparison.markerTexts();
    m_markers->clear();
    m_markers->addItem(markers.isEmpty() ? tr("no live change in A") : tr("ranges of your own"));
    m_markers->addItems(markers);
    m_markers->setEnabled(!markers.isEmpty());
}

void DifferencePage::showRanges()
{
    for (const std::size_t side : {kA, kB}) {
        const RangeChoice& choice = m_comparison.side(side).choice;
        if (choice.recording)
            m_sides[side]->setRange(*choice.from, *choice.until);
    }
}

void DifferencePage::showMarker()
{
    const auto marker = m_comparison.marker();
    m_markers->setCurrentIndex(marker ? static_cast<int>(*marker) + 1 : 0);
}

void DifferencePage::showResult()
{
    const RangeComparison::ResultPtr& shown = m_comparison.shown();
    m_charts->show(shown);
    m_table->setDifference(shown ? std::optional(shown->difference) : std::nullopt);
    for (QPushButton* button : m_outputs)
        button->setEnabled(shown != nullptr);
}

const recording::Difference* DifferencePage::difference() const
{
    const RangeComparison::ResultPtr& shown = m_comparison.shown();
    return shown ? &shown->difference : nullptr;
}

void DifferencePage::chooseFile(std::size_t side)
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a recording"), {}, tr("Recordings (*.lockscope);;All files (*)"));
    if (!file.isEmpty())
        m_comparison.open(side, file);
}

bool DifferencePage::isEmpty() const
{
    return !m_comparison.opens() && !m_comparison.side(kA).choice.recording
        && !m_comparison.side(kB).choice.recording;
}

void DifferencePage::compareShown(const RangeComparison::RecordingPtr& played,
                                  const QString& file,
                                  std::optional<std::chrono::nanoseconds> place)
{
    if (played && (place || isEmpty()))
        m_comparison.compareAround(played, file, place);
    else if (isEmpty())
        m_comparison.open(kA, sampleRecordings().front().file());
}

void DifferencePage::showEvent(QShowEvent* event)
{
    PanelPage::showEvent(event);
    if (isEmpty())
        emit emptyShown();
}

void DifferencePage::setTheme(const Theme& theme)
{
    for (RangeBox* side : m_sides)
        side->setTheme(theme);
    m_charts->setTheme(theme);
    m_table->setTheme(theme);
}

Exporter DifferencePage::exporter() const
{
    return differenceExporter(*difference(), *m_table, m_charts->pairs(), Theme::of(palette()));
}

void DifferencePage::exportPictures()
{
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

void DifferencePage::saveJson(const QString& file) const
{
    io::writeFile(QFileInfo(file).absoluteFilePath().toStdString(),
                  report::text(recording::toJson(*difference())));
}

void DifferencePage::chooseJson()
{
    const auto target = askForTarget(
        this, tr("Save the comparison"), "lockscope-diff.json", {{tr("JSON"), ".json"}});
    if (!target)
        return;
    m_message->dismiss();
    try {
        saveJson(target->file);
    } catch (const std::exception& error) {
        m_message->say(problemText(error));
    }
}

void DifferencePage::copyTable() const
{
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(recording::tableText(*difference())));
}

} // namespace lockscope::ui
