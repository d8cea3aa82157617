// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace lockscope::io {

/// Files that are being written beside their place, so that a handler of a signal can take them
/// away.
///
/// Has room for a few at once; what finds none is not remembered, and would stay if the program
/// were ended there.
class UnfinishedFile
{
public:
    /// Remembers that there is such a file. Thread-safe.
    explicit UnfinishedFile(const std::string& path);
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;
    ~UnfinishedFile(); ///< forgets it

private:
    int m_slot = -1;
};

/// Removes them all. May be called by a handler of a signal whose program ends then.
void removeUnfinishedFiles();

} // namespace lockscope::io
