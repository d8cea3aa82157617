// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the recording that is shown: where in it one is.
#include "ui/recordings/transport_bar.h"
#include "ui/shell/action_rows.h"
#include "ui/words/text.h"

#include <utility>

namespace lockscope::ui {

namespace {

ActionRow placeRow(ActionRow row)
{
    row.menu = MenuPlace::History;
    row.section = 7; // below what is done with the picture
    row.need = Need::Recording;
    return row;
}

} // namespace

std::vector<ActionRow> placeRows(const ActionSubjects& on)
{
    TransportBar* transport = &on.transport;
    return {
        placeRow({.id = "replay-begin",
                  .text = tr("To t&he beginning"),
                  .icon = "to-begin",
                  .tip = tr("To the beginning of the recording"),
                  .keys = {Qt::Key_Home},
                  .what = [transport](bool /*on*/) { transport->goToBegin(); }}),
        placeRow({.id = "step-back",
                  .text = tr("One snapshot bac&k"),
                  .icon = "step-back",
                  .tip = tr("Go one snapshot of the recording back, and stay there"),
                  .keys = {Qt::Key_Comma},
                  .what = [transport](bool /*on*/) { transport->step(-1); }}),
        placeRow({.id = "step-on",
                  .text = tr("One snapsho&t on"),
                  .icon = "step-on",
                  .tip = tr("Go one snapshot of the recording on, and stay there"),
                  .keys = {Qt::Key_Period},
                  .what = [transport](bool /*on*/) { transport->step(1); }}),
        placeRow({.id = "replay-compare",
                  .text = tr("Compare around this p&lace"),
                  .icon = "compare",
                  .tip = tr("Compare before and after the change that is nearest to this place of "
                            "the recording"),
                  .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_K},
                  .what = [transport, compare = on.compareRecordings](
                              bool /*on*/) { compare(transport->place()); }}),
        placeRow({.id = "replay-close",
                  .text = tr("Close the recor&ding"),
                  .icon = "close",
                  .tip = tr("Close the recording and go back to the experiment"),
                  .keys = {Qt::CTRL | Qt::Key_W},
                  .what = [transport](bool /*on*/) { transport->closeRecording(); }}),
    };
}

} // namespace lockscope::ui
