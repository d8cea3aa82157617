// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/stream_feed.h"

#include "ui/remote/banner_parts.h"
#include "ui/words/foreign_text.h"

namespace lockscope::ui {

namespace {

constexpr int kTellMs = 100;

} // namespace

StreamFeed::StreamFeed(int file, const QString& name, const QString& kept)
    : Feed(FeedKind::Stream)
    , m_name(name)
    , m_stream(std::make_unique<recording::StreamSource>(
          file, name.toStdString(), recording::StreamKeep{.file = kept.toStdString()}))
{
    connect(&m_look, &QTimer::timeout, this, &Feed::changed);
    m_look.start(kTellMs);
}

QString StreamFeed::text(const measure::History& shown) const
{
    using recording::StreamState;
    QStringList parts{m_name};
    switch (m_stream->state()) {
    case StreamState::Waiting:
        return (parts << tr("nothing has come yet")).join(kBannerSeparator);
    case StreamState::Live:
        parts << (m_stream->running() ? tr("live") : tr("held up"));
        break;
    case StreamState::Whole:
        parts << tr("ended");
        break;
    case StreamState::Cut:
    case StreamState::NoRecording:
        parts << shownText(m_stream->problem().value_or(""), 300);
        break;
    }
    parts << hostText(m_stream->facts()) << droppedText(shown);
    return parts.join(kBannerSeparator);
}

} // namespace lockscope::ui
