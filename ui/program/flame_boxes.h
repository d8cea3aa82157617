// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/program/flame_tree.h"

#include <QRectF>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <vector>

namespace lockscope::ui {

/// Where each function of a flame graph stands. What a box is called, its path from the root, is
/// the same in the next tree, its number is not. Values over a tree that outlives them.
///
/// The functions that all stacks begin with (clone3, start_thread) have no rows of their own, for
/// which a low window has no room: they are the stem, and the root stands for them.
class FlameBoxes
{
public:
    struct Box
    {
        const program::FlameNode* node;
        std::size_t parent; ///< of the boxes; of the root itself
        std::size_t firstChild; ///< its children stand one after another
        std::size_t row; ///< 0 is the root, with the stem
        double left; ///< shares of the whole
        double width;
        bool wanted;
    };

    /// The root's stands first, parents before their children.
    using Boxes = std::vector<Box>;
    static constexpr std::size_t kRoot = 0;
    static constexpr std::size_t kMost = 20'000;

    /// Those of functions whose name, file or module has the words in it are wanted; none without
    /// words. Beyond kMost boxes, inwards from the roots, there are none.
    FlameBoxes(const program::FlameNode& root, const QString& words);

    [[nodiscard]] const Boxes& all() const { return m_boxes; }
    /// Of no time at all.
    [[nodiscard]] bool empty() const { return !(m_boxes.front().node->ns > 0); }
    [[nodiscard]] const Box& at(std::size_t box) const { return m_boxes[box]; }
    [[nodiscard]] std::size_t rows() const { return m_rows; }
    /// Outermost first.
    [[nodiscard]] const std::vector<const program::Frame*>& stem() const { return m_stem; }

    [[nodiscard]] QStringList pathOf(std::size_t box) const;
    [[nodiscard]] std::optional<std::size_t> boxOf(const QStringList& path) const;
    /// Whether it is the other, or called by it through however many.
    [[nodiscard]] bool isWithin(std::size_t box, std::size_t ancestor) const;
    /// Which share of the time passes through one that is wanted.
    [[nodiscard]] double wantedShare() const;

    /// Where it stands, rows from the bottom, while another takes the full width; none where that
    /// leaves it out or so narrow that it is not seen.
    [[nodiscard]] std::optional<QRectF> placeOf(std::size_t box,
                                                std::size_t zoomed,
                                                const QRectF& area,
                                                double rowHeight) const;
    /// The next one in the direction of an arrow key: its caller, the callee with the most time, or
    /// the nearest that its caller called, too.
    [[nodiscard]] std::optional<std::size_t> neighbour(std::size_t box, Qt::Key key) const;

private:
    std::vector<const program::Frame*> m_stem;
    Boxes m_boxes;
    std::size_t m_rows = 1;
};

} // namespace lockscope::ui
