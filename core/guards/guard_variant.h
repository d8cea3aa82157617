// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/guards/fast_path_guard.h"
#include "core/guards/guard_state.h"
#include "core/guards/lock.h"
#include "core/guards/mutex_guard.h"
#include "core/guards/once_guard.h"
#include "core/measure/cache_line.h"
#include "core/workload/guard.h"
#include "core/workload/worker_loop.h"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace lockscope::guards {

/// A guard whose type is forgotten: made, initialised and handed to a loop that was compiled for
/// it. The virtual calls are for the rare things; pass() is not among them.
class GuardBox
{
public:
    GuardBox() = default;
    GuardBox(const GuardBox&) = delete;
    GuardBox& operator=(const GuardBox&) = delete;
    virtual ~GuardBox() = default;

    virtual void notify() = 0;
    virtual void setContextFunction(ContextFunction function) = 0;
    [[nodiscard]] virtual ContextFunction contextFunction() const = 0;
    /// One pass from outside a loop; the caller belongs to the calling thread.
    virtual std::uintptr_t pass(measure::LiveProbe& caller,
                                const std::function<void()>& critical) = 0;
    /// The other end of that pass.
    virtual void leave(measure::LiveProbe& caller, std::uintptr_t context) = 0;
    /// Tries to take the lock, as a caller would, and lets it go again: whether that was possible.
    /// None for a guard without a try.
    virtual std::optional<bool> tryOnce() = 0;
    /// What the run functions of the same variant take.
    [[nodiscard]] virtual void* guard() = 0;
};

using RunFunction = void (*)(void* guard, workload::WorkerFrame& frame);
using LoopsBySource = std::array<RunFunction, workload::kTaskSourceNames.size()>;
using LoopsByWorkload = std::array<LoopsBySource, workload::kKindNames.size()>;

/// A lock kind, with or without fast path, padded or not: how it is made, and its loops by
/// [with probe][workload][task source].
struct GuardVariant
{
    std::unique_ptr<GuardBox> (*make)();
    std::array<LoopsByWorkload, 2> run;

    [[nodiscard]] RunFunction loop(bool probe,
                                   workload::Kind kind,
                                   workload::TaskSourceKind source) const
    {
        return run[probe ? 1 : 0][static_cast<std::size_t>(kind)][static_cast<std::size_t>(source)];
    }
};

template<workload::Guard G>
class GuardBoxOf final : public GuardBox
{
public:
    void notify() override { m_guard.notify(); }
    void setContextFunction(ContextFunction function) override
    {
        m_guard.setContextFunction(function);
    }
    [[nodiscard]] ContextFunction contextFunction() const override
    {
        return m_guard.contextFunction();
    }
    std::uintptr_t pass(measure::LiveProbe& caller, const std::function<void()>& critical) override
    {
        return m_guard.pass(caller, critical);
    }
    void leave(measure::LiveProbe& caller, std::uintptr_t context) override
    {
        m_guard.leave(caller, context);
    }
    std::optional<bool> tryOnce() override
    {
        if constexpr (requires { m_guard.tryOnce(); })
            return m_guard.tryOnce();
        return std::nullopt;
    }
    [[nodiscard]] void* guard() override { return &m_guard; }

private:
    alignas(measure::kCacheLine) G m_guard; // unpadded or not, it begins a line
};

template<class G, class Probe, template<class, class> class Call>
inline constexpr LoopsBySource kLoopsBySource{
    &workload::runWorker<G, Probe, Call, workload::ChannelTasks>,
    &workload::runWorker<G, Probe, Call, workload::CountedTasks>,
    &workload::runWorker<G, Probe, Call, workload::OwnTasks>};

template<class G, class Probe>
inline constexpr LoopsByWorkload kLoopsByWorkload{kLoopsBySource<G, Probe, workload::CgoCall>,
                                                  kLoopsBySource<G, Probe, workload::EmptyCall>,
                                                  kLoopsBySource<G, Probe, workload::CustomCall>};

template<workload::Guard G>
inline constexpr GuardVariant kVariant{
    []() -> std::unique_ptr<GuardBox> { return std::make_unique<GuardBoxOf<G>>(); },
    {kLoopsByWorkload<G, measure::NullProbe>, kLoopsByWorkload<G, measure::LiveProbe>}};

/// The variants of a once-primitive, for its registry row.
template<Once O>
[[nodiscard]] const GuardVariant* onceVariantOf(bool fastPath, bool padding)
{
    if (fastPath)
        return padding ? &kVariant<OnceGuard<O, true, true>> : &kVariant<OnceGuard<O, true, false>>;
    return padding ? &kVariant<OnceGuard<O, false, true>> : &kVariant<OnceGuard<O, false, false>>;
}

/// The variants of a lock, for its registry row.
template<Lock L>
[[nodiscard]] const GuardVariant* variantOf(bool fastPath, bool padding)
{
    if (fastPath)
        return padding ? &kVariant<FastPathGuard<L, true>> : &kVariant<FastPathGuard<L, false>>;
    return padding ? &kVariant<MutexGuard<L, true>> : &kVariant<MutexGuard<L, false>>;
}

} // namespace lockscope::guards
