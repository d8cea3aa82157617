// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>

#include <sys/types.h>

namespace lockscope::program {

/// What came of reading another process' memory. Errors are values: reading goes on hundreds of
/// times a second, and a program that ends under it is nothing out of the ordinary.
struct RemoteRead
{
    std::size_t bytes = 0; ///< that were read, from the beginning on
    /// As errno has it, 0 without one: EPERM the kernel does not allow it, ESRCH the process has
    /// ended, EFAULT what comes after `bytes` is not mapped.
    int error = 0;

    [[nodiscard]] bool whole() const { return error == 0; }
};

/// One of many small pieces that are read by one call.
struct RemotePiece
{
    std::uint64_t address = 0;
    void* into = nullptr;
    std::size_t size = 0;
    bool read = false; ///< by readPieces(): all of it
};

/// The memory of another process, read by process_vm_readv: the process is neither stopped nor
/// changed, so what is read may be changing meanwhile. Any thread; nothing is kept but the number
/// of the process.
class RemoteMemory
{
public:
    explicit RemoteMemory(pid_t pid)
        : m_pid(pid)
    {}

    [[nodiscard]] pid_t pid() const { return m_pid; }

    /// Up to `size` bytes from `address` on. Where something in between is not mapped, what comes
    /// before it is read.
    [[nodiscard]] RemoteRead read(std::uint64_t address, void* into, std::size_t size) const;

    /// Reads each piece whole or not at all, as many as the kernel takes in one call, and says in
    /// each whether it was read. Pieces that cannot be read do not keep others from being read;
    /// `bytes` is the sum, `error` that of the first that failed.
    [[nodiscard]] RemoteRead readPieces(std::span<RemotePiece> pieces) const;

    template<class Value>
    [[nodiscard]] std::optional<Value> value(std::uint64_t address) const
    {
        static_assert(std::is_trivially_copyable_v<Value>);
        Value read{};
        return this->read(address, &read, sizeof(read)).whole() ? std::optional(read)
                                                                : std::nullopt;
    }

private:
    pid_t m_pid;
};

} // namespace lockscope::program
