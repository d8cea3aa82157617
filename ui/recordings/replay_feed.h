// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/replay_source.h"
#include "ui/session/feed.h"

#include <cstdint>
#include <memory>

namespace lockscope::ui {

/// A recording that is played from any place.
class ReplayFeed final : public Feed
{
    Q_OBJECT

public:
    /// `file` is the recording's; `about` is what the banner says of it.
    ReplayFeed(std::shared_ptr<const recording::Recording> recording, QString file, QString about);

    [[nodiscard]] recording::ReplaySource& replay() const { return *m_replay; }
    [[nodiscard]] const std::shared_ptr<const recording::Recording>& recording() const
    {
        return m_recording;
    }
    [[nodiscard]] const QString& file() const { return m_file; }

    [[nodiscard]] measure::Source* source() const override { return m_replay.get(); }
    [[nodiscard]] std::optional<std::vector<measure::SnapshotPtr>> takeJump() override;

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    std::shared_ptr<const recording::Recording> m_recording;
    QString m_file;
    QString m_about;
    std::unique_ptr<recording::ReplaySource> m_replay;
    std::uint64_t m_jumps = 0; ///< that takeJump() has told of
};

} // namespace lockscope::ui
