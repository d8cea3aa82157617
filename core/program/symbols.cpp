// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/symbols.h"

#include "core/program/debug_info.h"
#include "core/program/function_name.h"
#include "core/program/module_files.h"
#include "core/program/remote_memory.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <fmt/format.h>
#include <libelf.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostAnswers = 200'000;
constexpr auto kBetweenRefreshes = std::chrono::seconds(1);
constexpr std::size_t kMostOfVdso = 1 << 20;

} // namespace

/// What libdwfl's callbacks have of a module (its userdata).
struct ModuleSource
{
    pid_t pid = 0; ///< 0 once the process has ended
    MappedModule mapped;
    std::vector<char> image; ///< of the vdso, which is in no file
    Dwfl_Module* module = nullptr; ///< none where it overlaps another one that was recorded
};

struct DwflEnd
{
    void operator()(Dwfl* dwfl) const { dwfl_end(dwfl); }
};

namespace {

/// What report() has put there.
ModuleSource* sourceOf(void** userdata)
{
    return static_cast<ModuleSource*>(*userdata);
}

/// The kernel's own module, out of the process' memory.
Elf* readVdso(ModuleSource& source)
{
    const auto& module = source.mapped.module;
    if (source.pid == 0 || module.high - module.low > kMostOfVdso)
        return nullptr;
    source.image.resize(module.high - module.low);
    if (!RemoteMemory(source.pid)
             .read(module.low, source.image.data(), source.image.size())
             .whole())
        return nullptr;
    return elf_memory(source.image.data(), source.image.size());
}

// NOLINTBEGIN(readability-non-const-parameter,readability-function-size): as libdwfl calls them
/// Gives libdwfl the file of a module. Not mapped but read piece by piece: who builds a program
/// anew while it is watched may cut a mapped file short, and reading that ends the reader.
int findElf(Dwfl_Module* /*module*/,
            void** userdata,
            const char* /*name*/,
            Dwarf_Addr /*base*/,
            char** fileName,
            Elf** elf)
{
    ModuleSource* source = sourceOf(userdata);
    if (source == nullptr)
        return -1;
    const Module& module = source->mapped.module;
    if (module.path == "[vdso]") {
        *elf = readVdso(*source);
        return -1;
    }
    FoundFile found;
    if (source->pid != 0)
        found = findMapped(source->pid, source->mapped);
    if (found.file < 0)
        found = findRecorded(module); // the process may have ended meanwhile
    if (found.file < 0)
        return -1;
    *elf = elf_begin(found.file, ELF_C_READ, nullptr);
    if (*elf == nullptr) {
        close(found.file);
        return -1;
    }
    *fileName = strdup(found.path.c_str());
    return found.file;
}

int findDebug(Dwfl_Module* module,
              void** userdata,
              const char* /*name*/,
              Dwarf_Addr /*base*/,
              const char* file,
              const char* link,
              GElf_Word sum,
              char** debugName)
{
    const ModuleSource* source = sourceOf(userdata);
    if (source == nullptr)
        return -1;
    DebugFileWanted wanted{.root =
                               source->pid != 0 ? fmt::format("/proc/{}/root", source->pid) : "",
                           .buildId = source->mapped.module.buildId,
                           .file = file != nullptr ? file : "",
                           .link = link != nullptr ? link : "",
                           .linkSum = sum};
    const unsigned char* id = nullptr;
    GElf_Addr at = 0;
    if (const int size = dwfl_module_build_id(module, &id, &at); size > 0 && wanted.buildId.empty())
        wanted.buildId.assign(reinterpret_cast<const char*>(id), static_cast<std::size_t>(size));
    const FoundFile found = findDebugFile(wanted);
    if (found.file >= 0)
        *debugName = strdup(found.path.c_str());
    return found.file;
}
// NOLINTEND(readability-non-const-parameter,readability-function-size)

constexpr Dwfl_Callbacks kCallbacks{.find_elf = findElf,
                                    .find_debuginfo = findDebug,
                                    .section_address = nullptr,
                                    .debuginfo_path = nullptr};

} // namespace

class Symbols::Parts
{
public:
    explicit Parts(pid_t pid)
        : m_pid(pid)
    {
        begin();
        refresh();
    }

    explicit Parts(std::vector<Module> modules)
    {
        begin();
        ModuleMap map;
        for (Module& module : modules) {
            if (map.modules.size() == kMostModules || module.high <= module.low)
                continue;
            map.code.push_back({module.low, module.high});
            map.modules.push_back({.module = std::move(module)});
        }
        take(std::move(map));
    }

    std::span<const Frame> look(std::uint64_t address)
    {
        refreshFor(address);
        if (const auto known = m_answers.find(address); known != m_answers.end())
            return known->second;
        if (m_answers.size() >= kMostAnswers)
            m_answers.clear();
        return m_answers.emplace(address, find(address)).first->second;
    }

    void refreshFor(std::uint64_t address)
    {
        if (m_pid != 0 && !contains(m_code, address)
            && std::chrono::steady_clock::now() - m_refreshed >= kBetweenRefreshes)
            refresh();
    }

    bool refresh()
    {
        m_refreshed = std::chrono::steady_clock::now();
        auto map = m_pid != 0 ? readModuleMap(m_pid) : std::nullopt;
        return map && take(std::move(*map));
    }

    [[nodiscard]] std::vector<Module> modules() const
    {
        std::vector<Module> modules;
        for (const auto& [low, source] : m_sources)
            modules.push_back(source->mapped.module);
        return modules;
    }

    [[nodiscard]] bool isCode(std::uint64_t address) const { return contains(m_code, address); }
    [[nodiscard]] Dwfl* dwfl() const { return m_dwfl.get(); }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] unsigned generation() const { return m_generation; }

    [[nodiscard]] Dwfl_Module* moduleAt(std::uint64_t address) const
    {
        const auto after = m_sources.upper_bound(address);
        if (after == m_sources.begin() || address >= std::prev(after)->second->mapped.module.high)
            return nullptr;
        return std::prev(after)->second->module;
    }

private:
    void begin()
    {
        elf_version(EV_CURRENT);
        m_dwfl.reset(dwfl_begin(&kCallbacks));
        if (!m_dwfl)
            throw std::bad_alloc();
    }

    /// Tells libdwfl what is mapped now. Modules that stay keep what was read of them.
    bool take(ModuleMap map)
    {
        m_code = std::move(map.code);
        std::map<std::uint64_t, std::unique_ptr<ModuleSource>> sources;
        std::map<std::uint64_t, std::unique_ptr<ModuleSource>> gone = std::move(m_sources);
        bool changed = false;
        dwfl_report_begin(m_dwfl.get());
        for (MappedModule& mapped : map.modules) {
            const std::uint64_t low = mapped.module.low;
            const auto old = gone.find(low);
            const bool same = old != gone.end() && isSame(old->second->mapped, mapped);
            auto source = same ? std::move(old->second) : std::make_unique<ModuleSource>();
            if (!same) {
                source->pid = m_pid;
                source->mapped = std::move(mapped);
                changed = true;
            }
            report(*source);
            sources.emplace(low, std::move(source));
        }
        dwfl_report_end(m_dwfl.get(), nullptr, nullptr);
        changed = changed || sources.size() != gone.size();
        m_sources = std::move(sources);
        if (changed) {
            ++m_generation;
            m_answers.clear();
            m_debug.clear();
        }
        return changed;
    }

    static bool isSame(const MappedModule& a, const MappedModule& b)
    {
        return a.module.high == b.module.high && a.module.path == b.module.path
            && a.module.buildId == b.module.buildId && a.inode == b.inode;
    }

    /// libdwfl tells modules apart by name and addresses: so the name has all of the identity.
    void report(ModuleSource& source)
    {
        const auto& mapped = source.mapped;
        const std::string name = fmt::format("{}#{:x}#{:x}",
                                             mapped.module.path,
                                             mapped.inode,
                                             std::hash<std::string>()(mapped.module.buildId));
        Dwfl_Module* module =
            dwfl_report_module(m_dwfl.get(), name.c_str(), mapped.module.low, mapped.module.high);
        source.module = module;
        if (module == nullptr)
            return;
        void** userdata = nullptr;
        dwfl_module_info(module, &userdata, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
        if (userdata != nullptr)
            *userdata = &source;
    }

    std::vector<Frame> find(std::uint64_t address)
    {
        Dwfl_Module* module = moduleAt(address);
        if (module == nullptr) {
            std::vector<Frame> unknown(1);
            unknown.front().moduleOffset = address;
            return unknown;
        }
        const ModuleSource& source = *std::prev(m_sources.upper_bound(address))->second;
        auto& debug = m_debug[module];
        if (!debug)
            debug = std::make_unique<DebugInfo>(module);
        auto [frames, fullName] = debug->framesAt(address);
        if (frames.empty())
            frames.emplace_back();
        if (std::string& function = frames.back().function; !fullName) {
            const std::string_view name = nameInTable(module, address);
            if (function.empty() || name.starts_with("_Z"))
                function = readableName(name);
        }
        for (Frame& frame : frames) {
            frame.module = source.mapped.module.path;
            frame.moduleOffset = address - source.mapped.module.low;
        }
        return frames;
    }

    /// By the table of symbols alone.
    static std::string_view nameInTable(Dwfl_Module* module, std::uint64_t address)
    {
        GElf_Off offset = 0;
        GElf_Sym symbol{};
        const char* name =
            dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr);
        return name != nullptr ? name : std::string_view();
    }

    pid_t m_pid = 0; ///< 0 for a process that has ended
    std::map<std::uint64_t, std::unique_ptr<ModuleSource>> m_sources; ///< by address
    std::vector<AddressRange> m_code;
    unsigned m_generation = 0;
    std::chrono::steady_clock::time_point m_refreshed;
    std::unordered_map<std::uint64_t, std::vector<Frame>> m_answers;
    std::unique_ptr<Dwfl, DwflEnd> m_dwfl; ///< ends before the sources, to which it points
    std::unordered_map<Dwfl_Module*, std::unique_ptr<DebugInfo>> m_debug;
};

Symbols::Symbols(pid_t pid)
    : m_parts(std::make_unique<Parts>(pid))
{}

Symbols::Symbols(std::vector<Module> modules)
    : m_parts(std::make_unique<Parts>(std::move(modules)))
{}

Symbols::~Symbols() = default;

std::span<const Frame> Symbols::at(std::uint64_t address)
{
    return m_parts->look(address);
}

std::span<const Frame> Symbols::returningTo(std::uint64_t address)
{
    return m_parts->look(address - 1);
}

std::vector<Module> Symbols::modules() const
{
    return m_parts->modules();
}

bool Symbols::isCode(std::uint64_t address) const
{
    return m_parts->isCode(address);
}

bool Symbols::refresh()
{
    return m_parts->refresh();
}

void Symbols::refreshFor(std::uint64_t address)
{
    m_parts->refreshFor(address);
}

unsigned Symbols::generation() const
{
    return m_parts->generation();
}

pid_t Symbols::pid() const
{
    return m_parts->pid();
}

Dwfl_Module* Symbols::moduleAt(std::uint64_t address) const
{
    return m_parts->moduleAt(address);
}

Dwfl* Symbols::dwfl() const
{
    return m_parts->dwfl();
}

} // namespace lockscope::program
