// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/probe.h"

#include <concepts>
#include <cstdint>

/// Guards: what every call must pass before it may enter the runtime.
///
/// A guard holds a flag `done`, a context function and a lock.
///
/// | done | meaning                              | set by                         |
/// | ---- | ------------------------------------ | ------------------------------ |
/// | 0    | the runtime is not initialised       | construction                   |
/// | 1    | it is                                | notify()                       |
/// | 2    | the first caller has been through    | that caller, fast path only    |
///
/// A pass has two ends, as in Go: pass() before the callback, and leave() after it, where the
/// runtime lets go of the native caller's context (`_cgo_release_context`) and asks for the context
/// function again, by the same way as its getter: through the lock or past it. The workload `cgo`
/// does both.
///
/// `done` never falls. Callers that pass() while it is 0 wait, all of them, until notify(), and
/// none is lost. notify() may come at any time, once or more often.
///
/// Memory ordering: everything that a thread did before notify() is visible to a caller once pass()
/// has returned. The context function that pass() calls is the newest one that was set before
/// pass() began, or a newer one; for a caller that had to wait for initialisation, the newest one
/// set before notify(), or a newer one. setContextFunction() and contextFunction() may be called at
/// any time from any thread.
///
/// Invalid: destroying a guard while a caller is inside it; a context function that passes the same
/// guard again.
namespace lockscope::workload {

/// What a context function fills in, when it finds a 0: the context of the native caller, handed on
/// by pass(). When it finds a context, it lets go of that one, see leave().
struct ContextArgument
{
    std::uintptr_t context = 0;
};

using ContextFunction = void (*)(ContextArgument*);

/// Nothing to do under the lock.
struct NoCriticalWork
{
    void operator()() const {}
};

/// The contract's shape; pass() runs `critical` under the lock if it takes the lock at all.
template<class G>
concept Guard = std::default_initializable<G> && requires(G guard,
                                                          const G& constGuard,
                                                          measure::NullProbe& nullProbe,
                                                          measure::LiveProbe& liveProbe,
                                                          const NoCriticalWork& nothing,
                                                          ContextFunction function)
{
    {
        guard.pass(nullProbe, nothing)
        } -> std::same_as<std::uintptr_t>;
    {
        guard.pass(liveProbe, nothing)
        } -> std::same_as<std::uintptr_t>;
    {
        guard.leave(nullProbe, std::uintptr_t{})
        } -> std::same_as<void>;
    {
        guard.leave(liveProbe, std::uintptr_t{})
        } -> std::same_as<void>;
    {
        guard.notify()
        } -> std::same_as<void>;
    {
        guard.setContextFunction(function)
        } -> std::same_as<void>;
    {
        constGuard.contextFunction()
        } -> std::same_as<ContextFunction>;
    {
        G::kEveryPassMayWait
        } -> std::convertible_to<bool>; // not the first ones alone
};

} // namespace lockscope::workload
