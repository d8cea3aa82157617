// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/stream_pages.h"

#include "ui/program/program_page.h"
#include "ui/remote/live_streams.h"
#include "ui/shell/window_pages.h"

namespace lockscope::ui {

StreamPages::StreamPages(LiveStreams& streams, WindowPages& pages, QObject* parent)
    : QObject(parent)
{
    connect(&pages.program(), &ProgramPage::elsewhereWanted, &streams, &LiveStreams::watch);
    connect(
        &streams, &LiveStreams::opened, this, [&pages] { pages.showPage(pages.picturesPage()); });
}

} // namespace lockscope::ui
