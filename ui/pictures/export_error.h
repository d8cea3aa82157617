// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <stdexcept>

namespace lockscope::ui {

/// An export that did not happen: what() is one sentence that names the path and the reason.
class ExportError : public std::runtime_error
{
public:
    explicit ExportError(const QString& sentence)
        : std::runtime_error(sentence.toStdString())
    {}
};

} // namespace lockscope::ui
