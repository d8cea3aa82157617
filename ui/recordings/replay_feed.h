// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/recording_picture.h"
#include "core/recording/replay_source.h"
#include "ui/session/feed.h"

#include <chrono>
#include <memory>

namespace lockscope::ui {

/// A recording that is played from any place. All of it is drawn; what is not read yet comes while
/// it is shown.
class ReplayFeed final : public Feed
{
    Q_OBJECT

public:
    /// `file` is the recording's; `about` is what the banner says of it. Throws RecordingError when
    /// it cannot be read.
    ReplayFeed(std::shared_ptr<const recording::Recording> recording, QString file, QString about);

    [[nodiscard]] recording::ReplaySource& replay() const { return *m_replay; }
    [[nodiscard]] const std::shared_ptr<const recording::Recording>& recording() const
    {
        return m_recording;
    }
    [[nodiscard]] const QString& file() const { return m_file; }

    [[nodiscard]] measure::Source* source() const override { return m_replay.get(); }
    [[nodiscard]] std::optional<std::vector<measure::SnapshotPtr>> takeAll() override;
    [[nodiscard]] std::optional<std::chrono::nanoseconds> place() const override
    {
        return m_replay->position();
    }
    [[nodiscard]] std::shared_ptr<const measure::ProgramAccount> account() const override
    {
        return m_recording->account();
    }
    /// Has what is looked at read closely, as RecordingPicture.
    void lookAt(const measure::TimeRange& visible,
                const std::vector<measure::TimeRange>& selected) const
    {
        m_picture->lookAt(visible, selected);
    }
    [[nodiscard]] const recording::RecordingPicture& picture() const { return *m_picture; }

signals:
    /// takeAll() has more.
    void grew();

protected:
    [[nodiscard]] QString text(const measure::History& shown) const override;

private:
    std::shared_ptr<const recording::Recording> m_recording;
    QString m_file;
    QString m_about;
    std::unique_ptr<recording::ReplaySource> m_replay;
    std::unique_ptr<recording::RecordingPicture> m_picture; ///< last: its threads end first
};

} // namespace lockscope::ui
