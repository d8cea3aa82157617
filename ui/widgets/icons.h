// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

namespace lockscope::ui {

/// One of our icons by the stem of its file ("run"), drawn in the text colour of the palette that
/// holds when it is painted: legible in light and dark, and it follows a change of theme by itself.
[[nodiscard]] QIcon icon(const QString& name);

/// One of them as large as the picture beside a question; the style's own are coarse where pixels
/// are scaled.
[[nodiscard]] QPixmap messagePicture(const QString& name);

} // namespace lockscope::ui
