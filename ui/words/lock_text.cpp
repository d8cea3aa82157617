// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/lock_text.h"

#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

namespace lockscope::ui {

QString lockText(std::uint32_t id, const measure::ProgramNames& names)
{
    constexpr int kLongest = 160;
    const measure::LockInfo* info = names.lock(id);
    return info == nullptr ? tr("lock %1").arg(id) : shownText(measure::placeOf(*info), kLongest);
}

} // namespace lockscope::ui
