// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/worth_run.h"

#include "ui/words/problem_text.h"

#include <exception>
#include <utility>

namespace lockscope::ui {

namespace worth = program::worth;

WorthRun::~WorthRun()
{
    m_thread = {};
}

void WorthRun::start(ProgramSourcePtr source,
                     std::string command,
                     program::ProgressChoice choice,
                     const worth::Wish& wish)
{
    if (m_running)
        return;
    m_running = true;
    m_thread = std::jthread([this,
                             source = std::move(source),
                             command = std::move(command),
                             choice = std::move(choice),
                             wish](const std::stop_token& stop) {
        WorthResultPtr result;
        QString problem;
        const auto told = [this](const worth::Stage& stage) {
            QMetaObject::invokeMethod(this, [this, stage] {
                emit went(stage.share, int(stage.rounds), int(stage.trials));
            });
        };
        try {
            result = std::make_shared<const worth::Result>(worth::runOn(
                *source,
                command,
                program::Progress(choice, source->pid()),
                wish,
                [&stop] { return !stop.stop_requested(); },
                told));
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, result, problem] { finish(result, problem); });
    });
    emit started();
}

void WorthRun::stop()
{
    m_thread.request_stop();
}

void WorthRun::finish(const WorthResultPtr& result, const QString& problem)
{
    m_running = false;
    if (result)
        m_result = result;
    emit finished(problem);
}

} // namespace lockscope::ui
