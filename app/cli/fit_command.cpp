// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/export/fit_json.h"
#include "core/scaling/usl_fit.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace lockscope::cli {

namespace {

scaling::Curve read(const std::string& path)
{
    if (path == "-")
        return scaling::readCurve(std::cin, "standard input");
    std::ifstream file(path);
    if (!file)
        throw scaling::CurveError(fmt::format("{}: {}", path, std::strerror(errno)));
    return scaling::readCurve(file, path);
}

void print(const char* name, const scaling::Coefficient& coefficient)
{
    fmt::print("{:<10}{:<14.6g}", name, coefficient.value);
    if (coefficient.se)
        fmt::print("± {:<12.3g} {:.6g} to {:.6g}", *coefficient.se, *coefficient.low, *coefficient.high);
    fmt::print("\n");
}

void print(const scaling::UslFit& fit, const scaling::Curve& curve)
{
    fmt::print("X(N) = gamma N / (1 + alpha (N - 1) + beta N (N - 1)), {} points; ± standard error, and 95 % "
               "confidence interval\n\n",
               curve.size());
    print("alpha", fit.alpha);
    print("beta", fit.beta);
    print("gamma", fit.gamma);
    fmt::print("{:<10}{:.5f}\n", "R2", fit.r2);
    if (const auto peak = fit.nStar())
        fmt::print("{:<10}N = {:.1f}: throughput {:.5g}; it falls from there on\n", "peak", *peak,
                   *fit.predict(*peak));
    if (const auto limit = fit.limit())
        fmt::print("{:<10}{:.5g}: what contention alone would let it grow to\n", "limit", *limit);
    fmt::print("{:<10}{}, by AIC:", "law", scaling::lawName(fit.best));
    for (const scaling::Law law : scaling::kLaws)
        fmt::print(" {} {:.1f}", scaling::lawName(law), fit[law].aic);
    fmt::print("\n");
    for (const std::string& remark : fit.remarks)
        fmt::print("{:<10}{}\n", "remark", remark);
    for (const std::string& reason : fit.reasons)
        fmt::print("does not fit, because {}\n", reason);
    fmt::print("\n{:>10} {:>14} {:>14} {:>12}\n", "N", "measured", "fitted", "off by");
    for (std::size_t i = 0; i < curve.size(); ++i)
        fmt::print("{:>10g} {:>14.6g} {:>14.6g} {:>10.1f} %\n", curve[i].n, curve[i].throughput,
                   curve[i].throughput - fit.residuals[i], 100 * fit.residuals[i] / curve[i].throughput);
}

struct FitCommand
{
    explicit FitCommand(CLI::App& command)
    {
        command.add_option("FILE", path, "columns n, throughput, also with a header; '-' is standard input")
            ->required();
        output.addTo(command);
    }

    void run() const
    {
        const scaling::Curve curve = read(path);
        const scaling::UslFit fit = scaling::fitUsl(curve);
        if (output.forPeople())
            print(fit, curve);
        output.write(exporting::toJson(fit, curve));
    }

    std::string path;
    Output output;
};

} // namespace

void addFitCommand(CLI::App& app)
{
    CLI::App* command
        = app.add_subcommand("fit", "fit the Universal Scalability Law to throughput by number of CPUs");
    auto shared = std::make_shared<FitCommand>(*command);
    command->callback([shared] { shared->run(); });
}

} // namespace lockscope::cli
