// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_combo_box.h"

#include <QStyleOptionComboBox>
#include <QStylePainter>

namespace lockscope::ui {

void ElidedComboBox::paintEvent(QPaintEvent* /*event*/)
{
    constexpr int kMargin = 2; // that styles leave on both sides of the text
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const int room =
        style()
            ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this)
            .width();
    option.currentText =
        fontMetrics().elidedText(option.currentText, Qt::ElideRight, room - 2 * kMargin);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace lockscope::ui
