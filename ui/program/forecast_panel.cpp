// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/forecast_panel.h"

#include "core/measure/thread_scheduling.h"
#include "ui/charts/scaling_chart.h"
#include "ui/experiment/machine_box.h"
#include "ui/pictures/export_dialog.h"
#include "ui/program/forecast_words.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/source_banner.h"
#include "ui/words/foreign_text.h"
#include "ui/words/problem_text.h"

#include <QDateTime>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <exception>
#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kProgressSteps = 1000;
constexpr int kSide = 380; // pixels
constexpr int kChart = 620;
constexpr int kLast = 19; // niceness: what is watched goes first

} // namespace

ForecastPanel::ForecastPanel(Session& session, Settings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
    , m_machineBox(new MachineBox(MachineBox::Use::SimulatedOnly, this))
    , m_simulate(new QPushButton(this))
    , m_lab(new ActionButton(this))
    , m_save(new ActionButton(this))
    , m_progress(new QProgressBar(this))
    , m_text(new QLabel(this))
    , m_right(new QWidget(this))
    , m_banner(new SourceBanner(this))
    , m_chart(new ScalingChart(this))
    , m_machine(session.experiment().forecastMachine())
{
    setObjectName("forecast-panel");
    setUpMachine();
    auto* column = new QVBoxLayout(m_right);
    column->setContentsMargins({});
    column->addWidget(m_banner);
    column->addWidget(m_chart, 1);
    auto* sides = new QSplitter(Qt::Horizontal, this);
    sides->addWidget(setUpSide());
    sides->addWidget(m_right);
    sides->setStretchFactor(1, 1);
    sides->setChildrenCollapsible(false);
    sides->setSizes({kSide, kChart});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 4, 0, 0);
    whole->addWidget(sides, 1);
    m_chart->setTheme(Theme::of(palette()));
    m_chart->setTitle(tr("Simulated acquisitions/s by CPUs"));
    showText();
    showCurves();
}

ForecastPanel::~ForecastPanel()
{
    m_cancel = true; // the thread joins before anything that it uses is gone
}

void ForecastPanel::setUpMachine()
{
    m_machineBox->setObjectName("forecast-machine");
    m_machineBox->setTarget(m_machine);
    connect(m_machineBox, &MachineBox::chosen, this, [this](const ExecutionTarget& target) {
        if (target)
            m_machine = *target;
        forget();
        showText();
    });
    const auto say = [this](const QString& sentence) {
        m_problem = sentence;
        m_machineBox->setTarget(m_machine);
        showText();
    };
    connect(m_machineBox, &MachineBox::problem, this, say);
    connect(m_machineBox, &MachineBox::calibrationWanted, this, [say] {
        say(tr("What things cost on this computer is not known yet: calibrate it on the page Live, "
               "or by lockscope-cli host --calibrate."));
    });
}

QWidget* ForecastPanel::setUpSide()
{
    m_text->setObjectName("forecast-text");
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_simulate->setObjectName("forecast-simulate");
    connect(m_simulate, &QPushButton::clicked, this, &ForecastPanel::simulateOrEnd);
    m_progress->setRange(0, kProgressSteps);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_text);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* side = new QWidget(this);
    auto* grid = new QGridLayout(side);
    grid->setContentsMargins({});
    grid->addWidget(m_machineBox, 0, 0, 1, 3);
    grid->addWidget(m_simulate, 1, 0);
    grid->addWidget(m_lab, 1, 1);
    grid->addWidget(m_progress, 2, 0, 1, 2);
    grid->addWidget(scroll, 3, 0, 1, 3);
    grid->addWidget(m_save, 4, 0, 1, 2);
    grid->setRowStretch(3, 1);
    grid->setColumnStretch(2, 1); // where the text has all of the room
    return side;
}

void ForecastPanel::setActions(QAction* lab, QAction* save)
{
    m_lab->setAction(lab);
    m_save->setAction(save);
}

void ForecastPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        m_chart->setTheme(Theme::of(palette()));
    QWidget::changeEvent(event);
}

void ForecastPanel::setLock(const program::WatchReport* report, const program::ReportedLock* lock)
{
    const std::uint32_t id = lock ? lock->lock.id : 0;
    if (id != m_lock || (report && report->command != m_command))
        forget();
    m_lock = id;
    if (report)
        m_command = report->command;
    m_found.reset();
    if (report)
        m_own.take(*report);
    if (report && lock)
        m_found = m_own.loadOf(*report, *lock);
    const bool wasOfBefore = isOfBefore();
    m_swaps = lock ? lock->lock.counts.swaps : 0;
    if (isOfBefore() != wasOfBefore)
        showCurves();
    showText();
}

/// What was simulated, of another lock or machine.
void ForecastPanel::forget()
{
    end();
    m_forecast.reset();
    m_problem.clear();
    showCurves();
}

void ForecastPanel::simulateOrEnd()
{
    if (m_simulates) {
        forget();
        showText();
        return;
    }
    if (!m_found || !m_found->load)
        return; // the panel says why not
    forget();
    m_cancel = false;
    m_simulates = true;
    m_simulatedSwaps = m_swaps;
    m_thread = std::jthread([this,
                             run = ++m_run,
                             found = *m_found,
                             question = whatif::ForecastQuestion{.machine = m_machine}] {
        measure::setNiceness(kLast);
        std::optional<whatif::LockForecast> forecast;
        QString problem;
        try {
            forecast = whatif::forecastLock(found, question, [this, run](double share) {
                QMetaObject::invokeMethod(this, [this, run, share] {
                    if (run == m_run)
                        m_progress->setValue(qRound(share * kProgressSteps));
                });
                return !m_cancel.load();
            });
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, run, forecast, problem] {
            if (run == m_run)
                finished(forecast, problem);
        });
    });
    m_progress->setValue(0);
    showText();
    showCurves();
}

void ForecastPanel::end()
{
    m_cancel = true;
    if (m_thread.joinable())
        m_thread.join();
    m_simulates = false;
    ++m_run;
}

void ForecastPanel::finished(std::optional<whatif::LockForecast> forecast, const QString& problem)
{
    end();
    m_forecast = std::move(forecast);
    m_problem = problem.isEmpty() ? QString() : shownSentence(problem);
    showText();
    showCurves();
}

QString ForecastPanel::tryInLab()
{
    end();
    const whatif::LockLoad load = *m_found->load; // what is shown goes
    const QString origin = originText(load, m_command);
    m_session.leaveShown();
    m_session.setTarget(std::nullopt);
    m_session.setConfig(whatif::labConfigOf(load, m_session.config(), lab::labLimits()));
    return origin;
}

void ForecastPanel::save()
{
    if (m_forecast && m_forecast->isForecast())
        ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

Exporter ForecastPanel::exporter() const
{
    PictureFacts facts =
        pictureFacts(m_session.facts(), m_session.history(), QDateTime::currentDateTime());
    facts.title = m_chart->title();
    facts.mark = QStringLiteral("SIMULATED");
    facts.experiment = forecastSettings(*m_forecast, m_command);
    return {{{.views = {m_chart}, .height = 1}}, facts, Theme::of(palette())};
}

void ForecastPanel::showText()
{
    m_progress->setVisible(m_simulates);
    m_simulate->setEnabled(m_found && m_found->load);
    m_simulate->setText(m_simulates ? tr("Stop si&mulating") : tr("Si&mulate more CPUs"));
    QStringList parts;
    if (!m_problem.isEmpty())
        parts << m_problem;
    if (isOfBefore())
        parts << tr("OF BEFORE THE SWAP: since this was simulated another lock was put in front of "
                    "it, or its holds were made longer. What follows, and the curves, are of the "
                    "lock as it was then.");
    if (m_forecast)
        parts << loadText({m_forecast->load, {}}) << forecastText(*m_forecast);
    else
        parts << (m_found ? loadText(*m_found) : tr("No lock is marked above."));
    if (const QString text = parts.join(QStringLiteral("\n\n")); m_text->text() != text)
        m_text->setText(text); // what is selected of it stays
}

void ForecastPanel::showCurves()
{
    const bool any = m_forecast && m_forecast->isForecast();
    m_right->setVisible(any);
    m_save->setVisible(any);
    m_chart->setCurves(any ? forecastCurves(*m_forecast) : std::vector<ScalingCurve>());
    m_chart->setMark(any && m_forecast->peak && !m_forecast->peak->beyond ? m_forecast->peak->cpus
                                                                          : 0,
                     any ? peakText(*m_forecast) : QString());
    m_banner->show(any ? QStringLiteral("SIMULATED") : QString(),
                   any ? (isOfBefore()
                              ? tr("of before the swap · %1; only the point of the present "
                                   "was measured")
                              : tr("%1; only the point of the present was measured"))
                             .arg(shownText(m_forecast->machine.label))
                       : QString());
}

} // namespace lockscope::ui
