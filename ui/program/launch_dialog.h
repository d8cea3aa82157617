// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/program_reports.h"

#include <QDialog>

#include <functional>

class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace lockscope::ui {

/// Asks for a program to start, its arguments and where, and starts it. What cannot be watched is
/// said in the dialog, which then stays. GUI thread only.
class LaunchDialog : public QDialog
{
    Q_OBJECT

public:
    /// Begins with what was asked for last. `watch` throws what the dialog says.
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

    const std::function<void(const WatchRequest&)> m_watch;
    QLineEdit* m_command; // children, as all that follow
    QLineEdit* m_folder;
    QLabel* m_why;
    QDialogButtonBox* m_buttons;
};

/// A command as it is typed: words with blanks or quotes in them are put in quotes. Empty words are
/// lost, as Qt knows no way to type them.
[[nodiscard]] QString typedCommand(const QStringList& words);

} // namespace lockscope::ui
