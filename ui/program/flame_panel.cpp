// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/flame_panel.h"

#include "ui/pictures/export_dialog.h"
#include "ui/program/flame_graph.h"
#include "ui/program/program_words.h"
#include "ui/program/source_view.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/widgets/action_button.h"
#include "ui/words/text.h"
#include "ui/words/units.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

// Pixels at first, in proportion.
constexpr int kGraph = 700;
constexpr int kSource = 300;
constexpr int kLeastSource = 160;

} // namespace

FlamePanel::FlamePanel(QWidget* parent)
    : QWidget(parent)
    , m_graphs{new FlameGraph("waited-flame", this), new FlameGraph("caused-flame", this)}
    , m_choice(new QComboBox(this))
    , m_words(new QLineEdit(this))
    , m_found(new QLabel(this))
    , m_export(new ActionButton(this))
    , m_stack(new QStackedWidget(this))
    , m_source(new SourceView(this))
{
    m_choice->setObjectName("flame-choice");
    m_choice->addItems({tr("Who waited"), tr("Who held it while others waited")});
    m_choice->setToolTip(tr("Whose stacks, and which time"));
    m_words->setObjectName("flame-words");
    m_words->setPlaceholderText(tr("Find a function, file or module"));
    m_words->setClearButtonEnabled(true);
    m_found->setObjectName("flame-found");
    for (FlameGraph* graph : m_graphs) {
        m_stack->addWidget(setUpGraph(graph));
        connect(m_words, &QLineEdit::textChanged, graph, &FlameGraph::setWanted);
        connect(graph, &FlameGraph::chosenChanged, this, [this, graph] {
            if (graph == shown())
                m_source->setFrame(graph->chosen());
        });
    }
    connect(m_words, &QLineEdit::textChanged, this, &FlamePanel::showFound);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        m_source->setFrame(shown()->chosen());
        showFound();
    });
    auto* row = new QHBoxLayout;
    row->addWidget(m_choice);
    row->addWidget(m_words, 1);
    row->addWidget(m_found);
    row->addWidget(m_export);
    m_source->setMinimumWidth(kLeastSource);
    auto* sides = new QSplitter(Qt::Horizontal, this);
    sides->addWidget(m_stack);
    sides->addWidget(m_source);
    sides->setStretchFactor(0, 3);
    sides->setStretchFactor(1, 1);
    sides->setChildrenCollapsible(false);
    sides->setSizes({kGraph, kSource});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->addLayout(row);
    column->addWidget(sides, 1);
    setLock(nullptr, nullptr);
}

QWidget* FlamePanel::setUpGraph(FlameGraph* graph)
{
    auto* scroll = new QScrollArea(m_stack);
    scroll->setWidget(graph);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    // The roots are at the bottom, and come first.
    connect(scroll->verticalScrollBar(),
            &QScrollBar::rangeChanged,
            scroll,
            [bar = scroll->verticalScrollBar()](int /*least*/, int most) { bar->setValue(most); });
    return scroll;
}

void FlamePanel::setExportAction(QAction* action)
{
    m_export->setAction(action);
}

FlameGraph* FlamePanel::shown() const
{
    return m_graphs[static_cast<std::size_t>(m_choice->currentIndex())];
}

void FlamePanel::setLock(const program::WatchReport* report, const program::ReportedLock* lock)
{
    const QString noLock = report == nullptr ? tr("Unknown: what is shown has no stacks.")
                                             : tr("No lock is marked above.");
    const QString site = lock ? siteOf(lock->lock) : QString();
    const bool sampled = report != nullptr && !report->reading.exact;
    m_graphs[kWaited]->setFlame(lock ? program::flameOf(lock->stacks) : program::FlameNode(),
                                lock ? tr("Who waited for %1").arg(site) : tr("Who waited"),
                                lock ? tr("No stack of a wait was caught.") : noLock);
    m_graphs[kCaused]->setFlame(
        lock ? program::flameOf(lock->blame) : program::FlameNode(),
        lock ? tr("Who held %1 while others waited").arg(site)
             : tr("Who held it while others waited"),
        !lock         ? noLock
            : sampled ? tr("Unknown: from outside only who holds it now is seen (Threads).")
                      : tr("No holder was charged with a wait."));
    showFound();
}

void FlamePanel::showFound()
{
    const auto share = shown()->wantedShare();
    m_found->setText(share ? tr("in %1 of the time").arg(formatShare(*share)) : QString());
}

void FlamePanel::save(const Session& session, Settings& settings, bool now)
{
    const auto make = [&] {
        return exporter(pictureFacts(
            session.facts(), session.history(), now ? QDateTime::currentDateTime() : QDateTime()));
    };
    ExportDialog(make, settings, this).exec();
}

Exporter FlamePanel::exporter(const PictureFacts& facts) const
{
    PictureRows rows;
    for (const FlameGraph* graph : m_graphs)
        rows.push_back({.views = {graph}, .height = graph->pictureSize().height()});
    WholePicture whole{.id = QStringLiteral("flames"),
                       .choice = tr("Both flame graphs"),
                       .title = tr("Who waited, and who held the lock meanwhile"),
                       .size = {m_graphs[kWaited]->pictureSize().width(),
                                m_graphs[kWaited]->pictureSize().height()
                                    + m_graphs[kCaused]->pictureSize().height()}};
    return {std::move(rows), facts, Theme::of(palette()), std::move(whole)};
}

} // namespace lockscope::ui
