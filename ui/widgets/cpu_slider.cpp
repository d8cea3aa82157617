// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cpu_slider.h"

#include "core/study/cpu_list.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr int kLength = 10'000; ///< values: finer than any screen
constexpr double kLeastMeasured = 0.5; ///< of the length
constexpr double kClear = 0.05; ///< of the length: more than half a handle
constexpr int kDoubling = 4; ///< stops beyond what can be measured

int valueAlong(double share)
{
    return static_cast<int>(std::lround(share * kLength));
}

} // namespace

CpuSlider::CpuSlider(int here, int most, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setRange(0, kLength);
    setCounts(here, most);
    setTracking(false); // a live change where it is let go, not at every step passed
    connect(this, &QSlider::sliderMoved, this, [this](int value) { emit passed(cpusAt(value)); });
    connect(this, &QSlider::valueChanged, this, &CpuSlider::choose);
    connect(this, &QSlider::actionTriggered, this, &CpuSlider::stepInstead);
}

void CpuSlider::setCounts(int here, int most)
{
    if (here == m_here && most == m_most)
        return;
    const int shown = m_cpus;
    m_here = here;
    m_most = most;
    std::vector<int> beyond;
    for (const int cpus : study::usualCpuCounts(most))
        if (cpus > here)
            beyond.push_back(cpus);
    const auto measured = static_cast<double>(here);
    const auto simulated = static_cast<double>(beyond.size());
    const double border =
        beyond.empty() ? 1 : std::max(kLeastMeasured, measured / (measured + simulated));
    // Both stops at the border are so far from it that the handle does not hide it.
    const double lastHere = border - (beyond.empty() ? 0 : kClear);
    const double firstBeyond = border + std::min(kClear, (1 - border) / 2);
    const double stepHere = here < 2 ? 0 : lastHere / (measured - 1);
    const double stepBeyond = beyond.size() < 2 ? 0 : (1 - firstBeyond) / (simulated - 1);
    m_border = valueAlong(border);
    m_stops.clear();
    for (int cpus = 1; cpus <= here; ++cpus)
        m_stops.push_back({valueAlong(stepHere * (cpus - 1)), cpus});
    for (std::size_t i = 0; i < beyond.size(); ++i)
        m_stops.push_back(
            {valueAlong(1 - stepBeyond * static_cast<double>(beyond.size() - 1 - i)), beyond[i]});
    setCpus(shown);
}

int CpuSlider::border() const
{
    return m_allSimulated ? minimum() - 1 : m_border;
}

std::size_t CpuSlider::stopAt(int value) const
{
    // The nearest on its side of the border: what is in the hatched part is simulated.
    const bool here = value <= m_border;
    const auto border = std::partition_point(
        m_stops.begin(), m_stops.end(), [this](const Stop& stop) { return stop.cpus <= m_here; });
    const auto nearest =
        std::min_element(here ? m_stops.begin() : border,
                         here ? border : m_stops.end(),
                         [value](const Stop& left, const Stop& right) {
                             return std::abs(left.value - value) < std::abs(right.value - value);
                         });
    return static_cast<std::size_t>(nearest - m_stops.begin());
}

int CpuSlider::cpusAt(int value) const
{
    return m_stops[stopAt(value)].cpus;
}

int CpuSlider::valueOf(int cpus) const
{
    return std::min_element(m_stops.begin(),
                            m_stops.end(),
                            [cpus](const Stop& left, const Stop& right) {
                                return std::abs(left.cpus - cpus) < std::abs(right.cpus - cpus);
                            })
        ->value;
}

void CpuSlider::setCpus(int cpus)
{
    const QSignalBlocker quiet(this);
    setValue(valueOf(cpus));
    m_cpus = this->cpus();
    update();
}

void CpuSlider::setAllSimulated(bool all)
{
    m_allSimulated = all;
    update();
}

int CpuSlider::steppedBy(int stops) const
{
    const auto at = static_cast<int>(stopAt(value()));
    const int last = static_cast<int>(m_stops.size()) - 1;
    return m_stops[static_cast<std::size_t>(std::clamp(at + stops, 0, last))].value;
}

void CpuSlider::stepInstead(int action)
{
    switch (action) {
    case SliderSingleStepAdd:
        return setSliderPosition(steppedBy(1));
    case SliderSingleStepSub:
        return setSliderPosition(steppedBy(-1));
    case SliderPageStepAdd:
        return setSliderPosition(steppedBy(kDoubling));
    case SliderPageStepSub:
        return setSliderPosition(steppedBy(-kDoubling));
    default: // to an end, or to where the mouse is
        return;
    }
}

void CpuSlider::choose()
{
    const int before = m_cpus;
    setCpus(cpus()); // onto its stop
    if (m_cpus != before)
        emit chosen(m_cpus);
}

void CpuSlider::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    m_turned += turned.y() != 0 ? turned.y() : turned.x();
    const int notches = m_turned / QWheelEvent::DefaultDeltasPerStep;
    m_turned -= notches * QWheelEvent::DefaultDeltasPerStep;
    setValue(steppedBy(notches));
    event->accept();
}

int CpuSlider::xOf(int value) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    return handle / 2
        + QStyle::sliderPositionFromValue(minimum(), maximum(), value, width() - handle);
}

void CpuSlider::paintEvent(QPaintEvent* event)
{
    if (border() < maximum()) {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        const int from = m_allSimulated ? 0 : xOf(m_border);
        const QRect beyond(from, 1, width() - from, height() - 2);
        painter.setPen(Qt::NoPen);
        QColor hatch = theme.warning;
        hatch.setAlphaF(0.45F);
        painter.setBrush(QBrush(hatch, Qt::BDiagPattern));
        painter.drawRect(beyond);
        painter.setPen(QPen(theme.warning, 2));
        painter.drawLine(from, 0, from, height());
    }
    QSlider::paintEvent(event);
}

} // namespace lockscope::ui
