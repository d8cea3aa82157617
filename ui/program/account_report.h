// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/program_account.h"
#include "ui/program/program_reports.h"

#include <memory>

namespace lockscope::ui {

class Feed;

/// The report on a program that is not watched here, made of the account that its recording or
/// stream carries. GUI thread only.
class AccountReport
{
public:
    /// Takes what the feed knows now; whether that is something else than before.
    bool take(const Feed& feed);
    /// Null: nothing is known.
    [[nodiscard]] const WatchReportPtr& report() const { return m_report; }

private:
    std::shared_ptr<const measure::ProgramAccount> m_account;
    WatchReportPtr m_report; ///< made of it
};

} // namespace lockscope::ui
