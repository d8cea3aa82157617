// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/difference/difference_job.h"

#include "ui/words/problem_text.h"

#include <exception>

namespace lockscope::ui {

void DifferenceJob::ask(const RangeChoice& a, const RangeChoice& b)
{
    m_next.emplace(a, b);
    if (!m_running)
        begin();
}

void DifferenceJob::forget()
{
    m_next.reset();
    m_forgotten = m_running;
}

void DifferenceJob::begin()
{
    const auto wanted = *std::exchange(m_next, std::nullopt);
    m_running = true;
    m_forgotten = false;
    m_thread = std::jthread([this, wanted] {
        std::shared_ptr<const ComparedRanges> result;
        QString problem;
        try {
            result =
                std::make_shared<const ComparedRanges>(compareRanges(wanted.first, wanted.second));
        } catch (const std::exception& error) {
            problem = problemText(error);
        }
        // Waits in this object's queue, and goes with it.
        QMetaObject::invokeMethod(
            this, [this, result, problem] { end(result, problem); }, Qt::QueuedConnection);
    });
}

void DifferenceJob::end(const std::shared_ptr<const ComparedRanges>& result, const QString& problem)
{
    m_running = false;
    const bool wanted = !m_forgotten;
    if (m_next)
        begin();
    if (!wanted)
        return;
    if (result)
        emit compared(result);
    else if (!m_next && !m_running)
        emit failed(problem); // of a range that was passed through nothing is said
}

} // namespace lockscope::ui
