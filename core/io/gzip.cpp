// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gzip.h"

#include <array>
#include <stdexcept>

#include <zlib.h>

namespace lockscope::io {

namespace {

[[noreturn]] void fail()
{
    throw std::runtime_error("the data could not be compressed: zlib had not enough memory");
}

class Deflate
{
public:
    Deflate()
    {
        constexpr int kLargestWindow = 15;
        constexpr int kGzipHeader = 16; // added to the window
        constexpr int kUsualMemory = 8;
        if (deflateInit2(&stream,
                         Z_DEFAULT_COMPRESSION,
                         Z_DEFLATED,
                         kLargestWindow + kGzipHeader,
                         kUsualMemory,
                         Z_DEFAULT_STRATEGY)
            != Z_OK)
            fail();
    }
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;
    ~Deflate() { deflateEnd(&stream); }

    z_stream stream{};
};

} // namespace

std::string gzipped(std::string_view content)
{
    constexpr std::size_t kPiece = 1U << 30U; // zlib counts in 32 bits
    Deflate deflater;
    std::string result;
    std::array<char, 65536> buffer{};
    int status = Z_OK;
    do {
        const std::string_view piece = content.substr(0, kPiece);
        content.remove_prefix(piece.size());
        // zlib reads what stands there and leaves it, but its type has no const.
        deflater.stream.next_in =
            reinterpret_cast<Bytef*>(const_cast<char*>(piece.data())); // NOLINT
        deflater.stream.avail_in = static_cast<uInt>(piece.size());
        do {
            deflater.stream.next_out = reinterpret_cast<Bytef*>(buffer.data()); // NOLINT
            deflater.stream.avail_out = static_cast<uInt>(buffer.size());
            status = deflate(&deflater.stream, content.empty() ? Z_FINISH : Z_NO_FLUSH);
            if (status == Z_STREAM_ERROR)
                fail();
            result.append(buffer.data(), buffer.size() - deflater.stream.avail_out);
        } while (deflater.stream.avail_out == 0);
    } while (status != Z_STREAM_END);
    return result;
}

} // namespace lockscope::io
