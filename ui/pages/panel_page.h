// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/window_state.h"

#include <QByteArray>
#include <QList>
#include <QMainWindow>
#include <QString>

#include <vector>

class QDockWidget;

namespace lockscope::ui {

/// A page of the window, which is a way of working: what is looked at in the middle, and panels of
/// its own around it that can be moved, floated and closed. What stands around one page says
/// nothing on another, so each page keeps its own. GUI thread only.
class PanelPage : public QMainWindow
{
    Q_OBJECT

public:
    struct Panel
    {
        QString name; ///< unlike all others: for what is remembered, and for tests
        QString title; ///< until the content has a window title of its own
        QWidget* content; ///< becomes a child
        WindowPart part; ///< not the tool bar
        Qt::DockWidgetArea area = Qt::LeftDockWidgetArea; ///< where it is at first
        bool scrolls = false; ///< in a low window, and never sideways
    };

    /// Without anything on it.
    PanelPage(const QString& name, const QString& title, QWidget* parent);
    ~PanelPage() override;

    [[nodiscard]] bool has(WindowPart part) const { return dockOf(part) != nullptr; }
    /// Whether the panel is open, also while another page is in sight.
    [[nodiscard]] bool shows(WindowPart part) const;
    /// Opens or closes a panel that there is.
    void toggle(WindowPart part);

    /// Where the manual tells of it, as ChartView::helpPage(); empty: at its beginning.
    [[nodiscard]] virtual QString helpPage() const { return {}; }

    /// Puts every panel where it is at first, open and docked.
    void reset();
    /// Closes panels until the page fits into so much room; their keys bring them back.
    void makeRoom(const QSize& room);
    /// The window got lower: the pictures are what a small window is for, so the table gives way.
    void giveWay();

    /// Where the panels are: Qt's own bytes. None of a page that never was in sight, whose panels
    /// have no size yet.
    [[nodiscard]] QByteArray state() const;
    /// False when Qt refuses the bytes; then all is as at first, as it is without any.
    bool restore(const QByteArray& state);

signals:
    /// A panel was opened or closed.
    void partsChanged();

protected:
    /// What the page consists of; once. The centre becomes a child.
    void setUp(QWidget* centre, const std::vector<Panel>& panels);
    /// Takes all panels away, as there is nothing that they could say, or brings back those that
    /// were open.
    void setPanelsShown(bool shown);
    /// A panel that floats is a window by itself, so it has to leave with its page.
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Docked
    {
        WindowPart part;
        Qt::DockWidgetArea area; ///< at first
        QDockWidget* dock; ///< child
    };

    [[nodiscard]] QDockWidget* dockOf(WindowPart part) const;
    [[nodiscard]] QSize leastSize();
    void giveFirstSizes();
    /// The most height that the table takes by itself.
    [[nodiscard]] int usualTableHeight() const;

    std::vector<Docked> m_panels;
    QList<QDockWidget*> m_away; ///< are open, but hidden: with the page, as they float, or by it
    QByteArray m_left; ///< the state before they were hidden
    bool m_panelsShown = true;
    bool m_sized = false; ///< the panels have their first sizes, or those that were remembered
};

} // namespace lockscope::ui
