// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scaling_page.h"

#include "core/measure/host_facts.h"
#include "core/scaling/cpu_list.h"
#include "ui/charts/scaling_chart.h"
#include "ui/models/units.h"
#include "ui/session.h"
#include "ui/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/machine_box.h"
#include "ui/widgets/message_strip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

enum FastPath
{
    Without,
    With,
    Both
};

/// The factor between two throughputs, in words.
QString timesText(double factor)
{
    return QString::number(factor, 'g', 3);
}

/// An experiment without what a curve goes over.
lab::LabConfig settingsOf(lab::LabConfig config)
{
    config.guard = lab::LabConfig().guard;
    config.fastPath = false;
    config.cpus = config.workers = 1;
    return config;
}

/// Whole workers on each CPU, so that what is measured and what is simulated are the same experiment.
int workersPerCpu(const Session& session)
{
    return std::max(1, qRound(session.workersPerCpu()));
}

const ScalingPoint* pointAt(const ScalingPoints& points, double n)
{
    const auto found = std::find_if(
        points.begin(), points.end(), [n](const ScalingPoint& point) { return point.n == n; });
    return found == points.end() ? nullptr : &*found;
}

} // namespace

std::vector<lab::Contender> ScalingPage::contenders(bool both) const
{
    std::vector<lab::Contender> chosen;
    for (const QString& guard : m_guards->ticked())
        for (const bool on : {false, true})
            if (both || m_fastPath->currentIndex() == Both
                || (m_fastPath->currentIndex() == With) == on)
                chosen.push_back({guard.toStdString(), on});
    return chosen;
}

scaling::SweepPlan ScalingPage::sweepPlan() const
{
    scaling::SweepPlan plan;
    plan.config = m_session.config();
    plan.config.cpus = plan.config.workers = 1;
    plan.contenders = contenders(false);
    plan.cpus = scaling::parseCpuList(m_cpus->text().toStdString(), lab::availableCpus());
    plan.workersPerCpu = workersPerCpu(m_session);
    plan.repeats = m_repeats->value();
    plan.maxRepeats = std::min(3 * plan.repeats, lab::kMaxRepeats);
    plan.length = std::chrono::milliseconds(qRound64(m_seconds->value() * 1000));
    return plan;
}

simulation::ForecastPlan ScalingPage::forecastPlan() const
{
    simulation::ForecastPlan plan;
    plan.experiment = m_session.config();
    plan.machine = m_session.beyond();
    plan.contenders = contenders(true); // what a fast path buys is asked for in any case
    plan.cpus = scaling::usualCpuCounts(m_most->value());
    plan.cpus.push_back(m_at->value());
    std::sort(plan.cpus.begin(), plan.cpus.end());
    plan.cpus.erase(std::unique(plan.cpus.begin(), plan.cpus.end()), plan.cpus.end());
    plan.workersPerCpu = workersPerCpu(m_session);
    plan.length = {.warmUp = 20'000, .calls = 200'000}; // a curve, not a third digit
    return plan;
}

void ScalingPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    forecastSoon();
}

void ScalingPage::forecastSoon()
{
    showAnswer();
    constexpr int kSoonMs = 150;
    if (isVisible())
        m_soon.start(kSoonMs);
}

void ScalingPage::runForecast()
{
    if (m_kind == Job::Sweep) {
        forecastSoon(); // after it
        return;
    }
    if (m_job.running())
        m_job.end();
    const simulation::ForecastPlan plan = forecastPlan();
    m_newForecast.clear();
    m_newForecastPlan = plan;
    m_kind = Job::Forecast;
    m_job.start([this, plan] {
        m_newForecast = simulation::forecast(
            plan, [this](double share) { return m_job.report(share, tr("simulating")); });
    });
    showRunning();
}

void ScalingPage::sweepOrCancel()
{
    if (m_kind == Job::Sweep) {
        m_job.cancel();
        m_start->setEnabled(false); // until the run under way has ended
        return;
    }
    m_message->dismiss();
    try {
        const scaling::SweepPlan plan = sweepPlan();
        scaling::validate(plan);
        runSweep(plan, {});
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::goOn()
{
    m_message->dismiss();
    if (m_sweep && m_kind != Job::Sweep)
        runSweep(m_sweep->plan, m_sweep->points);
}

void ScalingPage::runSweep(const scaling::SweepPlan& plan, std::vector<scaling::SweepPoint> earlier)
{
    if (m_job.running())
        m_job.end();
    m_newSweep.reset();
    m_kind = Job::Sweep;
    m_job.start([this, plan, earlier = std::move(earlier)] {
        m_newSweep = m_runSweep(
            plan,
            [this](const scaling::SweepProgress& at) {
                const auto left = std::chrono::duration_cast<std::chrono::seconds>(at.left).count();
                return m_job.report(at.share,
                                    tr("%1%2, CPUs: %3, %4:%5 left")
                                        .arg(QString::fromStdString(at.now.contender.guard),
                                             at.now.contender.fastPath ? tr(" with fast path") : "")
                                        .arg(at.now.cpus)
                                        .arg(left / 60)
                                        .arg(left % 60, 2, 10, QChar('0')));
            },
            earlier);
    });
    showRunning();
}

void ScalingPage::finished(const QString& problem)
{
    const Job kind = std::exchange(m_kind, Job::None);
    if (!problem.isEmpty())
        m_message->say(problem);
    if (kind == Job::Forecast) {
        m_forecast = std::move(m_newForecast);
        m_forecastPlan = std::move(m_newForecastPlan);
        for (const simulation::ForecastCurve& curve : m_forecast)
            if (!curve.whyNot.empty())
                m_message->say(QString::fromStdString(curve.whyNot));
    } else if (m_newSweep) {
        const bool any = std::any_of(m_newSweep->points.begin(), m_newSweep->points.end(),
                                     [](const auto& point) { return !point.runs.empty(); });
        if (any)
            m_sweep = std::move(m_newSweep);
        if (!any)
            m_message->say(tr("Cancelled before the first run was done; nothing to show."));
        else if (!m_sweep->complete())
            m_message->say(tr("Cancelled: the runs that are done count. Go on continues there."));
    }
    showCurves();
    showRunning();
}

void ScalingPage::showRunning()
{
    const bool sweeping = m_kind == Job::Sweep;
    m_start->setEnabled(true);
    m_start->setText(sweeping ? tr("&Cancel") : tr("&Sweep here"));
    m_start->setIcon(icon(sweeping ? "stop" : "run"));
    m_goOn->setEnabled(!sweeping && m_sweep && !m_sweep->complete());
    m_progress->setVisible(m_kind != Job::None);
    m_progress->setValue(0);
    for (QWidget* control : std::initializer_list<QWidget*> {m_guards, m_fastPath, m_cpus,
                                                             m_repeats, m_seconds, m_machine, m_most})
        control->setEnabled(!sweeping);
    for (QWidget* control : {m_saveJson, m_saveCsv})
        control->setEnabled(!sweeping && m_sweep.has_value());
}

void ScalingPage::showCurves()
{
    std::vector<ScalingCurve> curves = scalingCurves(m_sweep, m_forecast);
    curves.insert(curves.end(), m_files.begin(), m_files.end());
    QStringList verdicts;
    for (const ScalingCurve& curve : curves)
        if (const QString verdict = verdictText(curve); !verdict.isEmpty())
            verdicts << "<b>" + curve.name.toHtmlEscaped() + "</b>: " + verdict.toHtmlEscaped();
    if (const QString other = difference(); !other.isEmpty())
        verdicts.prepend(tr("<b>Not the same experiment</b>: simulated with %1, measured before that.")
                             .arg(other.toHtmlEscaped()));
    m_verdicts->setText(verdicts.join("<br>"));
    m_verdicts->setVisible(!verdicts.isEmpty());
    m_chart->setCurves(std::move(curves));
    showAnswer();
}

QString ScalingPage::difference() const
{
    if (!m_sweep || m_forecast.empty())
        return {};
    QStringList parts;
    const std::string settings = lab::changeLabel(settingsOf(m_sweep->plan.config),
                                                  settingsOf(m_forecastPlan.experiment));
    if (!settings.empty())
        parts << QString::fromStdString(settings);
    if (m_sweep->plan.workersPerCpu != qRound(m_forecastPlan.workersPerCpu))
        parts << tr("%1 workers on each CPU").arg(m_forecastPlan.workersPerCpu);
    return parts.join(", ");
}

void ScalingPage::showAnswer()
{
    const int at = m_at->value();
    QStringList sentences;
    QString flag;
    for (const QString& guard : m_guards->ticked()) {
        const std::string id = guard.toStdString();
        const auto gain = simulation::fastPathGain(m_forecast, id, at);
        const ScalingCurve* locked = nullptr;
        const ScalingCurve* fast = nullptr;
        for (const ScalingCurve& curve : m_chart->curves())
            if (curve.contender && curve.contender->guard == id)
                (curve.contender->fastPath ? fast : locked) = &curve;
        if (locked == nullptr || fast == nullptr)
            continue;
        const ScalingPoint* before = pointAt(locked->measured, at);
        const ScalingPoint* after = pointAt(fast->measured, at);
        if (before != nullptr && after != nullptr)
            sentences << tr("Measured at %1 CPUs, a fast path makes <b>%2</b> <b>%3 times</b> as fast.")
                             .arg(at)
                             .arg(locked->name.toHtmlEscaped(),
                                  timesText(after->throughput.mean / before->throughput.mean));
        if (!gain)
            continue;
        const ScalingPoint* slow = pointAt(locked->simulated, at);
        const ScalingPoint* quick = pointAt(fast->simulated, at);
        if (slow == nullptr || quick == nullptr)
            continue;
        sentences << tr("SIMULATED at %1 CPUs, a fast path makes <b>%2</b> <b>%3 times</b> as fast: %4 "
                        "instead of %5.")
                         .arg(at)
                         .arg(locked->name.toHtmlEscaped(), timesText(*gain),
                              formatRate(quick->throughput.mean), formatRate(slow->throughput.mean));
        if (flag.isEmpty())
            flag = tr("fast path x %1 (SIMULATED)").arg(timesText(*gain));
    }
    m_answer->setText(sentences.join("<br>"));
    m_chart->setMark(at, flag);
}

void ScalingPage::openCurve(const QString& file)
{
    m_message->dismiss();
    try {
        const scaling::CurveFile curve = scaling::readCurveFile(file.toStdString());
        const QString name = QFileInfo(file).fileName();
        std::erase_if(m_files, [&name](const ScalingCurve& known) { return known.name == name; });
        m_files.push_back(scalingCurve(curve, name));
        QStringList notes;
        for (const std::string& note : curve.notes)
            notes << QString::fromStdString(note);
        if (!notes.isEmpty())
            m_message->say(notes.join(' '));
        showCurves();
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::openFile()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("A table of N and throughput"), {}, tr("Tables (*.csv *.txt *.tsv);;All files (*)"));
    if (!file.isEmpty())
        openCurve(file);
}

void ScalingPage::save(const QString& name, const std::function<void(const QString& file)>& write)
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Save the sweep"), name);
    if (file.isEmpty())
        return;
    try {
        write(QFileInfo(file).absoluteFilePath());
    } catch (const std::exception& error) {
        m_message->say(QString::fromUtf8(error.what()));
    }
}

void ScalingPage::setTheme(const Theme& theme)
{
    m_chart->setTheme(theme);
}

Exporter ScalingPage::exporter() const
{
    // The settings of what is shown, which are not always those at hand.
    lab::LabConfig config = m_forecast.empty() ? m_session.config() : m_forecastPlan.experiment;
    if (m_sweep)
        config = m_sweep->plan.config;
    measure::SourceFacts source;
    source.host = measure::readHostFacts();
    for (const auto& [name, value] : lab::configFacts(config))
        if (name != "guard" && name != "fast_path" && name != "cpus" && name != "workers")
            source.config.emplace_back(name, value);
    PictureFacts facts = pictureFacts(source, measure::History(), QDateTime::currentDateTime());
    const auto add = [&facts](const QString& text) {
        facts.experiment += PictureFacts::separator() + text;
    };
    add(tr("solid: measured, bands: 95 % confidence intervals, dotted: the law"));
    if (!m_forecast.empty()) {
        facts.mark = tr("DASHED LINES ARE SIMULATED");
        QString dashed =
            tr("dashed: SIMULATED on %1").arg(QString::fromStdString(m_forecastPlan.machine.label));
        if (const QString other = difference(); !other.isEmpty())
            dashed += tr(" with %1").arg(other);
        add(dashed);
    }
    return {{{.views = {m_chart}, .height = 1}}, facts, Theme::of(palette())};
}

} // namespace lockscope::ui
