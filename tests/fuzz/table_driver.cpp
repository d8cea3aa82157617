// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver.h"
#include "tests/fuzz/table_target.h"

int main(int argc, char** argv)
{
    using namespace std::string_view_literals;
    return lockscope::test::drive({.seeds = lockscope::test::tableSeeds(),
                                   .read = &lockscope::test::readTable,
                                   .pieces = ",;\t \"\n\r.#=-+e0159\0\xff\xfe"sv},
                                  argc,
                                  argv);
}
