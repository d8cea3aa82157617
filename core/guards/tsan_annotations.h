// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

/// For locks whose inside ThreadSanitizer cannot see (inline assembly, libraries that were built
/// without it): says what order the lock makes. Nothing in any other build.
namespace lockscope::guards {

/// The caller holds the lock, after everything that its last holder did.
inline void taken([[maybe_unused]] void* lock)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(lock);
#endif
}

/// The caller is about to let the lock go.
inline void aboutToRelease([[maybe_unused]] void* lock)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_release(lock);
#endif
}

} // namespace lockscope::guards
