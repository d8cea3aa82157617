// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep_checkpoint.h"

#include "core/io/output_file.h"
#include "core/measure/host_facts.h"
#include "core/report/json.h"
#include "core/report/sweep_json.h"

#include <chrono>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

namespace lockscope::cli {

namespace {

bool isFile(const std::string& path)
{
    std::error_code ignored; // writing says what is wrong
    const auto status = std::filesystem::status(path, ignored);
    return !path.empty() && path != "-"
        && (!std::filesystem::exists(status) || std::filesystem::is_regular_file(status));
}

} // namespace

SweepCheckpoint::SweepCheckpoint(std::string file)
    : m_file(isFile(file) ? std::move(file) : "")
{}

void SweepCheckpoint::keep(const study::Sweep& soFar)
{
    constexpr std::chrono::seconds kApart{2};
    const auto now = measure::SteadyClock::now();
    if (m_file.empty() || (m_written && now - *m_written < kApart))
        return;
    const bool first = !m_written;
    try {
        io::writeFile(m_file, report::text(report::toJson(soFar, measure::readHostFacts())));
    } catch (const std::exception&) {
        if (first)
            throw;
    }
    m_written = now;
}

} // namespace lockscope::cli
