// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/host_dialog.h"

#include "core/measure/host_facts.h"
#include "ui/charts/transfer_chart.h"
#include "ui/dialogs/host_facts.h"
#include "ui/pictures/export_dialog.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/screen_fit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <utility>

namespace lockscope::ui {

HostDialog::HostDialog(Session& session,
                       Settings& settings,
                       MeasureTransfers measure,
                       QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_settings(settings)
    , m_measure(std::move(measure))
    , m_words(new QLabel(this))
    , m_chart(new TransferChart(this))
    , m_progress(new QProgressBar(this))
    , m_start(new QPushButton(this))
    , m_export(new QPushButton(icon("export"), tr("E&xport…"), this))
    , m_message(new MessageStrip(this))
    , m_job(session)
{
    setWindowTitle(tr("This machine"));
    resizeToFit(*this, {1080, 640});
    m_chart->setTheme(Theme::of(palette()));
    m_chart->setMinimumSize(300, 220);
    m_progress->setRange(0, 1000);
    m_start->setObjectName("measure-transfers");
    m_start->setDefault(true);
    m_start->setToolTip(
        tr("Have two threads hand a cache line to and fro, for every pair of CPUs"));
    connect(m_start, &QPushButton::clicked, this, &HostDialog::startOrCancel);
    connect(m_export, &QPushButton::clicked, this, [this] {
        ExportDialog([this] { return exporter(); }, m_settings, this).exec();
    });
    connect(&m_job, &ExclusiveJob::progressed, this, [this](double share) {
        m_progress->setValue(qRound(share * 1000));
    });
    connect(&m_job, &ExclusiveJob::finished, this, &HostDialog::finished);

    setUpLayout();
    showRunning();
}

void HostDialog::setUpLayout()
{
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setWordWrap(true);
    m_words->setMargin(8);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName("machine-facts");
    scroll->setWidget(m_words);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_export);
    auto* right = new QVBoxLayout;
    right->addWidget(m_chart, 1);
    right->addLayout(buttons);
    m_row = new QHBoxLayout;
    m_row->addWidget(scroll, 2);
    m_row->addLayout(right, 3);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_message);
    column->addLayout(m_row, 1);
}

void HostDialog::resizeEvent(QResizeEvent* event)
{
    constexpr int kBeside = 760; ///< pixels: the facts have 300 of them then
    QDialog::resizeEvent(event);
    if (m_row == nullptr)
        return; // still being made
    m_row->setDirection(width() < kBeside ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

measure::SourceInfo HostDialog::facts() const
{
    measure::SourceInfo facts;
    facts.host = measure::readHostFacts();
    if (const auto& known = m_session.facts(); known && known->provenance.isMeasuredHere())
        facts.probe = known->probe;
    return facts;
}

void HostDialog::startOrCancel()
{
    if (m_job.running()) {
        m_job.cancel();
        m_start->setEnabled(false); // until the pair under way is done
        return;
    }
    m_message->dismiss();
    m_complete = true;
    m_job.start([this] {
        m_transfers = m_measure([this](double share) {
            const bool goOn = m_job.report(share, {});
            m_complete = m_complete && goOn;
            return goOn;
        });
    });
    showRunning();
}

void HostDialog::finished(const QString& problem)
{
    if (!problem.isEmpty())
        m_message->say(problem);
    else if (!m_complete)
        m_message->say(tr("Cancelled: the pairs that are left are marked with a question mark."));
    if (m_transfers)
        m_chart->setTransfers(*m_transfers);
    showRunning();
}

void HostDialog::showRunning()
{
    const bool running = m_job.running();
    m_words->setText(machineTable(facts())); // what measuring costs may have become known
    m_start->setEnabled(true);
    m_start->setText(running ? tr("&Cancel") : tr("&Measure"));
    m_start->setIcon(icon(running ? "stop" : "run"));
    m_progress->setVisible(running);
    m_progress->setValue(0);
    m_export->setEnabled(!running && m_transfers.has_value());
}

Exporter HostDialog::exporter() const
{
    measure::SourceInfo source = facts();
    source.config = {{"median of", std::to_string(m_transfers->runs) + " runs"},
                     {"round trips in each", std::to_string(m_transfers->roundTrips)}};
    return {{{.views = {m_chart}, .height = 1}},
            pictureFacts(source, measure::History(), QDateTime::currentDateTime()),
            Theme::of(palette())};
}

void HostDialog::done(int result)
{
    m_job.end();
    QDialog::done(result);
}

} // namespace lockscope::ui
