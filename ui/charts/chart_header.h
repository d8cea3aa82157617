// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/legend.h"

#include <QStringList>
#include <QWidget>

#include <vector>

namespace lockscope::ui {

/// Where title and legend entries stand above a plot: the legend to the right of the title when
/// there is room, else in rows below it. A title that is too long is given what there is.
struct HeaderLayout
{
    QRectF title;
    std::vector<QRectF> entries;
    double height = 0;
};
[[nodiscard]] HeaderLayout layOutHeader(double width,
                                        const QSizeF& title,
                                        const std::vector<QSizeF>& entries);

[[nodiscard]] QFont titleFont();

/// Title and legend above a plot.
class ChartHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ChartHeader(QWidget* parent);

    /// Its tip says what the chart means, too.
    void setTitle(const QString& title, const QString& meaning);
    void setTheme(const Theme& theme);
    void setEntries(const std::vector<LegendEntry>& entries);

    [[nodiscard]] bool shown(std::size_t entry) const;
    [[nodiscard]] QStringList hiddenEntries() const;
    void setHiddenEntries(const QStringList& ids);

    /// Draws title and the shown entries into `target` and returns the height taken; vectors.
    double renderPicture(QPainter& painter, const QRectF& target) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    /// An entry was hidden or shown.
    void toggled();
    void titleDoubleClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    /// A lone entry that says what the title says takes no row of its own, unless it is hidden and
    /// wants to come back: then no entry has a place.
    [[nodiscard]] HeaderLayout layOut(double width) const;
    void placeButtons();
    /// Shows a button's entry alone among those of its kind, or all of them when it was alone.
    void showAlone(const LegendButton* button);

    QString m_title;
    QString m_meaning;
    Theme m_theme;
    std::vector<LegendEntry> m_entries;
    std::vector<LegendButton*> m_buttons; // children
};

} // namespace lockscope::ui
