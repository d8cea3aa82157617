// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/rounds.h"

#include "core/measure/clock.h"
#include "core/simulation/side_by_side.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
#include <random>

namespace lockscope::study {

namespace {

/// The order of a round depends on the seed and the round alone, so that a resumed study keeps it.
std::vector<std::size_t> orderOf(const RoundPlan& plan, std::size_t round)
{
    std::vector<std::size_t> order(plan.cells.size());
    std::iota(order.begin(), order.end(), 0U);
    if (plan.order == Order::Mirrored) {
        if (round % 4 == 1 || round % 4 == 2)
            std::reverse(order.begin(), order.end());
        return order;
    }
    std::seed_seq seeds{plan.seed & 0xFFFFFFFFU, plan.seed >> 32U, std::uint64_t{round}};
    std::mt19937_64 random(seeds);
    std::shuffle(order.begin(), order.end(), random);
    return order;
}

/// One pass over a plan. Thread-safe.
class Pass
{
public:
    Pass(const RoundPlan& plan, const PerformRun& perform, const RoundWatcher& watcher)
        : m_plan(plan)
        , m_perform(perform)
        , m_watcher(watcher)
        , m_begun(plan.done)
        , m_underWay(plan.cells.size())
        , m_begin(measure::SteadyClock::now())
    {
        m_begun.resize(plan.cells.size());
        m_done =
            static_cast<double>(std::accumulate(m_begun.begin(), m_begun.end(), std::size_t{0}));
        countToDo();
    }

    /// Does one run after another until none is left, or all is over.
    void takeTurns()
    {
        std::unique_lock hold(m_mutex);
        while (const auto cell = take()) {
            const std::size_t round = m_begun[*cell]++;
            ++m_underWay[*cell];
            hold.unlock();
            std::function<void()> keep;
            double reported = 0;
            try {
                keep = m_perform(
                    *cell, round, [&](double share) { return goesOn(*cell, share, reported); });
            } catch (...) {
                hold.lock();
                m_over = true;
                throw;
            }
            hold.lock();
            --m_underWay[*cell];
            m_shares -= reported;
            if (!keep) {
                m_over = true;
                m_cancelled = true;
                return;
            }
            ++m_done;
            ++m_ownRuns;
            try {
                keep();
            } catch (...) {
                m_over = true;
                throw;
            }
            countToDo();
        }
    }

    [[nodiscard]] std::size_t runsToDo() const { return static_cast<std::size_t>(m_toDo); }
    [[nodiscard]] bool cancelled() const { return m_cancelled; }

private:
    [[nodiscard]] bool needsRun(std::size_t cell) const
    {
        return m_plan.runsLeft(cell) > m_underWay[cell];
    }

    /// The next one; none when nothing is left to begin.
    [[nodiscard]] std::optional<std::size_t> take()
    {
        while (!m_over) {
            while (m_position < m_order.size()) {
                const std::size_t cell = m_order[m_position++];
                if (m_begun[cell] == m_round && needsRun(cell))
                    return cell;
            }
            std::optional<std::size_t> next; // the round of the cell that has had fewest runs
            for (std::size_t cell = 0; cell < m_begun.size(); ++cell)
                if (needsRun(cell))
                    next = std::min(next.value_or(m_begun[cell]), m_begun[cell]);
            if (!next)
                break;
            m_round = *next;
            m_order = orderOf(m_plan, m_round);
            m_position = 0;
        }
        return std::nullopt;
    }

    /// What the cells will need is counted between runs, not while one is under way, where it would
    /// take time from what is measured.
    void countToDo()
    {
        m_toDo = 0;
        for (std::size_t cell = 0; cell < m_plan.cells.size(); ++cell)
            m_toDo += m_plan.runsLeft(cell);
    }

    /// `share` of a run that is under way, of which `reported` is counted already.
    [[nodiscard]] bool goesOn(std::size_t cell, double share, double& reported)
    {
        const std::lock_guard hold(m_mutex);
        m_shares += share - reported;
        reported = share;
        if (m_over || !m_watcher)
            return !m_over;
        const double toDo = std::max(0.0, m_toDo - m_shares);
        const double done = m_done + m_shares;
        if (done + toDo > 0)
            m_share = std::max(m_share, std::min(1.0, done / (done + toDo)));
        using FractionalNs = std::chrono::duration<double, std::nano>;
        const FractionalNs gone = measure::SteadyClock::now() - m_begin;
        const FractionalNs each =
            m_ownRuns > 0 ? gone / (m_ownRuns + m_shares) : FractionalNs(m_plan.runLength);
        m_over =
            !m_watcher({.share = m_share,
                        .left = std::chrono::duration_cast<std::chrono::nanoseconds>(toDo * each),
                        .now = m_plan.cells[cell]});
        m_cancelled = m_over;
        return !m_over;
    }

    const RoundPlan& m_plan;
    const PerformRun& m_perform;
    const RoundWatcher& m_watcher;
    std::mutex m_mutex; ///< guards what follows, and calls of watcher and of what keeps results
    std::vector<std::size_t> m_begun; ///< runs of each cell, those done before among them
    std::vector<int> m_underWay; ///< runs of each cell
    std::size_t m_round = 0;
    std::vector<std::size_t> m_order; ///< of the round
    std::size_t m_position = 0; ///< in it
    bool m_over = false; ///< nothing more is begun
    bool m_cancelled = false;
    measure::SteadyClock::time_point m_begin;
    double m_done = 0; ///< runs that have ended
    double m_toDo = 0; ///< and that are still needed
    double m_shares = 0; ///< of the runs under way, together
    int m_ownRuns = 0; ///< without those that were there before
    double m_share = 0;
};

} // namespace

bool runRounds(const RoundPlan& plan,
               const PerformRun& perform,
               const RoundWatcher& watcher,
               unsigned atOnce)
{
    Pass pass(plan, perform, watcher);
    // A thread takes turns until nothing is left; there are no more threads than runs.
    simulation::sideBySide(pass.runsToDo(), atOnce, [&pass](std::size_t) { pass.takeTurns(); });
    return !pass.cancelled();
}

} // namespace lockscope::study
