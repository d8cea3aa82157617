// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/source.h"

#include <QDialog>

#include <optional>

namespace lockscope::ui {

/// Version, licences and the machine, to be copied into a report.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const std::optional<measure::SourceInfo>& facts,
                         QWidget* parent = nullptr);
};

} // namespace lockscope::ui
