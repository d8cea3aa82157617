// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <string_view>

namespace lockscope::ui {

/// A text in the person's language, for functions that belong to no QObject; `n` for a plural.
[[nodiscard]] inline QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("Lockscope", text, nullptr, n);
}

/// UTF-8 as the core has it.
[[nodiscard]] inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace lockscope::ui
