// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/share_delegate.h"

#include "ui/models/thread_table_model.h"
#include "ui/theme/state_pattern.h"

#include <QLinearGradient>

#include <algorithm>

namespace lockscope::ui {

void ShareDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant share = index.data(ThreadTableModel::ShareRole);
    if (!share.isValid() || share.toDouble() <= 0)
        return;
    constexpr float kFaint = 0.3F; // the figure is read on it
    constexpr double kEdge = 1e-4;
    const double part = std::min(share.toDouble(), 1.0);
    const Theme theme = Theme::of(option->palette);
    QColor colour = stateColors(theme, measure::State::Blocked).fill; // as where it waits in lanes
    colour.setAlphaF(kFaint);
    QLinearGradient bar(0, 0, option->rect.width(), 0); // a cell is where a brush begins
    bar.setColorAt(0, colour);
    bar.setColorAt(part, colour);
    if (part + kEdge < 1) {
        bar.setColorAt(part + kEdge, Qt::transparent);
        bar.setColorAt(1, Qt::transparent);
    }
    option->backgroundBrush = bar;
}

} // namespace lockscope::ui
