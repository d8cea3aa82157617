// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupts.h"

#include "app/common/exit_code.h"
#include "core/io/unfinished_files.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <string_view>

#include <unistd.h>

namespace lockscope::cli {

namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

// What a handler may touch: atomics that need no lock.
std::atomic<int> g_watches = 0;
std::array<std::atomic<bool>, kSignals.size()> g_came{}; // by signal
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

/// Whether this was the first of its kind for a command that watches.
bool isTaken(int signal)
{
    if (g_watches == 0)
        return false;
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        if (kSignals[i] == signal)
            return !g_came[i].exchange(true);
    return false;
}

/// Everything here is allowed in a handler. _exit() runs no destructor: other threads go on until
/// it does.
void handle(int signal)
{
    if (isTaken(signal))
        return;
    io::removeUnfinishedFiles();
    constexpr std::string_view kSentence =
        "lockscope-cli: interrupted before it was done; no unfinished file was left\n";
    (void)!write(STDERR_FILENO, kSentence.data(), kSentence.size()); // nobody else could be told
    _exit(Failed);
}

} // namespace

void endOnInterrupts()
{
    struct sigaction action
    {};
    action.sa_handler = &handle;
    sigfillset(&action.sa_mask); // one after the other
    for (const int signal : kSignals) {
        struct sigaction before
        {};
        sigaction(signal, nullptr, &before);
        // What was started to outlive its terminal (nohup) does. Shells have Ctrl-C ignored by what
        // runs in the background of a script; who sends it to us by name means us.
        if (signal != SIGHUP || before.sa_handler != SIG_IGN)
            sigaction(signal, &action, nullptr);
    }
}

InterruptWatch::InterruptWatch()
{
    ++g_watches;
}

InterruptWatch::~InterruptWatch()
{
    --g_watches;
}

bool interrupted()
{
    for (const auto& came : g_came)
        if (came)
            return true;
    return false;
}

} // namespace lockscope::cli
