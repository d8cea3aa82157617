// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/flame_tree.h"
#include "ui/charts/dashboard_view.h"
#include "ui/program/flame_boxes.h"

#include <QStringList>

#include <cstddef>
#include <optional>

namespace lockscope::ui {

/// A flame graph: the roots of all stacks at the bottom, above each function what it called, as
/// wide as its share of the time. A click, or Enter, shows one function over the full width;
/// Backspace goes back. What is shown and chosen stays while the times change. GUI thread only.
class FlameGraph : public DashboardView
{
    Q_OBJECT

public:
    /// The id is the stem of its pictures.
    explicit FlameGraph(QString id, QWidget* parent = nullptr);

    /// What the time is: "Who waited for evict (cache.c:88)"; `none` is said when there is none.
    void setFlame(program::FlameNode root, const QString& title, const QString& none);
    /// Marks functions whose name, file or module has these words in it; none when empty.
    void setWanted(const QString& words);
    /// Which share of the time passes through one that is marked; none without words or time.
    [[nodiscard]] std::optional<double> wantedShare() const;

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString title() const override { return m_title; }
    /// Nothing of a history is shown.
    void refresh(const measure::History& /*history*/) override {}
    void setTheme(const Theme& theme) override;
    [[nodiscard]] QSizeF pictureSize() const override;
    void renderPicture(QPainter& painter, const QRectF& target) const override;
    [[nodiscard]] QSize sizeHint() const override;

    /// The function that was chosen last, while it is there.
    [[nodiscard]] const program::Frame* chosen() const;
    /// Shows all again.
    void showAll();

signals:
    /// chosen().
    void chosenChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    [[nodiscard]] std::optional<std::size_t> boxAt(const QPointF& place) const;
    [[nodiscard]] QString textOf(const FlameBoxes::Box& box) const;
    [[nodiscard]] QColor colorOf(std::size_t box, std::size_t zoomed) const;
    void paint(QPainter& painter, const QRectF& area, std::size_t zoomed) const;
    void paintMarks(QPainter& painter) const;
    void choose(std::size_t box);
    void zoom(std::size_t box);

    QString m_id;
    QString m_title;
    QString m_none;
    QString m_words;
    Theme m_theme;
    program::FlameNode m_root;
    FlameBoxes m_boxes{m_root, {}}; ///< of the root
    QStringList m_zoomPath; ///< empty: all is shown
    std::size_t m_zoomed = FlameBoxes::kRoot; ///< the box with that path
    std::optional<QStringList> m_chosenPath;
    std::optional<std::size_t> m_chosen;
    std::optional<std::size_t> m_hovered;
};

} // namespace lockscope::ui
