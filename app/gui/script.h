// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/options.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace lockscope::ui {
class MainWindow;
class Session;
class ShownRange;
} // namespace lockscope::ui

namespace lockscope::gui {

/// What a script asked the window to do by itself: stop the workload, write pictures, quit after a
/// while. The first thing that goes wrong on the way ends the program with Failed and one sentence
/// on standard error.
class Script : public QObject
{
    Q_OBJECT

public:
    /// Window and session outlive it.
    Script(Options options,
           ui::MainWindow& window,
           ui::Session& session,
           QObject* parent = nullptr);
    ~Script() override;

    /// To be called when the window has been painted and the session started.
    void begin();

private:
    void exportCharts();
    /// Has the window show what the pictures are to show, and says whether all of it is there.
    [[nodiscard]] bool isReady();
    void stopWhenDue();

    const Options m_options;
    ui::MainWindow& m_window;
    ui::Session& m_session;
    std::unique_ptr<ui::ShownRange> m_range; ///< that the pictures show
    QTimer m_look; ///< at how long the workload has run
};

} // namespace lockscope::gui
