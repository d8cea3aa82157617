// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <utility>

#include <cxxabi.h>
#include <pthread.h>

namespace lockscope::guards {

class StdCallOnce
{
public:
    template<class Function>
    void run(Function&& function)
    {
        std::call_once(m_flag, std::forward<Function>(function));
    }

private:
    std::once_flag m_flag;
};

class PosixOnce
{
public:
    template<class Function>
    void run(Function&& function)
    {
        // pthread_once takes a function without an argument: what it shall run is this thread's.
        t_call = {
            [](void* pointer) { (*static_cast<std::remove_reference_t<Function>*>(pointer))(); },
            &function};
        pthread_once(&m_once, [] { t_call.run(t_call.function); });
    }

private:
    struct Call
    {
        void (*run)(void*);
        void* function;
    };
    static inline thread_local Call t_call{};

    pthread_once_t m_once = PTHREAD_ONCE_INIT;
};

/// What a compiler makes of `static T t = ...;` in a function (Itanium C++ ABI, 3.3.3), with the
/// guard variable in an object, so that there can be a fresh one.
class FunctionStatic
{
public:
    template<class Function>
    void run(Function&& function)
    {
        // The ABI has the compiler look at the first byte itself, with acquire, before it calls
        // out.
        if (__atomic_load_n(reinterpret_cast<std::uint8_t*>(&m_guard), __ATOMIC_ACQUIRE) != 0)
            [[likely]]
            return;
        if (abi::__cxa_guard_acquire(&m_guard) == 0)
            return;
        function();
        abi::__cxa_guard_release(&m_guard);
    }

private:
    abi::__guard m_guard{};
};

} // namespace lockscope::guards
