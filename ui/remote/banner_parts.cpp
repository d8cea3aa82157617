// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/banner_parts.h"

#include "ui/words/foreign_text.h"
#include "ui/words/status_text.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

namespace lockscope::ui {

QString hostText(const measure::SourceInfo& facts)
{
    const auto& model = facts.host.cpuModel;
    return (model ? shownText(*model) : tr("CPU model %1").arg(unknownText()))
        + tr(", %1").arg(cpuCountText(facts.host));
}

QString droppedText(const measure::History& shown)
{
    return tr("%1 dropped").arg(shown.dropped());
}

} // namespace lockscope::ui
