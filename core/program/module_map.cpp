// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/module_map.h"

#include "core/io/limits.h"
#include "core/program/remote_memory.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostMapBytes = 64'000'000;
constexpr std::string_view kDeleted = " (deleted)";

struct Mapping
{
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool code = false;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::string_view path;
};

/// Takes a number and the character behind it off the front.
std::optional<std::uint64_t> takeNumber(std::string_view& text, int base, char behind)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || length >= text.size() || text[length] != behind)
        return std::nullopt;
    text.remove_prefix(length + 1);
    return number;
}

/// "low-high perms offset major:minor inode   path"
std::optional<Mapping> mappingOf(std::string_view line)
{
    constexpr int kHex = 16;
    constexpr std::size_t kPermissions = 5;
    Mapping mapping;
    const auto low = takeNumber(line, kHex, '-');
    const auto high = low ? takeNumber(line, kHex, ' ') : std::nullopt;
    if (!high || *high <= *low || line.size() < kPermissions)
        return std::nullopt;
    mapping.low = *low;
    mapping.high = *high;
    mapping.code = line[2] == 'x';
    line.remove_prefix(kPermissions);
    const auto offset = takeNumber(line, kHex, ' ');
    const auto major = offset ? takeNumber(line, kHex, ':') : std::nullopt;
    const auto minor = major ? takeNumber(line, kHex, ' ') : std::nullopt;
    const auto inode = minor ? takeNumber(line, 10, ' ') : std::nullopt;
    if (!inode)
        return std::nullopt;
    mapping.device = makedev(static_cast<unsigned>(*major), static_cast<unsigned>(*minor));
    mapping.inode = *inode;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    mapping.path = line.substr(0, io::limits::kText);
    return mapping;
}

/// Puts mappings that belong together into modules.
class Modules
{
public:
    explicit Modules(ModuleMap& map)
        : m_map(map)
    {}

    void add(const Mapping& mapping)
    {
        if (mapping.code)
            addCode(mapping);
        const bool kernels = mapping.path == "[vdso]";
        if (mapping.inode == 0 && !kernels) {
            // What is mapped over a module's code (huge pages) or behind it (.bss) does not end it.
            if (!mapping.path.empty())
                finish();
            else if (mapping.code)
                m_codeBetween = true;
            return;
        }
        if (m_isOpen && m_open.inode == mapping.inode && m_open.device == mapping.device
            && m_open.module.path == nameOf(mapping))
        {
            m_open.module.high = mapping.high;
            m_hasCode = m_hasCode || mapping.code || m_codeBetween;
            return;
        }
        finish();
        m_isOpen = true;
        m_open.module.path = nameOf(mapping);
        m_open.module.low = mapping.low;
        m_open.module.high = mapping.high;
        m_open.device = mapping.device;
        m_open.inode = mapping.inode;
        m_open.firstHigh = mapping.high;
        m_open.deleted = mapping.path.ends_with(kDeleted);
        m_hasCode = mapping.code;
        m_codeBetween = false;
    }

    void finish()
    {
        if (m_isOpen && m_hasCode && m_map.modules.size() < kMostModules)
            m_map.modules.push_back(m_open);
        m_isOpen = false;
    }

private:
    static std::string_view nameOf(const Mapping& mapping)
    {
        auto name = mapping.path;
        if (name.ends_with(kDeleted))
            name.remove_suffix(kDeleted.size());
        return name;
    }

    void addCode(const Mapping& mapping)
    {
        if (!m_map.code.empty() && m_map.code.back().high == mapping.low)
            m_map.code.back().high = mapping.high;
        else
            m_map.code.push_back({mapping.low, mapping.high});
    }

    ModuleMap& m_map;
    MappedModule m_open;
    bool m_isOpen = false;
    bool m_hasCode = false;
    bool m_codeBetween = false;
};

std::string readMaps(pid_t pid)
{
    std::string text;
    const int file = open(fmt::format("/proc/{}/maps", pid).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return text;
    std::array<char, 65536> buffer{};
    ssize_t got = 0;
    while (text.size() < kMostMapBytes && (got = ::read(file, buffer.data(), buffer.size())) > 0)
        text.append(buffer.data(), static_cast<std::size_t>(got));
    close(file);
    return text;
}

/// The build id in a piece of notes.
std::string buildIdIn(std::string_view notes)
{
    constexpr std::size_t kAlign = 4;
    constexpr std::size_t kMostOfId = 64;
    constexpr std::string_view kGnu("GNU\0", 4);
    const auto aligned = [](std::size_t size) { return (size + kAlign - 1) / kAlign * kAlign; };
    while (notes.size() > sizeof(Elf64_Nhdr)) {
        Elf64_Nhdr header{};
        std::memcpy(&header, notes.data(), sizeof(header));
        notes.remove_prefix(sizeof(header));
        const std::size_t name = aligned(header.n_namesz);
        const std::size_t description = aligned(header.n_descsz);
        if (name > notes.size() || description > notes.size() - name)
            return {};
        if (header.n_type == NT_GNU_BUILD_ID && notes.substr(0, header.n_namesz) == kGnu
            && header.n_descsz <= kMostOfId)
            return std::string(notes.substr(name, header.n_descsz));
        notes.remove_prefix(name + description);
    }
    return {};
}

} // namespace

ModuleMap parseModuleMap(std::string_view text)
{
    ModuleMap map;
    Modules modules(map);
    for (std::size_t lines = 0; !text.empty() && lines < kMostMapLines; ++lines) {
        const auto end = text.find('\n');
        if (const auto mapping = mappingOf(text.substr(0, end)))
            modules.add(*mapping);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    modules.finish();
    return map;
}

std::optional<ModuleMap> readModuleMap(pid_t pid)
{
    ModuleMap map = parseModuleMap(readMaps(pid));
    if (map.code.empty())
        return std::nullopt;
    for (MappedModule& mapped : map.modules) {
        mapped.module.buildId = buildIdInMemory(pid, mapped.module.low, mapped.module.high);
        struct stat status
        {};
        const std::string path = fmt::format("/proc/{}/root{}", pid, mapped.module.path);
        if (mapped.inode == 0 || stat(path.c_str(), &status) != 0 || status.st_ino != mapped.inode)
            continue;
        constexpr std::int64_t kSecond = 1'000'000'000;
        mapped.module.size = static_cast<std::uint64_t>(status.st_size);
        mapped.module.modifiedNs = status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec;
    }
    return map;
}

std::string buildIdInMemory(pid_t pid, std::uint64_t low, std::uint64_t high)
{
    constexpr std::size_t kMostSegments = 128;
    constexpr std::size_t kMostOfNotes = 4096;
    constexpr std::uint64_t kPage = 4096;
    const RemoteMemory memory(pid);
    const auto header = memory.value<Elf64_Ehdr>(low);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0
        || header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_phentsize != sizeof(Elf64_Phdr)
        || header->e_phnum > kMostSegments || header->e_phoff > high - low)
        return {};
    std::vector<Elf64_Phdr> segments(header->e_phnum);
    if (!memory.read(low + header->e_phoff, segments.data(), segments.size() * sizeof(Elf64_Phdr))
             .whole())
        return {};
    const auto first =
        std::find_if(segments.begin(), segments.end(), [](const Elf64_Phdr& segment) {
            return segment.p_type == PT_LOAD;
        });
    if (first == segments.end())
        return {};
    const std::uint64_t bias = low - first->p_vaddr / kPage * kPage;
    for (const Elf64_Phdr& segment : segments) {
        if (segment.p_type != PT_NOTE)
            continue;
        std::string notes(std::min<std::uint64_t>(segment.p_memsz, kMostOfNotes), '\0');
        const std::uint64_t at = bias + segment.p_vaddr;
        if (at < low || at >= high)
            continue;
        notes.resize(memory.read(at, notes.data(), notes.size()).bytes);
        std::string id = buildIdIn(notes);
        if (!id.empty())
            return id;
    }
    return {};
}

bool contains(const std::vector<AddressRange>& ranges, std::uint64_t address)
{
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), address, [](std::uint64_t value, const AddressRange& range) {
            return value < range.low;
        });
    return after != ranges.begin() && address < std::prev(after)->high;
}

} // namespace lockscope::program
