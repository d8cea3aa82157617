// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockscope::simulation {

/// How a machine is put together, each figure per part of the one before.
struct Topology
{
    int boards = 1; ///< groups of sockets with an interconnect between them
    int sockets = 1; ///< on a board
    int caches = 1; ///< last-level caches of a socket
    int cores = 1; ///< that share a cache
    int threads = 1; ///< hardware threads of a core

    [[nodiscard]] int perBoard() const { return sockets * caches * cores * threads; }
    [[nodiscard]] int cpus() const { return boards * perBoard(); }
    friend bool operator==(const Topology&, const Topology&) = default;
};

/// What things cost, ns unless it says otherwise.
struct Costs
{
    double localOp = 0; ///< an atomic read-modify-write of a line that the core has
    double pass = 0; ///< the rest of a pass: the call, its branches, the book-keeping
    double fastPass = 0; ///< a whole pass by loads alone
    double loop = 1; ///< a worker's loop around a call, where there is no other work to hide it

    // A line that another CPU changed last, on its way to one that wants to change it. For a line
    // that many want at once: what each of them adds.
    double lineCore = 0; ///< from the core's other hardware thread
    double lineCache = 0; ///< from a core that shares the last-level cache
    double lineSocket = 0; ///< from another cache of the socket
    double lineAcross = 0; ///< from another socket of the board
    double lineFar = 0; ///< from another board

    /// How long the request for a line that nobody else wants takes to reach it, in journeys of the
    /// line.
    double requestWays = 1;

    /// What it takes beyond the line's journey until the next in a line, who spins on it, sees that
    /// the lock is handed on. 0: the journey is all.
    double handOver = 0;

    double systemCall = 0; ///< a futex call that finds nothing to do
    double futexQueue =
        0; ///< how long the kernel's queue of a futex is held by a call that uses it
    double wake = 0; ///< what waking a sleeper costs the waker, beside the call
    double wakeUp = 0; ///< from the waking until the sleeper runs
    double park = 0; ///< going to sleep, until the CPU is free for others
    double threadSwitch = 0; ///< between threads on one CPU
    double timeSlice = 0; ///< for how long a thread keeps a CPU that others wait for

    double channel = 0; ///< what a task from the channel keeps the channel busy for
    double nativeCall = 0; ///< the faithful call's own work on the native side
    double callbackCall = 0; ///< and on the runtime side

    double siblingFactor = 1; ///< how much longer work takes while both threads of a core work

    friend bool operator==(const Costs&, const Costs&) = default;
};

/// How well a calibration knows its machine.
struct Accuracy
{
    /// By the name of a cost that was measured: half of its 95 % interval over the rounds of the
    /// calibration, as a share of it, 0 to kMostScatter. What was assumed has none.
    std::map<std::string, double> scatter;
    /// The largest factor, either way, between what was simulated and what was measured when the
    /// calibration tried itself, 1 to kMostMissed; none: it was not tried.
    std::optional<double> missed;
    friend bool operator==(const Accuracy&, const Accuracy&) = default;
};
inline constexpr double kMostScatter = 10;
inline constexpr double kMostMissed = 1e6;

/// A machine to simulate: a value.
struct Machine
{
    std::string id;
    std::string label; ///< for people
    std::string source; ///< where the costs are from
    Topology topology;
    Costs costs;
    /// Taking a free lock costs no journey of its line, as in the theory of queues.
    bool freeLockIsNear = false;
    std::optional<Accuracy> accuracy = std::nullopt; ///< of a calibrated one; none: not known

    friend bool operator==(const Machine&, const Machine&) = default;
};

inline constexpr int kMaxCpus = 1024;
inline constexpr double kMaxCostNs = 1e9;

/// A cost by its name in files, where it stands, and the most that is allowed.
struct CostField
{
    std::string_view name;
    double Costs::*member;
    double low = 0;
    double high = kMaxCostNs;
};
[[nodiscard]] std::span<const CostField> costFields();

/// A level of the topology by its name in files.
struct TopologyField
{
    std::string_view name;
    int Topology::*member;
};
[[nodiscard]] std::span<const TopologyField> topologyFields();

/// Throws lab::ConfigError: an empty or too large topology, a cost that is out of its range.
/// `place` says in the sentence where it is from, with a space behind.
void validate(const Machine& machine, const std::string& place = {});

/// Sets the journey of a line to one cost between all CPUs, which has no scatter.
void setTransfer(Machine& machine, double ns);

/// The machines that come with Lockscope; "this" is not among them.
[[nodiscard]] std::span<const Machine> presets();

/// The preset of an id; null when there is none.
[[nodiscard]] const Machine* findPreset(std::string_view id);

} // namespace lockscope::simulation
