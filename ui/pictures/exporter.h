// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pictures/page.h"
#include "ui/settings/picture_format.h"

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace lockscope::ui {

/// The picture of all views in their rows.
struct WholePicture
{
    QString id = QStringLiteral("dashboard");
    QString choice = QStringLiteral("Whole dashboard"); ///< in a list of pictures
    QString title = QStringLiteral("Lockscope dashboard");
    QSizeF size{1600, 1000};
};

/// Makes pictures of the views as they stand: of one, or of all in their rows ("dashboard"). Short
/// lived: made for an export, because facts and theme are those of its making.
class Exporter
{
public:
    static constexpr auto kDashboard = "dashboard";

    /// The views outlive the exporter.
    Exporter(PictureRows rows, PictureFacts facts, const Theme& theme, WholePicture whole = {});

    /// Of one view alone, which may be none of these: then the facts are not of it, and it has its
    /// title alone.
    [[nodiscard]] Exporter of(const DashboardView& view, const Theme& theme) const;

    /// Id and title of everything that there are pictures of, the dashboard first if there is one.
    [[nodiscard]] std::vector<std::pair<QString, QString>> choices() const;

    /// The page of an id; throws ExportError when there is no such picture.
    [[nodiscard]] Page page(const QString& what) const;

    /// Writes a file, whole or not at all. Throws as save(). Any thread.
    static void writeTo(const QString& path, const QByteArray& bytes);
    /// Makes a folder, its parents included, when it is not there. Throws ExportError.
    static void makeFolder(const QString& path);

    /// Writes one picture, whole or not at all. Throws std::runtime_error with one sentence that
    /// names the file and the reason.
    void save(const QString& what, PictureFormat format, int scale, const QString& path) const;

    /// The file of a picture in a folder: lockscope-ID.png, .svg or .pdf.
    [[nodiscard]] static QString pathOf(const QString& what,
                                        const QString& folder,
                                        PictureFormat format);

    /// Writes one picture into `folder`, made when it is not there, and returns its path. Throws as
    /// save().
    QString exportChart(const QString& what,
                        const QString& folder,
                        PictureFormat format,
                        int scale) const;

    /// Writes every picture so, and returns the paths. Throws as save() at the first that fails.
    QStringList exportCharts(const QString& folder, PictureFormat format, int scale) const;

private:
    PictureRows m_rows;
    PictureFacts m_facts;
    Theme m_theme;
    WholePicture m_whole;
};

} // namespace lockscope::ui
