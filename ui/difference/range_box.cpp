// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/range_box.h"

#include "ui/charts/range_strip.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/source_banner.h"
#include "ui/words/foreign_text.h"
#include "ui/words/range_text.h"
#include "ui/words/units.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kDecimals = 3; ///< ms

std::chrono::nanoseconds timeOf(double seconds)
{
    return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

} // namespace

RangeBox::RangeBox(const QString& side, QWidget* parent)
    : QWidget(parent)
    , m_files(new ElidedComboBox(this))
    , m_banner(new SourceBanner(this))
    , m_strip(new RangeStrip(this))
    , m_from(new QDoubleSpinBox(this))
    , m_until(new QDoubleSpinBox(this))
    , m_whole(new QPushButton(tr("Whole"), this))
{
    setObjectName("side-" + side);
    setUp(side);
    connect(m_files, &QComboBox::activated, this, [this] {
        emit fileWanted(m_files->currentData().toString());
    });
    connect(m_strip, &RangeStrip::rangeChanged, this, &RangeBox::takeRange);
    connect(m_from, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        takeRange(timeOf(seconds), *m_choice.until);
    });
    connect(m_until, &QDoubleSpinBox::valueChanged, this, [this](double seconds) {
        takeRange(*m_choice.from, timeOf(seconds));
    });
    connect(m_whole, &QPushButton::clicked, this, [this] {
        takeRange(m_choice.recording->begin(), m_choice.recording->end());
    });
    for (QWidget* control : std::initializer_list<QWidget*>{m_from, m_until, m_whole})
        control->setEnabled(false);
}

void RangeBox::setUp(const QString& side)
{
    auto* name = new QLabel("<b>" + side + "</b>", this);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    name->setFont(large);
    m_files->setObjectName("file-" + side);
    m_files->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_files->setMinimumContentsLength(12);
    m_files->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_files->setToolTip(tr("The recording %1").arg(side));
    m_files->setAccessibleName(m_files->toolTip());
    auto* open = new QPushButton(tr("Open…"), this);
    open->setObjectName("open-" + side);
    open->setToolTip(tr("A recording from a file as %1").arg(side));
    connect(open, &QPushButton::clicked, this, &RangeBox::openWanted);
    auto* top = new QHBoxLayout;
    top->addWidget(name);
    top->addWidget(m_files, 1);
    top->addWidget(open);

    m_strip->setObjectName("range-" + side);
    const auto addTime = [&](QDoubleSpinBox* box, const char* object, const QString& toolTip) {
        box->setObjectName(object + side);
        box->setDecimals(kDecimals);
        box->setSingleStep(0.1);
        box->setSuffix(tr(" s"));
        box->setKeyboardTracking(false);
        box->setToolTip(toolTip);
        box->setAccessibleName(toolTip);
    };
    addTime(m_from, "from-", tr("%1 begins here, on the recording's clock").arg(side));
    addTime(m_until, "until-", tr("%1 ends here, on the recording's clock").arg(side));
    m_whole->setObjectName("whole-" + side);
    m_whole->setToolTip(tr("All of the recording"));
    auto* range = new QHBoxLayout;
    range->addWidget(new QLabel(tr("from"), this));
    range->addWidget(m_from);
    range->addWidget(new QLabel(tr("to"), this));
    range->addWidget(m_until);
    range->addStretch();
    range->addWidget(m_whole);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_banner);
    column->addWidget(m_strip);
    column->addLayout(range);
}

void RangeBox::addFile(const QString& file, const QString& text)
{
    if (m_files->findData(file) >= 0)
        return;
    m_files->insertItem(0, shownText(text, 60), file);
    showFile();
}

void RangeBox::showFile()
{
    m_files->setCurrentIndex(m_files->findData(m_file));
    m_files->setToolTip(plainToolTip(m_file));
}

void RangeBox::setRecording(const RangeChoice& choice,
                            const QString& file,
                            const std::deque<Sample>& overview)
{
    const bool isNew = choice.recording != m_choice.recording;
    m_file = file;
    m_choice = choice;
    if (isNew)
        showRecording(overview);
    showFile();
    showRange();
}

void RangeBox::showRecording(const std::deque<Sample>& overview)
{
    const recording::Recording& shown = *m_choice.recording;
    std::vector<Marker> markers;
    for (const recording::Marker& marker : shown.markers())
        markers.push_back({marker.change.time, shownText(marker.change.label)});
    m_strip->setRecording(shown.begin(), shown.end(), overview, std::move(markers));
    for (QDoubleSpinBox* box : {m_from, m_until}) {
        const QSignalBlocker quiet(box);
        // Rounded outwards, or the very end could not be typed.
        constexpr double kSteps = 1000;
        box->setRange(std::floor(recording::secondsOf(shown.begin()) * kSteps) / kSteps,
                      std::ceil(recording::secondsOf(shown.end()) * kSteps) / kSteps);
    }
    for (QWidget* control : std::initializer_list<QWidget*>{m_from, m_until, m_whole})
        control->setEnabled(true);
}

void RangeBox::setRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until)
{
    m_choice.from = from;
    m_choice.until = until;
    showRange();
}

void RangeBox::takeRange(std::chrono::nanoseconds from, std::chrono::nanoseconds until)
{
    if (!m_choice.recording)
        return;
    setRange(from, until);
    emit rangeChosen(from, until);
}

void RangeBox::showRange()
{
    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietUntil(m_until);
    m_from->setValue(
        recording::secondsOf(*m_choice.from)); // shown to the ms; the choice keeps every digit
    m_until->setValue(recording::secondsOf(*m_choice.until));
    m_strip->setRange(*m_choice.from, *m_choice.until);
    QStringList about{settingsText(*m_choice.recording, *m_choice.until)};
    if (const auto& problem = m_choice.recording->problem())
        about << shownText(*problem, 300);
    const auto& model = m_choice.recording->header().source.host.cpuModel;
    about << (model ? shownText(*model) : unknownText());
    m_banner->show(recordingMark(*m_choice.recording), about.join(QStringLiteral(" · ")));
}

void RangeBox::setTheme(const Theme& theme)
{
    m_strip->setTheme(theme);
}

} // namespace lockscope::ui
