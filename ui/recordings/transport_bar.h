// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recordings/replay_feed.h"

#include <QToolBar>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;

namespace lockscope::ui {

class ActionTable;
class PlaceSlider;
class Session;

/// Where in a recording one is: the actions that go somewhere in it, a place to scrub with the live
/// changes on it, the time, the speed. Shown while there is a recording.
class TransportBar : public QToolBar
{
    Q_OBJECT

public:
    /// The session outlives the bar.
    explicit TransportBar(Session& session, QWidget* parent = nullptr);
    /// Takes its actions.
    void fill(const ActionTable& actions);

    /// Shows what was opened of a file at its beginning, paused: all of it is to be seen.
    void open(std::shared_ptr<const recording::Recording> opened, const QString& file);
    /// The same at its end: a stream that has just ended. `text` is what there is to say of it.
    void openAtEnd(std::shared_ptr<const recording::Recording> opened,
                   const QString& file,
                   const QString& text);
    /// The file that is shown; empty when there is none.
    [[nodiscard]] QString file() const;
    /// The recording that is shown; null when there is none.
    [[nodiscard]] std::shared_ptr<const recording::Recording> recording() const;
    /// Where in it one is, on the recorded source's clock.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> place() const;

    // These do nothing when there is none.

    void goToBegin();
    /// By so many snapshots on, or back.
    void step(int snapshots);
    /// To the next live change, or the one before.
    void goToChange(bool next);
    /// Goes back to what was shown before.
    void closeRecording();

signals:
    void closed();

private:
    void setUp();
    void show(std::unique_ptr<ReplayFeed> feed);
    /// What the session shows; null when that is no recording.
    [[nodiscard]] ReplayFeed* shown() const;
    void act(const std::function<void(recording::ReplaySource&)>& what);
    void showPlace();

    Session& m_session;
    PlaceSlider* m_place = nullptr; // children, as all that follow
    QLabel* m_time = nullptr;
    QComboBox* m_speed = nullptr;
};

} // namespace lockscope::ui
