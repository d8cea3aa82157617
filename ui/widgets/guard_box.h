// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <QComboBox>
#include <QPointer>

class QFrame;

namespace lockscope::ui {

class GuardList;

/// A box that shows the guard in force and opens the list of all guards. Its items are the guards;
/// their data are the ids.
class GuardBox : public QComboBox
{
    Q_OBJECT

public:
    explicit GuardBox(QWidget* parent = nullptr);

    /// Shows the guard of an id; asks nobody.
    void setGuard(const QString& id);
    /// Which guards the list lets choose.
    void setLimits(const lab::ConfigLimits& limits) { m_limits = limits; }

    void showPopup() override;
    void hidePopup() override;

private:
    lab::ConfigLimits m_limits = lab::labLimits();
    QPointer<QFrame> m_popup;
};

} // namespace lockscope::ui
