// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/calibration.h"
#include "ui/lab_job.h"

#include <QProgressDialog>

#include <optional>

namespace lockscope::ui {

/// Measures what things cost on this computer while the session's workload stands still, and keeps them as
/// the machine "this".
class CalibrationDialog : public QProgressDialog
{
    Q_OBJECT

public:
    /// The session outlives the dialog. Begins at once.
    explicit CalibrationDialog(Session& session, QWidget* parent = nullptr);

    /// The machine that was kept; none when it was cancelled or failed.
    [[nodiscard]] const std::optional<simulation::Machine>& machine() const { return m_machine; }

    void done(int result) override;

signals:
    void problem(const QString& sentence);

private:
    void finished(const QString& problem);

    std::optional<simulation::Calibration> m_calibration; ///< the job's while it runs
    std::optional<simulation::Machine> m_machine;
    LabJob m_job; ///< last: its thread has ended before what it uses is gone
};

} // namespace lockscope::ui
