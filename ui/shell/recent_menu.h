// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMenu;

namespace lockscope::ui {

class Settings;

/// The menu of what was opened lately: those files that are still there, the newest first, above
/// what stands in the menu already. GUI thread only.
class RecentMenu : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    RecentMenu(QMenu& menu, const Settings& settings, QObject* parent);

signals:
    void fileWanted(const QString& file);

private:
    void fill();
    void add(QAction* action);

    QMenu& m_menu;
    const Settings& m_settings;
    QAction* m_below; ///< the line below the files
    QList<QAction*> m_shown; ///< children
};

} // namespace lockscope::ui
