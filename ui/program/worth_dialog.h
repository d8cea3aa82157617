// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/program/worth_run.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace lockscope::ui {

class LockTable;

/// Tries which locks of the watched program are worth fixing, and shows the ranked page. The rest
/// of the window goes on meanwhile; closing the dialog ends the experiment. GUI thread only.
class WorthDialog : public QDialog
{
    Q_OBJECT

public:
    /// Both outlive it.
    WorthDialog(const ProgramReports& reports, const LockTable& table, QWidget* parent = nullptr);

    void bringUp();
    /// Ends what is running: the program is not watched any more, or another one is.
    void stop() { m_run.stop(); }
    [[nodiscard]] bool running() const { return m_run.running(); }
    void reject() override;

signals:
    /// While it runs swaps are its own.
    void runningChanged(bool running);

private:
    void setUpForm(QFormLayout* form);
    void startOrStop();
    void start();
    void finished(const QString& problem);
    void showRunning();
    void showResult();
    void copy() const;
    void save();
    [[nodiscard]] program::ProgressChoice choice() const;

    const ProgramReports& m_reports;
    const LockTable& m_table;
    QComboBox* m_progress; // children, as all that follow
    QLineEdit* m_command;
    QSpinBox* m_seconds;
    QSpinBox* m_locks;
    QPushButton* m_start;
    QProgressBar* m_bar;
    QLabel* m_headline;
    QPlainTextEdit* m_page;
    QPushButton* m_copy;
    QPushButton* m_save;
    WorthRun m_run; ///< last: it has ended before what shows it is gone
};

} // namespace lockscope::ui
