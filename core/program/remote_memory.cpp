// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/remote_memory.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <sys/uio.h>

namespace lockscope::program {

namespace {

/// An address of the other process, which is never followed here.
void* remoteAddress(std::uint64_t address)
{
    return reinterpret_cast<void*>(address); // NOLINT(performance-no-int-to-ptr)
}

} // namespace

RemoteRead RemoteMemory::read(std::uint64_t address, void* into, std::size_t size) const
{
    RemoteRead result;
    while (result.bytes < size) {
        const iovec local{static_cast<char*>(into) + result.bytes, size - result.bytes};
        const iovec remote{remoteAddress(address + result.bytes), size - result.bytes};
        const ssize_t got = process_vm_readv(m_pid, &local, 1, &remote, 1, 0);
        if (got <= 0) {
            result.error = got < 0 ? errno : EFAULT;
            return result;
        }
        result.bytes += static_cast<std::size_t>(got);
    }
    return result;
}

RemoteRead RemoteMemory::readPieces(std::span<RemotePiece> pieces) const
{
    constexpr std::size_t kAtOnce = 64; // on the stack; the kernel would take 1024
    std::array<iovec, kAtOnce> local{};
    std::array<iovec, kAtOnce> remote{};
    RemoteRead result;
    std::size_t next = 0;
    while (next < pieces.size()) {
        const std::size_t count = std::min(kAtOnce, pieces.size() - next);
        for (std::size_t i = 0; i < count; ++i) {
            RemotePiece& piece = pieces[next + i];
            piece.read = false;
            local[i] = {piece.into, piece.size};
            remote[i] = {remoteAddress(piece.address), piece.size};
        }
        const ssize_t got = process_vm_readv(m_pid, local.data(), count, remote.data(), count, 0);
        const int error = got < 0 ? errno : 0;
        std::size_t left = got < 0 ? 0 : static_cast<std::size_t>(got);
        std::size_t whole = 0;
        while (whole < count && left >= pieces[next + whole].size) {
            RemotePiece& piece = pieces[next + whole++];
            piece.read = error == 0;
            left -= piece.size;
            result.bytes += piece.size;
        }
        next += whole;
        if (whole == count)
            continue;
        if (result.error == 0)
            result.error = error != 0 ? error : EFAULT;
        if (error != 0 && error != EFAULT) { // of the process, not of one piece
            for (RemotePiece& piece : pieces.subspan(next))
                piece.read = false;
            return result;
        }
        pieces[next++].read = false; // the kernel stopped at this one
    }
    return result;
}

} // namespace lockscope::program
