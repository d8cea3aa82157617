// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"

#include <QString>
#include <QWidget>

class QAction;
class QDoubleSpinBox;
class QSpinBox;

namespace lockscope::ui {

class ActionButton;
class FastPathBox;
class GuardList;

/// The controls of the page that compares guards: which, and how often. It asks; the page does. GUI
/// thread only.
class ComparisonForm : public QWidget
{
    Q_OBJECT

public:
    /// With that guard in sight.
    explicit ComparisonForm(const QString& guard, QWidget* parent = nullptr);

    /// What the button does; once.
    void setStartAction(QAction* action);
    /// What the controls say, at these settings.
    [[nodiscard]] study::ComparisonPlan plan(const lab::LabConfig& config) const;
    /// Ticks every guard that there is here.
    void tickAll();
    /// Whether a comparison runs: then the controls stand.
    void showRunning(bool running);

private:
    ActionButton* m_start; // children, as all that follow
    GuardList* m_guards;
    FastPathBox* m_fastPath;
    QSpinBox* m_repeats;
    QDoubleSpinBox* m_seconds;
};

} // namespace lockscope::ui
