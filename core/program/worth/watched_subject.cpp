// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/worth/watched_subject.h"

#include "core/io/bad_input.h"
#include "core/program/substitution_log.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

namespace lockscope::program::worth {

namespace {

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Which locks are tried, by what is waited for in the first seconds.
struct Look
{
    Locks locks;
    bool ended = false;
    bool stopped = false;
};

Look lookAt(ProgramSource& source, Subject& subject, const Wish& wish)
{
    constexpr double kShare = 0.1; // of the time
    constexpr double kStart = 0.3; // s: threads are started
    Look look;
    const double length = std::clamp(kShare * wish.seconds, 0.5, 2.0);
    look.stopped = !subject.pass(kStart);
    const ProgramReading before = source.reading();
    look.stopped = look.stopped || !subject.pass(length);
    const ProgramReading after = source.reading();
    look.ended = source.ended();
    look.locks = locksOf(before, after, wish.locks);
    return look;
}

} // namespace

WatchedSubject::WatchedSubject(ProgramSource& source,
                               Progress& progress,
                               std::function<bool()> goOn)
    : m_source(source)
    , m_progress(progress)
    , m_goOn(std::move(goOn))
{}

double WatchedSubject::now()
{
    return secondsNow();
}

bool WatchedSubject::pass(double seconds)
{
    constexpr double kPiece = 0.005;
    for (const double end = secondsNow() + seconds;;) {
        if (!m_goOn())
            return false;
        const double left = end - secondsNow();
        if (left <= 0)
            return true;
        std::this_thread::sleep_for(std::chrono::duration<double>(std::min(left, kPiece)));
    }
}

void WatchedSubject::put(const Candidate& candidate, const Substitution& wanted)
{
    m_source.substituteNothing(); // of others
    m_source.substitute({candidate.lock, candidate.locks > 1, wanted});
    m_lock = candidate.lock;
    m_wanted = wanted;
}

void WatchedSubject::putBack() noexcept
{
    m_wanted = {};
    try {
        m_source.substituteNothing();
    } catch (const std::exception&) {
        // It cannot be told any more. The lease of what was wanted runs out.
    }
}

Subject::State WatchedSubject::state()
{
    State state;
    state.ended = m_source.ended();
    const ProgramReading reading = m_source.reading();
    const auto lock = std::find_if(reading.locks.begin(),
                                   reading.locks.end(),
                                   [&](const LockReading& one) { return one.id == m_lock; });
    if (lock == reading.locks.end()) {
        state.gone = !m_wanted.isNone();
        state.inForce = m_wanted.isNone();
        return state;
    }
    state.inForce = substitutionOf(lock->counts) == m_wanted;
    if (!m_wanted.isNone() && !state.inForce)
        state.refusal = refusalText(lock->counts);
    return state;
}

Subject::Count WatchedSubject::count()
{
    const double began = now();
    const ProgramReading reading = m_source.reading();
    const double read = now();
    const std::optional<double> units = m_progress.count(reading);
    double preempted = 0;
    for (const ThreadReading& thread : reading.threads)
        preempted += static_cast<double>(thread.times.preemptedNs) / 1e9;
    const bool byReading = m_progress.choice().kind == ProgressChoice::Kind::Lock;
    return {byReading ? (began + read) / 2 : (read + now()) / 2, units, preempted};
}

Result runOn(ProgramSource& source,
             const std::string& command,
             Progress progress,
             const Wish& wish,
             const std::function<bool()>& goOn,
             const std::function<void(const Stage&)>& told)
{
    if (source.wantsAnything())
        throw io::BadInput(
            "Other locks stand in front of the program's: give it its own back first, so that "
            "there is something to compare with.");
    if (!source.reading().exact)
        throw io::BadInput("Nothing is put into a program that was attached to, so nothing can be "
                           "tried on it: start it from here.");
    const double began = secondsNow();
    WatchedSubject subject(source, progress, goOn);
    told({});
    const Look look = lookAt(source, subject, wish);
    Plan plan;
    plan.candidates = look.locks.candidates;
    if (!wish.counterChosen && !plan.candidates.empty()) {
        ProgressChoice choice;
        choice.lock = plan.candidates.front().lock;
        choice.wholeSite = plan.candidates.front().locks > 1;
        progress = Progress(choice, source.pid());
    }
    plan.treatments = treatmentsOf(plan.candidates);
    plan.seed = wish.seed;
    if (wish.slice) {
        plan.settle *= *wish.slice / plan.slice;
        plan.slice = *wish.slice;
        plan.longerSlices = false;
    }
    plan.seconds = wish.seconds - (secondsNow() - began);
    const double looked = secondsNow() - began;
    Measured measured;
    if (look.stopped || look.ended)
        measured.ending = look.stopped ? Ending::Stopped : Ending::ProgramEnded;
    else
        measured = make(plan, subject, [&](const Measured& now) {
            told({std::min(1.0, (secondsNow() - began) / wish.seconds),
                  now.rounds,
                  now.trials.size()});
        });
    measured.seconds += looked;
    Result result = resultOf(plan, measured, look.locks.leftOut);
    result.command = command;
    result.pid = source.pid();
    result.counter = progress.what();
    result.counterChosen = wish.counterChosen;
    result.end = source.reading().end;
    return result;
}

} // namespace lockscope::program::worth
