// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/worth/watched_subject.h"
#include "ui/program/program_reports.h"

#include <QObject>
#include <QString>

#include <memory>
#include <string>
#include <thread>

namespace lockscope::ui {

using WorthResultPtr = std::shared_ptr<const program::worth::Result>;

/// "Worth fixing?" on the program that is watched, on a thread of its own. GUI thread only.
class WorthRun : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    /// Ends the experiment and waits until the program's own locks are wanted again: some
    /// milliseconds, or as long as a command that prints progress takes.
    ~WorthRun() override;

    /// Begins; nothing while one is running.
    void start(ProgramSourcePtr source,
               std::string command,
               program::ProgressChoice choice,
               const program::worth::Wish& wish);
    /// Asks it to end; finished() comes with what was measured.
    void stop();

    [[nodiscard]] bool running() const { return m_running; }
    /// The last; null before.
    [[nodiscard]] const WorthResultPtr& result() const { return m_result; }

signals:
    void started();
    void went(double share, int rounds, int trials);
    /// Without a result a sentence says why there is none.
    void finished(const QString& problem);

private:
    void finish(const WorthResultPtr& result, const QString& problem);

    bool m_running = false;
    WorthResultPtr m_result;
    std::jthread m_thread; ///< last: it tells of what is above
};

} // namespace lockscope::ui
