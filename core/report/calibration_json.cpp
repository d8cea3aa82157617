// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/calibration_json.h"

#include "core/io/output_file.h"
#include "core/report/json.h"
#include "core/simulation/machine_file.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

namespace lockscope::report {

nlohmann::ordered_json toJson(const simulation::Calibration& calibration,
                              const measure::HostFacts& host)
{
    nlohmann::ordered_json machine = simulation::toJson(calibration.machine);
    machine["measured"] = {{"costs", calibration.measured},
                           {"assumed", calibration.assumed},
                           {"host", toJson(host)},
                           {"quality", toJson(calibration.quality)}};
    return machine;
}

std::filesystem::path keepThisMachine(const simulation::Calibration& calibration,
                                      const measure::HostFacts& host)
{
    std::filesystem::path file = simulation::placeForThisMachine();
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error)
        throw std::runtime_error(fmt::format(
            "the folder {} could not be made: {}", file.parent_path().string(), error.message()));
    io::writeFile(file, text(toJson(calibration, host)));
    return file;
}

} // namespace lockscope::report
