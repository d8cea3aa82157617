// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/stream_decoder.h"

#include "core/recording/snapshot_codec.h"
#include "core/recording/summary_codec.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace lockscope::recording {

StreamDecoder::StreamDecoder(std::string name)
    : m_order(std::move(name))
{}

void StreamDecoder::feed(Bytes bytes)
{
    if (m_ended)
        return;
    m_bytes.erase(0, m_at);
    m_before += std::exchange(m_at, 0);
    m_bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Bytes StreamDecoder::feedFrom(int file)
{
    constexpr std::size_t kAtOnce = 1U << 16U;
    m_read.resize(kAtOnce);
    const Bytes got = Bytes(m_read).first(readSome(file, m_read, m_order.name()));
    if (got.empty())
        close();
    else
        feed(got);
    return got;
}

std::optional<Event> StreamDecoder::next()
{
    while (!m_ended) {
        const Bytes rest = bytesOf(m_bytes).subspan(m_at);
        if (!m_passedMagic) {
            const std::size_t size = m_order.passMagic(rest, m_closed);
            if (size == 0)
                return std::nullopt;
            m_passedMagic = true;
            m_at += size;
            continue;
        }
        const FrameScan scan = scanFrame(rest);
        if (scan.status == ScanStatus::NeedMore) {
            if (!m_closed)
                return std::nullopt;
            stop(m_order.cutShort(rest.size()));
            continue;
        }
        const std::uint64_t at = m_before + m_at;
        RecordOrder order = m_order; // a record that cannot be decoded is not there
        const std::string why =
            scan.status == ScanStatus::Damaged ? scan.damage : order.take(scan.frame);
        if (!why.empty()) {
            stop(m_order.damaged(at, why));
            continue;
        }
        m_at += scan.size;
        try {
            if (passes(scan.frame)) {
                m_order = std::move(order);
                continue;
            }
            Event event = eventOf(scan.frame);
            if (scan.frame.is(RecordType::MarkedSnapshot)) {
                const auto& snapshot = std::get<measure::SnapshotPtr>(event);
                if (const std::string tooMany = order.takeChanges(snapshot->changes);
                    !tooMany.empty()) {
                    stop(m_order.damaged(at, tooMany));
                    continue;
                }
            }
            m_order = std::move(order);
            m_ended = m_order.isComplete();
            return event;
        } catch (const PayloadError& error) {
            stop(m_order.damaged(at, error.what()));
        }
    }
    return std::nullopt;
}

bool StreamDecoder::passes(const Frame& frame)
{
    if (frame.is(RecordType::Account))
        m_account = m_accounts.decode(frame.payload);
    return frame.is(RecordType::Account) || frame.type > kLastRecordType;
}

Event StreamDecoder::eventOf(const Frame& frame)
{
    switch (static_cast<RecordType>(frame.type)) {
    case RecordType::Header: {
        RecordingHeader header = decodeHeader(frame);
        m_host = header.source.host;
        return header;
    }
    case RecordType::Snapshot:
    case RecordType::MarkedSnapshot:
        return snapshotOf(frame);
    case RecordType::Note:
        return decodeNote(frame);
    case RecordType::Dropped:
        return decodeDropped(frame);
    case RecordType::Account: // is no event
    case RecordType::End:
        break;
    }
    return RecordingEnd{decodeEnd(frame.payload, *m_host)}; // the header came first, says the order
}

measure::SnapshotPtr StreamDecoder::snapshotOf(const Frame& frame)
{
    auto snapshot = std::make_shared<measure::Snapshot>(decodeSnapshot(frame));
    const AccountPtr account = std::exchange(m_account, nullptr);
    if (account && snapshot->program) {
        auto program = std::make_shared<measure::ProgramSnapshot>(*snapshot->program);
        program->account = account;
        snapshot->program = std::move(program);
    }
    return snapshot;
}

void StreamDecoder::stop(const std::string& sentence)
{
    m_ended = true;
    m_order.needHeader(sentence);
    m_problem = sentence;
}

StreamReader::StreamReader(const std::filesystem::path& path)
    : m_input(openForReading(path))
    , m_decoder(m_input.name())
{}

std::optional<Event> StreamReader::next()
{
    for (;;) {
        if (auto event = m_decoder.next())
            return event;
        if (m_decoder.ended())
            return std::nullopt;
        m_decoder.feedFrom(m_input.file());
    }
}

io::Input openForReading(const std::filesystem::path& path)
{
    try {
        return io::Input(path);
    } catch (const io::InputError& error) {
        throw RecordingError(fmt::format("{}; a Lockscope recording was expected", error.what()));
    }
}

std::size_t readSome(int file, std::span<std::uint8_t> into, const std::string& name)
{
    for (;;) {
        const ssize_t got = read(file, into.data(), into.size());
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EINTR)
            throw RecordingError(
                fmt::format("{} could not be read: {}; a Lockscope recording was expected",
                            name,
                            std::strerror(errno)));
    }
}

} // namespace lockscope::recording
