// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/guard_text.h"

#include "core/guards/registry.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <string>

namespace lockscope::ui {

QString guardText(std::string_view id)
{
    constexpr int kLetters = 60;
    const guards::GuardRow* row = guards::findGuard(id);
    return shownText(std::string(row != nullptr ? row->label : id), kLetters);
}

QString contenderText(const study::Contender& contender)
{
    const QString guard = guardText(contender.guard);
    return contender.fastPath ? tr("%1, fast path").arg(guard) : guard;
}

} // namespace lockscope::ui
