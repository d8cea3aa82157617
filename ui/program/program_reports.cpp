// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/program_reports.h"

#include "core/io/bad_input.h"
#include "core/program/attach_watch.h"
#include "core/program/launch_watch.h"
#include "ui/words/problem_text.h"
#include "ui/words/text.h"

#include <QFile>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <future>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

namespace lockscope::ui {

namespace {

constexpr double kSnapshots = 20; // a second
constexpr double kLooks = 250; // a second, at a program that is attached to
constexpr int kReportsApart = 10; // looks for its end between two reports
constexpr std::chrono::milliseconds kLook{50};

/// Has this thread, and no other, be in another folder: what it starts begins there.
void moveThreadTo(const QString& folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (::unshare(CLONE_FS) != 0 || ::chdir(path.constData()) != 0)
        throw io::BadInput(
            fmt::format("The folder {} cannot be gone into: {}; allowed is one that you may enter.",
                        path.toStdString(),
                        std::strerror(errno)));
}

ProgramSourcePtr launched(const WatchRequest& request)
{
    if (!request.folder.isEmpty())
        moveThreadTo(request.folder);
    std::vector<std::string> words;
    for (const QString& word : request.command)
        words.push_back(QFile::encodeName(word).toStdString());
    auto watch = std::make_unique<program::LaunchWatch>(std::move(words));
    std::string command = watch->command();
    const auto pid = static_cast<std::uint32_t>(watch->pid());
    return std::make_shared<program::ProgramSource>(
        std::move(watch), std::move(command), pid, true, kSnapshots, true);
}

ProgramSourcePtr attached(int pid)
{
    auto watch = std::make_unique<program::AttachWatch>(pid, kLooks);
    std::string command = watch->command();
    return std::make_shared<program::ProgramSource>(std::move(watch),
                                                    std::move(command),
                                                    static_cast<std::uint32_t>(pid),
                                                    false,
                                                    kSnapshots,
                                                    true);
}

/// Makes reports until the program has ended or somebody wants no more; the last is of all.
template<class Hand, class Serve>
void makeReports(program::ProgramSource& source,
                 const std::stop_token& stop,
                 const Hand& hand,
                 const Serve& serve)
{
    bool toldLast = true; // what there is while nobody watches
    for (bool over = false; !over;) {
        for (int i = 0; i < kReportsApart && !over; ++i) {
            over = stop.stop_requested() || source.waitEnded(kLook);
            serve(source);
        }
        const bool watches = source.running();
        over = over || (!watches && source.ended()); // also when nobody watches: its end is taken
        if (watches || !toldLast || over)
            hand(std::make_shared<const program::WatchReport>(source.report()));
        toldLast = !watches;
    }
}

} // namespace

ProgramSourcePtr openProgram(const WatchRequest& request)
{
    if (request.pid)
        return attached(*request.pid);
    if (request.command.isEmpty())
        throw io::BadInput("Nothing was given to start; allowed is a program and its arguments.");
    // On a thread of its own, which may be in another folder.
    return std::async(std::launch::async, launched, request).get();
}

ProgramReports::~ProgramReports()
{
    stopAll();
    m_threads.clear(); // while there is something that they can tell
}

void ProgramReports::stopAll()
{
    for (auto& [run, thread] : m_threads)
        thread.request_stop();
}

void ProgramReports::ask(Request request)
{
    if (!m_source)
        return;
    const std::lock_guard hold(m_requests->mutex);
    m_requests->waiting.push_back(std::move(request));
}

void ProgramReports::serve(std::uint64_t run, Requests& requests, program::ProgramSource& source)
{
    std::vector<Request> asked;
    {
        const std::lock_guard hold(requests.mutex);
        asked.swap(requests.waiting);
    }
    for (const Request& request : asked)
        try {
            request(source);
        } catch (const std::exception& error) {
            QMetaObject::invokeMethod(this, [this, run, sentence = problemText(error)] {
                if (run == m_run)
                    emit problem(sentence);
            });
        }
}

void ProgramReports::substitute(const program::WantedLock& wanted)
{
    ask([wanted](program::ProgramSource& source) { source.substitute(wanted); });
}

void ProgramReports::substituteNothing()
{
    ask([](program::ProgramSource& source) { source.substituteNothing(); });
}

void ProgramReports::begin(ProgramSourcePtr source)
{
    stopAll();
    m_report.reset();
    m_source = source;
    const std::uint64_t run = ++m_run;
    m_requests = std::make_shared<Requests>();
    m_threads[run] = std::jthread([this, run, requests = m_requests, source = std::move(source)](
                                      const std::stop_token& stop) {
        QString sentence;
        const auto hand = [this, run](const WatchReportPtr& report) {
            QMetaObject::invokeMethod(this, [this, run, report] { take(run, report); });
        };
        const auto answer = [this, run, &requests](program::ProgramSource& of) {
            serve(run, *requests, of);
        };
        try {
            makeReports(*source, stop, hand, answer);
        } catch (const std::exception& error) {
            sentence = problemText(error);
        }
        QMetaObject::invokeMethod(this, [this, run, sentence] { finish(run, sentence); });
    });
    emit reported();
}

void ProgramReports::end()
{
    stopAll();
    m_source.reset(); // so that nothing of it is left when its last report is made
}

void ProgramReports::take(std::uint64_t run, const WatchReportPtr& report)
{
    if (run != m_run)
        return;
    m_report = report;
    emit reported();
}

void ProgramReports::finish(std::uint64_t run, const QString& sentence)
{
    m_threads.erase(run);
    if (run == m_run && !sentence.isEmpty())
        emit problem(sentence);
}

} // namespace lockscope::ui
