// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/remote/stream_feed.h"

#include "ui/remote/banner_parts.h"
#include "ui/words/foreign_text.h"

#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kTellMs = 100;

} // namespace

StreamFeed::StreamFeed(FeedKind kind, QString name)
    : Feed(kind)
    , m_name(std::move(name))
{
    connect(&m_look, &QTimer::timeout, this, [this] {
        look();
        emit changed();
    });
    m_look.start(kTellMs);
}

QString StreamFeed::endText() const
{
    const auto problem = stream().problem();
    return problem ? shownText(*problem, 300) : tr("%1, which has ended").arg(m_name);
}

QString StreamFeed::text(const measure::History& shown) const
{
    using recording::StreamState;
    QStringList parts{m_name};
    switch (stream().state()) {
    case StreamState::Waiting:
        return (parts << waitingText()).join(kBannerSeparator);
    case StreamState::Live:
        parts << (source()->running() ? tr("live") : tr("held up"));
        break;
    case StreamState::Whole:
        parts << tr("ended");
        break;
    case StreamState::Cut:
    case StreamState::NoRecording:
        parts << endText();
        break;
    }
    parts << hostText(stream().facts()) << droppedText(shown);
    return parts.join(kBannerSeparator);
}

} // namespace lockscope::ui
