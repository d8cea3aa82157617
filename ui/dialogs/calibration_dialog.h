// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/calibration.h"
#include "ui/session/exclusive_job.h"

#include <QProgressDialog>

#include <functional>
#include <optional>

namespace lockscope::ui {

/// What the dialog has done on the job's thread; measured for real but in tests.
struct CalibrationSteps
{
    std::function<measure::Quality()> look = &simulation::qualityBeforeCalibrating;
    std::function<std::optional<simulation::Calibration>(const simulation::CalibrationProgress&)>
        calibrate = &simulation::calibrate;
    /// Whether to calibrate, or to keep what was measured, although the computer is busy. Empty:
    /// asks.
    std::function<bool(const QString& question, const QString& yes)> goOn{};
};

/// Measures what things cost on this computer while the session's workload stands still, and keeps
/// them as the machine "this". On a computer that is busy with other things it first asks whether
/// to go on.
class CalibrationDialog : public QProgressDialog
{
    Q_OBJECT

public:
    /// The session outlives the dialog. Begins at once.
    explicit CalibrationDialog(Session& session,
                               QWidget* parent = nullptr,
                               CalibrationSteps steps = {});

    /// The machine that was kept; none when it was cancelled or failed.
    [[nodiscard]] const std::optional<simulation::Machine>& machine() const { return m_machine; }

    void done(int result) override;

signals:
    void problem(const QString& sentence);

private:
    void measureNow();
    void finished(const QString& problem);
    void keep();
    [[nodiscard]] bool goOnThough(const QString& busy, const QString& yes);

    CalibrationSteps m_steps;
    bool m_force = false; ///< the person said so
    measure::Quality m_before; ///< the job's while it runs
    std::optional<simulation::Calibration> m_calibration; ///< the job's while it runs
    std::optional<simulation::Machine> m_machine;
    ExclusiveJob m_job; ///< last: its thread has ended before what it uses is gone
};

} // namespace lockscope::ui
