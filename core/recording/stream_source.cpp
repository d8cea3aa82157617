// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/stream_source.h"

#include "core/measure/problem.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace lockscope::recording {

namespace {

constexpr std::size_t kMostNotes = 100;

[[noreturn]] void refuse(const std::string& what)
{
    throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

} // namespace

StreamSource::StreamSource(int file, std::string name, StreamKeep keep)
    : m_name(std::move(name))
    , m_file(file)
    , m_wake(eventfd(0, EFD_CLOEXEC))
    , m_decoder(m_name)
    , m_keep(std::move(keep))
{
    if (m_wake < 0)
        refuse(m_name + " cannot be read");
    if (m_keep.file.empty())
        return;
    constexpr mode_t kPrivate = 0600;
    m_keepFile = open(m_keep.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kPrivate);
    if (m_keepFile < 0) {
        close(m_wake);
        refuse(fmt::format("{} cannot be kept in {}", m_name, m_keep.file.string()));
    }
    m_isKept = true;
}

StreamSource::~StreamSource()
{
    {
        const std::lock_guard hold(m_mutex);
        m_closing = true;
        m_room.notify_all();
    }
    const std::uint64_t one = 1;
    while (write(m_wake, &one, sizeof one) < 0 && errno == EINTR)
        continue;
    if (m_thread.joinable())
        m_thread.join();
    close(m_wake);
    close(m_file);
    if (m_keepFile >= 0)
        close(m_keepFile);
}

void StreamSource::start()
{
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
    m_started = true;
}

void StreamSource::stop()
{
    m_started = false;
}

bool StreamSource::running() const
{
    const std::lock_guard hold(m_mutex);
    return m_started && (m_state <= StreamState::Live || !m_queue.empty());
}

std::vector<measure::SnapshotPtr> StreamSource::poll()
{
    std::deque<measure::SnapshotPtr> taken;
    if (m_started) {
        const std::lock_guard hold(m_mutex);
        taken.swap(m_queue);
        m_queuedThreads = 0;
        m_room.notify_all();
    }
    for (const auto& snapshot : taken) {
        if (!snapshot->changes.empty())
            m_config = snapshot->changes.back().config;
        keepAccount(m_account, *snapshot);
    }
    return {std::make_move_iterator(taken.begin()), std::make_move_iterator(taken.end())};
}

measure::SourceInfo StreamSource::facts() const
{
    const auto known = header();
    measure::SourceInfo facts = known ? known->source : measure::SourceInfo{};
    if (m_config)
        facts.config = *m_config;
    facts.provenance = facts.provenance.by(measure::Delivery::Streamed);
    return facts;
}

StreamState StreamSource::state() const
{
    const std::lock_guard hold(m_mutex);
    return m_state;
}

std::optional<RecordingHeader> StreamSource::header() const
{
    const std::lock_guard hold(m_mutex);
    return m_header;
}

std::optional<std::string> StreamSource::problem() const
{
    const std::lock_guard hold(m_mutex);
    return m_problem;
}

std::uint64_t StreamSource::bytes() const
{
    const std::lock_guard hold(m_mutex);
    return m_bytes;
}

std::vector<Note> StreamSource::takeNotes()
{
    const std::lock_guard hold(m_mutex);
    const auto notes = std::exchange(m_notes, {});
    return {notes.begin(), notes.end()};
}

std::uint64_t StreamSource::ping()
{
    const std::lock_guard hold(m_mutex);
    return m_roundTrips.send(std::chrono::steady_clock::now());
}

std::optional<RoundTrip> StreamSource::roundTrip() const
{
    const std::lock_guard hold(m_mutex);
    return m_roundTrips.newest(std::chrono::steady_clock::now());
}

std::optional<std::filesystem::path> StreamSource::kept() const
{
    const std::lock_guard hold(m_mutex);
    return m_state > StreamState::Live && m_isKept ? std::optional(m_keep.file) : std::nullopt;
}

void StreamSource::run()
{
    pthread_setname_np(pthread_self(), "stream");
    sigset_t all; // signals are for the threads that know what to do with them
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    try {
        while (!m_decoder.ended()) {
            if (!waitForBytes())
                return;
            read();
        }
        const auto& problem = m_decoder.problem();
        end(problem ? StreamState::Cut : StreamState::Whole, problem);
    } catch (const std::exception& error) { // RecordingError; memory
        const bool began = header().has_value();
        end(began ? StreamState::Cut : StreamState::NoRecording, measure::problemText(error));
    }
}

bool StreamSource::waitForBytes()
{
    std::unique_lock hold(m_mutex);
    m_room.wait(hold, [this] {
        return m_closing || (m_queue.size() < kCapacity && m_queuedThreads < kMostThreads);
    });
    hold.unlock();
    std::array<pollfd, 2> look{pollfd{.fd = m_file, .events = POLLIN, .revents = 0},
                               pollfd{.fd = m_wake, .events = POLLIN, .revents = 0}};
    while (::poll(look.data(), look.size(), -1) < 0 && errno == EINTR)
        continue;
    return look[1].revents == 0;
}

void StreamSource::read()
{
    const Bytes got = m_decoder.feedFrom(m_file);
    {
        const std::lock_guard hold(m_mutex);
        m_bytes += got.size();
    }
    keepBytes(got);
    while (auto event = m_decoder.next())
        take(std::move(*event));
}

void StreamSource::take(Event event)
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard hold(m_mutex);
    if (auto* snapshot = std::get_if<measure::SnapshotPtr>(&event)) {
        m_queuedThreads += (*snapshot)->threads.size();
        m_queue.push_back(std::move(*snapshot));
    } else if (auto* header = std::get_if<RecordingHeader>(&event)) {
        m_header = std::move(*header);
        m_state = StreamState::Live;
    } else if (auto* note = std::get_if<Note>(&event)) {
        if (note->kind == "pong" && note->id) {
            m_roundTrips.answer(*note->id, now);
            return;
        }
        m_notes.push_back(std::move(*note));
        if (m_notes.size() > kMostNotes)
            m_notes.pop_front();
    }
}

void StreamSource::keepBytes(Bytes bytes)
{
    if (m_keepFile < 0)
        return;
    bool isKept = m_bytes <= m_keep.most; // only this thread changes it
    while (isKept && !bytes.empty()) {
        const ssize_t put = write(m_keepFile, bytes.data(), bytes.size());
        isKept = put >= 0 || errno == EINTR;
        bytes = bytes.subspan(put > 0 ? static_cast<std::size_t>(put) : 0);
    }
    if (isKept)
        return;
    close(std::exchange(m_keepFile, -1));
    unlink(m_keep.file.c_str()); // a part without its beginning or its end is of no use
    const std::lock_guard hold(m_mutex);
    m_isKept = false;
}

void StreamSource::end(StreamState state, std::optional<std::string> problem)
{
    const std::lock_guard hold(m_mutex);
    m_state = state;
    m_problem = std::move(problem);
}

} // namespace lockscope::recording
