// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include "core/lab/settings.h"
#include "ui/session/session.h"
#include "ui/settings/sealed_bytes.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace lockscope::ui {

namespace {

constexpr std::array kThemeNames{"follow", "light", "dark"};

constexpr auto kRecentFiles = "files/recent";
constexpr qsizetype kMostRecentFiles = 8;

/// What is remembered of the layout, and where. "layout/docks", which an earlier version wrote, had
/// panels and bars in one.
struct LayoutKey
{
    const char* key;
    QByteArray RememberedLayout::*part;
};
constexpr std::array kLayoutKeys{LayoutKey{"layout/geometry", &RememberedLayout::geometry},
                                 LayoutKey{"layout/bars", &RememberedLayout::bars},
                                 LayoutKey{"layout/panels", &RememberedLayout::panels},
                                 LayoutKey{"layout/splitters", &RememberedLayout::splitters},
                                 LayoutKey{"layout/table", &RememberedLayout::table}};

QString axisKey(const QString& chart, const char* what)
{
    return QStringLiteral("axes/%1/%2").arg(chart, what);
}

} // namespace

Settings::Settings() = default;

Settings::Settings(const QString& iniFile)
    : m_store(iniFile, QSettings::IniFormat)
{}

ThemeChoice Settings::theme() const
{
    const QString name = m_store.value("window/theme").toString();
    const auto found = std::find(kThemeNames.begin(), kThemeNames.end(), name);
    return found == kThemeNames.end() ? ThemeChoice::FollowDesktop
                                      : static_cast<ThemeChoice>(found - kThemeNames.begin());
}

void Settings::setTheme(ThemeChoice choice)
{
    m_store.setValue("window/theme", QString(kThemeNames[static_cast<std::size_t>(choice)]));
}

int Settings::refreshRate() const
{
    const int hz = m_store.value("window/refresh_hz", kDefaultRefreshHz).toInt();
    return hz < kMinRefreshHz || hz > kMaxRefreshHz ? kDefaultRefreshHz : hz;
}

void Settings::setRefreshRate(int hz)
{
    m_store.setValue("window/refresh_hz", hz);
}

std::optional<lab::LabConfig> Settings::experiment() const
{
    lab::LabConfig config = lab::defaultConfig();
    bool any = false;
    // One by one, in the order in which a workload comes before its times: what another machine or
    // version left behind and is not allowed here keeps its default, the rest is remembered.
    for (const lab::Setting& setting : lab::settings()) {
        const std::string name(setting.id);
        const QVariant value = m_store.value("experiment/" + QString::fromStdString(name));
        if (!value.isValid())
            continue;
        try {
            config = lab::configFromTexts({{name, value.toString().toStdString()}}, config);
            any = true;
        } catch (const lab::ConfigError&) {
            continue;
        }
    }
    return any ? std::optional(config) : std::nullopt;
}

void Settings::setExperiment(const lab::LabConfig& config)
{
    for (const auto& [name, value] : lab::configFacts(config))
        m_store.setValue("experiment/" + QString::fromStdString(name).replace('_', '-'),
                         QString::fromStdString(value));
}

bool Settings::runAtStart() const
{
    return m_store.value("window/run_at_start", true).toBool();
}

void Settings::setRunAtStart(bool run)
{
    m_store.setValue("window/run_at_start", run);
}

ExportChoice Settings::exportChoice() const
{
    ExportChoice choice;
    choice.what = m_store.value("export/what", "dashboard").toString();
    choice.format =
        pictureFormat(m_store.value("export/format").toString()).value_or(PictureFormat::Png);
    choice.scale = std::clamp(
        m_store.value("export/scale", choice.scale).toInt(), kMinPictureScale, kMaxPictureScale);
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    choice.folder =
        m_store.value("export/folder", pictures.isEmpty() ? QDir::homePath() : pictures).toString();
    return choice;
}

void Settings::setExportChoice(const ExportChoice& choice)
{
    m_store.setValue("export/what", choice.what);
    m_store.setValue("export/format", suffix(choice.format));
    m_store.setValue("export/scale", choice.scale);
    m_store.setValue("export/folder", choice.folder);
}

RemoteHost Settings::remoteHost() const
{
    RemoteHost host;
    host.name = m_store.value("remote/host").toString();
    host.program = m_store.value("remote/program", host.program).toString();
    return host;
}

void Settings::setRemoteHost(const RemoteHost& host)
{
    m_store.setValue("remote/host", host.name);
    m_store.setValue("remote/program", host.program);
}

LaunchedCommand Settings::launchedCommand() const
{
    return {.command = m_store.value("program/command").toStringList(),
            .folder = m_store.value("program/folder").toString()};
}

void Settings::setLaunchedCommand(const LaunchedCommand& launched)
{
    m_store.setValue("program/command", launched.command);
    m_store.setValue("program/folder", launched.folder);
}

QStringList Settings::recentFiles() const
{
    QStringList files = m_store.value(kRecentFiles).toStringList();
    files.removeIf([](const QString& file) { return !QFileInfo(file).isFile(); });
    return files.mid(0, kMostRecentFiles);
}

void Settings::addRecentFile(const QString& file)
{
    QStringList files = recentFiles();
    const QString path = QFileInfo(file).absoluteFilePath();
    files.removeAll(path);
    files.prepend(path);
    m_store.setValue(kRecentFiles, files.mid(0, kMostRecentFiles));
}

bool Settings::remembersFiles() const
{
    return m_store.contains(kRecentFiles);
}

void Settings::forgetRecentFiles()
{
    m_store.remove(kRecentFiles);
}

std::optional<RememberedAxis> Settings::axis(const QString& chart) const
{
    const QVariant logarithmic = m_store.value(axisKey(chart, "logarithmic"));
    const QVariant sparesSpikes = m_store.value(axisKey(chart, "spares_spikes"));
    if (!logarithmic.isValid() || !sparesSpikes.isValid())
        return std::nullopt;
    return RememberedAxis{logarithmic.toBool(), sparesSpikes.toBool()};
}

void Settings::setAxis(const QString& chart, const RememberedAxis& axis)
{
    m_store.setValue(axisKey(chart, "logarithmic"), axis.logarithmic);
    m_store.setValue(axisKey(chart, "spares_spikes"), axis.sparesSpikes);
}

bool Settings::dropDamagedLayouts()
{
    bool dropped = false;
    for (const LayoutKey& each : kLayoutKeys) {
        if (m_store.contains(each.key) && !unsealed(m_store.value(each.key).toByteArray())) {
            m_store.remove(each.key);
            dropped = true;
        }
    }
    return dropped;
}

RememberedLayout Settings::layout() const
{
    RememberedLayout layout;
    for (const LayoutKey& each : kLayoutKeys)
        layout.*each.part = unsealed(m_store.value(each.key).toByteArray()).value_or(QByteArray());
    return layout;
}

void Settings::setLayout(const RememberedLayout& layout)
{
    for (const LayoutKey& each : kLayoutKeys)
        m_store.setValue(each.key, sealed(layout.*each.part));
}

} // namespace lockscope::ui
