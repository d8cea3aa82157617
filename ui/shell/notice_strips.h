// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/history.h"
#include "core/measure/source.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <set>
#include <string>
#include <vector>

class QAction;

namespace lockscope::ui {

class MessageStrip;
class QualityStrip;
class SourceBanner;
struct Banner;

/// What stands above the pictures when there is something to say: what went wrong, numbers that do
/// not add up, that something is not measured live, and what disturbs the measuring. GUI thread
/// only.
class NoticeStrips : public QWidget
{
    Q_OBJECT

public:
    /// The actions stand in the banner while they can be carried out.
    explicit NoticeStrips(const std::vector<QAction*>& bannerActions, QWidget* parent = nullptr);

    void say(const QString& sentence);
    /// Of what is shown, and of a host that is not shown yet; nothing of what has no mark.
    void showBanner(const Banner& shown, const Banner& pending);
    /// What the newest snapshots say of their own quality, and of sums that are wrong.
    void refresh(const measure::History& history, const std::optional<measure::SourceInfo>& facts);
    /// Another picture is shown: what was wrong with the one before says nothing of it.
    void forgetViolations();
    void setTheme(const Theme& theme);

private:
    void showQuality(const measure::History& history,
                     const std::optional<measure::SourceInfo>& facts);
    void showViolations(const measure::History& history);

    MessageStrip* m_messages; // children, as all strips
    MessageStrip* m_violations;
    SourceBanner* m_banner;
    QualityStrip* m_quality;
    std::set<std::string> m_knownViolations;
};

} // namespace lockscope::ui
