// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/pipe_feed.h"

namespace lockscope::ui {

PipeFeed::PipeFeed(int file, const QString& name, const QString& kept)
    : StreamFeed(FeedKind::Stream, name)
    , m_stream(std::make_unique<recording::StreamSource>(
          file, name.toStdString(), recording::StreamKeep{.file = kept.toStdString()}))
{}

} // namespace lockscope::ui
