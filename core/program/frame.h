// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/code_frame.h"

namespace lockscope::program {

using Frame = measure::CodeFrame;

} // namespace lockscope::program
