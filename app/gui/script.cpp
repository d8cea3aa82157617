// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/script.h"

#include "core/io/bad_input.h"
#include "core/io/text_fit.h"
#include "ui/charts/time_view.h"
#include "ui/pictures/export_times.h"
#include "ui/recordings/replay_feed.h"
#include "ui/session/session.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/main_window.h"

#include <QCoreApplication>

#include <cstdio>
#include <exception>
#include <utility>

#include <fmt/format.h>

namespace lockscope::gui {

namespace {

void fail(const std::string& sentence, ExitCode code = Failed)
{
    fmt::print(stderr, "lockscope: {}\n", io::forTerminal(sentence));
    QCoreApplication::exit(code);
}

double secondsOf(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

Script::Script(Options options, ui::MainWindow& window, ui::Session& session, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_window(window)
    , m_session(session)
{
    // Without a person in front of it, a sentence in the window reaches nobody.
    if (m_options.exportFolder)
        connect(&m_window, &ui::MainWindow::said, this, [](const QString& sentence) {
            fail(sentence.toStdString());
        });
}

Script::~Script() = default;

void Script::begin()
{
    if (m_options.exportFolder)
        QTimer::singleShot(m_options.exportAfter, this, &Script::exportCharts);
    if (m_options.seconds) {
        constexpr std::chrono::milliseconds kLook{10};
        connect(&m_look, &QTimer::timeout, this, &Script::stopWhenDue);
        m_look.start(kLook);
    }
    if (m_options.quitAfter)
        QTimer::singleShot(*m_options.quitAfter, &m_window, &ui::MainWindow::close);
}

void Script::stopWhenDue()
{
    if (m_session.measuredTime() < *m_options.seconds)
        return;
    m_look.stop();
    m_session.stop();
}

bool Script::isReady()
{
    ui::TimeView* view =
        m_window.findChild<ui::Dashboard*>()->timeView(); // other pages have theirs
    if (m_options.range && !m_range) {
        const measure::TimeRange& kept = view->kept();
        const measure::TimeRange range = m_options.range->within(kept);
        if (range.span().count() <= 0)
            throw io::BadInput(fmt::format("--range: nothing of it is shown; allowed is a part of "
                                           "{:.6g}s..{:.6g}s",
                                           secondsOf(kept.begin),
                                           secondsOf(kept.end)));
        m_range = std::make_unique<ui::ShownRange>(*view, range);
    }
    const auto* replay = qobject_cast<const ui::ReplayFeed*>(&m_session.feed());
    return replay == nullptr || replay->picture().isTaken();
}

void Script::exportCharts()
{
    constexpr std::chrono::milliseconds kBetweenLooks{30};
    try {
        if (!isReady()) {
            QTimer::singleShot(kBetweenLooks, this, &Script::exportCharts);
            return;
        }
        const QStringList paths = m_window.exporter().exportCharts(
            QString::fromStdString(*m_options.exportFolder), m_options.format, m_options.scale);
        for (const QString& path : paths)
            fmt::print("{}\n", io::forTerminal(path.toStdString()));
    } catch (const io::BadInput& error) {
        fail(error.what(), BadArguments);
        return;
    } catch (const std::exception& error) {
        fail(error.what());
        return;
    }
    if (!m_options.quitAfter)
        m_window.close();
}

} // namespace lockscope::gui
