// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/table_target.h"

#include "core/io/table_reader.h"
#include "core/scaling/curve_csv.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace lockscope::test {

namespace {

void requireOfTable(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

void checkSentence(std::string_view sentence)
{
    requireOfTable(sentence.find("allowed: ") != std::string_view::npos, "says what is allowed");
    requireOfTable(sentence.size() < 400, "is short");
    requireOfTable(
        std::none_of(sentence.begin(),
                     sentence.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }),
        "has no control characters");
}

struct ReadTable
{
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;

    friend bool operator==(const ReadTable&, const ReadTable&) = default;
};

std::optional<ReadTable> tableIn(std::string_view text)
{
    try {
        io::TableReader reader(text);
        ReadTable table{reader.header(), {}};
        while (auto row = reader.next())
            table.rows.push_back(std::move(row->fields));
        return table;
    } catch (const io::TableError& error) {
        checkSentence(error.what());
        return std::nullopt;
    }
}

std::string csvOf(const ReadTable& table)
{
    std::string text = "sep=,\n";
    const auto add = [&text](const std::vector<std::string>& fields) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            text += i > 0 ? ",\"" : "\"";
            for (const char c : fields[i])
                text += c == '"' ? std::string("\"\"") : std::string(1, c);
            text += '"';
        }
        text += '\n';
    };
    if (!table.header.empty())
        add(table.header);
    for (const auto& row : table.rows)
        add(row);
    return text;
}

void checkCurves(std::string_view text)
{
    std::vector<scaling::CurveFile> curves;
    try {
        curves = scaling::readCurves(text);
    } catch (const scaling::CurveError& error) {
        checkSentence(error.what());
        return;
    }
    requireOfTable(!curves.empty(), "a table has a curve");
    for (const scaling::CurveFile& file : curves) {
        requireOfTable(!file.curve.empty(), "a curve has points");
        requireOfTable((curves.size() == 1) == file.name.empty(), "one of several has a name");
        std::string plain = "n,throughput\n";
        double last = 0;
        for (const scaling::CurvePoint& point : file.curve) {
            requireOfTable(point.n > 0 && point.n <= 1e9 && point.n >= last, "N is in order");
            requireOfTable(point.throughput > 0 && point.throughput <= 1e30, "throughput is one");
            last = point.n;
            plain += fmt::format("{},{}\n", point.n, point.throughput);
        }
        if (plain.size() < 1000) // it is slow
            requireOfTable(scaling::readCurves(plain).front().curve == file.curve,
                           "written plainly it is the same curve");
    }
}

} // namespace

void readTable(std::span<const std::uint8_t> input)
{
    const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
    if (const auto table = tableIn(text)) {
        for (const auto& row : table->rows)
            requireOfTable(
                row.size() == (table->header.empty() ? table->rows.front() : table->header).size(),
                "all rows are as long");
        requireOfTable(tableIn(csvOf(*table)) == table, "written again it is the same table");
    }
    checkCurves(text);
}

std::vector<std::string> tableSeeds()
{
    return {"n,throughput\n1,20\n4,78.5\n8,130\n",
            ",n,throughput\n0,1,20\n1,4,78.5\n2,8,130\n",
            "\"n\" \"throughput\"\n\"1\" 1 20\n\"2\" 4 78.5\n",
            "sep=;\r\nN;Durchsatz\r\n1;1.020,0\r\n4;78,5\r\n",
            "\"n\",\"throughput\"\n1,\"1,020.5\"\n4,\"2,000\"\n",
            "lock,n,throughput\n\"a, \"\"b\"\"\",1,20\n\"c\nd\",4,78.5\n",
            "# note\n\n 1 20\n 4\t78,5\n",
            "n\tthroughput\r1\t20\r4\t\t78.5\r",
            "guard,fast_path,cpus,workers,throughput\nmutex,off,1,1,20\nmutex,on,1,1,50\n",
            std::string("\xff\xfe"
                        "1\0,\0002\0\n\0004\0,\0007\0",
                        16),
            "1,20,x\n4,78,y\n"};
}

} // namespace lockscope::test
