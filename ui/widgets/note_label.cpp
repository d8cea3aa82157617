// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/note_label.h"

namespace lockscope::ui {

NoteLabel::NoteLabel(const QString& name, QWidget* parent)
    : QLabel(parent)
{
    setObjectName(name);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    hide();
}

void NoteLabel::say(const QString& text)
{
    setText(text);
    setVisible(!text.isEmpty());
}

} // namespace lockscope::ui
