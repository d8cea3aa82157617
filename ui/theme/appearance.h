// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <QObject>
#include <QPalette>

namespace lockscope::ui {

/// The palette of the whole program: the desktop's, or a light or dark one of our own. Widgets hear
/// of a change as QEvent::PaletteChange and take their Theme from their palette. One per program,
/// made after QApplication; keeps the desktop's own palette to go back to.
class Appearance : public QObject
{
    Q_OBJECT

public:
    explicit Appearance(QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void choose(ThemeChoice choice);

    [[nodiscard]] static QPalette paletteOf(bool dark);

private:
    ThemeChoice m_choice = ThemeChoice::FollowDesktop;
};

} // namespace lockscope::ui
