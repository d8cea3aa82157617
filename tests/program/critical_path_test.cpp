// SPDX-License-Identifier: GPL-3.0-or-later
// The critical path of programs of which it is known.
#include "tests/program/watched.h"
#include "tests/support/temporary_folder.h"

#include <string>

namespace lockscope::test {
namespace {

using nlohmann::json;

/// The lock with most of a path; null without one.
json heaviest(const json& path)
{
    return path.at("locks").empty() ? json() : path.at("locks").at(0);
}

void expectWhole(const json& path)
{
    ASSERT_TRUE(path.is_object());
    double sum = 0;
    for (const auto& part : path.at("parts"))
        sum += part.get<double>();
    EXPECT_NEAR(sum, 1, 1e-6);
    ASSERT_FALSE(path.at("segments").empty());
    EXPECT_EQ(path.at("segments").back().at("end_s"), path.at("end_s"));
}

/// What `serial` prints.
double heldShare(const std::string& printed)
{
    const std::size_t at = printed.find("held ");
    EXPECT_NE(at, std::string::npos) << printed;
    return at == std::string::npos ? 0 : std::stod(printed.substr(at + 5));
}

TEST(CriticalPath, IsForAsLongInALockAsItsOneHolderHeldIt)
{
    // Nothing that the ten snapshots a second would keep step with.
    const Watched seen = watch(watched("serial") + " 73 43 40");
    const json& path = seen.json.at("critical_path");
    ASSERT_NO_FATAL_FAILURE(expectWhole(path));
    const json lock = heaviest(path);
    ASSERT_TRUE(lock.is_object());
    EXPECT_NEAR(lock.at("share").get<double>(), heldShare(seen.printed), 0.15) << path.dump();
    EXPECT_NE(lock.at("place").get<std::string>().find("serve"), std::string::npos)
        << lock.at("place");
}

TEST(CriticalPath, IsAllOfALockThatIsHeldAllTheTime)
{
    const Watched seen = watch(watched("serial") + " 97 0 25");
    const json& path = seen.json.at("critical_path");
    ASSERT_NO_FATAL_FAILURE(expectWhole(path));
    ASSERT_TRUE(heaviest(path).is_object());
    const json lock = heaviest(path);
    EXPECT_GT(lock.at("share").get<double>(), 0.8) << path.dump();
    EXPECT_GT(lock.at("asleep").get<double>(), lock.at("held").get<double>() * 0.8)
        << "it slept while it held it";
}

TEST(CriticalPath, IsTheSameOfARecordingAndOfAPartOfIt)
{
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "run.lockscope").string();
    const Outcome made = cli("record " + file + " -- " + watched("serial") + " 73 43 30");
    ASSERT_EQ(made.code, 0) << made.err;
    const double held = heldShare(made.out);
    for (const std::string range : {"", " --range 0.5s..3s"}) {
        const Outcome told = cli("replay " + file + range + " --json -");
        ASSERT_EQ(told.code, 0) << told.err;
        const json replayed = json::parse(told.out);
        const json& path =
            range.empty() ? replayed.at("watch").at("critical_path") : replayed.at("critical_path");
        ASSERT_NO_FATAL_FAILURE(expectWhole(path));
        ASSERT_TRUE(heaviest(path).is_object());
        EXPECT_NEAR(heaviest(path).at("share").get<double>(), held, 0.15) << range << path.dump();
        EXPECT_NE(cli("replay " + file + range).out.find("Critical path of"), std::string::npos);
    }
}

} // namespace
} // namespace lockscope::test
