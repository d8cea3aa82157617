// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/frame.h"

#include "core/io/limits.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <zlib.h>

namespace lockscope::recording {

namespace {

// RFC 8949, section 3: the first byte of an item is its major type and how its argument is written.
constexpr unsigned kUnsigned = 0;
constexpr unsigned kByteString = 2;
constexpr unsigned kText = 3;
constexpr unsigned kArray = 4;
constexpr unsigned kArgumentBits = 5;
constexpr unsigned kOneByte =
    24; // the argument is in the byte that follows; 25, 26, 27: in 2, 4, 8

constexpr std::size_t kFields = 5;
constexpr std::uint8_t kFrameHead = kArray << kArgumentBits | kFields;
/// The checksum always takes four bytes, so that what it is of begins at a fixed place.
constexpr std::uint8_t kChecksumHead = kUnsigned << kArgumentBits | (kOneByte + 2);
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kCovered = 2 + kChecksumBytes; // where the checksum's bytes begin

void putBigEndian(std::string& out, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

/// A head in its shortest form.
void putHead(std::string& out, unsigned major, std::uint64_t argument)
{
    const auto first = [&](unsigned info) {
        out += static_cast<char>(major << kArgumentBits | info);
    };
    if (argument < kOneByte)
        return first(static_cast<unsigned>(argument));
    unsigned info = kOneByte;
    unsigned bytes = 1;
    while (bytes < 8 && argument >> (8 * bytes) != 0) {
        bytes *= 2;
        ++info;
    }
    first(info);
    putBigEndian(out, argument, bytes);
}

std::uint32_t checksumOf(Bytes bytes)
{
    return static_cast<std::uint32_t>(crc32_z(0, bytes.data(), bytes.size()));
}

/// Reads heads one after another; the first that is cut off or wrong ends it.
class Heads
{
public:
    explicit Heads(Bytes bytes)
        : m_bytes(bytes)
    {}

    /// The argument of a head of this major type in its shortest form; 0 when there is none.
    std::uint64_t next(unsigned major)
    {
        if (m_status != ScanStatus::Whole)
            return 0;
        if (m_at == m_bytes.size())
            return fail(ScanStatus::NeedMore);
        const unsigned first = m_bytes[m_at];
        const unsigned info = first & ((1U << kArgumentBits) - 1);
        if (first >> kArgumentBits != major || info > kOneByte + 3)
            return fail(ScanStatus::Damaged);
        if (info < kOneByte) {
            ++m_at;
            return info;
        }
        const std::size_t length = std::size_t{1} << (info - kOneByte);
        if (m_bytes.size() - m_at <= length)
            return fail(ScanStatus::NeedMore);
        std::uint64_t value = 0;
        for (std::size_t i = 1; i <= length; ++i)
            value = value << 8U | m_bytes[m_at + i];
        const std::uint64_t least = length == 1 ? kOneByte : std::uint64_t{1} << (4 * length);
        if (value < least) // would have had a shorter form
            return fail(ScanStatus::Damaged);
        m_at += 1 + length;
        return value;
    }

    void skip(std::size_t bytes) { m_at += bytes; }
    [[nodiscard]] ScanStatus status() const { return m_status; }
    [[nodiscard]] std::size_t at() const { return m_at; }

private:
    std::uint64_t fail(ScanStatus status)
    {
        m_status = status;
        return 0;
    }

    Bytes m_bytes;
    std::size_t m_at = 0;
    ScanStatus m_status = ScanStatus::Whole;
};

FrameScan damaged(std::string why)
{
    return {.status = ScanStatus::Damaged, .damage = std::move(why)};
}

/// The beginning of a frame as far as it is there is right.
bool beginsLikeAFrame(Bytes bytes)
{
    return (bytes.empty() || bytes[0] == kFrameHead)
        && (bytes.size() < 2 || bytes[1] == kChecksumHead);
}

} // namespace

std::string frameBytes(RecordType type,
                       std::uint64_t sequence,
                       std::chrono::nanoseconds time,
                       std::string_view payload)
{
    if (payload.size() > kMaxPayload)
        throw std::length_error(fmt::format(
            "a record of {} bytes is too long, at most {}", payload.size(), kMaxPayload));
    std::string covered;
    covered.reserve(payload.size() + 32);
    putHead(covered, kUnsigned, static_cast<std::uint64_t>(type));
    putHead(covered, kUnsigned, sequence);
    putHead(
        covered, kUnsigned, static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())));
    putHead(covered, kByteString, payload.size());
    covered += payload;

    std::string frame;
    frame.reserve(covered.size() + kCovered);
    frame += static_cast<char>(kFrameHead);
    frame += static_cast<char>(kChecksumHead);
    putBigEndian(frame, checksumOf(bytesOf(covered)), kChecksumBytes);
    return frame += covered;
}

FrameScan scanFrame(Bytes bytes)
{
    if (!beginsLikeAFrame(bytes))
        return damaged("no record begins there");
    if (bytes.size() < kCovered)
        return {};
    std::uint32_t checksum = 0;
    for (std::size_t i = 0; i < kChecksumBytes; ++i)
        checksum = checksum << 8U | bytes[2 + i];

    Heads heads(bytes.subspan(kCovered));
    Frame frame;
    frame.type = heads.next(kUnsigned);
    frame.sequence = heads.next(kUnsigned);
    const std::uint64_t time = heads.next(kUnsigned);
    const std::uint64_t length = heads.next(kByteString);
    if (heads.status() == ScanStatus::Damaged)
        return damaged("its fields are not those of a record");
    if (time > io::limits::kTimeNs)
        return damaged("its time is out of range");
    if (length > kMaxPayload)
        return damaged(
            fmt::format("it claims {} bytes, at most {} are possible", length, kMaxPayload));
    const std::size_t payloadAt = kCovered + heads.at();
    if (heads.status() == ScanStatus::NeedMore || bytes.size() - payloadAt < length)
        return {};
    const std::size_t size = payloadAt + static_cast<std::size_t>(length);
    if (checksumOf(bytes.subspan(kCovered, size - kCovered)) != checksum)
        return damaged("its checksum does not fit");
    frame.time = std::chrono::nanoseconds(static_cast<std::int64_t>(time));
    frame.payload = bytes.subspan(payloadAt, static_cast<std::size_t>(length));
    return {.status = ScanStatus::Whole, .frame = frame, .size = size};
}

std::string magicBytes()
{
    std::string magic;
    putHead(magic, kArray, 2);
    putHead(magic, kText, kSchema.size());
    magic += kSchema;
    putHead(magic, kUnsigned, kFormatVersion);
    return magic;
}

MagicScan scanMagic(Bytes bytes)
{
    const std::string expected = magicBytes();
    const Bytes fixed = bytesOf(expected).first(2 + kSchema.size());
    const std::size_t common = std::min(bytes.size(), fixed.size());
    if (!std::equal(
            fixed.begin(), fixed.begin() + static_cast<std::ptrdiff_t>(common), bytes.begin()))
        return {.status = ScanStatus::Damaged};
    if (bytes.size() < fixed.size())
        return {};
    Heads heads(bytes.subspan(fixed.size()));
    const std::uint64_t version = heads.next(kUnsigned);
    return {.status = heads.status(), .version = version, .size = fixed.size() + heads.at()};
}

} // namespace lockscope::recording
