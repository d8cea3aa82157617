// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_window.h"

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
#include "ui/widgets/screen_fit.h"
#include "ui/words/problem_text.h"

#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include <exception>
#include <nlohmann/json.hpp>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstSize{1270, 780};
constexpr int kGap = 10; ///< as between the charts of a pair

} // namespace

DifferenceWindow::DifferenceWindow(Settings& settings, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_settings(settings)
    , m_markers(new ElidedComboBox(this))
    , m_message(new MessageStrip(this))
    , m_charts(new DifferenceCharts(this))
    , m_table(new DifferenceTable(this))
    , m_outputs{new QPushButton(icon("export"), tr("&Pictures…"), this),
                new QPushButton(icon("table"), tr("Save &JSON…"), this),
                new QPushButton(icon("copy"), tr("&Copy table"), this)}
{
    setObjectName("compare-recordings");
    setWindowTitle(tr("Compare recordings: Lockscope"));
    resizeToFit(*this, kFirstSize);
    if (const QByteArray geometry = m_settings.comparisonGeometry(); !geometry.isEmpty()) {
        restoreGeometry(geometry);
        bringOntoScreen(*this);
    }
    m_message->setObjectName("messages");
    setUpSide(kA);
    setUpSide(kB);
    setUpMarkers();
    setUpButtons();
    setUpLayout();
    connectComparison();
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
    applyTheme();
    showResult();
}

DifferenceWindow::~DifferenceWindow()
{
    m_settings.setComparisonGeometry(saveGeometry()); // also when the main window takes it along
}

void DifferenceWindow::setUpSide(std::size_t side)
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

void DifferenceWindow::setUpMarkers()
{
    m_markers->setObjectName("markers");
    m_markers->setToolTip(tr("Compare before and after a live change of recording A"));
    m_markers->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_markers, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            m_comparison.chooseMarker(static_cast<std::size_t>(index - 1));
    });
}

void DifferenceWindow::setUpButtons()
{
    auto [pictures, json, copy] = m_outputs;
    pictures->setObjectName("compare-export");
    pictures->setToolTip(tr("Save the comparison, or a part of it, as PNG, SVG or PDF"));
    connect(pictures, &QPushButton::clicked, this, &DifferenceWindow::exportPictures);
    json->setObjectName("compare-json");
    json->setToolTip(tr("What lockscope-cli diff --json writes"));
    connect(json, &QPushButton::clicked, this, &DifferenceWindow::chooseJson);
    copy->setObjectName("compare-copy");
    copy->setToolTip(tr("Copy verdict and table as text, columns parted by tabs"));
    connect(copy, &QPushButton::clicked, this, &DifferenceWindow::copyTable);
}

void DifferenceWindow::setUpLayout()
{
    auto* left = new QWidget(this);
    auto* charts = new QVBoxLayout(left);
    charts->setContentsMargins({});
    auto* sides = new QHBoxLayout;
    sides->setSpacing(kGap);
    for (RangeBox* side : m_sides)
        sides->addWidget(side, 1);
    charts->addLayout(sides);
    charts->addWidget(m_charts, 1);

    auto* right = new QWidget(this);
    auto* result = new QVBoxLayout(right);
    result->setContentsMargins({});
    auto* around = new QLabel(tr("&Before and after"), this);
    around->setBuddy(m_markers);
    auto* change = new QHBoxLayout;
    change->addWidget(around);
    change->addWidget(m_markers, 1);
    result->addLayout(change);
    result->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : m_outputs)
        buttons->addWidget(button);
    result->addLayout(buttons);

    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(kGap);
    m_split->addWidget(left);
    m_split->addWidget(right);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    auto* scroll = new QScrollArea(this); // a small window scrolls
    scroll->setWidget(m_split);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addWidget(scroll, 1);
}

void DifferenceWindow::connectComparison()
{
    const auto* comparison = &m_comparison;
    connect(
        comparison, &RangeComparison::recordingsChanged, this, &DifferenceWindow::showRecordings);
    connect(comparison, &RangeComparison::rangesChanged, this, &DifferenceWindow::showRanges);
    connect(comparison, &RangeComparison::markerChanged, this, &DifferenceWindow::showMarker);
    connect(comparison, &RangeComparison::shownChanged, this, &DifferenceWindow::showResult);
    connect(comparison, &RangeComparison::said, this, [this](const QString& sentence) {
        if (sentence.isEmpty())
            m_message->dismiss();
        else
            m_message->say(sentence);
        for (RangeBox* side : m_sides)
            side->showFile(); // a list may stand on a file that could not be opened
    });
}

void DifferenceWindow::showRecordings()
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

void DifferenceWindow::showRanges()
{
    for (const std::size_t side : {kA, kB}) {
        const RangeChoice& choice = m_comparison.side(side).choice;
        if (choice.recording)
            m_sides[side]->setRange(*choice.from, *choice.until);
    }
}

void DifferenceWindow::showMarker()
{
    const auto marker = m_comparison.marker();
    m_markers->setCurrentIndex(marker ? static_cast<int>(*marker) + 1 : 0);
}

void DifferenceWindow::showResult()
{
    const RangeComparison::ResultPtr& shown = m_comparison.shown();
    m_charts->show(shown);
    m_table->setDifference(shown ? std::optional(shown->difference) : std::nullopt);
    for (QPushButton* button : m_outputs)
        button->setEnabled(shown != nullptr);
}

const recording::Difference* DifferenceWindow::difference() const
{
    const RangeComparison::ResultPtr& shown = m_comparison.shown();
    return shown ? &shown->difference : nullptr;
}

void DifferenceWindow::chooseFile(std::size_t side)
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a recording"), {}, tr("Recordings (*.lockscope);;All files (*)"));
    if (!file.isEmpty())
        m_comparison.open(side, file);
}

void DifferenceWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_split != nullptr)
        applyTheme();
}

void DifferenceWindow::applyTheme()
{
    const Theme theme = Theme::of(palette());
    for (RangeBox* side : m_sides)
        side->setTheme(theme);
    m_charts->setTheme(theme);
    m_table->setTheme(theme);
}

Exporter DifferenceWindow::exporter() const
{
    return differenceExporter(*difference(), *m_table, m_charts->pairs(), Theme::of(palette()));
}

void DifferenceWindow::exportPictures()
{
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

void DifferenceWindow::saveJson(const QString& file) const
{
    io::writeFile(QFileInfo(file).absoluteFilePath().toStdString(),
                  report::text(recording::toJson(*difference())));
}

void DifferenceWindow::chooseJson()
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

void DifferenceWindow::copyTable()
{
    QGuiApplication::clipboard()->setText(
        QString::fromStdString(recording::tableText(*difference())));
}

void DifferenceWindow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_split == nullptr)
        return;
    // Charts and table stand beside each other where both have the room, else below each other.
    const QMargins margins = layout()->contentsMargins();
    const int needed = m_split->widget(0)->minimumSizeHint().width()
        + m_split->widget(1)->minimumSizeHint().width() + m_split->handleWidth() + margins.left()
        + margins.right();
    const auto wanted = width() < needed ? Qt::Vertical : Qt::Horizontal;
    if (m_split->orientation() != wanted)
        m_split->setOrientation(wanted);
}

} // namespace lockscope::ui
