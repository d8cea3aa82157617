// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lockscope {

/// Makes ":/lockscope/..." readable. The linker drops the resources of a static library unless
/// somebody asks for them; call this before the first use. Safe to call again.
void registerResources();

} // namespace lockscope
