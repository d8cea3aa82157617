// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/exclusive_job.h"

#include "ui/session/session.h"
#include "ui/words/problem_text.h"

#include <exception>
#include <utility>

namespace lockscope::ui {

ExclusiveJob::ExclusiveJob(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{}

ExclusiveJob::~ExclusiveJob()
{
    m_cancel = true; // the thread joins before anything that it uses is gone
}

void ExclusiveJob::start(Work work)
{
    m_session.beginJob();
    m_holdsSession = true;
    m_cancel = false;
    m_running = true;
    m_thread = std::jthread([this, run = ++m_run, work = std::move(work)] {
        QString problem;
        try {
            work();
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, run, problem] {
            if (run != m_run)
                return; // ended meanwhile
            m_running = false;
            m_thread.join(); // it has nothing left to do
            goOn();
            emit finished(problem);
        });
    });
}

void ExclusiveJob::end()
{
    m_cancel = true;
    if (m_thread.joinable())
        m_thread.join();
    m_running = false;
    ++m_run;
    goOn();
}

bool ExclusiveJob::report(double share, const QString& what)
{
    QMetaObject::invokeMethod(this, [this, share, what] {
        if (m_running)
            emit progressed(share, what);
    });
    return !m_cancel;
}

void ExclusiveJob::goOn()
{
    if (std::exchange(m_holdsSession, false))
        m_session.endJob();
}

} // namespace lockscope::ui
