// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/recording.h"

#include "core/io/limits.h"
#include "core/recording/byte_store.h"
#include "core/recording/snapshot_codec.h"
#include "core/recording/summary_codec.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

/// The store read from its beginning on, in pieces that grow: a small recording is not worth a
/// large one.
class Window
{
public:
    explicit Window(const ByteStore& store)
        : m_store(store)
    {}

    [[nodiscard]] Bytes bytes() const { return Bytes(m_buffer).first(m_filled).subspan(m_at); }
    [[nodiscard]] std::uint64_t at() const { return m_begin + m_at; }
    void pass(std::size_t bytes) { m_at += bytes; }

    /// Reads on; false when there is nothing more.
    bool more()
    {
        std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at),
                  m_buffer.begin() + static_cast<std::ptrdiff_t>(m_filled),
                  m_buffer.begin());
        m_begin += m_at;
        m_filled -= std::exchange(m_at, 0);
        if (m_buffer.size() - m_filled < m_piece)
            m_buffer.resize(m_filled + m_piece);
        m_piece = std::min(2 * m_piece, kLargestPiece);
        const std::size_t got =
            m_store.read(m_begin + m_filled, std::span(m_buffer).subspan(m_filled));
        m_filled += got;
        return got > 0;
    }

private:
    static constexpr std::size_t kFirstPiece = std::size_t{1} << 12U;
    static constexpr std::size_t kLargestPiece = std::size_t{1} << 18U;

    const ByteStore& m_store;
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_piece = kFirstPiece;
    std::size_t m_filled = 0;
    std::size_t m_at = 0;
    std::uint64_t m_begin = 0;
};

} // namespace

std::shared_ptr<const Recording> Recording::open(const std::filesystem::path& path,
                                                 const Progress& progress)
{
    const std::string name = path == "-" ? "standard input" : path.string();
    std::error_code unknown; // of a pipe: then it is at its end
    const auto size = static_cast<double>(std::filesystem::file_size(path, unknown));
    const auto goesOn = [&](std::uint64_t bytes) {
        return !progress
            || progress(unknown ? 1 : static_cast<double>(bytes) / std::max(1.0, size));
    };
    return std::shared_ptr<const Recording>(new Recording(openStore(path, kMaxPipe), name, goesOn));
}

std::shared_ptr<const Recording> Recording::fromBytes(std::string bytes, std::string name)
{
    return std::shared_ptr<const Recording>(new Recording(
        storeOf(std::move(bytes)), std::move(name), [](std::uint64_t) { return true; }));
}

Recording::Recording(std::unique_ptr<ByteStore> store,
                     std::string name,
                     const std::function<bool(std::uint64_t)>& goesOn)
    : m_store(std::move(store))
    , m_order(std::move(name))
{
    makeIndex(goesOn);
}

Recording::~Recording() = default;

void Recording::makeIndex(const std::function<bool(std::uint64_t)>& goesOn)
{
    Window window(*m_store);
    bool isAll = false; // what is in the window is all that there is
    std::size_t magic = 0;
    while ((magic = m_order.passMagic(window.bytes(), isAll)) == 0)
        isAll = !window.more();
    window.pass(magic);
    AccountDecoder accounts;
    while (!m_order.isComplete() && !m_problem) {
        const FrameScan scan = scanFrame(window.bytes());
        if (scan.status == ScanStatus::NeedMore) {
            if (isAll)
                m_problem = m_order.cutShort(window.bytes().size());
            else
                isAll = !window.more();
            if (!goesOn(window.at()))
                throw RecordingError(name() + " was not read to its end");
            continue;
        }
        const std::string damage =
            scan.status == ScanStatus::Damaged ? scan.damage : take(scan, window.at(), accounts);
        if (damage.empty())
            window.pass(scan.size);
        else
            m_problem = m_order.damaged(window.at(), damage);
    }
    if (m_problem)
        m_order.needHeader(*m_problem);
}

std::string Recording::take(const FrameScan& scan, std::uint64_t at, AccountDecoder& accounts)
{
    RecordOrder order = m_order; // a record that cannot be decoded is not there
    std::string damage = order.take(scan.frame);
    if (!damage.empty())
        return damage;
    try {
        damage = keep(scan.frame, at, scan.size, order, accounts);
    } catch (const PayloadError& error) {
        return error.what();
    }
    if (damage.empty())
        m_order = std::move(order);
    return damage;
}

std::string Recording::keep(const Frame& frame,
                            std::uint64_t at,
                            std::size_t size,
                            RecordOrder& order,
                            AccountDecoder& accounts)
{
    if (frame.is(RecordType::Header)) {
        m_header = decodeHeader(frame);
    } else if (frame.isSnapshot()) {
        if (m_index.empty()) {
            const measure::Snapshot first = decodeSnapshot(frame);
            m_begin = first.time - first.interval;
        }
        if (frame.is(RecordType::MarkedSnapshot)) {
            measure::Snapshot marked = decodeSnapshot(frame);
            if (std::string tooMany = order.takeChanges(marked.changes); !tooMany.empty())
                return tooMany;
            for (measure::ConfigChange& change : marked.changes)
                m_markers.push_back({.snapshot = m_index.size(), .change = std::move(change)});
        }
        m_index.push_back({.at = at, .size = static_cast<std::uint32_t>(size), .time = frame.time});
    } else if (frame.is(RecordType::Note)) {
        Note note = decodeNote(frame);
        if (m_notes.size() < io::limits::kNotesKept)
            m_notes.push_back(std::move(note));
    } else if (frame.is(RecordType::Dropped)) {
        m_dropped += decodeDropped(frame).count;
    } else if (frame.is(RecordType::Account)) {
        m_account = accounts.decode(frame.payload);
    } else if (frame.is(RecordType::End)) {
        m_summary = decodeEnd(frame.payload, m_header.source.host);
    }
    return {};
}

measure::SnapshotPtr Recording::snapshot(std::size_t index) const
{
    const Entry& entry = m_index.at(index);
    std::vector<std::uint8_t> bytes(entry.size);
    const std::size_t got = m_store->read(entry.at, bytes);
    const FrameScan scan = scanFrame(Bytes(bytes).first(got));
    if (scan.status != ScanStatus::Whole || scan.frame.time != entry.time)
        throw RecordingError(
            fmt::format("{} has changed since it was opened: snapshot {} is not there any more",
                        name(),
                        index));
    try {
        return std::make_shared<const measure::Snapshot>(decodeSnapshot(scan.frame));
    } catch (const PayloadError& error) {
        throw RecordingError(fmt::format(
            "{} is damaged at byte {}, snapshot {}: {}", name(), entry.at, index, error.what()));
    }
}

std::size_t Recording::countUntil(std::chrono::nanoseconds time) const
{
    const auto found = std::upper_bound(
        m_index.begin(),
        m_index.end(),
        time,
        [](std::chrono::nanoseconds wanted, const Entry& entry) { return wanted < entry.time; });
    return static_cast<std::size_t>(found - m_index.begin());
}

std::chrono::nanoseconds Recording::end() const
{
    return m_index.empty() ? std::chrono::nanoseconds{0} : m_index.back().time;
}

const measure::ConfigFacts& Recording::configAfter(std::size_t snapshots) const
{
    const auto later = std::lower_bound(
        m_markers.begin(), m_markers.end(), snapshots, [](const Marker& marker, std::size_t count) {
            return marker.snapshot < count;
        });
    return later == m_markers.begin() ? m_header.source.config : std::prev(later)->change.config;
}

} // namespace lockscope::recording
