// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/line_transfer.h"
#include "ui/pictures/exporter.h"
#include "ui/session/exclusive_job.h"

#include <QDialog>

#include <functional>
#include <optional>

class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace lockscope::ui {

class MessageStrip;
class Session;
class Settings;
class TransferChart;

/// Measures transfers between CPUs; measure::measureLineTransfers but in tests. On a thread of its
/// own.
using MeasureTransfers = std::function<measure::LineTransfers(const measure::TransferProgress&)>;

/// This machine: its facts, its counters, and how long a cache line takes between its CPUs.
class HostDialog : public QDialog
{
    Q_OBJECT

public:
    /// Session and settings outlive the dialog.
    HostDialog(Session& session,
               Settings& settings,
               MeasureTransfers measure,
               QWidget* parent = nullptr);

    void done(int result) override;

protected:
    /// Facts and chart stand beside each other where both have the room, else below each other.
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpLayout();
    [[nodiscard]] measure::SourceInfo facts() const;
    [[nodiscard]] Exporter exporter() const;
    void startOrCancel();
    void finished(const QString& problem);
    void showRunning();

    Session& m_session;
    Settings& m_settings;
    const MeasureTransfers m_measure;
    QLabel* m_words; // children, as all that follow
    TransferChart* m_chart;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_export;
    MessageStrip* m_message;
    QBoxLayout* m_row = nullptr; ///< facts and chart
    std::optional<measure::LineTransfers> m_transfers; ///< the job's while it runs
    bool m_complete = false; ///< the job's while it runs
    ExclusiveJob m_job; ///< last: its thread has ended before anything that it uses is gone
};

} // namespace lockscope::ui
