// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzzer's target without libFuzzer, for any compiler: reads the seeds, then as many mutations
// of them as asked for, the same ones for the same seed number. With a folder it writes the seeds
// there instead, as the corpus that libFuzzer begins with; with files it reads those, to see a
// finding again.
#include "tests/fuzz/recording_target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): a program

std::span<const std::uint8_t> bytesOf(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string mutated(std::string input,
                    const std::vector<std::string>& seeds,
                    std::mt19937_64& random)
{
    const auto below = [&random](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    for (std::size_t times = 1 + below(4); times > 0; --times) {
        const std::size_t at = below(input.size());
        switch (below(7)) {
        case 0:
            input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
            break;
        case 1:
            input[at] = static_cast<char>(random());
            break;
        case 2:
            input.erase(at, 1 + below(8));
            break;
        case 3:
            input.insert(at, 1 + below(8), static_cast<char>(random()));
            break;
        case 4: // what CBOR's heads are made of
            input[at] = "\x00\x17\x18\x19\x1a\x1b\x5b\x7b\x9b\xbb\x9f\x7f\xf6\xfb\xff"[below(15)];
            break;
        case 5: { // the end of another
            const std::string& other = seeds[below(seeds.size())];
            input = input.substr(0, at) + other.substr(below(other.size()));
            break;
        }
        default: // a piece of itself once more
            input.insert(at, input.substr(below(input.size()), 1 + below(200)));
            break;
        }
        if (input.empty())
            input = seeds.front();
    }
    return input;
}

int writeSeeds(const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    int number = 0;
    for (const std::string& seed : test::recordingSeeds())
        std::ofstream(folder / ("seed-" + std::to_string(number++)), std::ios::binary) << seed;
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "--write-seeds" && argc == 3)
        return writeSeeds(argv[2]);
    if (what == "--mutations" && argc == 4) {
        const std::vector<std::string> seeds = test::recordingSeeds();
        for (const std::string& seed : seeds)
            test::readRecording(bytesOf(seed));
        std::mt19937_64 random(std::strtoull(argv[3], nullptr, 10));
        const auto count = std::strtoull(argv[2], nullptr, 10);
        for (std::uint64_t i = 0; i < count; ++i)
            test::readRecording(bytesOf(mutated(seeds[i % seeds.size()], seeds, random)));
        std::printf("%zu seeds and %llu mutations of them were read\n", seeds.size(), count);
        return 0;
    }
    if (argc > 1 && !what.starts_with('-')) {
        for (int i = 1; i < argc; ++i) {
            std::ifstream file(argv[i], std::ios::binary);
            test::readRecording(bytesOf({std::istreambuf_iterator<char>(file), {}}));
        }
        return 0;
    }
    std::fprintf(
        stderr, "usage: %s --mutations COUNT SEED | --write-seeds FOLDER | FILE...\n", argv[0]);
    return 2;
}
