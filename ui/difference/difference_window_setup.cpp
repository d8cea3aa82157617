// SPDX-License-Identifier: GPL-3.0-or-later
// The window's widgets and how they are wired; what they do is in difference_window.cpp.
#include "ui/charts/chart_pair.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/scale_link.h"
#include "ui/charts/states_chart.h"
#include "ui/charts/throughput_chart.h"
#include "ui/charts/wait_chart.h"
#include "ui/difference/difference_table.h"
#include "ui/difference/difference_window.h"
#include "ui/difference/range_box.h"
#include "ui/recordings/recording_choices.h"
#include "ui/settings/settings.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/screen_fit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr QSize kFirstSize{1270, 780};

} // namespace

DifferenceWindow::DifferenceWindow(Settings& settings, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_settings(settings)
    , m_markers(new ElidedComboBox(this))
    , m_message(new MessageStrip(this))
    , m_table(new DifferenceTable(this))
    , m_export(new QPushButton(icon("export"), tr("&Pictures…"), this))
    , m_json(new QPushButton(icon("table"), tr("Save &JSON…"), this))
    , m_copy(new QPushButton(icon("copy"), tr("&Copy table"), this))
{
    setObjectName("compare-recordings");
    setWindowTitle(tr("Compare recordings: Lockscope"));
    resizeToFit(*this, kFirstSize);
    if (const QByteArray geometry = m_settings.comparisonGeometry(); !geometry.isEmpty()) {
        restoreGeometry(geometry);
        bringOntoScreen(*this);
    }
    setUpSides();
    setUpCharts();
    setUpButtons();
    setUpLayout();
    connect(&m_job, &DifferenceJob::compared, this, &DifferenceWindow::showResult);
    connect(&m_job, &DifferenceJob::failed, this, &DifferenceWindow::showNothing);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &QWidget::close);
    applyTheme();
    showNothing({});
}

DifferenceWindow::~DifferenceWindow()
{
    m_settings.setComparisonGeometry(saveGeometry()); // also when the main window takes it along
}

void DifferenceWindow::setUpSides()
{
    m_message->setObjectName("messages");
    const auto samples = sampleRecordings();
    for (const std::size_t side : {kA, kB}) {
        auto* box = new RangeBox(side == kA ? "A" : "B", this);
        m_sides[side] = box;
        for (auto sample = samples.rbegin(); sample != samples.rend(); ++sample)
            box->addFile(sample->file(), tr("Sample: %1").arg(QString(sample->text).remove('&')));
        connect(box, &RangeBox::fileWanted, this, [this, side](const QString& file) {
            if (file != m_files[side])
                open(side, file);
        });
        connect(box, &RangeBox::openWanted, this, [this, side] { chooseFile(side); });
        connect(box, &RangeBox::rangeChanged, this, [this] {
            m_markers->setCurrentIndex(0); // the person's own ranges
            askAgain();
        });
    }
    m_markers->setObjectName("markers");
    m_markers->setToolTip(tr("Compare before and after a live change of recording A"));
    m_markers->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_markers, &QComboBox::activated, this, &DifferenceWindow::chooseMarker);
}

void DifferenceWindow::setUpCharts()
{
    m_hovers = {new HoverLink(this), new HoverLink(this)};
    linkHover(kA, kB);
    linkHover(kB, kA);
    // Both charts of a kind, and how they are told which range is shown.
    const auto addTimePair = [this](const char* id, auto make) {
        auto* a = make(m_hovers[kA]);
        auto* b = make(m_hovers[kB]);
        m_pairs.push_back(new ChartPair(id, a, b, this));
        m_setStretches.emplace_back([a, b](const ComparedRanges& shown) {
            a->setStretch(shown.difference.a.from, shown.span());
            b->setStretch(shown.difference.b.from, shown.span());
        });
    };
    auto* throughput = new ScaleLink(this);
    addTimePair("compare-throughput", [this, throughput](HoverLink* hover) {
        auto* chart = new ThroughputChart(hover, this);
        chart->linkScale(throughput);
        return chart;
    });
    auto* waits = new ScaleLink(this);
    addTimePair("compare-lock-wait", [this, waits](HoverLink* hover) {
        auto* chart = new WaitChart(hover, this);
        chart->linkScale(waits);
        return chart;
    });
    addTimePair("compare-states",
                [this](HoverLink* hover) { return new StatesChart(hover, this); });

    auto* bins = new ScaleLink(this);
    auto* counts = new ScaleLink(this);
    auto* a = new HistogramChart(m_hovers[kA], this);
    auto* b = new HistogramChart(m_hovers[kB], this);
    for (HistogramChart* chart : {a, b})
        chart->linkScales(bins, counts);
    m_pairs.push_back(new ChartPair("compare-histogram", a, b, this));
    m_setStretches.emplace_back([a, b](const ComparedRanges& shown) {
        a->setStretch(shown.difference.a.from);
        b->setStretch(shown.difference.b.from);
    });
}

void DifferenceWindow::linkHover(std::size_t from, std::size_t to)
{
    // The same time since the range's start is pointed at on both sides.
    connect(m_hovers[from], &HoverLink::timeChanged, this, [this, from, to] {
        const auto time = m_hovers[from]->time();
        if (!time || !m_shown) {
            m_hovers[to]->setTime(std::nullopt);
            return;
        }
        const recording::Difference& shown = m_shown->difference;
        const auto beginOf = [&shown](std::size_t side) {
            return side == kA ? shown.a.from : shown.b.from;
        };
        m_hovers[to]->setTime(*time - beginOf(from) + beginOf(to));
    });
}

void DifferenceWindow::setUpButtons()
{
    m_export->setObjectName("compare-export");
    m_export->setToolTip(tr("Save the comparison, or a part of it, as PNG, SVG or PDF"));
    connect(m_export, &QPushButton::clicked, this, &DifferenceWindow::exportPictures);
    m_json->setObjectName("compare-json");
    m_json->setToolTip(tr("What lockscope-cli diff --json writes"));
    connect(m_json, &QPushButton::clicked, this, &DifferenceWindow::chooseJson);
    m_copy->setObjectName("compare-copy");
    m_copy->setToolTip(tr("Copy verdict and table as text, columns parted by tabs"));
    connect(m_copy, &QPushButton::clicked, this, &DifferenceWindow::copyTable);
}

void DifferenceWindow::setUpLayout()
{
    auto* left = new QWidget(this);
    auto* charts = new QVBoxLayout(left);
    charts->setContentsMargins({});
    auto* sides = new QHBoxLayout;
    sides->setSpacing(10); // as between the charts of a pair
    for (RangeBox* side : m_sides)
        sides->addWidget(side, 1);
    charts->addLayout(sides);
    for (ChartPair* pair : m_pairs)
        charts->addWidget(pair, 1);

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
    for (QPushButton* button : {m_export, m_json, m_copy})
        buttons->addWidget(button);
    result->addLayout(buttons);

    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(10);
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
