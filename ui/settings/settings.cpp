// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include "core/lab/settings.h"
#include "ui/session/session.h"
#include "ui/settings/sealed_bytes.h"

#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace lockscope::ui {

namespace {

constexpr std::array kThemeNames{"follow", "light", "dark"};

constexpr auto kComparisonGeometry = "comparison/geometry";
constexpr auto kGeometry = "layout/geometry";
constexpr auto kDocks = "layout/docks";
constexpr auto kSplitters = "layout/splitters";
constexpr auto kTable = "layout/table";
constexpr std::array kLayoutKeys{kComparisonGeometry, kGeometry, kDocks, kSplitters, kTable};

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

QByteArray Settings::guarded(const char* key) const
{
    return unsealed(m_store.value(key).toByteArray()).value_or(QByteArray());
}

bool Settings::dropDamagedLayouts()
{
    bool dropped = false;
    for (const char* key : kLayoutKeys) {
        if (m_store.contains(key) && !unsealed(m_store.value(key).toByteArray())) {
            m_store.remove(key);
            dropped = true;
        }
    }
    return dropped;
}

QByteArray Settings::comparisonGeometry() const
{
    return guarded(kComparisonGeometry);
}

void Settings::setComparisonGeometry(const QByteArray& geometry)
{
    m_store.setValue(kComparisonGeometry, sealed(geometry));
}

QByteArray Settings::geometry() const
{
    return guarded(kGeometry);
}

QByteArray Settings::docks() const
{
    return guarded(kDocks);
}

QByteArray Settings::splitters() const
{
    return guarded(kSplitters);
}

QByteArray Settings::table() const
{
    return guarded(kTable);
}

void Settings::setLayout(const QByteArray& geometry,
                         const QByteArray& docks,
                         const QByteArray& splitters,
                         const QByteArray& table)
{
    m_store.setValue(kGeometry, sealed(geometry));
    m_store.setValue(kDocks, sealed(docks));
    m_store.setValue(kSplitters, sealed(splitters));
    m_store.setValue(kTable, sealed(table));
}

} // namespace lockscope::ui
