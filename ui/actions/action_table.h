// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_row.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QWidget;

namespace lockscope::ui {

/// The actions of a window, made of their rows. What is enabled, what is on and how it looks is
/// decided in refresh() alone, from one WindowState. GUI thread only.
class ActionTable : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        ActionRow row;
        QAction* action; ///< child of the window
    };

    /// Actions are children of the window, which takes their keys and outlives the table; `state`
    /// tells how it stands now.
    ActionTable(QWidget* window, std::function<WindowState()> state);

    /// More rows, behind those that are there; their ids are new. Before the menus are filled.
    void add(std::vector<ActionRow> rows);

    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// The action of an id. Throws std::out_of_range when there is none.
    [[nodiscard]] QAction* action(const QString& id) const;
    /// Those of a spot, in their order.
    [[nodiscard]] std::vector<QAction*> at(ActionSpot spot) const;
    /// Why an action cannot be carried out now, one sentence without a full stop; empty when it
    /// can.
    [[nodiscard]] QString whyNot(const Entry& entry) const;

    /// Makes all menus.
    void fill(QMenuBar& bar);
    /// Puts the actions of one menu into another, which opens where something was clicked.
    void fill(QMenu& menu, MenuPlace place) const;

public slots:
    /// Follows the state of the window.
    void refresh();

signals:
    void refreshed();

private:
    [[nodiscard]] QAction* make(const ActionRow& row);
    void show(const Entry& entry);

    QWidget* m_window;
    std::function<WindowState()> m_getState;
    WindowState m_state; ///< at the last refresh()
    std::vector<Entry> m_entries;
    std::map<QString, QActionGroup*> m_choices;
};

} // namespace lockscope::ui
