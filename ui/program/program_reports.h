// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_source.h"
#include "core/program/watch_report.h"
#include "ui/settings/ssh_command.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace lockscope::ui {

/// Which program is to be watched: one to start, or one that runs.
struct WatchRequest
{
    QStringList command{}; ///< program and arguments; empty: `pid` is meant
    QString folder{}; ///< where it is started; empty: where this program was
    std::optional<int> pid{}; ///< to look at from outside
    std::optional<RemoteHost> host{}; ///< where that is; none: on this computer
};

using WatchReportPtr = std::shared_ptr<const program::WatchReport>;

using ProgramSourcePtr = std::shared_ptr<program::ProgramSource>;

/// Starts the program here, or attaches to it. io::BadInput, one sentence, for what cannot be
/// watched.
[[nodiscard]] ProgramSourcePtr openProgram(const WatchRequest& request);

/// Makes reports of a program that is watched, some times a second, on a thread of its own, as
/// stacks and names may take long. While nobody watches, there are none. GUI thread only.
class ProgramReports : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~ProgramReports() override;

    /// Makes them of another program from now on; waits for none that is being made.
    void begin(ProgramSourcePtr source);
    /// Makes no more after a last one.
    void end();

    /// Has another lock put in front of one of the program's, or taken away again; of all of them.
    /// What cannot be is a problem(). Nothing without a source.
    void substitute(const program::WantedLock& wanted);
    void substituteNothing();

    /// Of which they are; null before the first, and when there will be no more.
    [[nodiscard]] const ProgramSourcePtr& source() const { return m_source; }
    /// The newest; null before the first.
    [[nodiscard]] const WatchReportPtr& report() const { return m_report; }

signals:
    /// There is another report, or none any more.
    void reported();
    /// A report could not be made.
    void problem(const QString& sentence);

private:
    using Request = std::function<void(program::ProgramSource&)>;

    /// What its thread is asked to do between two reports: the program may be looked at just now,
    /// and the window does not wait for that.
    struct Requests
    {
        std::mutex mutex;
        std::vector<Request> waiting;
    };

    void ask(Request request);
    /// Does on its thread what a run was asked to.
    void serve(std::uint64_t run, Requests& requests, program::ProgramSource& source);
    void stopAll();
    void take(std::uint64_t run, const WatchReportPtr& report);
    void finish(std::uint64_t run, const QString& sentence);

    ProgramSourcePtr m_source;
    WatchReportPtr m_report;
    std::shared_ptr<Requests> m_requests; ///< of the newest run
    std::uint64_t m_run = 0; ///< of earlier ones nothing is taken any more
    std::map<std::uint64_t, std::jthread> m_threads; ///< by run; the earlier ones come to their end
};

} // namespace lockscope::ui
