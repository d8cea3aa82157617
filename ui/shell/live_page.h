// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/panel_page.h"
#include "ui/theme/theme.h"

namespace lockscope::measure {
class History;
}

class QStackedWidget;

namespace lockscope::ui {

class ActionButton;
class ActionTable;
class ChangeCard;
class ControlPanel;
class Dashboard;
class Session;
class ThreadTable;

/// The page of what happens: the pictures of the session's history, and around them what is asked
/// for, what the last change did, and the threads. GUI thread only.
class LivePage : public PanelPage
{
    Q_OBJECT

public:
    /// The session outlives the page.
    explicit LivePage(Session& session, QWidget* parent = nullptr);

    /// Has the pictures on it, or, while they stand elsewhere, says why not.
    void hold(bool pictures);

    [[nodiscard]] Dashboard& dashboard() const { return *m_dashboard; }
    [[nodiscard]] ControlPanel& controls() const { return *m_controls; }
    [[nodiscard]] ThreadTable& table() const { return *m_table; }

    /// What the table's menu has.
    void setActions(const ActionTable& table);
    /// What of the history lies before the place where the source stands is `past`.
    void refresh(const measure::History& history, const measure::History& past);
    /// Another picture is shown from now on.
    void forgetPicture();
    void setTheme(const Theme& theme);

private:
    [[nodiscard]] QWidget* setUpElsewhere();

    QStackedWidget* m_centre; // children, as all that follow; but the dashboard may be away
    ActionButton* m_back;
    ActionButton* m_there;
    Dashboard* m_dashboard;
    ControlPanel* m_controls;
    ChangeCard* m_card;
    ThreadTable* m_table;
};

} // namespace lockscope::ui
