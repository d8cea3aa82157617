// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/replay_source.h"

#include <QToolBar>

#include <chrono>
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
    [[nodiscard]] QString file() const { return m_file; }
    /// The file, and whether it was cut short; empty when there is none.
    [[nodiscard]] QString text() const;
    /// The recording that is played; null when there is none.
    [[nodiscard]] std::shared_ptr<const recording::Recording> recording() const
    {
        return m_recording;
    }

signals:
    void closed();
    /// Before and after this place, on the recorded source's clock.
    void compareWanted(std::chrono::nanoseconds position);

private:
    void setUp();
    void show(std::shared_ptr<const recording::Recording> opened,
              std::unique_ptr<recording::ReplaySource> owned,
              const QString& file,
              const QString& text);
    void act(const std::function<void(recording::ReplaySource&)>& what);
    void showPlace();

    Session& m_session;
    recording::ReplaySource* m_replay = nullptr; ///< the session's, while it shows it
    std::shared_ptr<const recording::Recording> m_recording; ///< that it plays
    QString m_file;
    QString m_text;
    QAction* m_play = nullptr; // children, as all that follow
    QSlider* m_place = nullptr;
    QLabel* m_time = nullptr;
    QComboBox* m_speed = nullptr;
};

} // namespace lockscope::ui
