// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/compare_dialog.h"

#include "core/measure/host_facts.h"
#include "ui/charts/comparison_chart.h"
#include "ui/pictures/export_dialog.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/fast_path_box.h"
#include "ui/widgets/guard_list.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/screen_fit.h"
#include "ui/words/figure_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace lockscope::ui {

CompareDialog::CompareDialog(Session& session,
                             Settings& settings,
                             CompareFunction compare,
                             QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_settings(settings)
    , m_compare(std::move(compare))
    , m_guards(new GuardList(GuardList::Use::TickSeveral, this))
    , m_fastPath(new FastPathBox(FastPaths::Without, this))
    , m_repeats(new QSpinBox(this))
    , m_seconds(new QDoubleSpinBox(this))
    , m_figure(new ElidedComboBox(this))
    , m_chart(new ComparisonChart(this))
    , m_progress(new QProgressBar(this))
    , m_start(new QPushButton(this))
    , m_export(new QPushButton(icon("export"), tr("E&xport…"), this))
    , m_message(new MessageStrip(this))
    , m_job(session)
{
    setWindowTitle(tr("Compare guards"));
    resizeToFit(*this, {1180, 760});
    setUpControls();
    setUpResult();
    showRunning();
}

void CompareDialog::setUpControls()
{
    m_guards->setTicked({"mutex", "tbb-spin", "ck-ticket", "ck-mcs", "futex", "spin-futex"});
    m_guards->setCurrent(QString::fromStdString(m_session.experiment().config().guard));
    m_fastPath->setObjectName("compare-fast-path");
    m_repeats->setObjectName("repeats");
    m_repeats->setRange(1, study::kMaxRepeats);
    m_repeats->setValue(5);
    m_seconds->setObjectName("seconds");
    m_seconds->setRange(0.01, 3600);
    m_seconds->setSingleStep(0.1);
    m_seconds->setValue(0.5);
    m_seconds->setSuffix(tr(" s"));
    m_start->setObjectName("compare-start");
    m_start->setDefault(true);
    connect(m_start, &QPushButton::clicked, this, &CompareDialog::startOrCancel);
    connect(&m_job, &ExclusiveJob::progressed, this, [this](double share, const QString& what) {
        m_progress->setValue(qRound(share * 1000));
        m_progress->setFormat(what + QStringLiteral(" · %p %"));
    });
    connect(&m_job, &ExclusiveJob::finished, this, &CompareDialog::finished);
}

void CompareDialog::setUpResult()
{
    m_figure->setObjectName("figure");
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            m_figure->addItem(figureTitle(row.figure), static_cast<int>(row.figure));
    connect(m_figure, &QComboBox::currentIndexChanged, this, [this] {
        m_chart->setFigure(static_cast<measure::Figure>(m_figure->currentData().toInt()));
    });
    m_chart->setTheme(Theme::of(palette()));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(true);
    connect(m_export, &QPushButton::clicked, this, &CompareDialog::exportPictures);

    auto* form = new QFormLayout;
    form->addRow(tr("&Fast path"), m_fastPath);
    form->addRow(tr("&Runs of each"), m_repeats);
    form->addRow(tr("&Length of a run"), m_seconds);
    auto* left = new QVBoxLayout;
    left->addWidget(m_guards, 1);
    left->addLayout(form);
    left->addWidget(m_start);
    auto* top = new QHBoxLayout;
    top->addWidget(m_figure);
    top->addStretch();
    top->addWidget(m_export);
    auto* right = new QVBoxLayout;
    right->addLayout(top);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_chart);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    right->addWidget(scroll, 1);
    right->addWidget(m_progress);
    auto* row = new QHBoxLayout;
    // A low window scrolls the controls.
    auto* controls = new QWidget(this);
    left->setContentsMargins({});
    controls->setLayout(left);
    auto* leftScroll = new QScrollArea(this);
    leftScroll->setWidget(controls);
    leftScroll->setWidgetResizable(true);
    leftScroll->setFrameShape(QFrame::NoFrame);
    leftScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    leftScroll->setMinimumWidth(controls->minimumSizeHint().width()
                                + style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    row->addWidget(leftScroll, 2);
    row->addLayout(right, 3);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addLayout(row, 1);
}

study::ComparisonPlan CompareDialog::plan() const
{
    study::ComparisonPlan plan;
    plan.config = m_session.experiment().config();
    plan.repeats = m_repeats->value();
    plan.length = std::chrono::milliseconds(qRound64(m_seconds->value() * 1000));
    plan.contenders = contendersOf(m_guards->ticked(), m_fastPath->paths());
    return plan;
}

void CompareDialog::startOrCancel()
{
    if (m_job.running()) {
        m_job.cancel();
        m_start->setEnabled(false); // until the run under way has ended
        return;
    }
    const study::ComparisonPlan asked = plan();
    m_message->dismiss();
    if (asked.contenders.empty()) {
        m_message->say(tr("No guard is ticked: tick one or more to compare."));
        return;
    }
    m_newest.reset();
    m_job.start([this, asked] {
        m_newest = m_compare(asked, [this](double share, const study::Contender& now) {
            return m_job.report(
                share, QString::fromStdString(now.guard) + (now.fastPath ? tr(", fast path") : ""));
        });
    });
    showRunning();
}

void CompareDialog::finished(const QString& problem)
{
    if (!problem.isEmpty())
        m_message->say(problem);
    if (m_newest && m_newest->rounds > 0) {
        m_comparison = m_newest;
        m_chart->setComparison(*m_comparison);
        QStringList said;
        if (!m_comparison->complete())
            said += tr("Cancelled: %1 of %2 rounds count.")
                        .arg(m_comparison->rounds)
                        .arg(m_comparison->plan.repeats);
        if (const QString quality = qualityText(); !quality.isEmpty())
            said += quality;
        if (!said.isEmpty())
            m_message->say(said.join(QLatin1Char(' ')));
    } else if (m_newest) {
        m_message->say(tr("Cancelled before every guard had run once; nothing to show."));
    }
    showRunning();
}

void CompareDialog::showRunning()
{
    const bool running = m_job.running();
    m_start->setEnabled(true);
    m_start->setText(running ? tr("&Cancel") : tr("&Compare"));
    m_start->setIcon(icon(running ? "stop" : "run"));
    m_chart->setRunning(running);
    m_progress->setVisible(running);
    m_progress->setValue(0);
    for (QWidget* control :
         std::initializer_list<QWidget*>{m_guards, m_fastPath, m_repeats, m_seconds})
        control->setEnabled(!running);
    m_export->setEnabled(!running && m_comparison.has_value());
}

QString CompareDialog::qualityText() const
{
    QStringList warnings;
    for (const std::string& warning : m_comparison->quality().warnings)
        warnings += QString::fromStdString(warning);
    return warnings.isEmpty() ? QString()
                              : tr("Disturbed: %1.").arg(warnings.join(QStringLiteral("; ")));
}

Exporter CompareDialog::exporter() const
{
    const study::ComparisonPlan& done = m_comparison->plan;
    measure::SourceInfo source;
    source.host = measure::readHostFacts();
    for (const auto& [name, value] : lab::configFacts(done.config))
        if (name != "guard" && name != "fast_path")
            source.config.emplace_back(name, value);
    source.config.emplace_back("runs of each", std::to_string(m_comparison->rounds));
    source.config.emplace_back("length of a run_ms", std::to_string(done.length.count()));
    PictureFacts facts = pictureFacts(source, measure::History(), QDateTime::currentDateTime());
    facts.experiment +=
        PictureFacts::separator() + tr("bars: means, whiskers: 95 % confidence intervals");
    if (const QString quality = qualityText(); !quality.isEmpty())
        facts.experiment += PictureFacts::separator() + quality;
    return {{{.views = {m_chart}, .height = 1}}, facts, Theme::of(palette())};
}

void CompareDialog::exportPictures()
{
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

void CompareDialog::done(int result)
{
    m_job.end(); // a run is over soon
    QDialog::done(result);
}

} // namespace lockscope::ui
