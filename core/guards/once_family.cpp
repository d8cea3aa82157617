// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/guards/families.h"
#include "core/guards/guard_variant.h"
#include "core/guards/once_primitives.h"

namespace lockscope::guards {

namespace {

constexpr std::string_view kFamily = "Once";
constexpr GuardTraits kTraits{.exclusive = false, .blocks = true};

constexpr GuardRow kRows[]{
    {.id = "call-once",
     .label = "std::call_once",
     .description =
         "Callers wait for the runtime in std::call_once, the first inside it, the others for "
         "the first, asleep; once it is done a pass is its check of a flag, and nobody is "
         "kept out; 4 bytes.",
     .ordering =
         "The return of the call that ran the function synchronises with the return of every "
         "other (C++20, 32.6.7.2).",
     .family = kFamily,
     .traits = kTraits,
     .model = "once",
     .variant = &onceVariantOf<StdCallOnce>},
    {.id = "pthread-once",
     .label = "pthread_once",
     .description =
         "As std::call_once by the C library's pthread_once: waiters sleep in the kernel until "
         "the first is through; then a pass is a call and one load; 4 bytes.",
     .ordering =
         "POSIX has the function's effects done before any return; glibc reads its word with "
         "acquire.",
     .family = kFamily,
     .traits = kTraits,
     .model = "once",
     .variant = &onceVariantOf<PosixOnce>},
    {.id = "function-static",
     .label = "Function-local static",
     .description =
         "What a compiler makes of a static variable in a function: one load of a byte once it "
         "is initialised, before that the C++ runtime's guard, in which callers sleep; "
         "8 bytes.",
     .ordering =
         "The byte is loaded with acquire, and stored with release when the initialisation is "
         "done (Itanium C++ ABI, 3.3.3).",
     .family = kFamily,
     .traits = kTraits,
     .model = "once",
     .variant = &onceVariantOf<FunctionStatic>},
};

} // namespace

std::span<const GuardRow> onceFamily()
{
    return kRows;
}

} // namespace lockscope::guards
