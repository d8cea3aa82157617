// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/program_reports.h"

#include <QDialog>

#include <functional>

class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace lockscope::ui {

class HostChoice;

/// Asks for a program to start, its arguments and where, here or on another host, and starts it.
/// What cannot be watched is said in the dialog, which then stays. GUI thread only.
class LaunchDialog : public QDialog
{
    Q_OBJECT

public:
    /// Begins with what was asked for last, on this computer; the host of that is offered. `watch`
    /// throws what the dialog says.
    LaunchDialog(const WatchRequest& last,
                 std::function<void(const WatchRequest&)> watch,
                 QWidget* parent = nullptr);

    /// What is asked for: the words as a shell would part them, without its variables and
    /// wildcards.
    [[nodiscard]] WatchRequest request() const;
    void accept() override;

private:
    void browse();
    void browseFolder();
    void check();
    [[nodiscard]] QLabel* about();
    void setUpForm();

    const std::function<void(const WatchRequest&)> m_watch;
    QFormLayout* m_form; // children, as all that follow
    HostChoice* m_place;
    QLineEdit* m_command;
    QLineEdit* m_folder;
    QWidget* m_folderLine; ///< only here
    QLabel* m_folderLabel;
    QPushButton* m_browse; ///< for a command, only here
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
};

/// A command as it is typed: words with blanks or quotes in them are put in quotes. Empty words are
/// lost, as Qt knows no way to type them.
[[nodiscard]] QString typedCommand(const QStringList& words);

} // namespace lockscope::ui
