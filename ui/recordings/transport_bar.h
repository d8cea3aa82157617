// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recordings/replay_feed.h"

#include <QToolBar>

#include <chrono>
#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QSlider;

namespace lockscope::ui {

class Session;

/// Plays a recording: play and pause, speed, a place to scrub, steps by snapshot, jumps between
/// markers. Shown while there is one.
class TransportBar : public QToolBar
{
    Q_OBJECT

public:
    /// The session outlives the bar.
    explicit TransportBar(Session& session, QWidget* parent = nullptr);

    /// Opens a file and plays it. Throws recording::RecordingError.
    void open(const QString& file);
    /// Opens a file at its end, paused: a stream that has just ended. `text` is what there is to
    /// say of it. Throws recording::RecordingError.
    void openAtEnd(const QString& file, const QString& text);
    /// The file that is played; empty when there is none.
    [[nodiscard]] QString file() const;
    /// The recording that is played; null when there is none.
    [[nodiscard]] std::shared_ptr<const recording::Recording> recording() const;

signals:
    void closed();
    /// Before and after this place, on the recorded source's clock.
    void compareWanted(std::chrono::nanoseconds position);

private:
    void setUp();
    void show(std::unique_ptr<ReplayFeed> feed);
    /// What the session shows; null when that is no recording.
    [[nodiscard]] ReplayFeed* shown() const;
    void act(const std::function<void(recording::ReplaySource&)>& what);
    void showPlace();

    Session& m_session;
    QAction* m_play = nullptr; // children, as all that follow
    QSlider* m_place = nullptr;
    QLabel* m_time = nullptr;
    QComboBox* m_speed = nullptr;
};

} // namespace lockscope::ui
