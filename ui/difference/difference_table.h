// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recording/difference.h"
#include "ui/charts/dashboard_view.h"

#include <optional>

class QLabel;
class QTableView;

namespace lockscope::ui {

class DifferenceModel;

/// The verdict, the table of differences and what makes the two hard to compare: in the window, and
/// as a picture. GUI thread only.
class DifferenceTable : public DashboardView
{
    Q_OBJECT

public:
    explicit DifferenceTable(QWidget* parent = nullptr);

    /// Shows a difference, or that there is none.
    void setDifference(const std::optional<recording::Difference>& difference);

    [[nodiscard]] QString id() const override { return QStringLiteral("differences"); }
    [[nodiscard]] QString title() const override { return tr("Differences"); }
    /// Nothing of a history is shown.
    void refresh(const measure::History& /*history*/) override {}
    void setTheme(const Theme& theme) override;
    [[nodiscard]] QSizeF pictureSize() const override;
    void renderPicture(QPainter& painter, const QRectF& target) const override;

private:
    [[nodiscard]] QStringList notes() const;
    void paintRow(QPainter& painter, const QRectF& line, int row) const;

    Theme m_theme;
    QString m_verdict;
    std::vector<std::string> m_remarks;
    DifferenceModel* m_model; // children, as all that follow
    QLabel* m_verdictText;
    QLabel* m_scope;
    QTableView* m_table;
    QLabel* m_notes;
};

} // namespace lockscope::ui
