// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>

namespace lockscope::io {

/// Something that was given is not what may be: an argument, a file, a stream, a place to write to.
/// The person can mend it. what() is one sentence (of the inner readers, its end) that names what
/// was given and what is allowed. The base of all such errors: both programs catch this type and
/// end with ExitCode::BadArguments; every other exception is a failure of ours or of the system.
class BadInput : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace lockscope::io
