// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scale_link.h"

#include <algorithm>

namespace lockscope::ui {

void Extent::include(const Extent& other)
{
    low = std::min(low, other.low);
    high = std::max(high, other.high);
}

void ScaleLink::report(const QObject* chart, const Extent& extent)
{
    const Extent before = joint();
    m_extents[chart] = extent;
    if (joint() != before)
        emit changed();
}

Extent ScaleLink::joint() const
{
    Extent joint;
    for (const auto& [chart, extent] : m_extents)
        joint.include(extent);
    return joint;
}

} // namespace lockscope::ui
