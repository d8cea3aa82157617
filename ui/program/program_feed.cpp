// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_feed.h"

#include <utility>

namespace lockscope::ui {

ProgramFeed::ProgramFeed(std::shared_ptr<program::ProgramSource> source)
    : Feed(FeedKind::Program)
    , m_source(std::move(source))
{}

} // namespace lockscope::ui
