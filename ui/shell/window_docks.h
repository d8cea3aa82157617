// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"

#include <QObject>
#include <QString>

#include <array>

class QAction;
class QDockWidget;
class QMainWindow;
class QScrollArea;
class QToolBar;

namespace lockscope::ui {

/// The parts around the pages: docks and tool bars, where they stand at first, and which of them
/// give way on a small screen. GUI thread only.
class WindowDocks : public QObject
{
    Q_OBJECT

public:
    /// What the docks hold; they take it as their own.
    struct Contents
    {
        QWidget* experiment; ///< scrolls, and is not narrowed
        QWidget* change; ///< scrolls
        QWidget* table;
    };

    WindowDocks(const Contents& contents, QMainWindow* window);

    /// The bars above the pages; once, before anything else.
    void setBars(QToolBar* controls, QToolBar* transport);

    /// Which parts are shown, by WindowPart.
    [[nodiscard]] std::array<bool, kWindowParts> shown() const;
    /// Shows or hides a part.
    void toggle(WindowPart part);

    /// Puts docks and bars where they are at first.
    void reset();
    /// Hides docks on a screen that is too small for them; their keys bring them back.
    void makeRoom();
    /// The window got lower: the charts are what a small window is for, so the table gives way.
    void giveWay();

signals:
    /// A part was shown or hidden.
    void shownChanged();

private:
    /// Qt's own switch of a part.
    [[nodiscard]] QAction* switchOf(WindowPart part) const;
    QDockWidget* add(const QString& name, const QString& title, QWidget* content);
    QScrollArea* scrolling(QWidget* content);

    QMainWindow* m_window;
    QDockWidget* m_experiment; // children of the window
    QDockWidget* m_change;
    QDockWidget* m_table;
    QToolBar* m_controls = nullptr;
    QToolBar* m_transport = nullptr;
};

} // namespace lockscope::ui
