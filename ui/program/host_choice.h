// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/ssh_command.h"

#include <QObject>

#include <optional>

class QComboBox;
class QDialog;
class QFormLayout;
class QLineEdit;

namespace lockscope::ui {

/// Asks where a program is to be watched: on this computer, or on a host that ssh knows. GUI
/// thread only.
class HostChoice : public QObject
{
    Q_OBJECT

public:
    /// Adds its rows to the form of a dialog. This computer at first; of another host it offers the
    /// one that was connected to last.
    HostChoice(const RemoteHost& last, QFormLayout* form, QDialog* dialog);

    /// None: this computer. Not checked; see whyNot().
    [[nodiscard]] std::optional<RemoteHost> host() const;
    /// Why that cannot be a host, one sentence; empty when it can, and while none was typed.
    [[nodiscard]] QString whyNot() const;
    /// Whether it could be watched there.
    [[nodiscard]] bool isWhole() const;

signals:
    void changed();

private:
    void showFields();

    QFormLayout* m_form; // of the dialog, as all that follow
    QComboBox* m_place;
    QLineEdit* m_host;
    QLineEdit* m_program;
};

} // namespace lockscope::ui
