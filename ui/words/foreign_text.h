// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

class QLabel;

/// Text from elsewhere (recordings, streams, hosts, files and their names) on its way into the
/// window: there it is text and nothing else, and no wider than there is room for. For the window's
/// thread.
namespace lockscope::ui {

/// On one line, control characters made visible; of more than `most` characters the middle is left
/// out. What is shown in labels, lists, legends and pictures.
[[nodiscard]] QString shownText(std::string_view utf8, int most = 100);
[[nodiscard]] QString shownText(const QString& text, int most = 100);

/// The same in a menu or on a button, where & marks the letter of a key: its own stay.
[[nodiscard]] QString shownMenuText(const QString& text, int most);

/// A sentence that may quote such a text: its lines stay.
[[nodiscard]] QString shownSentence(const QString& sentence, int most = 600);

/// For a tool tip, which Qt takes for rich text when it looks like that: never here. Bounded, and
/// broken into lines.
[[nodiscard]] QString plainToolTip(const QString& text);

/// A tool tip's text as it may be shown: what plainToolTip() made stays, all else is made plain by
/// it. No tag but that of a paragraph or a new line is left.
[[nodiscard]] QString fittingToolTip(const QString& toolTip);

/// Has a label show its text as it stands, and not ask for the width that it would take.
void showAsPlainText(QLabel* label);

} // namespace lockscope::ui
