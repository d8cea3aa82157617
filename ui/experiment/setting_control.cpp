// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiment/setting_control.h"

#include "ui/widgets/elided_combo_box.h"
#include "ui/words/text.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <string>
#include <variant>

namespace lockscope::ui {

namespace {

using OnChosen = std::function<void(const std::string& text)>;

SettingControl choiceControl(const lab::Setting& setting,
                             const lab::ChoiceSetting& choice,
                             const OnChosen& onChosen,
                             QWidget* parent)
{
    auto* field = new ElidedComboBox(parent);
    for (std::size_t i = 0; i < choice.names.size(); ++i) {
        field->addItem(toQString(choice.words[i].label), toQString(choice.names[i]));
        field->setItemData(static_cast<int>(i), toQString(choice.words[i].about), Qt::ToolTipRole);
    }
    // A long entry must not widen the whole panel.
    field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field->setMinimumContentsLength(8);
    QObject::connect(field, &QComboBox::activated, field, [field, onChosen] {
        onChosen(field->currentData().toString().toStdString());
    });
    return {&setting, field, [field, &setting](const lab::LabConfig& config) {
                const QSignalBlocker quiet(field);
                field->setCurrentIndex(field->findData(toQString(textOf(setting, config))));
            }};
}

SettingControl switchControl(const lab::Setting& setting,
                             const lab::SwitchSetting& toggle,
                             const OnChosen& onChosen,
                             QWidget* parent)
{
    auto* field = new QCheckBox(toQString(toggle.on), parent);
    QObject::connect(
        field, &QCheckBox::toggled, field, [onChosen](bool on) { onChosen(on ? "on" : "off"); });
    return {&setting, field, [field, member = toggle.member](const lab::LabConfig& config) {
                const QSignalBlocker quiet(field);
                field->setChecked(config.*member);
            }};
}

SettingControl numberControl(const lab::Setting& setting,
                             const lab::NumberSetting& number,
                             const OnChosen& onChosen,
                             QWidget* parent)
{
    const lab::NumberRange range = rangeOf(number, lab::labLimits());
    auto* field = new QSpinBox(parent);
    field->setRange(static_cast<int>(range.low), static_cast<int>(range.high));
    if (!number.unit.empty())
        field->setSuffix(' ' + toQString(number.unit));
    field->setKeyboardTracking(false); // "4" on the way to "48" is not a change
    field->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    QObject::connect(field, &QSpinBox::valueChanged, field, [onChosen](int value) {
        onChosen(std::to_string(value));
    });
    return {&setting, field, [field, &setting](const lab::LabConfig& config) {
                const QSignalBlocker quiet(field);
                field->setValue(static_cast<int>(std::get<std::int64_t>(valueOf(setting, config))));
            }};
}

} // namespace

SettingControl makeSettingControl(const lab::Setting& setting,
                                  const std::function<void(const std::string& text)>& onChosen,
                                  QWidget* parent)
{
    SettingControl control;
    if (const auto* choice = std::get_if<lab::ChoiceSetting>(&setting.value))
        control = choiceControl(setting, *choice, onChosen, parent);
    else if (const auto* toggle = std::get_if<lab::SwitchSetting>(&setting.value))
        control = switchControl(setting, *toggle, onChosen, parent);
    else if (const auto* number = std::get_if<lab::NumberSetting>(&setting.value))
        control = numberControl(setting, *number, onChosen, parent);
    if (control.field != nullptr)
        control.field->setObjectName(toQString(setting.id));
    return control;
}

void addRow(QFormLayout* form, const QString& label, QWidget* field, const QString& toolTip)
{
    field->setToolTip(toolTip);
    field->setAccessibleDescription(toolTip);
    form->addRow(label, field);
    if (QWidget* name = form->labelForField(field))
        name->setToolTip(toolTip);
}

} // namespace lockscope::ui
