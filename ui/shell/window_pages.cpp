// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_pages.h"

#include "ui/actions/action_table.h"
#include "ui/charts/lanes_view.h"
#include "ui/comparison/comparison_page.h"
#include "ui/difference/difference_page.h"
#include "ui/program/lock_panel.h"
#include "ui/program/path_panel.h"
#include "ui/program/program_page.h"
#include "ui/scaling/scaling_page.h"
#include "ui/session/load_origin.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/live_page.h"
#include "ui/shell/start_page.h"
#include "ui/widgets/screen_fit.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>
#include <QLayout>
#include <QMap>

namespace lockscope::ui {

namespace {

constexpr auto kStream = QDataStream::Qt_6_0;
/// What each page is called by, in the order of WindowPage.
constexpr std::array kActions{"show-start",
                              "show-live",
                              "show-program",
                              "show-scaling",
                              "compare",
                              "compare-recordings-action"};

} // namespace

WindowPages::WindowPages(Session& session, Settings& settings, QWidget* parent)
    : QTabWidget(parent)
    , m_session(session)
    , m_origin(new LoadOrigin(session, this))
    , m_start(new StartPage(settings, this))
    , m_live(new LivePage(session, this))
    , m_program(new ProgramPage(session,
                                settings,
                                *m_live->dashboard().timeView(),
                                *m_live->dashboard().threadPick(),
                                this))
    , m_scaling(new ScalingPage(
          session,
          settings,
          [](const auto& plan, const auto& watcher, const auto& earlier) {
              return study::runSweep(plan, watcher, earlier);
          },
          this))
    , m_guards(new ComparisonPage(
          session,
          settings,
          [](const auto& plan, const auto& progress) { return study::compare(plan, progress); },
          this))
    , m_recordings(new DifferencePage(settings, this))
    , m_pages{m_start, m_live, m_program, m_scaling, m_guards, m_recordings}
{
    setObjectName("pages");
    setDocumentMode(true);
    for (PanelPage* page : m_pages) {
        addTab(page, page->windowTitle());
        connect(page, &PanelPage::partsChanged, this, &WindowPages::stateChanged);
    }
    connect(m_origin, &LoadOrigin::changed, m_scaling, &ScalingPage::showOrigin);
    connect(m_origin, &LoadOrigin::changed, m_guards, &ComparisonPage::showOrigin);
    connect(m_program, &ProgramPage::watchesChanged, this, &WindowPages::stateChanged);
    connect(m_program, &ProgramPage::lockChosen, this, [this](const auto& lock) {
        m_live->dashboard().setLock(lock);
        emit stateChanged();
    });
    connect(m_program, &ProgramPage::lockWaitsKnown, this, [this](const auto& waits) {
        m_live->dashboard().setLockWaits(waits);
    });
    LanesView* lanes = m_live->dashboard().lanes();
    PathPanel* path = &m_program->panel().path();
    connect(path, &PathPanel::pathChanged, lanes, &LanesView::setPath);
    connect(lanes, &LanesView::choiceChanged, path, [lanes, path] {
        path->setPainted(lanes->choice().hasPath);
    });
    connect(m_scaling, &ScalingPage::sweepChanged, this, &WindowPages::stateChanged);
    connect(m_guards, &ComparisonPage::comparisonChanged, this, &WindowPages::stateChanged);
    showPage(WindowPage::Live);
    setLiveName(session.feed().tab());
    connect(this, &QTabWidget::currentChanged, this, &WindowPages::stateChanged);
}

void WindowPages::setActions(const ActionTable& table)
{
    for (std::size_t i = 0; i < kActions.size(); ++i)
        setTabToolTip(static_cast<int>(i), table.action(kActions[i])->toolTip());
    m_start->setActions(table);
    m_program->setActions(table);
    m_scaling->setActions(table);
    m_guards->setActions(table);
    m_live->setActions(table);
}

void WindowPages::placePictures()
{
    const auto& facts = m_session.facts();
    const measure::Subject subject = facts ? facts->subject : measure::Subject::Experiment;
    if (subject == m_subject)
        return;
    const bool wasInSight = picturesInSight();
    const bool ofProgram = subject == measure::Subject::Program;
    Dashboard& dashboard = m_live->dashboard();
    m_subject = subject;
    m_program->hold(ofProgram ? &dashboard : nullptr);
    m_live->hold(!ofProgram);
    dashboard.setSubject(subject);
    dashboard.show();
    if (wasInSight)
        showPage(picturesPage()); // whoever looked at them goes on
    if (picturesInSight())
        dashboard.setFocus(); // not on whatever control comes first
}

void WindowPages::refresh()
{
    placePictures();
    m_live->refresh(m_session.history(), m_session.past());
    m_program->refresh();
}

PanelPage& WindowPages::inSight() const
{
    return *m_pages.at(static_cast<std::size_t>(currentIndex()));
}

void WindowPages::setLiveName(const QString& name)
{
    // Alt+L is an action's: an underlined letter would take it.
    const bool isThere = m_subject == measure::Subject::Experiment;
    setTabText(static_cast<int>(WindowPage::Live), plainText(isThere ? name : tr("Live")));
}

void WindowPages::setTheme(const Theme& theme)
{
    m_live->setTheme(theme);
    m_scaling->setTheme(theme);
    m_guards->setTheme(theme);
    m_recordings->setTheme(theme);
}

std::array<std::optional<bool>, kWindowParts> WindowPages::parts() const
{
    std::array<std::optional<bool>, kWindowParts> parts{};
    for (std::size_t i = 0; i < kWindowParts; ++i)
        if (const auto part = static_cast<WindowPart>(i); inSight().has(part))
            parts[i] = inSight().shows(part);
    return parts;
}

void WindowPages::reset()
{
    for (PanelPage* page : m_pages)
        page->reset();
    makeRoom();
}

QSize WindowPages::leastWindow()
{
    // Sizes are kept on the way up, and events that would make them anew have not come yet.
    updateGeometry();
    for (QWidget* around = parentWidget(); around != nullptr; around = around->parentWidget()) {
        if (around->layout() != nullptr) {
            around->layout()->invalidate();
            around->layout()->activate();
        }
    }
    return window()->minimumSizeHint();
}

void WindowPages::makeRoom()
{
    // All pages count for the window's least size, in sight or not.
    const QSize around = leastWindow() - minimumSizeHint();
    for (PanelPage* page : m_pages)
        page->makeRoom(roomFor(*window()) - around);
    (void)leastWindow(); // for whoever resizes it next
}

void WindowPages::giveWay()
{
    for (PanelPage* page : m_pages)
        page->giveWay();
}

QByteArray WindowPages::state() const
{
    QMap<QString, QByteArray> states;
    for (const PanelPage* page : m_pages)
        states.insert(page->objectName(), page->state());
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(kStream);
    stream << states;
    return bytes;
}

bool WindowPages::restore(const QByteArray& state)
{
    QMap<QString, QByteArray> states;
    QDataStream stream(state);
    stream.setVersion(kStream);
    stream >> states;
    bool whole = stream.status() == QDataStream::Ok;
    for (PanelPage* page : m_pages)
        if (const auto found = states.constFind(page->objectName()); found != states.constEnd())
            whole &= page->restore(*found);
    return whole;
}

} // namespace lockscope::ui
