// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/side_by_side.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace lockscope::simulation {

void sideBySide(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work)
{
    std::mutex mutex; // guards what follows
    std::size_t next = 0;
    std::exception_ptr problem;
    const auto takeTurns = [&]() noexcept {
        std::unique_lock hold(mutex);
        while (next < count && !problem) {
            const std::size_t mine = next++;
            hold.unlock();
            std::exception_ptr mineFailed;
            try {
                work(mine);
            } catch (...) {
                mineFailed = std::current_exception();
            }
            hold.lock();
            if (mineFailed && !problem)
                problem = std::move(mineFailed);
        }
    };
    const std::size_t most =
        threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::jthread> others;
    try {
        for (std::size_t other = 1; other < std::min(most, count); ++other)
            others.emplace_back(takeTurns);
    } catch (const std::system_error&) { // with those that there are
    } catch (const std::bad_alloc&) {
    }
    takeTurns();
    others.clear(); // joins
    if (problem)
        std::rethrow_exception(problem);
}

} // namespace lockscope::simulation
