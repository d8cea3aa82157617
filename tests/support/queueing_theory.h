// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

/// What theory says of n CPUs that take one lock, each a mean time `outside` after it let it go,
/// held for a mean time `critical`, both exponential: acquisitions per unit of time.
namespace lockscope::test {

/// Exact mean-value analysis of a closed network with one queue and one delay (Reiser and
/// Lavenberg, "Mean-value analysis of closed multichain queuing networks", JACM 27, 1980): customer
/// n finds the queue as n - 1 leave it.
inline double meanValueAnalysis(int cpus, double outside, double critical)
{
    double queue = 0;
    double throughput = 0;
    for (int n = 1; n <= cpus; ++n) {
        const double response = critical * (1 + queue);
        throughput = n / (outside + response);
        queue = throughput * response;
    }
    return throughput;
}

/// The birth-death model of a ticket lock (Boyd-Wickizer et al., OLS 2012): with k CPUs holding or
/// waiting the next comes at the rate (n - k) / outside, and of k + 1 one is served at 1 /
/// (critical + transfer k / 2).
inline double ticketLockModel(int cpus, double outside, double critical, double transfer)
{
    std::vector<double> logs{
        0}; // of the weight of each number of contenders, which a double cannot hold
    for (int k = 0; k < cpus; ++k)
        logs.push_back(logs.back()
                       + std::log((cpus - k) / outside * (critical + transfer * k / 2)));
    const double largest = *std::max_element(logs.begin(), logs.end());
    double sum = 0;
    double served = 0;
    for (int k = 0; k <= cpus; ++k) {
        const double weight = std::exp(logs[static_cast<std::size_t>(k)] - largest);
        sum += weight;
        if (k > 0)
            served += weight / (critical + transfer * (k - 1) / 2);
    }
    return served / sum;
}

} // namespace lockscope::test
