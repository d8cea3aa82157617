// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/problem.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace lockscope::measure {

namespace {

constexpr const char* kNoMemory = "not enough memory (a limit may be set: ulimit -v)";
constexpr const char* kNoThread =
    "the system gives no more threads (a limit may be set: ulimit -u, ulimit -v)";

struct LastWords
{
    const char* program = "";
    int exitCode = 1;
    std::terminate_handler otherwise = nullptr;
};
LastWords g_lastWords; // written once, before there are threads

/// What a refusal is called; null for anything else. Needs no memory.
const char* refusal(const std::exception& error)
{
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
        return kNoMemory;
    const auto* system = dynamic_cast<const std::system_error*>(&error);
    if (system == nullptr)
        return nullptr;
    if (system->code() == std::errc::resource_unavailable_try_again)
        return kNoThread;
    return system->code() == std::errc::not_enough_memory ? kNoMemory : nullptr;
}

void write(std::string_view text)
{
    (void)!::write(
        STDERR_FILENO, text.data(), text.size()); // there is nobody to tell when that fails
}

[[noreturn]] void terminate()
{
    if (const std::exception_ptr kept = std::current_exception()) {
        try {
            std::rethrow_exception(kept);
        } catch (const std::exception& error) {
            if (const char* words = refusal(error)) {
                write(g_lastWords.program);
                write(": ");
                write(words);
                write("\n");
                _exit(g_lastWords.exitCode); // other threads still run: no destructor may
            }
        } catch (...) { // aborts below
        }
    }
    if (g_lastWords.otherwise != nullptr)
        g_lastWords.otherwise();
    std::abort();
}

} // namespace

std::string problemText(const std::exception& error)
{
    const char* words = refusal(error);
    return words != nullptr ? words : error.what();
}

std::string problemText(const std::exception_ptr& kept)
{
    try {
        std::rethrow_exception(kept);
    } catch (const std::exception& error) {
        return problemText(error);
    } catch (...) {
        return "an unknown error";
    }
}

bool isRefusalBySystem(const std::exception& error)
{
    return refusal(error) != nullptr;
}

void endWithSentence(const char* program, int exitCode)
{
    g_lastWords = {
        .program = program, .exitCode = exitCode, .otherwise = std::set_terminate(&terminate)};
}

} // namespace lockscope::measure
