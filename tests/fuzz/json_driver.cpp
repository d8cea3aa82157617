// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver.h"
#include "tests/fuzz/json_target.h"

int main(int argc, char** argv)
{
    return lockscope::test::drive({.seeds = lockscope::test::jsonSeeds(),
                                   .read = &lockscope::test::readForeignJson,
                                   .pieces = "[]{}\",:\\u0123456789eE+-.nulltruefalse \n"},
                                  argc,
                                  argv);
}
