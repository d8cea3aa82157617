// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/probe.h"
#include "core/workload/worker_loop.h"

#include <atomic>
#include <concepts>
#include <cstddef>
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
namespace lockscope::guards {

/// What a context function fills in, when it finds a 0: the context of the native caller, handed on
/// by pass(). When it finds a context, it lets go of that one, see leave().
struct ContextArgument
{
    std::uintptr_t context = 0;
};

using ContextFunction = void (*)(ContextArgument*);

/// The contract's shape; pass() runs `critical` under the lock if it takes the lock at all.
template<class G>
concept Guard = std::default_initializable<G> && requires(G guard,
                                                          const G& constGuard,
                                                          measure::NullProbe& nullProbe,
                                                          measure::LiveProbe& liveProbe,
                                                          const workload::NoCriticalWork& nothing,
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

/// A lock as the standard's BasicLockable requirements have it. It tells whether a caller has to
/// wait, by a `try_lock` (Lockable) or by `enter` and `await` (probe.h): so every wait is timed,
/// and nothing but waits.
///
/// One that knows readers from writers has its readers' side there, and `lock_alone` and
/// `unlock_alone` for a writer.
template<class L>
concept Lock = std::default_initializable<L> && measure::Timeable<L> && requires(L lock)
{
    lock.lock();
    lock.unlock();
};

/// Tries to take a lock as a caller does, and lets it go again: whether that was possible.
template<measure::HasTry L>
[[nodiscard]] bool tryAndLetGo(L& lock)
{
    const bool held = lock.try_lock();
    if (held)
        lock.unlock();
    return held;
}

/// Holds a lock so that nobody else holds it: as writer, where it knows one.
template<Lock L>
class HoldAlone
{
public:
    explicit HoldAlone(L& lock)
        : m_lock(lock)
    {
        if constexpr (kSharable)
            m_lock.lock_alone();
        else
            m_lock.lock();
    }
    HoldAlone(const HoldAlone&) = delete;
    HoldAlone& operator=(const HoldAlone&) = delete;
    ~HoldAlone()
    {
        if constexpr (kSharable)
            m_lock.unlock_alone();
        else
            m_lock.unlock();
    }

private:
    static constexpr bool kSharable = requires(L lock) { lock.lock_alone(); };
    L& m_lock;
};

/// One field of a guard's state: on a cache line of its own when padded.
template<class T, bool Padded>
struct Field
{
    T value{};
};

template<class T>
struct alignas(measure::kCacheLine) Field<T, true>
{
    T value{};
};

/// How callers wait for initialisation behind a lock that has no condition of its own: they let the
/// lock go and wait on the flag itself (C++20 atomic wait: a short spin, then asleep).
template<class L>
class InitialisationCondition
{
public:
    /// Called and returns with the lock held; `done` is not 0 on return.
    void wait(L& lock, const std::atomic<int>& done)
    {
        lock.unlock();
        done.wait(0, std::memory_order_acquire); // pairs with notify's release store of 1
        lock.lock();
    }

    /// After `done` was set.
    void broadcast(std::atomic<int>& done) { done.notify_all(); }
};

/// Asks the context function, outside the lock; 0 without one.
[[nodiscard]] inline std::uintptr_t askContext(ContextFunction function)
{
    if (function == nullptr)
        return 0;
    ContextArgument argument;
    function(&argument);
    return argument.context;
}

/// Has the context function let go of a context, outside the lock, if there are both.
inline void releaseContext(ContextFunction function, std::uintptr_t context)
{
    if (context == 0 || function == nullptr)
        return;
    ContextArgument argument{context};
    function(&argument);
}

} // namespace lockscope::guards
