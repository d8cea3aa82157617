// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_source.h"
#include "ui/session/feed.h"

#include <memory>

namespace lockscope::ui {

/// A person's own program that is being watched. Stopped and started again it goes on with what
/// came meanwhile in one long interval; the program itself is never stopped. To stop does not wait
/// for a report that is being made.
class ProgramFeed final : public Feed
{
    Q_OBJECT

public:
    /// Shared with whoever makes reports of it.
    explicit ProgramFeed(std::shared_ptr<program::ProgramSource> watched);
    ~ProgramFeed() override;

    [[nodiscard]] const std::shared_ptr<program::ProgramSource>& watched() const
    {
        return m_watched;
    }
    [[nodiscard]] measure::Source* source() const override;

protected:
    /// What is watched here and now has no banner; that it is sampled says its page.
    [[nodiscard]] QString text(const measure::History& /*shown*/) const override { return {}; }

private:
    class Source;

    const std::shared_ptr<program::ProgramSource> m_watched;
    const std::unique_ptr<Source> m_source; ///< of that
};

} // namespace lockscope::ui
