// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/account_report.h"

#include "core/program/watch_account.h"
#include "ui/session/feed.h"

#include <utility>

namespace lockscope::ui {

bool AccountReport::take(const Feed& feed)
{
    auto account = feed.account();
    if (account == m_account)
        return false;
    m_account = std::move(account);
    m_report = m_account
        ? std::make_shared<const program::WatchReport>(program::reportOf(*m_account))
        : nullptr;
    return true;
}

} // namespace lockscope::ui
