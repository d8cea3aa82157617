// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/machine.h"

#include "core/lab/lab_config.h"

#include <cstdint>

#include <fmt/format.h>

namespace lockscope::simulation {

std::span<const CostField> costFields()
{
    static constexpr std::array kFields{
        CostField{"local_op_ns", &Costs::localOp},
        CostField{"pass_ns", &Costs::pass},
        CostField{"fast_pass_ns", &Costs::fastPass},
        CostField{"loop_ns", &Costs::loop, 0.01},
        CostField{"line_core_ns", &Costs::lineCore},
        CostField{"line_cache_ns", &Costs::lineCache},
        CostField{"line_socket_ns", &Costs::lineSocket},
        CostField{"line_across_ns", &Costs::lineAcross},
        CostField{"line_far_ns", &Costs::lineFar},
        CostField{"request_ways", &Costs::requestWays, 0, 100},
        CostField{"hand_over_ns", &Costs::handOver},
        CostField{"system_call_ns", &Costs::systemCall},
        CostField{"futex_queue_ns", &Costs::futexQueue},
        CostField{"wake_ns", &Costs::wake},
        CostField{"wake_up_ns", &Costs::wakeUp},
        CostField{"park_ns", &Costs::park},
        CostField{"thread_switch_ns", &Costs::threadSwitch},
        CostField{"time_slice_ns", &Costs::timeSlice, 1000},
        CostField{"channel_ns", &Costs::channel},
        CostField{"native_call_ns", &Costs::nativeCall},
        CostField{"callback_call_ns", &Costs::callbackCall},
        CostField{"sibling_factor", &Costs::siblingFactor, 1, 100},
    };
    return kFields;
}

std::span<const TopologyField> topologyFields()
{
    static constexpr std::array kFields{
        TopologyField{"boards", &Topology::boards},
        TopologyField{"sockets", &Topology::sockets},
        TopologyField{"caches", &Topology::caches},
        TopologyField{"cores", &Topology::cores},
        TopologyField{"threads", &Topology::threads},
    };
    return kFields;
}

void validate(const Machine& machine, const std::string& place)
{
    std::int64_t cpus = 1;
    for (const TopologyField& field : topologyFields()) {
        const int count = machine.topology.*field.member;
        if (count < 1 || count > kMaxCpus)
            throw lab::ConfigError("machine",
                                   fmt::format("{}with {} {}", place, count, field.name),
                                   fmt::format("1 to {} {}", kMaxCpus, field.name));
        cpus *= count;
    }
    if (cpus > kMaxCpus)
        throw lab::ConfigError("machine",
                               fmt::format("{}with {} CPUs", place, cpus),
                               fmt::format("1 to {} CPUs", kMaxCpus));
    for (const CostField& field : costFields()) {
        const double value = machine.costs.*field.member;
        if (!(value >= field.low && value <= field.high)) // also for no number
            throw lab::ConfigError("machine",
                                   fmt::format("{}with {} {}", place, field.name, value),
                                   fmt::format("{} {} to {}", field.name, field.low, field.high));
    }
    if (!machine.accuracy)
        return;
    for (const auto& [name, share] : machine.accuracy->scatter)
        if (!(share >= 0 && share <= kMostScatter))
            throw lab::ConfigError("machine",
                                   fmt::format("{}with a scatter of {} {}", place, name, share),
                                   fmt::format("a scatter of 0 to {}", kMostScatter));
    if (const double missed = machine.accuracy->missed.value_or(1);
        !(missed >= 1 && missed <= kMostMissed))
        throw lab::ConfigError("machine",
                               fmt::format("{}with missed {}", place, missed),
                               fmt::format("missed 1 to {}", kMostMissed));
}

void setTransfer(Machine& machine, double ns)
{
    for (double Costs::*line : {&Costs::lineCore,
                                &Costs::lineCache,
                                &Costs::lineSocket,
                                &Costs::lineAcross,
                                &Costs::lineFar})
        machine.costs.*line = ns;
    if (machine.accuracy)
        for (const char* name :
             {"line_core_ns", "line_cache_ns", "line_socket_ns", "line_across_ns", "line_far_ns"})
            machine.accuracy->scatter.erase(name);
}

const Machine* findPreset(std::string_view id)
{
    for (const Machine& machine : presets())
        if (machine.id == id)
            return &machine;
    return nullptr;
}

} // namespace lockscope::simulation
