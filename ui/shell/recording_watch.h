// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace lockscope::ui {

class RecordingFiles;
class RecordingSign;
class StatusLine;

/// Sees to it that nobody forgets a recording that is being written: a sign in the status line
/// while it is, and a question when the window is to be closed. GUI thread only.
class RecordingWatch : public QObject
{
    Q_OBJECT

public:
    /// All of it outlives the watch; the window is its parent.
    RecordingWatch(RecordingFiles& files, StatusLine& status, QWidget* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showProgress();
    /// Asks, if need be, and finishes the file. Whether the window may close: not when the person
    /// stays, nor when the file could not be finished, which a closed window would not tell.
    [[nodiscard]] bool mayClose();

    RecordingFiles& m_files;
    QWidget* m_window;
    RecordingSign* m_sign; // child of the status line
};

} // namespace lockscope::ui
