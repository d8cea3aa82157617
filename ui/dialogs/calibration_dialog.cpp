// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/calibration_dialog.h"

#include "core/export/calibration_json.h"

#include <algorithm>
#include <exception>

namespace lockscope::ui {

CalibrationDialog::CalibrationDialog(Session& session, QWidget* parent)
    : QProgressDialog(parent)
    , m_job(session)
{
    setWindowTitle(tr("Calibrate this computer"));
    setLabelText(
        tr("Measuring what locks, cache lines and sleeping cost here: about three seconds…"));
    setModal(true);
    setMinimumDuration(0);
    setAutoClose(false);
    setAutoReset(false);
    connect(this, &QProgressDialog::canceled, this, &CalibrationDialog::reject);
    connect(&m_job, &LabJob::progressed, this, [this](double share, const QString&) {
        setValue(std::clamp(qRound(share * 100), 0, 100));
    });
    connect(&m_job, &LabJob::finished, this, &CalibrationDialog::finished);
    m_job.start([this] {
        m_calibration =
            simulation::calibrate([this](double share) { return m_job.report(share, {}); });
    });
}

void CalibrationDialog::finished(const QString& sentence)
{
    if (!sentence.isEmpty())
        emit problem(sentence);
    try {
        if (m_calibration) {
            exporting::keepThisMachine(*m_calibration, measure::readHostFacts());
            m_machine = m_calibration->machine;
        }
    } catch (const std::exception& error) {
        emit problem(QString::fromUtf8(error.what()));
    }
    accept();
}

void CalibrationDialog::done(int result)
{
    m_job.end(); // a step is over soon
    QProgressDialog::done(result);
}

} // namespace lockscope::ui
