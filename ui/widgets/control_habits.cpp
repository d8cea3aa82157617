// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/control_habits.h"

#include "ui/widgets/tool_tip_fit.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>

namespace lockscope::ui {

namespace {

/// Whether a wheel would change what it stands at.
bool takesWheel(const QObject& object)
{
    if (qobject_cast<const QAbstractSlider*>(&object) != nullptr)
        return qobject_cast<const QScrollBar*>(&object) == nullptr;
    return qobject_cast<const QAbstractSpinBox*>(&object) != nullptr
        || qobject_cast<const QComboBox*>(&object) != nullptr;
}

void settle(QWidget& widget)
{
    if (auto* view = qobject_cast<QAbstractItemView*>(&widget))
        view->setTabKeyNavigation(false); // the arrow keys go from cell to cell
    // Qt gives the focus before it hands out the wheel.
    if (takesWheel(widget) && widget.focusPolicy() == Qt::WheelFocus)
        widget.setFocusPolicy(Qt::StrongFocus);
}

} // namespace

ControlHabits::ControlHabits(QObject* parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
    for (QWidget* widget : QApplication::allWidgets())
        settle(*widget); // some were asked for their size already
    new ToolTipFit(this);
}

bool ControlHabits::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Polish) {
        if (auto* widget = qobject_cast<QWidget*>(watched))
            settle(*widget);
        return false;
    }
    if (event->type() != QEvent::Wheel || !takesWheel(*watched)
        || static_cast<QWidget*>(watched)->hasFocus())
        return false;
    event->ignore(); // goes on to what the control lies in
    return true;
}

} // namespace lockscope::ui
