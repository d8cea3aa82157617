// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cpu_slider.h"

#include "core/study/cpu_list.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSlider>

#include <algorithm>
#include <cmath>

namespace lockscope::ui {

CpuSlider::CpuSlider(int here, int most, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setCounts(here, most);
    setPageStep(4); // about a doubling
    setTracking(false); // a live change where it is let go, not at every step passed
    connect(this, &QSlider::sliderMoved, this, [this](int value) { emit passed(cpusAt(value)); });
    connect(this, &QSlider::valueChanged, this, [this](int value) { emit chosen(cpusAt(value)); });
}

void CpuSlider::setCounts(int here, int most)
{
    if (here == m_here && most == m_most)
        return;
    const QSignalBlocker quiet(this);
    m_here = here;
    m_most = most;
    m_counts.clear();
    for (int cpus = 1; cpus <= here; ++cpus)
        m_counts.push_back(cpus);
    for (const int cpus : study::usualCpuCounts(most))
        if (cpus > here)
            m_counts.push_back(cpus);
    setRange(0, static_cast<int>(m_counts.size()) - 1);
    update();
}

void CpuSlider::setCpus(int cpus)
{
    const QSignalBlocker quiet(this);
    const auto nearest =
        std::min_element(m_counts.begin(), m_counts.end(), [cpus](int left, int right) {
            return std::abs(left - cpus) < std::abs(right - cpus);
        });
    setValue(static_cast<int>(nearest - m_counts.begin()));
    update();
}

void CpuSlider::setAllSimulated(bool all)
{
    m_allSimulated = all;
    update();
}

int CpuSlider::xOf(double value) const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    const double share = (value - minimum()) / std::max(1, maximum() - minimum());
    return handle / 2 + static_cast<int>(std::lround(share * (width() - handle)));
}

void CpuSlider::paintEvent(QPaintEvent* event)
{
    if (border() < maximum()) {
        QPainter painter(this);
        const Theme theme = Theme::of(palette());
        const int from = xOf(border() + 0.5);
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
