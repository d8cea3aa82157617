// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/provenance.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace lockscope::exporters {

/// The parts of a profile in pprof's format, told one after another; then its bytes. Each text and
/// each frame is in it once. For one thread.
class PprofProfile
{
public:
    /// What is measured, "delay" in "nanoseconds", and the one that is shown first.
    using Types = std::vector<std::pair<const char*, const char*>>;
    using Labels = std::vector<std::pair<const char*, std::string>>;

    PprofProfile(const Types& types, const char* shownFirst, const measure::Provenance& provenance);

    /// The number of a function and line; an empty file and line 0 are not known.
    [[nodiscard]] std::uint64_t frame(const std::string& name,
                                      const std::string& file = {},
                                      std::uint32_t line = 0);
    /// Innermost frame first; a value for each type.
    void sample(const std::vector<std::uint64_t>& stack,
                const std::vector<std::uint64_t>& values,
                const Labels& labels);
    void comment(const std::string& text);
    void duration(std::chrono::nanoseconds length);

    /// All of it, not compressed; the last call.
    [[nodiscard]] std::string bytes();

private:
    [[nodiscard]] std::int64_t text(const std::string& text);
    [[nodiscard]] std::string valueType(const char* type, const char* unit);
    void addMapping(const measure::Provenance& provenance);

    std::string m_bytes;
    std::map<std::string, std::int64_t> m_numbers;
    std::vector<std::string> m_texts;
    /// Location and function, by name, file and line.
    std::map<std::tuple<std::string, std::string, std::uint32_t>, std::uint64_t> m_frames;
};

} // namespace lockscope::exporters
