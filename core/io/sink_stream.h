// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <ostream>
#include <streambuf>
#include <string_view>

namespace lockscope::io {

/// A stream whose bytes go to a function, some 64 KiB at a time. What the function throws comes out
/// of the operation on the stream that brought it about, so that a full disk ends an export in the
/// middle, with its reason. For one thread.
class SinkStream : private std::streambuf
{
public:
    using Sink = std::function<void(std::string_view bytes)>;

    explicit SinkStream(Sink sink)
        : m_sink(std::move(sink))
    {
        setp(m_buffer.data(), m_buffer.data() + m_buffer.size());
        m_stream.exceptions(std::ios::badbit | std::ios::failbit);
    }

    [[nodiscard]] std::ostream& stream() { return m_stream; }

    /// Hands over what is still here. To be called at the end: a destructor could not say what
    /// failed.
    void flush() { m_stream.flush(); }

private:
    int_type overflow(int_type next) override
    {
        sync();
        if (!traits_type::eq_int_type(next, traits_type::eof()))
            sputc(traits_type::to_char_type(next));
        return traits_type::not_eof(next);
    }

    int sync() override
    {
        const std::string_view bytes(pbase(), static_cast<std::size_t>(pptr() - pbase()));
        setp(m_buffer.data(), m_buffer.data() + m_buffer.size());
        if (!bytes.empty())
            m_sink(bytes);
        return 0;
    }

    Sink m_sink;
    std::array<char, 65536> m_buffer{};
    std::ostream m_stream{this};
};

} // namespace lockscope::io
