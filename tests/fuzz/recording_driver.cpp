// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver.h"
#include "tests/fuzz/recording_target.h"

int main(int argc, char** argv)
{
    using namespace std::string_view_literals;
    return lockscope::test::drive(
        {.seeds = lockscope::test::recordingSeeds(),
         .read = &lockscope::test::readRecording,
         .pieces =
             "\x00\x17\x18\x19\x1a\x1b\x5b\x7b\x9b\xbb\x9f\x7f\xf6\xfb\xff"sv}, // CBOR's heads
        argc,
        argv);
}
