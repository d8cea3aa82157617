// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/debug_info.h"

#include "core/program/function_name.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

namespace lockscope::program {

namespace {

/// Bounds of what is walked, far above what a compiler writes.
constexpr std::size_t kMostUnits = 500'000;
constexpr std::size_t kMostRanges = 4'000'000;
constexpr std::size_t kMostRangesOfOne = 100'000;
constexpr int kMostEntriesOfUnit = 20'000'000;
constexpr int kMostEntriesOfFunction = 1'000'000;
constexpr std::size_t kMostDepth = 64; // of scopes in scopes

} // namespace

/// Something that has code, and where.
struct PlacedCode
{
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    Dwarf_Die die{};
    std::size_t unit = 0; ///< whose it is
};

namespace {

/// Adds what an entry has of code. Linkers leave entries of code that they dropped, at address
/// 0.
void addRanges(Dwarf_Die die, std::size_t unit, std::vector<PlacedCode>& into)
{
    Dwarf_Addr base = 0;
    Dwarf_Addr low = 0;
    Dwarf_Addr high = 0;
    std::ptrdiff_t offset = 0;
    for (std::size_t i = 0; i < kMostRangesOfOne && into.size() < kMostRanges; ++i) {
        offset = dwarf_ranges(&die, offset, &base, &low, &high);
        if (offset <= 0)
            return;
        if (low != 0 && low < high)
            into.push_back({low, high, die, unit});
    }
}

void sortRanges(std::vector<PlacedCode>& ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const PlacedCode& a, const PlacedCode& b) {
        return a.low < b.low;
    });
}

const PlacedCode* rangeAt(const std::vector<PlacedCode>& ranges, std::uint64_t address)
{
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), address, [](std::uint64_t value, const PlacedCode& range) {
            return value < range.low;
        });
    if (after == ranges.begin() || address >= std::prev(after)->high)
        return nullptr;
    return &*std::prev(after);
}

/// Scopes in which a compiler puts functions.
bool mayHoldFunctions(int tag)
{
    switch (tag) {
    case DW_TAG_namespace:
    case DW_TAG_module:
    case DW_TAG_class_type:
    case DW_TAG_structure_type:
    case DW_TAG_union_type:
    case DW_TAG_subprogram: // of lambdas and local classes
    case DW_TAG_lexical_block:
        return true;
    default:
        return false;
    }
}

/// Goes through the entries below one, in order. `enter` sees each and says whether to go into
/// it. By a list of its own, not the machine's stack: how deep it is is up to the file.
template<class Enter>
void walk(Dwarf_Die top, int most, Enter enter)
{
    std::vector<Dwarf_Die> path(1);
    if (dwarf_child(&top, &path.back()) != 0)
        return;
    while (!path.empty() && most-- > 0) {
        Dwarf_Die child{};
        if (enter(path.back()) && path.size() < kMostDepth
            && dwarf_child(&path.back(), &child) == 0) {
            path.push_back(child);
            continue;
        }
        while (!path.empty()) {
            Dwarf_Die next{};
            if (dwarf_siblingof(&path.back(), &next) == 0) {
                path.back() = next;
                break;
            }
            path.pop_back();
        }
    }
}

std::string textOf(Dwarf_Die die, unsigned name)
{
    Dwarf_Attribute attribute{};
    const char* text = dwarf_attr_integrate(&die, name, &attribute) != nullptr
        ? dwarf_formstring(&attribute)
        : nullptr;
    return text != nullptr ? readableName(text) : std::string();
}

std::string fullNameOf(Dwarf_Die die)
{
    std::string name = textOf(die, DW_AT_linkage_name);
    return name.empty() ? textOf(die, DW_AT_MIPS_linkage_name) : name;
}

std::string nameOf(Dwarf_Die die)
{
    std::string name = fullNameOf(die);
    return name.empty() ? textOf(die, DW_AT_name) : name;
}

std::optional<std::uint64_t> numberOf(Dwarf_Die die, unsigned name)
{
    Dwarf_Attribute attribute{};
    Dwarf_Word value = 0;
    if (dwarf_attr(&die, name, &attribute) == nullptr || dwarf_formudata(&attribute, &value) != 0)
        return std::nullopt;
    return value;
}

/// A line's number; 0 stands for none.
std::optional<std::uint32_t> lineOf(std::uint64_t number)
{
    return number == 0 || number > UINT32_MAX ? std::nullopt
                                              : std::optional(static_cast<std::uint32_t>(number));
}

/// A source's name; libdw has one for those without.
std::string fileOf(const char* name)
{
    constexpr std::string_view kNone = "???";
    return name == nullptr || name == kNone ? std::string() : boundedText(name);
}

/// Where the line table puts an address.
void placeByLines(Dwarf_Die unit, std::uint64_t address, Frame& frame)
{
    Dwarf_Line* line = dwarf_getsrc_die(&unit, address);
    if (line == nullptr)
        return;
    frame.file = fileOf(dwarf_linesrc(line, nullptr, nullptr));
    int number = 0;
    if (dwarf_lineno(line, &number) == 0 && number > 0)
        frame.line = static_cast<std::uint32_t>(number);
}

/// Where an inlined call stands.
void placeByCall(Dwarf_Die unit, Dwarf_Die inlined, Frame& frame)
{
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    const auto index = numberOf(inlined, DW_AT_call_file);
    if (index && dwarf_getsrcfiles(&unit, &files, &count) == 0 && *index < count)
        frame.file = fileOf(dwarf_filesrc(files, *index, nullptr, nullptr));
    frame.line = lineOf(numberOf(inlined, DW_AT_call_line).value_or(0));
}

} // namespace

struct DebugUnit
{
    Dwarf_Die die{}; ///< has ranges and lines
    Dwarf_Die code{}; ///< has functions; another one where a file for each unit has them (.dwo)
    bool walked = false;
    std::vector<PlacedCode> functions;

    void walkOnce()
    {
        if (walked)
            return;
        walked = true;
        walk(code, kMostEntriesOfUnit, [this](Dwarf_Die& entry) {
            const int tag = dwarf_tag(&entry);
            if (tag == DW_TAG_subprogram)
                addRanges(entry, 0, functions);
            return mayHoldFunctions(tag);
        });
        sortRanges(functions);
    }
};

namespace {

/// Inlined calls of a function that are at an address, the outermost first.
std::vector<Dwarf_Die> inlinedAt(Dwarf_Die function, std::uint64_t address)
{
    std::vector<Dwarf_Die> found;
    walk(function, kMostEntriesOfFunction, [&](Dwarf_Die& die) {
        const int tag = dwarf_tag(&die);
        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_lexical_block)
            return false;
        const bool here = dwarf_haspc(&die, address) == 1;
        if (here && tag == DW_TAG_inlined_subroutine && found.size() < kMostDepth)
            found.push_back(die);
        return here;
    });
    return found;
}

} // namespace

class DebugInfo::Units
{
public:
    explicit Units(Dwfl_Module* module)
        : m_dwarf(dwfl_module_getdwarf(module, &m_bias))
    {
        Dwarf_CU* cu = nullptr;
        Dwarf_Die die{};
        Dwarf_Die code{};
        std::uint8_t kind = 0;
        while (m_dwarf != nullptr && m_units.size() < kMostUnits
               && dwarf_get_units(m_dwarf, cu, &cu, nullptr, &kind, &die, &code) == 0)
        {
            if (kind != DW_UT_compile && kind != DW_UT_partial && kind != DW_UT_skeleton)
                continue;
            const std::size_t before = m_ranges.size();
            addRanges(die, m_units.size(), m_ranges);
            if (m_ranges.size() > before)
                m_units.push_back({die, code.addr != nullptr ? code : die, false, {}});
        }
        sortRanges(m_ranges);
    }

    DebugFrames framesAt(std::uint64_t address)
    {
        address -= m_bias;
        const PlacedCode* range = rangeAt(m_ranges, address);
        if (range == nullptr)
            return {};
        DebugUnit& unit = m_units[range->unit];
        unit.walkOnce();
        const PlacedCode* function = rangeAt(unit.functions, address);
        if (function == nullptr) { // of an assembler: lines, but no functions
            DebugFrames lineAlone;
            placeByLines(unit.die, address, lineAlone.frames.emplace_back());
            return lineAlone;
        }
        std::vector<Dwarf_Die> scopes = inlinedAt(function->die, address);
        scopes.insert(scopes.begin(), function->die);
        DebugFrames found;
        found.fullName = !fullNameOf(function->die).empty();
        for (std::size_t i = scopes.size(); i-- > 0;) {
            Frame frame;
            frame.function = nameOf(scopes[i]);
            frame.inlined = i > 0;
            if (i + 1 == scopes.size())
                placeByLines(unit.die, address, frame);
            else
                placeByCall(unit.die, scopes[i + 1], frame);
            found.frames.push_back(std::move(frame));
        }
        return found;
    }

private:
    Dwarf_Addr m_bias = 0;
    Dwarf* m_dwarf;
    std::vector<DebugUnit> m_units;
    std::vector<PlacedCode> m_ranges;
};

DebugInfo::DebugInfo(Dwfl_Module* module)
    : m_units(std::make_unique<Units>(module))
{}

DebugInfo::~DebugInfo() = default;

DebugFrames DebugInfo::framesAt(std::uint64_t address)
{
    return m_units->framesAt(address);
}

} // namespace lockscope::program
