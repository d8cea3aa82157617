// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/problem_text.h"

#include "core/measure/problem.h"

namespace lockscope::ui {

QString problemText(const std::exception& error)
{
    return QString::fromStdString(measure::problemText(error));
}

} // namespace lockscope::ui
