// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

/// Qt's bytes for window layouts, guarded. Qt reads them back without looking: a few flipped bits
/// make QMainWindow::restoreState() and QHeaderView::restoreState() count to thousands of millions,
/// or end the program. So no byte reaches Qt that was not written whole by this program.
namespace lockscope::ui {

/// The bytes with a mark, a version and a checksum (SHA-256) in front, as printable text, which INI
/// files keep as it is. Empty stays empty.
[[nodiscard]] QByteArray sealed(const QByteArray& bytes);

/// What was sealed; none when anything of it is missing or changed, or it never was sealed.
[[nodiscard]] std::optional<QByteArray> unsealed(const QByteArray& text);

} // namespace lockscope::ui
