// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/lane_order.h"

#include "ui/words/state_text.h"
#include "ui/words/text.h"

#include <QStringList>

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace lockscope::ui {

namespace {

std::optional<double> figureOf(const WorkerSum& sum, LaneSort sort)
{
    switch (sort) {
    case LaneSort::Wait:
        return sum.waitNs;
    case LaneSort::CpuTime:
        return sum.cpuNs;
    case LaneSort::Calls:
        return sum.calls;
    case LaneSort::Number:
        break;
    }
    return std::nullopt;
}

bool wasIn(const WorkerSum& sum, measure::State state)
{
    const auto states = sum.states();
    return states && (*states)[state] >= LaneChoice::kInState;
}

/// Whether it was in a state whose name begins so; a few letters more often are those of a name
/// that is being typed.
bool wasInStateOf(const QString& part, const WorkerSum& sum, measure::Subject subject)
{
    constexpr int kFewestLetters = 3;
    return part.size() >= kFewestLetters
        && std::any_of(measure::kStates.begin(), measure::kStates.end(), [&](measure::State state) {
               return (toQString(measure::stateName(state, subject))
                           .startsWith(part, Qt::CaseInsensitive)
                       || stateText(state, subject).startsWith(part, Qt::CaseInsensitive))
                   && wasIn(sum, state);
           });
}

/// One of the parts of a text between commas.
bool isNamedBy(const QString& part,
               std::uint32_t worker,
               const WorkerSum& sum,
               const ThreadNames& names)
{
    bool isNumber = false;
    const auto tid = names.tid(worker);
    const std::uint32_t own = tid ? static_cast<std::uint32_t>(*tid) : worker;
    const std::uint32_t number = part.toUInt(&isNumber);
    if (isNumber)
        return number == own;
    const QStringList ends = part.split('-');
    bool isFirst = false;
    bool isLast = false;
    if (ends.size() == 2) {
        const std::uint32_t first = ends[0].trimmed().toUInt(&isFirst);
        const std::uint32_t last = ends[1].trimmed().toUInt(&isLast);
        if (isFirst && isLast)
            return own >= first && own <= last;
    }
    return names.name(worker).contains(part, Qt::CaseInsensitive)
        || wasInStateOf(part, sum, names.subject());
}

/// Threads that ended and were there for less than so many seconds ended soon: a tenth of what the
/// one was that was there longest.
double leastOf(const std::vector<WorkerSum>& sums)
{
    constexpr double kLittle = 0.1;
    double longest = 0;
    for (const WorkerSum& sum : sums)
        longest = std::max(longest, sum.seconds);
    return kLittle * longest;
}

bool endedSoon(const WorkerSum& sum, double least)
{
    return !sum.atEnd && sum.seconds < least;
}

} // namespace

bool isNamed(const QString& text,
             std::uint32_t worker,
             const WorkerSum& sum,
             const ThreadNames& names)
{
    bool any = false;
    for (const QString& each : text.split(',')) {
        const QString part = each.trimmed();
        if (part.isEmpty())
            continue;
        if (isNamedBy(part, worker, sum, names))
            return true;
        any = true;
    }
    return !any;
}

LaneOrder laneOrder(const std::vector<WorkerSum>& sums,
                    const LaneChoice& choice,
                    const ThreadNames& names)
{
    LaneOrder order;
    std::vector<std::uint32_t>& lanes = order.lanes;
    lanes.resize(sums.size());
    std::iota(lanes.begin(), lanes.end(), 0U);
    const bool ofProgram = names.subject() == measure::Subject::Program;
    if (choice == LaneChoice() && !ofProgram)
        return order;
    const auto isPinned = [&choice](std::uint32_t worker) {
        return choice.pinned.contains(worker);
    };
    std::erase_if(lanes, [&](std::uint32_t worker) {
        if (isPinned(worker))
            return false;
        return (ofProgram && sums[worker].seconds == 0)
            || (choice.hidesIdle && sums[worker].onlyIdled())
            || (choice.state && !wasIn(sums[worker], *choice.state))
            || !isNamed(choice.text, worker, sums[worker], names);
    });
    if (ofProgram && choice.hidesEnded && lanes.size() > LaneChoice::kFewLanes) {
        const double least = leastOf(sums);
        order.ended = std::erase_if(lanes, [&](std::uint32_t worker) {
            return !isPinned(worker) && endedSoon(sums[worker], least);
        });
    }
    if (choice.sort != LaneSort::Number)
        std::stable_sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
            return figureOf(sums[a], choice.sort).value_or(-1)
                > figureOf(sums[b], choice.sort).value_or(-1);
        });
    else if (ofProgram)
        std::stable_partition(
            lanes.begin(), lanes.end(), [&](std::uint32_t worker) { return sums[worker].atEnd; });
    std::stable_partition(lanes.begin(), lanes.end(), isPinned);
    return order;
}

bool hasGoneLane(const LaneOrder& order,
                 const std::vector<WorkerSum>& sums,
                 const LaneChoice& choice)
{
    const bool hides =
        choice.hidesEnded && order.lanes.size() + order.ended > LaneChoice::kFewLanes;
    const double least = hides ? leastOf(sums) : 0;
    return std::any_of(order.lanes.begin(), order.lanes.end(), [&](std::uint32_t worker) {
        return worker < sums.size() && !choice.pinned.contains(worker)
            && (sums[worker].seconds == 0 || (hides && endedSoon(sums[worker], least)));
    });
}

std::vector<std::uint32_t> laneOrder(const Snapshots& snapshots,
                                     const TimeRange& range,
                                     const LaneChoice& choice,
                                     std::size_t workers,
                                     const ThreadNames& names)
{
    const std::size_t count = workers > 0 ? workers : workersIn(snapshots, range);
    return laneOrder(workerSums(snapshots, range, count), choice, names).lanes;
}

} // namespace lockscope::ui
