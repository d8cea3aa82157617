// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording_writer.h"

#include "core/measure/problem.h"

#include <csignal>
#include <exception>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>

namespace lockscope::recording {

RecordingWriter::RecordingWriter(io::OutputFile destination,
                                 const RecordingHeader& header,
                                 std::size_t capacity)
    : m_capacity(capacity)
    , m_destination(std::move(destination))
{
    m_queue.emplace_back(header);
    m_thread = std::thread([this] { run(); });
}

RecordingWriter::~RecordingWriter()
{
    {
        const std::lock_guard hold(m_mutex);
        m_closed = true;
        m_wake.notify_all();
    }
    m_thread.join();
}

void RecordingWriter::write(measure::SnapshotPtr snapshot)
{
    const std::lock_guard hold(m_mutex);
    if (snapshot->time <= m_lastTime)
        throw RecordingError(
            "a recording holds one run, and this snapshot is of another: its time is not "
            "after the last one's");
    m_lastTime = snapshot->time;
    if (m_problem || m_closed)
        return;
    const std::size_t room = snapshot->changes.empty() ? m_capacity : 2 * m_capacity;
    if (m_queue.size() >= room) {
        m_untold = {.time = snapshot->time, .count = m_untold.count + 1};
        ++m_dropped;
        return;
    }
    if (m_untold.count > 0)
        push(std::exchange(m_untold, {}));
    push(std::move(snapshot));
}

void RecordingWriter::note(Note note)
{
    const std::lock_guard hold(m_mutex);
    if (!m_problem && !m_closed && m_queue.size() < 2 * m_capacity)
        push(std::move(note));
}

void RecordingWriter::finish(const std::optional<measure::RunSummary>& summary)
{
    std::unique_lock hold(m_mutex);
    if (!m_closed) {
        if (m_untold.count > 0)
            push(std::exchange(m_untold, {}));
        push(Finish{summary});
        m_closed = true;
    }
    m_ended.wait(hold, [this] { return m_isThrough; });
    if (m_problem)
        throw std::runtime_error(*m_problem);
}

std::optional<std::string> RecordingWriter::problem() const
{
    const std::lock_guard hold(m_mutex);
    return m_problem;
}

std::uint64_t RecordingWriter::written() const
{
    const std::lock_guard hold(m_mutex);
    return m_written;
}

std::uint64_t RecordingWriter::dropped() const
{
    const std::lock_guard hold(m_mutex);
    return m_dropped;
}

std::uint64_t RecordingWriter::bytes() const
{
    const std::lock_guard hold(m_mutex);
    return m_bytes;
}

void RecordingWriter::push(Piece piece)
{
    m_queue.push_back(std::move(piece));
    m_wake.notify_one();
}

void RecordingWriter::run()
{
    pthread_setname_np(pthread_self(), "recorder");
    // A pipe that nobody reads any more is an error of write(), not the end of the program; and
    // Ctrl-C is for the threads that know what to do with it.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);

    std::unique_lock hold(m_mutex);
    for (;;) {
        m_wake.wait(hold, [this] { return !m_queue.empty() || m_closed; });
        if (m_queue.empty())
            break;
        const Piece piece = std::move(m_queue.front());
        m_queue.pop_front();
        hold.unlock();
        std::optional<std::string> problem;
        try {
            carryOut(piece);
        } catch (const std::exception& error) {
            problem = measure::problemText(error);
        }
        hold.lock();
        if (problem) {
            m_problem = m_destination.isKept()
                ? fmt::format("{}; the {} snapshots before that are kept", *problem, m_written)
                : *problem;
            m_queue.clear();
            m_closed = true;
        } else if (std::holds_alternative<measure::SnapshotPtr>(piece)) {
            ++m_written;
        }
    }
    m_isThrough = true;
    m_ended.notify_all();
}

void RecordingWriter::carryOut(const Piece& piece)
{
    if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&piece)) {
        put(m_encoder.snapshot(**snapshot));
        return m_destination.keep();
    }
    if (const auto* note = std::get_if<Note>(&piece))
        return put(m_encoder.note(*note));
    if (const auto* dropped = std::get_if<DroppedSnapshots>(&piece))
        return put(m_encoder.dropped(*dropped));
    if (const auto* header = std::get_if<RecordingHeader>(&piece))
        return put(m_encoder.begin(*header));
    if (!m_destination.isKept())
        throw std::runtime_error(
            fmt::format("{} was not written: no snapshot has come", m_destination.name()));
    put(m_encoder.end(std::get<Finish>(piece).summary));
    m_destination.sync();
}

void RecordingWriter::put(const std::string& bytes)
{
    m_destination.write(bytes);
    const std::lock_guard hold(m_mutex);
    m_bytes += bytes.size();
}

} // namespace lockscope::recording
