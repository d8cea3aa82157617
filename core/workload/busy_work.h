// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace lockscope::workload {

/// Busy work by the nanosecond: steps of lockscope_busy, counted out by a calibration so that doing
/// the work reads no clock. The scale is this machine's unloaded speed at the time of the
/// calibration; a CPU that slows down works longer.
class BusyWork
{
public:
    /// The scale of this process; the first call measures it (about 5 ms). Thread-safe.
    [[nodiscard]] static const BusyWork& instance();

    /// Steps that take so long; 0 for 0, at least 1 otherwise.
    [[nodiscard]] std::uint64_t stepsFor(std::int64_t ns) const;
    [[nodiscard]] double nsPerStep() const { return m_nsPerStep; }

private:
    BusyWork();
    double m_nsPerStep = 1;
    double m_overheadNs = 0; ///< of a call with no steps
};

} // namespace lockscope::workload
