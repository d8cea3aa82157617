// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/comparison_page.h"

#include "core/measure/host_facts.h"
#include "ui/actions/action_table.h"
#include "ui/charts/comparison_chart.h"
#include "ui/comparison/comparison_form.h"
#include "ui/comparison/comparison_table.h"
#include "ui/pictures/export_dialog.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/note_label.h"
#include "ui/words/figure_text.h"
#include "ui/words/guard_text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace lockscope::ui {

namespace {

constexpr int kProgressSteps = 1000;

} // namespace

ComparisonPage::ComparisonPage(Session& session,
                               Settings& settings,
                               CompareFunction compare,
                               QWidget* parent)
    : PanelPage("comparison-page", tr("Compare guards"), parent)
    , m_session(session)
    , m_settings(settings)
    , m_compare(std::move(compare))
    , m_form(new ComparisonForm(QString::fromStdString(session.experiment().config().guard), this))
    , m_figure(new ElidedComboBox(this))
    , m_chart(new ComparisonChart(this))
    , m_table(new ComparisonTable(this))
    , m_progress(new QProgressBar(this))
    , m_export(new ActionButton(this))
    , m_origin(new NoteLabel("load-origin", this))
    , m_message(new MessageStrip(this))
    , m_job(session)
{
    setUp(setUpResult(),
          {{.name = "contenders",
            .title = tr("Contenders"),
            .content = m_form,
            .part = WindowPart::SidePanel,
            .scrolls = true},
           {.name = "compared-guards",
            .title = tr("Figures"),
            .content = m_table,
            .part = WindowPart::Table,
            .area = Qt::BottomDockWidgetArea}});
    connect(&m_job, &ExclusiveJob::progressed, this, [this](double share, const QString& what) {
        m_progress->setValue(qRound(share * kProgressSteps));
        m_progress->setFormat(what + QStringLiteral(" · %p %"));
    });
    connect(&m_job, &ExclusiveJob::finished, this, &ComparisonPage::finished);
    setTheme(Theme::of(palette()));
    showRunning();
}

QWidget* ComparisonPage::setUpResult()
{
    m_figure->setObjectName("figure");
    for (const measure::FigureRow& row : measure::figures())
        if (row.ofComparison)
            m_figure->addItem(figureTitle(row.figure), static_cast<int>(row.figure));
    connect(m_figure, &QComboBox::currentIndexChanged, this, [this] {
        m_chart->setFigure(static_cast<measure::Figure>(m_figure->currentData().toInt()));
    });
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(true);
    m_export->setObjectName("guards-export");
    auto* centre = new QWidget(this);
    auto* top = new QHBoxLayout;
    top->addWidget(m_figure, 1);
    top->addStretch(1);
    top->addWidget(m_export);
    auto* scroll = new QScrollArea(centre);
    scroll->setWidget(m_chart);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(centre);
    column->addWidget(m_message);
    column->addWidget(m_origin);
    column->addLayout(top);
    column->addWidget(scroll, 1);
    column->addWidget(m_progress);
    return centre;
}

void ComparisonPage::setActions(const ActionTable& table)
{
    m_form->setStartAction(table.action("compare-ticked"));
    m_export->setAction(table.action("export-comparison"));
}

void ComparisonPage::tickAll()
{
    m_form->tickAll();
}

StudyState ComparisonPage::comparisonState() const
{
    const bool running = m_job.running();
    return {.running = running,
            .ending = m_job.ending(),
            .hasResult = !running && m_comparison.has_value()};
}

void ComparisonPage::compareOrCancel()
{
    if (m_job.running()) {
        m_job.cancel();
        emit comparisonChanged();
        return;
    }
    const study::ComparisonPlan asked = m_form->plan(m_session.experiment().config());
    m_message->dismiss();
    if (asked.contenders.empty()) {
        m_message->say(tr("No guard is ticked: tick one or more to compare."));
        return;
    }
    m_newest.reset();
    m_job.start([this, asked] {
        m_newest = m_compare(asked, [this](double share, const study::Contender& now) {
            return m_job.report(share, contenderText(now));
        });
    });
    showRunning();
}

void ComparisonPage::finished(const QString& problem)
{
    if (!problem.isEmpty())
        m_message->say(problem);
    if (m_newest && m_newest->rounds > 0) {
        m_comparison = m_newest;
        m_chart->setComparison(*m_comparison);
        m_table->show(*m_comparison);
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

void ComparisonPage::showRunning()
{
    const bool running = m_job.running();
    m_form->showRunning(running);
    m_chart->setRunning(running);
    m_progress->setVisible(running);
    m_progress->setValue(0);
    emit comparisonChanged();
}

QString ComparisonPage::qualityText() const
{
    QStringList warnings;
    for (const std::string& warning : m_comparison->quality().warnings)
        warnings += QString::fromStdString(warning);
    return warnings.isEmpty() ? QString()
                              : tr("Disturbed: %1.").arg(warnings.join(QStringLiteral("; ")));
}

Exporter ComparisonPage::exporter() const
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

void ComparisonPage::exportPictures()
{
    if (!m_comparison)
        return;
    ExportDialog([this] { return exporter(); }, m_settings, this).exec();
}

void ComparisonPage::showOrigin(const QString& text)
{
    m_origin->say(text);
}

void ComparisonPage::setTheme(const Theme& theme)
{
    m_chart->setTheme(theme);
}

} // namespace lockscope::ui
