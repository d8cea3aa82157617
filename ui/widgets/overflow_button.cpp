// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/overflow_button.h"

#include "ui/widgets/icons.h"
#include "ui/words/text.h"

#include <QToolBar>
#include <QToolButton>

namespace lockscope::ui {

void showOverflowButton(QToolBar& bar)
{
    // Qt gives it this name, for style sheets.
    auto* button = bar.findChild<QToolButton*>("qt_toolbar_ext_button", Qt::FindDirectChildrenOnly);
    if (button == nullptr)
        return;
    button->setIcon(icon("more"));
    button->setToolTip(tr("What there is no room for"));
    button->setAccessibleName(button->toolTip());
}

} // namespace lockscope::ui
