// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/ssh_command.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace lockscope::ui {

/// Asks which host to connect to, and where the program is there.
class ConnectDialog : public QDialog
{
    Q_OBJECT

public:
    /// Begins with what was asked for last.
    explicit ConnectDialog(const RemoteHost& last, QWidget* parent = nullptr);

    [[nodiscard]] RemoteHost host() const;

private:
    void check();

    QLineEdit* m_host; // children, as all that follow
    QLineEdit* m_program;
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
};

} // namespace lockscope::ui
