// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/exit_code.h"
#include "app/gui/display.h"
#include "app/gui/options.h"
#include "app/gui/script.h"
#include "core/io/bad_input.h"
#include "core/io/standard_streams.h"
#include "core/io/text_fit.h"
#include "core/lab/lab.h"
#include "core/measure/problem.h"
#include "core/measure/thread_scheduling.h"
#include "resources/resources.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <exception>
#include <optional>

#include <fmt/format.h>

namespace {

using namespace lockscope; // NOLINT(google-build-using-namespace): the program's own names

int complain(const std::string& sentence, ExitCode code)
{
    fmt::print(stderr, "lockscope: {}\n", io::forTerminal(sentence));
    return code;
}

/// What the window begins with: a short callback after the guard, so that a press of F shows what
/// the fast path does even on two CPUs.
lab::LabConfig firstExperiment()
{
    constexpr std::int64_t kShortCallbackNs = 48;
    lab::LabConfig config = lab::defaultConfig();
    config.workload = workload::Kind::Custom;
    config.nativeNs = 0;
    config.callbackNs = kShortCallbackNs;
    config.criticalNs = 0;
    config.taskSource = workload::TaskSourceKind::None;
    return config;
}

/// Folders that are no paths from the root are to be ignored (XDG Base Directory Specification); Qt
/// would have settings in one below the folder where the program was started.
void ignoreRelativeFolders()
{
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        if (!qEnvironmentVariable(name).startsWith('/'))
            qunsetenv(name);
}

/// Whether there is a folder of the person's for settings; else Qt would have them where the
/// program was started, or at the root.
bool hasPlaceForSettings()
{
    return qEnvironmentVariable("HOME").startsWith('/')
        || qEnvironmentVariableIsSet("XDG_CONFIG_HOME");
}

int showWindow(const gui::Options& options, ui::Settings& settings)
{
    const auto remembered = settings.experiment();
    lab::LabOptions labOptions;
    labOptions.tasks = options.tasks;
    ui::Session session(ui::experimentFeeds(labOptions),
                        options.remote ? remembered.value_or(firstExperiment())
                                       : options.over(remembered.value_or(firstExperiment())),
                        options.target);
    session.setRefreshRate(settings.refreshRate());
    ui::Appearance appearance;
    appearance.choose(settings.theme());
    ui::MainWindow window(session, settings, appearance);
    gui::Script script(options, window, session);
    const bool start = options.start || options.exportFolder || options.tasks || options.seconds
        || settings.runAtStart();
    // The lab's threads come after the first picture: a window first, then the load.
    QObject::connect(&window, &ui::MainWindow::firstPainted, &session, [&, start] {
        if (options.watch)
            window.watch(*options.watch);
        else if (options.remote)
            window.connectTo(*options.remote,
                             {.config = options.over(remembered.value_or(firstExperiment())),
                              .asksForCpus = options.asksForCpus,
                              .asksForWorkers = options.asksForWorkers});
        else if (!options.open.empty())
            window.openFiles(options.open);
        else if (start)
            session.start();
        script.begin();
    });
    window.show();
    return QApplication::exec();
}

int run(int argc, char** argv)
{
    const auto parsed = gui::parseOptions(argc, argv);
    if (!parsed.options)
        return parsed.exitCode;
    const gui::Options& options = *parsed.options;
    (void)options.over(
        firstExperiment()); // bad values are bad arguments, with or without a display
    if (options.target && options.tasks)
        return complain("--tasks: a simulated machine has no end by tasks, allowed is --seconds",
                        BadArguments);

    if (options.target && options.remote)
        return complain("--connect: an experiment runs on another host or on a --machine that is "
                        "simulated, not both",
                        BadArguments);

    if (options.open.size() > 1 && options.open.contains("-"))
        return complain("--open: - for standard input stands alone, not beside other files",
                        BadArguments);

    if (options.watch && (options.target || options.exportFolder))
        return complain("a program of your own is watched in the window, not with --machine or "
                        "--export-charts",
                        BadArguments);

    argc = gui::ownArguments(argc, argv); // Qt would take what is the program's
    const gui::DisplayProbe display = gui::probeDisplay(argc, argv);
    if (display.whyNot) {
        if (!options.exportFolder)
            return complain(*display.whyNot + "; lockscope-cli works without one", Failed);
        gui::goWithoutDisplay(); // pictures for a script need nobody to see them
    }

    gui::leaveOutPlatformRemarks();
    measure::askForShortLatency(); // a key is answered soon, however many workers there are
    ignoreRelativeFolders();
    // Pictures made by a script depend on its flags alone, and change nothing for the person.
    // Without a home nothing can be remembered: neither by the window nor by Qt's file dialogs.
    std::optional<QTemporaryDir> folder;
    if (options.exportFolder || !hasPlaceForSettings())
        folder.emplace();
    if (!hasPlaceForSettings())
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(folder->path()));
    registerResources();
    QApplication::setStyle("Fusion");
    const QApplication application(argc, argv);
    QApplication::setOrganizationName("Lockscope");
    QApplication::setApplicationName("lockscope");
    QApplication::setApplicationDisplayName("Lockscope");
    QGuiApplication::setDesktopFileName("io.github.lockscope.Lockscope");
    if (folder) {
        ui::Settings settings(folder->filePath("settings.ini"));
        return showWindow(options, settings);
    }
    ui::Settings settings;
    return showWindow(options, settings);
}

int runToTheEnd(int argc, char** argv)
{
    measure::endWithSentence("lockscope", Failed);
    try {
        return run(argc, argv);
    } catch (const io::BadInput& error) {
        return complain(error.what(), BadArguments);
    } catch (const std::exception& error) {
        return complain(measure::problemText(error), Failed);
    }
}

} // namespace

int main(int argc, char** argv)
{
    io::guardStandardStreams();
    const int code = runToTheEnd(argc, argv);
    const auto loss = io::lossOfStandardOutput();
    return loss && code == Done ? complain(*loss, Failed) : code;
}
