// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pictures/exporter.h"

#include "core/io/output_file.h"
#include "ui/charts/dashboard_view.h"
#include "ui/pictures/export_error.h"
#include "ui/pictures/picture_writers.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace lockscope::ui {

Exporter::Exporter(PictureRows rows, PictureFacts facts, const Theme& theme, WholePicture whole)
    : m_rows(std::move(rows))
    , m_facts(std::move(facts))
    , m_theme(theme)
    , m_whole(std::move(whole))
{}

Exporter Exporter::of(const DashboardView& view, const Theme& theme) const
{
    const bool isOne = std::any_of(m_rows.begin(), m_rows.end(), [&view](const PictureRow& row) {
        return std::find(row.views.begin(), row.views.end(), &view) != row.views.end();
    });
    PictureFacts facts = m_facts;
    if (!isOne) {
        facts = PictureFacts();
        facts.program = m_facts.program;
    }
    return {{{.views = {&view}}}, facts, theme};
}

std::vector<std::pair<QString, QString>> Exporter::choices() const
{
    std::vector<std::pair<QString, QString>> choices;
    if (m_rows.size() > 1)
        choices.emplace_back(m_whole.id, m_whole.choice);
    for (const PictureRow& row : m_rows)
        for (const DashboardView* view : row.views)
            choices.emplace_back(view->id(), view->title());
    return choices;
}

Page Exporter::page(const QString& what) const
{
    Page page{.rows = m_rows, .facts = m_facts, .theme = m_theme, .picture = m_whole.size};
    if (what == m_whole.id) {
        page.facts.title = m_whole.title;
        return page;
    }
    for (const PictureRow& row : m_rows) {
        for (const DashboardView* view : row.views) {
            if (view->id() != what)
                continue;
            page.rows = {{.views = {view}}};
            page.facts.title = view->title();
            page.picture = view->pictureSize();
            return page;
        }
    }
    throw ExportError(QStringLiteral("There is no picture called \"%1\".").arg(what));
}

void Exporter::makeFolder(const QString& path)
{
    std::error_code error;
    const std::filesystem::path folder(path.toStdString());
    std::filesystem::create_directories(folder, error);
    if (error)
        throw ExportError(QStringLiteral("The folder %1 could not be made: %2")
                              .arg(path, QString::fromStdString(error.message())));
    if (!std::filesystem::is_directory(folder, error))
        throw ExportError(QStringLiteral("%1 is not a folder").arg(path));
}

void Exporter::save(const QString& what, PictureFormat format, int scale, const QString& path) const
{
    writeTo(path, writePicture(page(what).painted(), format, scale));
}

void Exporter::writeTo(const QString& path, const QByteArray& bytes)
{
    // Absolute, because to the writer a bare "-" is standard output.
    io::writeFile(QFileInfo(path).absoluteFilePath().toStdString(),
                  std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

QString Exporter::pathOf(const QString& what, const QString& folder, PictureFormat format)
{
    return QDir(folder).filePath("lockscope-" + what + '.' + suffix(format));
}

QString Exporter::exportChart(const QString& what,
                              const QString& folder,
                              PictureFormat format,
                              int scale) const
{
    makeFolder(folder);
    const QString path = pathOf(what, folder, format);
    save(what, format, scale, path);
    return path;
}

QStringList Exporter::exportCharts(const QString& folder, PictureFormat format, int scale) const
{
    QStringList paths;
    for (const auto& [id, title] : choices())
        paths << exportChart(id, folder, format, scale);
    return paths;
}

} // namespace lockscope::ui
