// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/limits.h"
#include "core/recording/account_codec.h"
#include "core/recording/recording.h"
#include "core/recording/spool.h"
#include "core/recording/stream_decoder.h"
#include "tests/support/made_up_account.h"
#include "tests/support/synthetic_recording.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <functional>

#include <fmt/format.h>

namespace lockscope::recording {
namespace {

using std::chrono::seconds;
using test::madeUpAccount;
using test::snapshotWith;
namespace limits = io::limits;

AccountPtr sharedAccount(measure::ProgramAccount account)
{
    return std::make_shared<const measure::ProgramAccount>(std::move(account));
}

/// The same to the last field: told of by a new recording each is the same bytes.
std::string toldOf(const measure::ProgramAccount& account)
{
    return AccountEncoder().encode(account);
}

AccountPtr readAccount(const std::string& payload)
{
    return AccountDecoder().decode(bytesOf(payload));
}

TEST(AccountCodec, ComesBackWithStacksProcessesAndHistograms)
{
    const measure::ProgramAccount account = madeUpAccount();
    const AccountPtr read = readAccount(toldOf(account));
    EXPECT_EQ(toldOf(*read), toldOf(account));
    EXPECT_EQ(read->command, "./cache --threads 8");
    ASSERT_EQ(read->processes.size(), 2U);
    EXPECT_EQ(read->processes[0].exitCode, 3);
    EXPECT_FALSE(read->processes[0].signal);
    EXPECT_EQ(read->processes[1].parent, 42U);
    EXPECT_TRUE(read->processes[1].running);
    ASSERT_EQ(read->locks.size(), 2U);
    const measure::AccountedLock& lock = read->locks[0];
    EXPECT_EQ(lock.site->function, "worker");
    EXPECT_EQ(lock.siteAddress, 0x401234U);
    EXPECT_EQ(lock.waits.count(), 100U);
    EXPECT_EQ(lock.holds.exactMaxNs(), 50U);
    ASSERT_EQ(lock.sites.size(), 2U);
    EXPECT_EQ(lock.sites[1].frame->function, "evict");
    EXPECT_EQ(lock.sites[1].causedNs, 1'000'000'000U);
    ASSERT_EQ(lock.waitStacks.size(), 2U);
    EXPECT_EQ(lock.waitStacks[0].ns, 4'000'000'000U);
    ASSERT_EQ(lock.waitStacks[0].stack->size(), 3U);
    EXPECT_EQ(lock.waitStacks[0].stack->back()->function, "_start");
    ASSERT_EQ(lock.blameStacks.size(), 1U);
    // One stack of both kinds is one.
    EXPECT_EQ(lock.blameStacks[0].stack, lock.waitStacks[1].stack);
    EXPECT_FALSE(read->locks[1].site);
    ASSERT_EQ(read->threads.size(), 1U);
    EXPECT_EQ(read->threads[0].waitsFor, 1U);
    ASSERT_EQ(read->hazards.size(), 1U);
    EXPECT_EQ(read->hazards[0].locks, (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(read->rootedShare, 0.75);
    EXPECT_EQ(read->cpus, 2);
    EXPECT_EQ(read->locks[0].takers, 7.5);
    EXPECT_EQ(read->locks[1].takers, std::nullopt) << "unknown";
}

TEST(AccountCodec, EachFunctionAndEachStackIsToldOnce)
{
    AccountEncoder encoder;
    const std::string first = encoder.encode(madeUpAccount());
    const std::string second = encoder.encode(madeUpAccount());
    EXPECT_NE(first.find("src/cache.c"), std::string::npos);
    EXPECT_EQ(second.find("src/cache.c"), std::string::npos);
    AccountDecoder decoder;
    const AccountPtr one = decoder.decode(bytesOf(first));
    const AccountPtr other = decoder.decode(bytesOf(second));
    EXPECT_EQ(toldOf(*one), toldOf(*other));
    EXPECT_EQ(one->locks[0].waitStacks[0].stack, other->locks[0].waitStacks[0].stack);
    // The second alone says nothing.
    EXPECT_THROW((void)readAccount(second), PayloadError);
}

TEST(AccountCodec, IsBroughtByTheSnapshotThatFollowsInAStreamAndTheLastIsKept)
{
    measure::ProgramAccount later = madeUpAccount();
    later.locks[0].acquisitions = 2000;
    later.locks[0].waitStacks.push_back({test::codeStack({"later", "main"}), 5});
    const std::string bytes =
        test::recordingOf({snapshotWith(seconds(1), nullptr),
                           snapshotWith(seconds(2), sharedAccount(madeUpAccount())),
                           snapshotWith(seconds(3), nullptr),
                           snapshotWith(seconds(4), sharedAccount(later))});
    StreamDecoder decoder("input");
    decoder.feed(bytesOf(bytes));
    decoder.close();
    std::vector<AccountPtr> accounts;
    while (const auto event = decoder.next())
        if (const auto* snapshot = std::get_if<measure::SnapshotPtr>(&*event))
            accounts.push_back((*snapshot)->program->account);
    EXPECT_TRUE(decoder.isComplete());
    ASSERT_EQ(accounts.size(), 4U);
    EXPECT_FALSE(accounts[0]);
    ASSERT_TRUE(accounts[1]);
    EXPECT_EQ(toldOf(*accounts[1]), toldOf(madeUpAccount()));
    EXPECT_FALSE(accounts[2]);
    ASSERT_TRUE(accounts[3]);
    EXPECT_EQ(toldOf(*accounts[3]), toldOf(later));

    const auto whole = Recording::fromBytes(bytes, "input");
    EXPECT_TRUE(whole->isComplete());
    EXPECT_EQ(whole->size(), 4U);
    ASSERT_TRUE(whole->account());
    EXPECT_EQ(toldOf(*whole->account()), toldOf(later));
    const auto cut = Recording::fromBytes(bytes.substr(0, bytes.rfind("later") - 100), "input");
    EXPECT_FALSE(cut->isComplete());
    ASSERT_TRUE(cut->account()) << "an account from before the cut";
    EXPECT_EQ(toldOf(*cut->account()), toldOf(madeUpAccount()));
}

TEST(AccountCodec, ARecordingWithoutOneHasNone)
{
    EXPECT_FALSE(
        Recording::fromBytes(test::recordingOf({snapshotWith(seconds(1), nullptr)}), "input")
            ->account());
}

TEST(AccountCodec, ASpoolKeepsTheNewestAndTellsItWhole)
{
    Spool spool;
    spool.begin(test::syntheticHeader());
    measure::ProgramAccount later = madeUpAccount();
    later.overflowed = 6;
    spool.add(*snapshotWith(seconds(1), sharedAccount(madeUpAccount())));
    spool.add(*snapshotWith(seconds(2), sharedAccount(later)));
    spool.add(*snapshotWith(seconds(3), nullptr));
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "spool.lockscope";
    spool.saveTo(file);
    const auto saved = Recording::open(file);
    EXPECT_EQ(saved->size(), 3U);
    ASSERT_TRUE(saved->account());
    EXPECT_EQ(toldOf(*saved->account()), toldOf(later));
}

TEST(AccountCodec, WhatHasNoRoomIsLeftOutAndLocksAreCounted)
{
    measure::ProgramAccount account;
    measure::AccountedLock lock;
    lock.kind = "mutex";
    const auto text = [](std::size_t i) { return fmt::format("{:0>1000}", i); };
    for (std::uint32_t i = 0; i < 30'000; ++i) {
        lock.id = i + 1;
        lock.waitStacks.clear();
        if (i < 3000) // of more text than a record may have
            lock.waitStacks = {{test::codeStack({text(2 * i), text(2 * i + 1)}), i + 1U}};
        account.locks.push_back(lock);
    }
    const std::string payload = toldOf(account);
    EXPECT_LE(payload.size(), kMaxPayload);
    const AccountPtr read = readAccount(payload);
    EXPECT_EQ(read->locks.size() + read->locksLeftOut, 30'000U);
    EXPECT_GT(read->locks.size(), 1'000U);
    EXPECT_FALSE(read->locks[0].waitStacks.empty()) << "the first is told best";
    EXPECT_EQ(toldOf(*read), payload) << "what fitted once fits again";
}

/// What is said of a payload with something else in place of a key's value.
std::string refusalOf(const std::function<void(Cbor&)>& change)
{
    Cbor item = decodePayload(bytesOf(toldOf(madeUpAccount())));
    change(item);
    try {
        (void)readAccount(encodePayload(item));
    } catch (const PayloadError& error) {
        return error.what();
    }
    return "read";
}

TEST(AccountCodec, WhatCannotBeIsRefusedInASentence)
{
    EXPECT_EQ(refusalOf([](Cbor& /*item*/) {}), "read");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["locks"][0][4] = 99; }),
              "locks[0].site is 99; allowed: the number of one of 4 functions told of");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["locks"][0][26][0] = 2; }),
              "locks[0][26].stack is 2; allowed: the number of one of 2 stacks told of");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["locks"][0][26].push_back(0); }),
              "locks[0].wait_stacks is [0,4000000000,1,1000000000,0]; allowed: at most 100 pairs");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["stacks"][0] = Cbor::array(); }),
              "stacks[0] is []; allowed: a stack of one function or more");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["stacks"][0][0] = 4; }),
              "stacks[0][0] is 4; allowed: the number of one of 4 functions told of");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["rooted_share"] = 1.5; }),
              "rooted_share is 1.5; allowed: a number, 0 to 1");
    EXPECT_NE(refusalOf([](Cbor& item) { item["locks"] = 7; }), "read");
    EXPECT_NE(refusalOf([](Cbor& item) { item["elapsed_ns"] = -1; }), "read");
    EXPECT_NE(refusalOf([](Cbor& item) { item["command"] = nullptr; }), "read");
    EXPECT_NE(refusalOf([](Cbor& item) { item["locks"][0][21] = Cbor::array({1, 0}); }), "read");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["of_a_later_program"] = 1; }), "read");
    EXPECT_EQ(refusalOf([](Cbor& item) { item["locks"][0].push_back(1); }), "read");
}

TEST(AccountCodec, NoMoreStacksAreKeptThanTheLimit)
{
    AccountDecoder decoder;
    Cbor item = decodePayload(bytesOf(toldOf(madeUpAccount())));
    const Cbor frames = item["frames"];
    item["locks"] = Cbor::array();
    std::string said;
    for (std::size_t told = 0; told <= limits::kCodeStacks + 50'000 && said.empty();) {
        item["stacks"] = Cbor::array();
        for (int i = 0; i < 25'000; ++i, ++told)
            item["stacks"].push_back(Cbor::array({0}));
        try {
            (void)decoder.decode(bytesOf(encodePayload(item)));
        } catch (const PayloadError& error) {
            said = error.what();
        }
        item["frames"] = Cbor::array();
    }
    EXPECT_EQ(said, "the accounts up to it have more than 50000 stacks");
}

} // namespace
} // namespace lockscope::recording
