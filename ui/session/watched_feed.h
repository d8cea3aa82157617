// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/feed.h"
#include "ui/session/picture.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// A feed and the picture drawn from it, which stay together: a session that shows another feed
/// meanwhile finds both as they were. GUI thread only.
class WatchedFeed
{
public:
    explicit WatchedFeed(std::unique_ptr<Feed> feed);

    [[nodiscard]] Feed& feed() const { return *m_feed; }
    [[nodiscard]] Picture& picture() { return m_picture; }
    [[nodiscard]] const Picture& picture() const { return m_picture; }
    /// Another for each source that there is in any feed: addresses come back, this does not.
    [[nodiscard]] std::uint64_t sourceNumber() const { return m_sourceNumber; }

    [[nodiscard]] bool running() const;
    /// Opens the source where there is none, and starts it. Throws as the feed and its source.
    void start();
    /// Nothing where there is no source.
    void stop();
    /// Takes over what the source has, and returns the new snapshots, which may be none where all
    /// are known beforehand. None when the picture is as before. Throws as the source.
    [[nodiscard]] std::optional<std::vector<measure::SnapshotPtr>> take();
    /// Forgets what was measured; what the source has not handed out yet, too. Nothing where all is
    /// known beforehand. Throws as the source.
    void clear();

private:
    void noteFacts();

    std::unique_ptr<Feed> m_feed;
    Picture m_picture;
    std::uint64_t m_sourceNumber;
};

} // namespace lockscope::ui
