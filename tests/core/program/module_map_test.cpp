// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/call_site.h"
#include "core/program/module_map.h"

#include <gtest/gtest.h>

#include <random>

namespace lockscope::program {
namespace {

constexpr const char* kMaps =
    "55d0c0a00000-55d0c0a01000 r--p 00000000 fe:01 100                        /opt/my program\n"
    "55d0c0a01000-55d0c0a02000 r-xp 00001000 fe:01 100                        /opt/my program\n"
    "55d0c0a02000-55d0c0a03000 r--p 00002000 fe:01 100                        /opt/my program\n"
    "55d0c0a03000-55d0c0a04000 rw-p 00000000 00:00 0 \n"
    "55d0c1a00000-55d0c1a21000 rw-p 00000000 00:00 0                          [heap]\n"
    "7f0000000000-7f0000010000 r--p 00000000 fe:01 200                        /usr/lib/data\n"
    "7f1000000000-7f1000001000 rwxp 00000000 00:00 0 \n"
    "7f2000000000-7f2000001000 r--p 00000000 fe:01 300                        /x/gone.so "
    "(deleted)\n"
    "7f2000001000-7f2000002000 r-xp 00001000 fe:01 300                        /x/gone.so "
    "(deleted)\n"
    "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]\n"
    "7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]\n"
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n";

TEST(ModuleMap, MappingsOfAFileAreOneModuleWhenTheyHaveCode)
{
    const ModuleMap map = parseModuleMap(kMaps);
    ASSERT_EQ(map.modules.size(), 3U);
    EXPECT_EQ(map.modules[0].module.path, "/opt/my program");
    EXPECT_EQ(map.modules[0].module.low, 0x55d0c0a00000U);
    EXPECT_EQ(map.modules[0].module.high, 0x55d0c0a03000U);
    EXPECT_EQ(map.modules[0].firstHigh, 0x55d0c0a01000U);
    EXPECT_EQ(map.modules[0].inode, 100U);
    EXPECT_FALSE(map.modules[0].deleted);
    EXPECT_EQ(map.modules[1].module.path, "/x/gone.so");
    EXPECT_TRUE(map.modules[1].deleted);
    EXPECT_EQ(map.modules[2].module.path, "[vdso]");
}

TEST(ModuleMap, CodeIsAllThatMayBeExecutedAlsoWhatIsOfNoFile)
{
    const ModuleMap map = parseModuleMap(kMaps);
    EXPECT_TRUE(contains(map.code, 0x55d0c0a01000U));
    EXPECT_FALSE(contains(map.code, 0x55d0c0a02000U));
    EXPECT_FALSE(contains(map.code, 0x55d0c0a00fffU));
    EXPECT_TRUE(contains(map.code, 0x7f1000000800U)) << "a compiler at run time made it";
    EXPECT_FALSE(contains(map.code, 0x7ffc00000000U));
    EXPECT_FALSE(contains(map.code, 0));
    EXPECT_FALSE(contains({}, 1));
}

TEST(ModuleMap, CodeThatWasMovedToHugePagesStaysInItsModule)
{
    const ModuleMap map = parseModuleMap("400000-401000 r--p 00000000 fe:01 1 /opt/huge\n"
                                         "401000-800000 r-xp 00000000 00:00 0 \n"
                                         "800000-801000 rw-p 00400000 fe:01 1 /opt/huge\n");
    ASSERT_EQ(map.modules.size(), 1U);
    EXPECT_EQ(map.modules[0].module.high, 0x801000U);
}

TEST(ModuleMap, AnyBytesAreReadWithoutHarm)
{
    std::mt19937_64 random(5);
    const std::string whole = kMaps;
    std::size_t found = 0;
    for (int round = 0; round < 2000; ++round) {
        std::string text = whole.substr(0, random() % whole.size());
        for (std::uint64_t i = random() % 20; i > 0 && !text.empty(); --i)
            text[random() % text.size()] = static_cast<char>(random());
        for (const MappedModule& mapped : parseModuleMap(text).modules) {
            EXPECT_LT(mapped.module.low, mapped.module.high);
            ++found;
        }
    }
    EXPECT_GT(found, 0U);
}

TEST(CallSite, CallsAreToldFromOtherInstructions)
{
    using Bytes = std::array<std::uint8_t, kBytesBeforeReturn>;
    const CallSite direct = callBefore(0x1000, Bytes{0, 0, 0xE8, 0xFB, 0xFF, 0xFF, 0xFF});
    EXPECT_TRUE(direct.call);
    EXPECT_EQ(direct.target, 0xFFBU);
    for (const Bytes& indirect : {Bytes{0, 0, 0, 0, 0, 0xFF, 0xD2}, // call *%rdx
                                  Bytes{0, 0, 0, 0, 0xFF, 0x50, 0x08}, // call *8(%rax)
                                  Bytes{0, 0xFF, 0x15, 1, 2, 3, 4}, // call *0x4030201(%rip)
                                  Bytes{0xFF, 0x14, 0x25, 1, 2, 3, 4}, // call *0x4030201
                                  Bytes{0, 0, 0, 0, 0xFF, 0x14, 0x24}})
    { // call *(%rsp)
        const CallSite site = callBefore(0x1000, indirect);
        EXPECT_TRUE(site.call);
        EXPECT_FALSE(site.target);
    }
    EXPECT_FALSE(callBefore(0x1000, Bytes{0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90}).call);
    EXPECT_FALSE(callBefore(0x1000, Bytes{0, 0, 0, 0, 0, 0xFF, 0xE2}).call) << "jmp *%rdx";
}

} // namespace
} // namespace lockscope::program
