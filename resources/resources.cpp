// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/resources.h"

#include <QtCore/qglobal.h>

// Q_INIT_RESOURCE has to stand outside every namespace.
static void registerAll()
{
    Q_INIT_RESOURCE(lockscope);
}

namespace lockscope {

void registerResources()
{
    registerAll();
}

} // namespace lockscope
