// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/needed_libraries.h"

#include <cstddef>
#include <memory>

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostNeeded = 1000;

/// libelf checks the places that a damaged file names.
void readDynamic(Elf* elf, Elf_Scn* section, std::vector<std::string>& names)
{
    GElf_Shdr header = {};
    if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNAMIC || header.sh_entsize == 0)
        return;
    Elf_Data* const data = elf_getdata(section, nullptr);
    GElf_Dyn entry = {};
    for (int i = 0; data && names.size() < kMostNeeded && gelf_getdyn(data, i, &entry); ++i) {
        if (entry.d_tag == DT_NULL)
            return;
        if (entry.d_tag != DT_NEEDED)
            continue;
        if (const char* const name = elf_strptr(elf, header.sh_link, entry.d_un.d_val))
            names.emplace_back(name);
    }
}

} // namespace

std::vector<std::string> neededLibraries(const std::string& file)
{
    std::vector<std::string> names;
    if (elf_version(EV_CURRENT) == EV_NONE)
        return names;
    const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0)
        return names;
    if (const std::unique_ptr<Elf, int (*)(Elf*)> elf(elf_begin(opened, ELF_C_READ, nullptr),
                                                      elf_end);
        elf && elf_kind(elf.get()) == ELF_K_ELF)
        for (Elf_Scn* section = elf_nextscn(elf.get(), nullptr); section;
             section = elf_nextscn(elf.get(), section))
            readDynamic(elf.get(), section, names);
    ::close(opened);
    return names;
}

} // namespace lockscope::program
