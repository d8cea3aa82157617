// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/settings.h"

#include <QString>

#include <functional>
#include <string>

class QFormLayout;
class QWidget;

namespace lockscope::ui {

/// A control of one setting, made from its row: a list, a box to tick, or a number field.
struct SettingControl
{
    const lab::Setting* setting = nullptr;
    QWidget* field = nullptr;
    std::function<void(const lab::LabConfig& config)> show; ///< without a word to onChosen
};

/// `onChosen` gets what a person has chosen, as the setting's flag takes it. The control belongs to
/// `parent` and has the setting's id for a name.
[[nodiscard]] SettingControl makeSettingControl(
    const lab::Setting& setting,
    const std::function<void(const std::string& text)>& onChosen,
    QWidget* parent);

/// A row of a form, with the same tool tip on both.
void addRow(QFormLayout* form, const QString& label, QWidget* field, const QString& toolTip);

} // namespace lockscope::ui
