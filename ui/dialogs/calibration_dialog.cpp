// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/calibration_dialog.h"

#include "core/report/calibration_json.h"
#include "ui/widgets/icons.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <exception>
#include <utility>

namespace lockscope::ui {

CalibrationDialog::CalibrationDialog(Session& session, QWidget* parent, CalibrationSteps steps)
    : QProgressDialog(parent)
    , m_steps(std::move(steps))
    , m_job(session)
{
    setWindowTitle(tr("Calibrate this computer"));
    setLabelText(
        tr("Measuring what locks, cache lines and sleeping cost here: some five seconds…"));
    setModal(true);
    setMinimumDuration(0);
    setAutoClose(false);
    setAutoReset(false);
    connect(this, &QProgressDialog::canceled, this, &CalibrationDialog::reject);
    connect(&m_job, &ExclusiveJob::progressed, this, [this](double share, const QString&) {
        setValue(std::clamp(qRound(share * 100), 0, 100));
    });
    connect(&m_job, &ExclusiveJob::finished, this, &CalibrationDialog::finished);
    measureNow();
}

void CalibrationDialog::measureNow()
{
    m_calibration.reset();
    m_before = {};
    m_job.start([this] {
        if (!m_force)
            m_before = m_steps.look();
        if (m_before.warnings.empty())
            m_calibration =
                m_steps.calibrate([this](double share) { return m_job.report(share, {}); });
    });
}

void CalibrationDialog::finished(const QString& sentence)
{
    if (!sentence.isEmpty()) {
        emit problem(sentence);
        accept();
        return;
    }
    if (!m_before.warnings.empty()) {
        if (!goOnThough(toQString(simulation::busyText(m_before)), tr("&Calibrate all the same"))) {
            reject();
            return;
        }
        m_force = true;
        measureNow();
        return;
    }
    if (m_calibration && !m_force && !m_calibration->quality.warnings.empty()
        && !goOnThough(toQString(simulation::busyText(m_calibration->quality)),
                       tr("&Use it all the same")))
        m_calibration.reset();
    keep();
    accept();
}

bool CalibrationDialog::goOnThough(const QString& busy, const QString& yes)
{
    const QString question = tr("This computer is busy: %1.\nWhat is measured now would be wrong "
                                "in every simulation that follows.")
                                 .arg(busy);
    if (m_steps.goOn)
        return m_steps.goOn(question, yes);
    QMessageBox box(QMessageBox::Warning, windowTitle(), question, QMessageBox::Cancel, this);
    box.setIconPixmap(messagePicture("warning"));
    box.setTextFormat(Qt::PlainText);
    QPushButton* goOn = box.addButton(yes, QMessageBox::AcceptRole);
    box.button(QMessageBox::Cancel)->setIcon(icon("close"));
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == goOn;
}

void CalibrationDialog::keep()
{
    if (!m_calibration)
        return;
    try {
        m_machine = m_calibration->machine; // for this session also where it cannot be kept
        report::keepThisMachine(*m_calibration, measure::readHostFacts());
    } catch (const std::exception& error) {
        emit problem(problemText(error));
    }
}

void CalibrationDialog::done(int result)
{
    m_job.end(); // a step is over soon
    QProgressDialog::done(result);
}

} // namespace lockscope::ui
