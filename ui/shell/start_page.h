// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/panel_page.h"

class QVBoxLayout;

namespace lockscope::ui {

class ActionTable;
class Settings;

/// Where to begin: what can be looked at, what was opened lately, what the program carries. Its
/// entries are actions of the window. GUI thread only.
class StartPage : public PanelPage
{
    Q_OBJECT

public:
    /// The settings outlive the page.
    explicit StartPage(Settings& settings, QWidget* parent = nullptr);

    /// The actions that it offers; once.
    void setActions(const ActionTable& table);
    /// Which files were opened lately may have changed.
    void showRecentFiles();

signals:
    /// A file that was opened lately.
    void fileWanted(const QString& file);

protected:
    void showEvent(QShowEvent* event) override;

private:
    Settings& m_settings;
    QVBoxLayout* m_begin; // of the page, as all that follow
    QVBoxLayout* m_recent;
    QVBoxLayout* m_samples;
};

} // namespace lockscope::ui
