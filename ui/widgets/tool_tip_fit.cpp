// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tool_tip_fit.h"

#include "ui/words/foreign_text.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QTabBar>
#include <QToolTip>

namespace lockscope::ui {

namespace {

/// The text for a place of a widget, and where in the widget it holds; no rectangle: everywhere.
struct ToolTipAt
{
    QString text{};
    QRect holds{};
};

ToolTipAt ofSection(const QHeaderView& header, const QPoint& at)
{
    const int section = header.logicalIndexAt(at);
    if (section < 0 || header.model() == nullptr)
        return {};
    const int from = header.sectionViewportPosition(section);
    const int size = header.sectionSize(section);
    const QSize all = header.viewport()->size();
    return {header.model()->headerData(section, header.orientation(), Qt::ToolTipRole).toString(),
            header.orientation() == Qt::Horizontal ? QRect(from, 0, size, all.height())
                                                   : QRect(0, from, all.width(), size)};
}

ToolTipAt ofItem(const QAbstractItemView& view, const QPoint& at)
{
    if (const auto* header = qobject_cast<const QHeaderView*>(&view))
        return ofSection(*header, at);
    const QModelIndex index = view.indexAt(at);
    return {index.data(Qt::ToolTipRole).toString(), view.visualRect(index)};
}

ToolTipAt toolTipAt(const QWidget& widget, const QPoint& at)
{
    const auto* view = qobject_cast<const QAbstractItemView*>(widget.parentWidget());
    if (view != nullptr && view->viewport() == &widget)
        return ofItem(*view, at);
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
        const int tab = tabs->tabAt(at);
        return {tabs->tabToolTip(tab), tabs->tabRect(tab)};
    }
    if (const auto* menu = qobject_cast<const QMenu*>(&widget)) {
        const QAction* action = menu->toolTipsVisible() ? menu->actionAt(at) : nullptr;
        return action == nullptr ? ToolTipAt{} : ToolTipAt{action->toolTip()};
    }
    return {widget.toolTip()};
}

} // namespace

ToolTipFit::ToolTipFit(QObject* parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool ToolTipFit::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = event->type() == QEvent::ToolTip ? qobject_cast<QWidget*>(watched) : nullptr;
    if (widget == nullptr)
        return false;
    const auto& asked = static_cast<const QHelpEvent&>(*event);
    const auto [text, holds] = toolTipAt(*widget, asked.pos());
    const QString fitting = fittingToolTip(text);
    if (fitting == text)
        return false; // Qt's own way; none, where there is no text
    QToolTip::showText(asked.globalPos(), fitting, widget, holds, widget->toolTipDuration());
    return true;
}

} // namespace lockscope::ui
