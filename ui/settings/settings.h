// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"
#include "ui/settings/picture_format.h"
#include "ui/settings/ssh_command.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

#include <optional>

namespace lockscope::ui {

/// Which colours the window wears.
enum class ThemeChoice
{
    FollowDesktop,
    Light,
    Dark
};

/// What the export dialog was last asked for.
struct ExportChoice
{
    QString what; ///< id of a view, or "dashboard"
    PictureFormat format = PictureFormat::Png;
    int scale = 2;
    QString folder;
    friend bool operator==(const ExportChoice&, const ExportChoice&) = default;
};

/// A program that was started to be watched.
struct LaunchedCommand
{
    QStringList command; ///< program and arguments; empty before the first
    QString folder; ///< where it is started; empty: where this program was
    friend bool operator==(const LaunchedCommand&, const LaunchedCommand&) = default;
};

/// What was chosen of the axis of a chart's values.
struct RememberedAxis
{
    bool logarithmic = false;
    bool sparesSpikes = true;
    friend bool operator==(const RememberedAxis&, const RememberedAxis&) = default;
};

/// Where everything stands in the window, as bytes of Qt's and of who wrote them. Each is empty
/// before the first time, or when damaged.
struct RememberedLayout
{
    QByteArray geometry;
    QByteArray bars; ///< tool bars
    QByteArray panels; ///< of the pages
    QByteArray splitters; ///< between the pictures
    QByteArray table; ///< columns of the table of threads
};

/// Everything that is remembered from one start to the next, typed, in one place. What is missing,
/// or makes no sense any more (another machine, another version), reads as its default.
class Settings
{
public:
    /// The person's settings.
    Settings();
    /// Settings in a file of their own, for tests.
    explicit Settings(const QString& iniFile);

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    [[nodiscard]] int refreshRate() const;
    void setRefreshRate(int hz);

    /// The last experiment, brought into what this machine can do; none before the first.
    [[nodiscard]] std::optional<lab::LabConfig> experiment() const;
    void setExperiment(const lab::LabConfig& config);

    /// Whether the workload ran when the window was closed; true before the first time.
    [[nodiscard]] bool runAtStart() const;
    void setRunAtStart(bool run);

    [[nodiscard]] ExportChoice exportChoice() const;
    void setExportChoice(const ExportChoice& choice);

    /// The host that was connected to last; its name is empty before the first.
    [[nodiscard]] RemoteHost remoteHost() const;
    void setRemoteHost(const RemoteHost& host);

    /// The program that was started last to be watched.
    [[nodiscard]] LaunchedCommand launchedCommand() const;
    void setLaunchedCommand(const LaunchedCommand& launched);

    /// Files that were opened, the newest first; those that are gone are left out.
    [[nodiscard]] QStringList recentFiles() const;
    void addRecentFile(const QString& file);
    /// Whether there are any, be they gone or not.
    [[nodiscard]] bool remembersFiles() const;
    void forgetRecentFiles();

    /// Of a chart by its id; none before something was chosen of it.
    [[nodiscard]] std::optional<RememberedAxis> axis(const QString& chart) const;
    void setAxis(const QString& chart, const RememberedAxis& axis);

    /// Forgets layouts that did not come back as they were written: cut short, changed, or of a
    /// version that did not guard them. True when there was one. What Qt is handed is never
    /// damaged, with or without this.
    bool dropDamagedLayouts();

    [[nodiscard]] RememberedLayout layout() const;
    void setLayout(const RememberedLayout& layout);

private:
    QSettings m_store;
};

} // namespace lockscope::ui
