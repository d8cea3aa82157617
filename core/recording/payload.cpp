// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recording/payload.h"

#include "core/io/limits.h"
#include "core/io/utf8.h"

#include <array>

#include <fmt/format.h>

namespace lockscope::recording {

namespace {

/// Goes over an item without recursion and refuses what the format does not use, before the
/// library, which recurses, sees it.
class Inspection
{
public:
    explicit Inspection(Bytes bytes)
        : m_bytes(bytes)
    {}

    void run()
    {
        std::array<std::uint64_t, kMaxDepth> left{}; // items still to come, by depth
        std::size_t depth = 0;
        for (;;) {
            const std::uint64_t inside = item();
            if (inside > 0) {
                if (depth == kMaxDepth)
                    throw PayloadError("it is nested too deeply");
                left[depth++] = inside;
                continue;
            }
            while (depth > 0 && --left[depth - 1] == 0)
                --depth;
            if (depth == 0)
                break;
        }
        if (m_at != m_bytes.size())
            throw PayloadError("something follows its item");
    }

private:
    [[nodiscard]] std::size_t rest() const { return m_bytes.size() - m_at; }
    [[nodiscard]] std::string_view textAt(std::size_t at, std::size_t size) const
    {
        return {reinterpret_cast<const char*>(m_bytes.data()) + at, size};
    }

    std::uint64_t argument(unsigned info)
    {
        if (info < 24)
            return info;
        if (info > 27)
            throw PayloadError("it has an item without a length");
        const std::size_t length = std::size_t{1} << (info - 24U);
        if (rest() < length)
            throw PayloadError("it ends in the middle of an item");
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value = value << 8U | m_bytes[m_at++];
        return value;
    }

    /// Passes one item's head, and its bytes; how many items are inside it.
    std::uint64_t item()
    {
        if (rest() == 0)
            throw PayloadError("it ends in the middle of an item");
        if (++m_items > io::limits::kItems)
            throw PayloadError(fmt::format("it has more than {} items", io::limits::kItems));
        const unsigned first = m_bytes[m_at++];
        const unsigned major = first >> 5U;
        const std::uint64_t value = argument(first & 0x1FU);
        switch (major) {
        case 0: // whole numbers
        case 1:
            return 0;
        case 2: // bytes and text
        case 3:
            if (value > rest())
                throw PayloadError("it has a text that is longer than itself");
            if (value > io::limits::kText)
                throw PayloadError(
                    fmt::format("it has a text of {} bytes, at most {}", value, io::limits::kText));
            if (major == 3 && !io::isUtf8(textAt(m_at, static_cast<std::size_t>(value))))
                throw PayloadError("it has a text that is not UTF-8");
            m_at += static_cast<std::size_t>(value);
            return 0;
        case 4: // arrays and maps: every item takes a byte at least
        case 5:
            if (value > rest())
                throw PayloadError("it has more items than bytes");
            if (major == 4)
                return value;
            if (value > io::limits::kJsonMembers)
                throw PayloadError(fmt::format(
                    "it has a map of {} entries, at most {}", value, io::limits::kJsonMembers));
            return 2 * value;
        case 7:
            return simple(first);
        default:
            throw PayloadError("it has a tag");
        }
    }

    static std::uint64_t simple(unsigned first)
    {
        constexpr std::array<unsigned, 6> kUsed{0xF4, 0xF5, 0xF6, 0xF9, 0xFA, 0xFB};
        for (const unsigned used : kUsed) // false, true, null and floats of three sizes
            if (first == used)
                return 0;
        throw PayloadError("it has an item of a kind that is not used");
    }

    Bytes m_bytes;
    std::size_t m_at = 0;
    std::size_t m_items = 0;
};

} // namespace

Cbor decodePayload(Bytes payload)
{
    Inspection(payload).run();
    Cbor json = Cbor::from_cbor(payload.begin(), payload.end(), true, false);
    if (json.is_discarded())
        throw PayloadError("it is not CBOR"); // a map with keys that are no texts
    return json;
}

std::string encodePayload(const Cbor& item)
{
    std::string bytes;
    Cbor::to_cbor(item, bytes);
    return bytes;
}

} // namespace lockscope::recording
