// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace lockscope::test {

namespace {

std::span<const std::uint8_t> bytesOf(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string mutated(std::string input, const FuzzTarget& target, std::mt19937_64& random)
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
        case 4:
            input[at] = target.pieces[below(target.pieces.size())];
            break;
        case 5: { // the end of another
            const std::string& other = target.seeds[below(target.seeds.size())];
            input = input.substr(0, at) + other.substr(below(other.size()));
            break;
        }
        default: // a piece of itself once more
            input.insert(at, input.substr(below(input.size()), 1 + below(200)));
            break;
        }
        if (input.empty())
            input = target.seeds.front();
    }
    return input;
}

int writeSeeds(const FuzzTarget& target, const std::filesystem::path& folder)
{
    std::filesystem::create_directories(folder);
    int number = 0;
    for (const std::string& seed : target.seeds)
        std::ofstream(folder / ("seed-" + std::to_string(number++)), std::ios::binary) << seed;
    return 0;
}

} // namespace

int drive(const FuzzTarget& target, int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "--write-seeds" && argc == 3)
        return writeSeeds(target, argv[2]);
    if (what == "--mutations" && argc == 4) {
        const std::vector<std::string>& seeds = target.seeds;
        for (const std::string& seed : seeds)
            target.read(bytesOf(seed));
        std::mt19937_64 random(std::strtoull(argv[3], nullptr, 10));
        const auto count = std::strtoull(argv[2], nullptr, 10);
        for (std::uint64_t i = 0; i < count; ++i)
            target.read(bytesOf(mutated(seeds[i % seeds.size()], target, random)));
        std::printf("%zu seeds and %llu mutations of them were read\n", seeds.size(), count);
        return 0;
    }
    if (argc > 1 && !what.starts_with('-')) {
        for (int i = 1; i < argc; ++i) {
            std::ifstream file(argv[i], std::ios::binary);
            target.read(bytesOf({std::istreambuf_iterator<char>(file), {}}));
        }
        return 0;
    }
    std::fprintf(
        stderr, "usage: %s --mutations COUNT SEED | --write-seeds FOLDER | FILE...\n", argv[0]);
    return 2;
}

} // namespace lockscope::test
