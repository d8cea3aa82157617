// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/write_fully.h"

#include <cerrno>
#include <cstddef>

#include <poll.h>
#include <unistd.h>

namespace lockscope::io {

int writeFully(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN)
        { // whoever started us made its end of a pipe or terminal non-blocking
            pollfd room{.fd = file, .events = POLLOUT, .revents = 0};
            poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

} // namespace lockscope::io
