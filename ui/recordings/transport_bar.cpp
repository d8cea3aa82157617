// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/transport_bar.h"

#include "ui/recordings/recording_choices.h"
#include "ui/session/session.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/overflow_button.h"
#include "ui/words/foreign_text.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <array>
#include <cmath>

namespace lockscope::ui {

namespace {

constexpr int kPlaces = 10'000; ///< of the slider
constexpr std::array kSpeeds{0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0};
constexpr int kUsualSpeed = 2;

/// In doubles: nanoseconds times places leave 64 bits after 10 days. They are exact to 0.1 µs in 10
/// years.
std::chrono::nanoseconds shareOf(std::chrono::nanoseconds whole, int place)
{
    return std::chrono::nanoseconds(
        std::llround(static_cast<double>(whole.count()) * (static_cast<double>(place) / kPlaces)));
}

int placeAt(std::chrono::nanoseconds time, std::chrono::nanoseconds whole)
{
    return static_cast<int>(std::lround(static_cast<double>(time.count())
                                        / static_cast<double>(whole.count()) * kPlaces));
}

QString clockText(std::chrono::nanoseconds time)
{
    const double seconds = std::chrono::duration<double>(time).count();
    const auto minutes = static_cast<qint64>(seconds / 60);
    return QStringLiteral("%1:%2").arg(minutes).arg(
        seconds - 60 * static_cast<double>(minutes), 5, 'f', 2, QChar('0'));
}

} // namespace

TransportBar::TransportBar(Session& session, QWidget* parent)
    : QToolBar(tr("Recording"), parent)
    , m_session(session)
{
    setObjectName("transport");
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setUp();
    showOverflowButton(*this);
    hide();
    connect(&m_session, &Session::historyChanged, this, &TransportBar::showPlace);
    connect(&m_session, &Session::runningChanged, this, &TransportBar::showPlace);
    connect(&m_session, &Session::feedReplaced, this, [this] {
        if (shown() != nullptr || isHidden())
            return;
        hide();
        emit closed();
    });
}

void TransportBar::setUp()
{
    const auto add = [this](const QString& text,
                            const char* name,
                            const QString& toolTip,
                            const std::function<void(recording::ReplaySource&)>& what) {
        QAction* action = addAction(text);
        action->setObjectName(name);
        action->setToolTip(toolTip);
        connect(action, &QAction::triggered, this, [this, what] { act(what); });
        return action;
    };
    m_play = addAction(icon("run"), tr("Play"));
    m_play->setObjectName("replay-play");
    connect(
        m_play, &QAction::triggered, this, [this] { m_session.setRunning(!m_session.running()); });
    add(tr("◂ marker"), "previous-marker", tr("To the change before"), [](auto& replay) {
        replay.jumpToPreviousMarker();
    });
    add(tr("◂ step"), "step-back", tr("One snapshot back"), [](auto& replay) { replay.step(-1); });
    add(tr("step ▸"), "step-on", tr("One snapshot on"), [](auto& replay) { replay.step(1); });
    add(tr("marker ▸"), "next-marker", tr("To the next change"), [](auto& replay) {
        replay.jumpToNextMarker();
    });
    m_place = new QSlider(Qt::Horizontal, this);
    m_place->setObjectName("replay-place");
    m_place->setRange(0, kPlaces);
    m_place->setToolTip(tr("Where in the recording the picture ends"));
    connect(m_place, &QSlider::valueChanged, this, [this](int place) {
        act([place](auto& replay) {
            replay.seek(replay.begin() + shareOf(replay.duration(), place));
        });
    });
    addWidget(m_place);
    m_time = new QLabel(this);
    m_time->setObjectName("replay-time");
    m_time->setContentsMargins(6, 0, 6, 0);
    addWidget(m_time);
    m_speed = new ElidedComboBox(this);
    m_speed->setObjectName("replay-speed");
    m_speed->setToolTip(tr("Recorded seconds a second"));
    for (const double speed : kSpeeds)
        m_speed->addItem(tr("%1 x").arg(speed), speed);
    m_speed->setCurrentIndex(kUsualSpeed);
    connect(m_speed, &QComboBox::currentIndexChanged, this, [this] {
        act([this](auto& replay) { replay.setSpeed(m_speed->currentData().toDouble()); });
    });
    addWidget(m_speed);
    QAction* compare = addAction(icon("compare"), tr("Compare"));
    compare->setObjectName("replay-compare");
    compare->setToolTip(tr("Compare before and after the change that is nearest to this place"));
    connect(compare, &QAction::triggered, this, [this] {
        if (const ReplayFeed* feed = shown())
            emit compareWanted(feed->replay().position());
    });
    QAction* close = addAction(icon("close"), tr("Close"));
    close->setObjectName("replay-close");
    close->setToolTip(tr("Close the recording and go back to the experiment"));
    connect(close, &QAction::triggered, &m_session, &Session::leaveShown);
}

ReplayFeed* TransportBar::shown() const
{
    return qobject_cast<ReplayFeed*>(&m_session.feed());
}

QString TransportBar::file() const
{
    const ReplayFeed* feed = shown();
    return feed == nullptr ? QString() : feed->file();
}

std::shared_ptr<const recording::Recording> TransportBar::recording() const
{
    const ReplayFeed* feed = shown();
    return feed == nullptr ? nullptr : feed->recording();
}

void TransportBar::open(const QString& file)
{
    auto opened = openRecording(file);
    QString about = QFileInfo(file).fileName();
    if (const auto& problem = opened->problem())
        about += " · " + shownText(*problem, 300);
    show(std::make_unique<ReplayFeed>(std::move(opened), file, about));
}

void TransportBar::openAtEnd(const QString& file, const QString& text)
{
    auto feed = std::make_unique<ReplayFeed>(openRecording(file), file, text);
    feed->replay().seek(feed->replay().end());
    show(std::move(feed));
}

void TransportBar::show(std::unique_ptr<ReplayFeed> feed)
{
    const recording::ReplaySource& replay = feed->replay();
    const bool isAtBeginning = replay.position() == replay.begin();
    const QSignalBlocker quiet(m_speed);
    m_speed->setCurrentIndex(kUsualSpeed);
    m_session.show(std::move(feed), isAtBeginning);
    setVisible(true);
    showPlace();
}

void TransportBar::act(const std::function<void(recording::ReplaySource&)>& what)
{
    const ReplayFeed* feed = shown();
    if (feed == nullptr)
        return;
    what(feed->replay());
    m_session.takeNow();
    showPlace();
}

void TransportBar::showPlace()
{
    const ReplayFeed* feed = shown();
    if (feed == nullptr)
        return;
    const recording::ReplaySource& replay = feed->replay();
    const auto at = replay.position() - replay.begin();
    const QSignalBlocker quiet(m_place);
    if (!m_place->isSliderDown() && replay.duration().count() > 0)
        m_place->setValue(placeAt(at, replay.duration()));
    m_time->setText(clockText(at) + " / " + clockText(replay.duration()));
    m_play->setText(m_session.running() ? tr("Pause") : tr("Play"));
    m_play->setIcon(icon(m_session.running() ? "freeze" : "run"));
}

} // namespace lockscope::ui
