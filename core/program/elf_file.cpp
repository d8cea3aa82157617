// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/elf_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostOfLoader = 4096; // PATH_MAX, which the kernel holds it to

/// Reads all of `size` bytes at a place of a file.
bool readAt(int file, std::uint64_t offset, void* into, std::size_t size)
{
    std::size_t done = 0;
    while (done < size) {
        const ssize_t got = pread(
            file, static_cast<char*>(into) + done, size - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

/// Whether `size` bytes from `offset` on lie within a file, whatever the numbers are.
bool within(std::uint64_t offset, std::uint64_t size, std::uint64_t fileSize)
{
    return offset <= fileSize && size <= fileSize - offset;
}

void readLoader(int file, const Elf64_Phdr& header, std::uint64_t fileSize, ElfFacts& facts)
{
    if (header.p_filesz < 2 || header.p_filesz > kMostOfLoader
        || !within(header.p_offset, header.p_filesz, fileSize))
    {
        facts.damage = "the name of its loader lies outside of the file";
        return;
    }
    std::string name(header.p_filesz, '\0');
    if (!readAt(file, header.p_offset, name.data(), name.size()) || name.back() != '\0') {
        facts.damage = "the name of its loader has no end";
        return;
    }
    facts.loader = name.c_str();
}

} // namespace

ElfFacts readElfFacts(int file)
{
    ElfFacts facts;
    std::array<unsigned char, EI_NIDENT> identity{};
    if (!readAt(file, 0, identity.data(), identity.size())
        || std::memcmp(identity.data(), ELFMAG, SELFMAG) != 0)
        return facts;
    facts.elf = true;
    facts.is64 = identity[EI_CLASS] == ELFCLASS64;
    facts.littleEndian = identity[EI_DATA] == ELFDATA2LSB;
    if (!facts.is64 || !facts.littleEndian)
        return facts;

    Elf64_Ehdr header{};
    struct stat status
    {};
    if (fstat(file, &status) != 0 || !readAt(file, 0, &header, sizeof(header))) {
        facts.damage = "its header is cut short";
        return facts;
    }
    facts.type = header.e_type;
    facts.machine = header.e_machine;
    const auto fileSize = static_cast<std::uint64_t>(status.st_size);
    constexpr std::uint64_t kEntry = sizeof(Elf64_Phdr);
    if (header.e_phentsize != kEntry || header.e_phnum == 0 || header.e_phnum == PN_XNUM
        || !within(header.e_phoff, kEntry * header.e_phnum, fileSize))
    {
        facts.damage = "its table of segments lies outside of the file";
        return facts;
    }
    for (std::uint64_t i = 0; i < header.e_phnum && facts.damage.empty() && !facts.loader; ++i) {
        Elf64_Phdr segment{};
        if (!readAt(file, header.e_phoff + i * kEntry, &segment, kEntry))
            facts.damage = "its table of segments cannot be read";
        else if (segment.p_type == PT_INTERP)
            readLoader(file, segment, fileSize, facts);
    }
    return facts;
}

} // namespace lockscope::program
