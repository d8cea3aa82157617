// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/stack_unwinder.h"

#include "core/program/call_site.h"
#include "core/program/remote_memory.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <libelf.h>

namespace lockscope::program {

namespace {

constexpr std::size_t kMostFrames = 256;
constexpr int kMostGuesses = 16;
constexpr std::size_t kMostKnown = 200'000; // of what is remembered of addresses
constexpr std::uint64_t kWord = 8;

/// Numbers of DWARF for x86-64 (its psABI, figure 3.36).
enum DwarfRegister : int
{
    Bx = 3,
    Bp = 6,
    Sp = 7,
    R12 = 12,
    R13,
    R14,
    R15,
    ReturnAddress
};

/// libdw asks a file which machine it is for, and each module's may be missing: this program's own.
/// Open until the end, as every attached Dwfl refers to it.
Elf* ownElf()
{
    static Elf* const elf = [] {
        elf_version(EV_CURRENT);
        const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
        return file < 0 ? nullptr : elf_begin(file, ELF_C_READ, nullptr);
    }();
    return elf;
}

/// Where threads begin, by name: for code whose CFI does not say it.
bool beginsThreads(std::string_view function)
{
    constexpr std::array kNames = {"_start",
                                   "_start_c",
                                   "__libc_start_main",
                                   "clone",
                                   "__clone",
                                   "clone3",
                                   "__clone3",
                                   "start_thread",
                                   "runtime.goexit",
                                   "runtime.goexit.abi0",
                                   "runtime.mcall", // on the stack of Go's scheduler
                                   "runtime.mstart",
                                   "runtime.mstart.abi0",
                                   "runtime.rt0_go",
                                   "runtime.rt0_go.abi0"};
    return std::find(kNames.begin(), kNames.end(), function) != kNames.end();
}

/// Whether CFI says that the function at an address returns nowhere.
bool returnsNowhere(Dwfl_Module* module, std::uint64_t address)
{
    Dwarf_Addr bias = 0;
    Dwarf_CFI* cfi = dwfl_module_eh_cfi(module, &bias);
    Dwarf_Frame* frame = nullptr;
    if (cfi == nullptr || dwarf_cfi_addrframe(cfi, address - bias, &frame) != 0)
        return false;
    std::array<Dwarf_Op, 3> memory{};
    Dwarf_Op* ops = nullptr;
    std::size_t count = 0;
    const bool undefined =
        dwarf_frame_register(frame, ReturnAddress, memory.data(), &ops, &count) == 0 && count == 0
        && ops == memory.data();
    free(frame); // NOLINT(cppcoreguidelines-no-malloc): libdw's
    return undefined;
}

} // namespace

class StackUnwinder::Attached
{
public:
    explicit Attached(Symbols& symbols)
        : m_symbols(symbols)
        , m_attached(supported() && ownElf() != nullptr
                     && dwfl_attach_state(symbols.dwfl(), ownElf(), kTid, &kCallbacks, this))
    {}

    UnwoundStack unwind(const Registers& registers, const StackCopy& stack)
    {
        return run(registers, true, stack);
    }

    UnwoundStack unwind(std::uint64_t ip, std::uint64_t sp, const StackCopy& stack)
    {
        Registers registers;
        registers.ip = ip;
        registers.sp = sp;
        UnwoundStack plain = run(registers, false, stack);
        if (plain.rooted || !m_attached)
            return plain;
        int guesses = 0;
        const std::uint64_t end = stack.base + stack.bytes.size();
        const std::uint64_t first = (std::max(sp, stack.base) + kWord - 1) / kWord * kWord;
        for (std::uint64_t bp = first; bp + 2 * kWord <= end && guesses < kMostGuesses; bp += kWord)
        {
            if (!mayBeFrame(bp, plain.addresses.back()))
                continue;
            ++guesses;
            registers.bp = bp;
            UnwoundStack guess = run(registers, false, stack);
            if (!guess.rooted || !isByCalls(guess))
                continue;
            guess.guessed = true;
            return guess;
        }
        return plain;
    }

private:
    static constexpr pid_t kTid = 1; // libdw wants a number, and gives it back

    /// Has libdw go from frame to frame. Says whether it came to an end, not to something unknown.
    bool walk(UnwoundStack& result)
    {
        m_notCode = 0;
        result.addresses.clear();
        m_result = &result;
        const bool ended = dwfl_getthread_frames(m_symbols.dwfl(), kTid, &onFrame, this) == 0;
        if (result.addresses.empty())
            result.addresses.push_back(m_registers.ip);
        return ended;
    }

    /// Forgets what was remembered of other modules than those that are mapped now.
    bool forgetOld()
    {
        if (m_generation == m_symbols.generation())
            return false;
        m_generation = m_symbols.generation();
        m_last.clear();
        m_namedAsLast.clear();
        m_calls.clear();
        return true;
    }

    UnwoundStack run(const Registers& registers, bool all, const StackCopy& stack)
    {
        UnwoundStack result;
        if (!m_attached || registers.ip == 0) {
            result.addresses.push_back(registers.ip);
            return result;
        }
        m_registers = registers;
        m_all = all;
        m_stack = stack;
        m_symbols.refreshFor(registers.ip);
        forgetOld();
        bool ended = walk(result);
        if (m_notCode != 0) { // of a library that was loaded since, perhaps
            m_symbols.refreshFor(m_notCode);
            if (forgetOld())
                ended = walk(result);
        }
        const std::size_t last = result.addresses.size() - 1;
        if (ended && isLast(result.addresses[last])) {
            result.rooted = true;
            return result;
        }
        // The outermost of the names, as `start_thread` stands above `clone`. Not of the innermost
        // frame: that may be calling `clone`.
        for (std::size_t i = last; i > 0 && !result.rooted; --i) {
            if (!isNamedAsLast(result.addresses[i]))
                continue;
            result.addresses.resize(i + 1);
            result.rooted = true;
        }
        return result;
    }

    /// Whether the function that a return address leads back into is where threads begin: by CFI.
    bool isLast(std::uint64_t returnAddress)
    {
        return remembered(m_last, returnAddress, [&] {
            Dwfl_Module* module = m_symbols.moduleAt(returnAddress - 1);
            return module != nullptr && returnsNowhere(module, returnAddress - 1);
        });
    }

    /// The same by its name.
    bool isNamedAsLast(std::uint64_t returnAddress)
    {
        return remembered(m_namedAsLast, returnAddress, [&] {
            return beginsThreads(m_symbols.returningTo(returnAddress).back().function);
        });
    }

    /// What is known of an address, or else found out.
    template<class Value, class Find>
    static Value remembered(std::unordered_map<std::uint64_t, Value>& known,
                            std::uint64_t address,
                            Find find)
    {
        if (const auto found = known.find(address); found != known.end())
            return found->second;
        if (known.size() >= kMostKnown)
            known.clear();
        return known.emplace(address, find()).first->second;
    }

    /// Whether each return address of a stack is behind a call.
    bool isByCalls(const UnwoundStack& stack)
    {
        return std::all_of(stack.addresses.begin() + 1,
                           stack.addresses.end(),
                           [this](std::uint64_t address) { return callBefore(address).call; });
    }

    /// Whether a word of the stack can be what the frame pointer of a function points at: behind it
    /// is a return address, and what is called there is the function.
    bool mayBeFrame(std::uint64_t bp, std::uint64_t inFunction)
    {
        const auto address = word(bp + kWord);
        if (!address || !m_symbols.isCode(*address))
            return false;
        const CallSite site = callBefore(*address);
        if (!site.call)
            return false;
        if (!site.target)
            return true;
        const auto called = functionAt(*site.target);
        const auto wanted = functionAt(inFunction - 1);
        return !called || !wanted || *called == *wanted;
    }

    CallSite callBefore(std::uint64_t returnAddress)
    {
        return remembered(m_calls, returnAddress, [&] {
            std::array<std::uint8_t, kBytesBeforeReturn> bytes{};
            const bool read = m_symbols.pid() != 0
                && RemoteMemory(m_symbols.pid())
                       .read(returnAddress - bytes.size(), bytes.data(), bytes.size())
                       .whole();
            return read ? program::callBefore(returnAddress, bytes) : CallSite{};
        });
    }

    /// Where the function that an address is in begins, by the table of symbols; none when that
    /// does not have it with its size.
    std::optional<std::uint64_t> functionAt(std::uint64_t address) const
    {
        Dwfl_Module* module = m_symbols.moduleAt(address);
        GElf_Off offset = 0;
        GElf_Sym symbol{};
        if (module == nullptr
            || dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr)
                == nullptr
            || symbol.st_size == 0)
            return std::nullopt;
        return address - offset;
    }

    std::optional<std::uint64_t> word(std::uint64_t address) const
    {
        std::uint64_t value = 0;
        if (address < m_stack.base || m_stack.bytes.size() < kWord
            || address - m_stack.base > m_stack.bytes.size() - kWord)
            return std::nullopt;
        std::memcpy(&value, m_stack.bytes.data() + (address - m_stack.base), sizeof(value));
        return value;
    }

    /// A word that CFI asks for: of the copy, or of the program's files as they are mapped.
    static bool readMemory(Dwfl* /*dwfl*/, Dwarf_Addr address, Dwarf_Word* result, void* self)
    {
        const auto& unwinder = *static_cast<Attached*>(self);
        auto value = unwinder.word(address);
        if (!value && unwinder.m_symbols.pid() != 0
            && unwinder.m_symbols.moduleAt(address) != nullptr)
            value = RemoteMemory(unwinder.m_symbols.pid()).value<std::uint64_t>(address);
        if (value)
            *result = *value;
        return value.has_value();
    }

    static pid_t nextThread(Dwfl* /*dwfl*/, void* /*self*/, void** /*thread*/) { return 0; }

    static bool getThread(Dwfl* /*dwfl*/, pid_t /*tid*/, void* self, void** thread)
    {
        *thread = self;
        return true;
    }

    static bool setRegisters(Dwfl_Thread* thread, void* self)
    {
        const auto& unwinder = *static_cast<Attached*>(self);
        const Registers& from = unwinder.m_registers;
        const auto set = [&](int number, Dwarf_Word value) {
            return dwfl_thread_state_registers(thread, number, 1, &value);
        };
        dwfl_thread_state_register_pc(thread, from.ip);
        if (!set(Sp, from.sp) || !set(ReturnAddress, from.ip))
            return false;
        if (!unwinder.m_all)
            return from.bp == 0 || set(Bp, from.bp);
        return set(Bp, from.bp) && set(Bx, from.bx) && set(R12, from.r12) && set(R13, from.r13)
            && set(R14, from.r14) && set(R15, from.r15);
    }

    static int onFrame(Dwfl_Frame* frame, void* self)
    {
        auto& unwinder = *static_cast<Attached*>(self);
        UnwoundStack& result = *unwinder.m_result;
        Dwarf_Addr address = 0;
        if (!dwfl_frame_pc(frame, &address, nullptr))
            return DWARF_CB_ABORT;
        if (!result.addresses.empty() && !unwinder.m_symbols.isCode(address - 1)) {
            unwinder.m_notCode = address - 1; // what was taken for a return address is none
            return DWARF_CB_ABORT;
        }
        result.addresses.push_back(address);
        return result.addresses.size() < kMostFrames ? DWARF_CB_OK : DWARF_CB_ABORT;
    }

    static constexpr Dwfl_Thread_Callbacks kCallbacks{.next_thread = nextThread,
                                                      .get_thread = getThread,
                                                      .memory_read = readMemory,
                                                      .set_initial_registers = setRegisters,
                                                      .detach = nullptr,
                                                      .thread_detach = nullptr};

    Symbols& m_symbols;
    bool m_attached;
    unsigned m_generation = 0; ///< of the symbols, for which the maps hold
    Registers m_registers;
    bool m_all = false; ///< of the registers are known
    StackCopy m_stack;
    UnwoundStack* m_result = nullptr;
    std::uint64_t m_notCode = 0; ///< where the last walk came to that is no code; 0 for nowhere
    /// Remembered by return address.
    std::unordered_map<std::uint64_t, bool> m_last;
    std::unordered_map<std::uint64_t, bool> m_namedAsLast;
    std::unordered_map<std::uint64_t, CallSite> m_calls;
};

StackUnwinder::StackUnwinder(Symbols& symbols)
    : m_attached(std::make_unique<Attached>(symbols))
{}

StackUnwinder::~StackUnwinder() = default;

bool StackUnwinder::supported()
{
#if defined(__x86_64__)
    return true;
#else
    return false;
#endif
}

UnwoundStack StackUnwinder::unwind(const Registers& registers, const StackCopy& stack)
{
    return m_attached->unwind(registers, stack);
}

UnwoundStack StackUnwinder::unwind(std::uint64_t ip, std::uint64_t sp, const StackCopy& stack)
{
    return m_attached->unwind(ip, sp, stack);
}

} // namespace lockscope::program
