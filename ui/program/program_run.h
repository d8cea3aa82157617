// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/program_source.h"
#include "core/program/watch_report.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <optional>
#include <thread>

namespace lockscope::ui {

/// Which program is to be watched: one to start, or one that runs.
struct WatchRequest
{
    QStringList command{}; ///< program and arguments; empty: `pid` is meant
    QString folder{}; ///< where it is started; empty: where this program was
    std::optional<int> pid{}; ///< to look at from outside
};

using WatchReportPtr = std::shared_ptr<const program::WatchReport>;

/// A program that is watched, and what there is to say of it some times a second. Reports are made
/// on a thread of its own, as stacks and names may take long. The program goes on when watching
/// ends, and when this is destroyed. GUI thread only.
class ProgramRun : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~ProgramRun() override;

    /// Ends what is watched and watches another. io::BadInput, one sentence, for what cannot be
    /// watched; then all is as it was.
    void watch(const WatchRequest& request);
    /// Watches what is given; what watch() does, and tests.
    void watch(std::unique_ptr<program::ProgramSource> source);
    /// Ends watching soon, with a last report; the program goes on.
    void stop();

    /// Whether it watches, the program runs, and nobody ended that.
    [[nodiscard]] bool watches() const { return m_watches; }
    /// The newest; null before the first.
    [[nodiscard]] const WatchReportPtr& report() const { return m_report; }

signals:
    /// There is another report.
    void reported();
    /// watches().
    void watchesChanged();
    /// A report could not be made.
    void problem(const QString& sentence);

private:
    void endThread();
    void take(std::uint64_t run, const WatchReportPtr& report);
    void finish(std::uint64_t run, const QString& sentence);

    WatchReportPtr m_report;
    bool m_watches = false;
    std::uint64_t m_run = 0; ///< of earlier ones nothing is taken any more
    std::jthread m_thread;
};

} // namespace lockscope::ui
