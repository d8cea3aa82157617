// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/estimate.h"

#include <QString>
#include <QTableView>
#include <QVariant>

#include <functional>
#include <optional>
#include <vector>

class QStandardItemModel;

namespace lockscope::ui {

/// What stands in a cell of figures.
struct FigureCell
{
    QString text;
    QVariant order; ///< what it is sorted by: a number; none: its text
    QString tip; ///< plain text
};

[[nodiscard]] FigureCell textCell(const QString& text);
/// "unknown" without one.
[[nodiscard]] FigureCell shareCell(const std::optional<double>& share);
/// A mean with its interval or band, worded by the figure that it is of; "unknown" without one.
[[nodiscard]] FigureCell estimateCell(const std::optional<measure::Estimate>& value,
                                      const std::function<QString(double)>& textOf,
                                      const QString& whyUnknown = {});

/// The table of a page: figures to read and to copy, sorted by a click on a column's head. What is
/// marked is copied by Ctrl+C, as text whose columns are parted by tabs. GUI thread only.
class FigureTable : public QTableView
{
    Q_OBJECT

public:
    /// The name is the object's; the title is for who cannot see it.
    FigureTable(const QString& name, const QString& title, QWidget* parent = nullptr);

    void setColumns(const QStringList& headings);
    /// A cell for each column; what was marked is so no longer. Text of the first column may be
    /// from elsewhere.
    void setRows(const std::vector<std::vector<FigureCell>>& rows);
    /// What is marked, or all of it when nothing is, with the headings of its columns.
    [[nodiscard]] QString copiedText() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QStandardItemModel* m_model; ///< child
};

} // namespace lockscope::ui
