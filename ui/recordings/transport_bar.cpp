// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recordings/transport_bar.h"

#include "ui/actions/action_table.h"
#include "ui/recordings/place_slider.h"
#include "ui/session/session.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/overflow_button.h"
#include "ui/words/foreign_text.h"

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QFileInfo>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

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
    setUp();
    showOverflowButton(*this);
    hide();
    connect(&m_session, &Session::historyChanged, this, &TransportBar::showPlace);
    connect(&m_session, &Session::feedReplaced, this, [this] {
        if (shown() != nullptr || isHidden())
            return;
        hide();
        emit closed();
    });
}

void TransportBar::setUp()
{
    m_place = new PlaceSlider(this);
    m_place->setObjectName("replay-place");
    m_place->setRange(0, kPlaces);
    m_place->setToolTip(tr("Where in the recording you are; lines are live changes"));
    m_place->setAccessibleName(tr("Place in the recording"));
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
    m_speed->setAccessibleName(tr("Speed"));
    for (const double speed : kSpeeds)
        m_speed->addItem(tr("%1 x").arg(speed), speed);
    m_speed->setCurrentIndex(kUsualSpeed);
    connect(m_speed, &QComboBox::currentIndexChanged, this, [this] {
        act([this](auto& replay) { replay.setSpeed(m_speed->currentData().toDouble()); });
    });
    addWidget(m_speed);
}

void TransportBar::fill(const ActionTable& actions)
{
    QAction* slider = this->actions().front();
    for (const char* id :
         {"replay-begin", "previous-change", "step-back", "run", "step-on", "next-change"})
        insertAction(slider, actions.action(id));
    for (const char* id : {"replay-compare", "replay-close"})
        addAction(actions.action(id));
    actions.action("replay-compare")->setIconText(tr("Compare")); // a bar has little room
    actions.action("replay-close")->setIconText(tr("Close"));
    for (const char* id : {"run", "replay-compare", "replay-close"}) // the others need no words
        if (auto* button = qobject_cast<QToolButton*>(widgetForAction(actions.action(id))))
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
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

std::optional<std::chrono::nanoseconds> TransportBar::place() const
{
    const ReplayFeed* feed = shown();
    return feed == nullptr ? std::nullopt : feed->place();
}

void TransportBar::open(std::shared_ptr<const recording::Recording> opened, const QString& file)
{
    QString about = QFileInfo(file).fileName();
    if (const auto& problem = opened->problem())
        about += " · " + shownText(*problem, 300);
    show(std::make_unique<ReplayFeed>(std::move(opened), file, about));
}

void TransportBar::openAtEnd(std::shared_ptr<const recording::Recording> opened,
                             const QString& file,
                             const QString& text)
{
    auto feed = std::make_unique<ReplayFeed>(std::move(opened), file, text);
    feed->replay().seek(feed->replay().end());
    show(std::move(feed));
}

void TransportBar::show(std::unique_ptr<ReplayFeed> feed)
{
    const recording::Recording& opened = *feed->recording();
    std::vector<PlaceSlider::Mark> marks;
    if (opened.duration().count() > 0)
        for (const recording::Marker& marker : opened.markers())
            marks.push_back(
                {placeAt(opened.timeOf(marker.snapshot) - opened.begin(), opened.duration()),
                 shownText(marker.change.label, 60)});
    m_place->setMarks(std::move(marks));
    const auto startedAt = std::chrono::duration_cast<std::chrono::milliseconds>(
        opened.header().startedAt.time_since_epoch());
    m_time->setToolTip(
        tr("Recorded on %1")
            .arg(
                QDateTime::fromMSecsSinceEpoch(startedAt.count()).toString("yyyy-MM-dd HH:mm:ss")));
    const QSignalBlocker quiet(m_speed);
    m_speed->setCurrentIndex(kUsualSpeed);
    connect(feed.get(), &ReplayFeed::grew, &m_session, &Session::takeNow);
    connect(feed.get(), &ReplayFeed::grew, feed.get(), &Feed::changed); // the banner tells how far
    m_session.show(std::move(feed), false);
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

void TransportBar::goToBegin()
{
    act([](auto& replay) { replay.seek(replay.begin()); });
}

void TransportBar::step(int snapshots)
{
    act([snapshots](auto& replay) { replay.step(snapshots); });
}

void TransportBar::goToChange(bool next)
{
    act([next](auto& replay) {
        (void)(next ? replay.jumpToNextMarker() : replay.jumpToPreviousMarker());
    });
}

void TransportBar::closeRecording()
{
    if (shown() != nullptr)
        m_session.leaveShown();
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
}

} // namespace lockscope::ui
