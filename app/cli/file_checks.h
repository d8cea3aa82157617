// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/io/bad_input.h"
#include "core/io/file_place.h"

#include <stdexcept>
#include <string>
#include <vector>

namespace lockscope::cli {

/// A place that cannot or must not be written: what() is one sentence.
class BadPlace : public io::BadInput
{
public:
    using BadInput::BadInput;
};

/// The files of one command, looked at before it does anything; Output says what is refused. Inputs
/// first.
class FileChecks
{
public:
    explicit FileChecks(bool force);

    /// `flag` is what a sentence calls it: "--json". `exempt`: an output that may be the same file.
    void reads(const std::string& flag, const std::string& path, const std::string& exempt = {});
    void writes(const std::string& flag, const std::string& path, const IsOurs& isOurs);

private:
    struct Named
    {
        std::string what; ///< "--csv writes"
        io::FileIdentity identity;
        std::string exempt;
    };
    void refuseUnlessOurs(const std::string& path, const IsOurs& isOurs) const;

    bool m_force;
    std::vector<Named> m_files;
};

} // namespace lockscope::cli
