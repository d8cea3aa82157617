// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_policy.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>

namespace lockscope::ui {

namespace {

bool belongsInNumber(const QKeyEvent& event)
{
    const QString text = event.text();
    const bool printable = !text.isEmpty() && text.front().isPrint();
    if (!printable || (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != 0)
        return true; // cursor keys, editing, control keys: the field's own business
    return text.front().isDigit() || text.front() == '.' || text.front() == ',';
}

} // namespace

void KeyPolicy::applyTo(QWidget* container)
{
    for (QWidget* widget : container->findChildren<QWidget*>()) {
        if (qobject_cast<QAbstractSpinBox*>(widget) != nullptr) {
            widget->installEventFilter(this);
        } else if (qobject_cast<QAbstractButton*>(widget) != nullptr
                   || qobject_cast<QComboBox*>(widget) != nullptr
                   || qobject_cast<QAbstractSlider*>(widget) != nullptr)
        {
            if (widget->focusPolicy() != Qt::NoFocus)
                widget->setFocusPolicy(Qt::TabFocus);
            widget->installEventFilter(this);
        }
    }
}

bool KeyPolicy::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = static_cast<QWidget*>(watched); // only widgets are watched
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return false;
    const auto& key = static_cast<const QKeyEvent&>(*event);
    if (qobject_cast<QAbstractSpinBox*>(widget) != nullptr) {
        const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (event->type() == QEvent::KeyPress && enter) {
            widget->clearFocus(); // commits what was typed
            return true;
        }
        if (belongsInNumber(key))
            return false;
        event->ignore();
        return true; // not accepted: the window's shortcut fires
    }
    if (event->type() == QEvent::ShortcutOverride && key.key() == Qt::Key_Space
        && qobject_cast<QAbstractSlider*>(widget) == nullptr)
        event->accept();
    return false;
}

} // namespace lockscope::ui
