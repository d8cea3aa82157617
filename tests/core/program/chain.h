// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/remote_memory.h"
#include "core/program/stack_unwinder.h"
#include "tests/core/program/child_process.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace lockscope::test {

inline std::string programPath(const std::string& name)
{
    return std::string(LOCKSCOPE_TEST_PROGRAMS) + "/" + name;
}

/// The number of the line of a source that is marked "LINE: name".
inline std::optional<std::uint32_t> markedLine(const std::string& source, const std::string& name)
{
    std::ifstream file(std::string(LOCKSCOPE_TEST_SOURCES) + "/" + source);
    std::string line;
    for (std::uint32_t number = 1; std::getline(file, line); ++number)
        if (line.find("LINE: " + name + " ") != std::string::npos)
            return number;
    return std::nullopt;
}

/// One of programs/chain.c, standing still in its chain of calls.
class Chain
{
public:
    Chain(const std::string& program, const std::string& how)
        : m_child({programPath(program), how})
    {
        m_child.read(&m_registers, sizeof(m_registers));
        copy(m_registers.sp);
    }

    [[nodiscard]] ChildProcess& child() { return m_child; }
    [[nodiscard]] const program::Registers& registers() const { return m_registers; }

    /// Copies its stack from an address on, as much as there is of 64 KB.
    program::StackCopy copy(std::uint64_t from)
    {
        m_bytes.resize(65536);
        const auto read =
            program::RemoteMemory(m_child.pid()).read(from, m_bytes.data(), m_bytes.size());
        m_bytes.resize(read.bytes);
        m_stack = {from, m_bytes};
        return m_stack;
    }
    [[nodiscard]] const program::StackCopy& stack() const { return m_stack; }

private:
    ChildProcess m_child;
    program::Registers m_registers;
    std::vector<std::byte> m_bytes;
    program::StackCopy m_stack;
};

/// Every frame of a stack, inlined ones too.
inline std::vector<program::Frame> framesOf(program::Symbols& symbols,
                                            const program::UnwoundStack& stack)
{
    std::vector<program::Frame> frames;
    for (std::size_t i = 0; i < stack.addresses.size(); ++i) {
        const auto at =
            i == 0 ? symbols.at(stack.addresses[i]) : symbols.returningTo(stack.addresses[i]);
        frames.insert(frames.end(), at.begin(), at.end());
    }
    return frames;
}

inline std::vector<std::string> functionsOf(const std::vector<program::Frame>& frames)
{
    std::vector<std::string> functions;
    for (const auto& frame : frames)
        functions.push_back(frame.function);
    return functions;
}

} // namespace lockscope::test
