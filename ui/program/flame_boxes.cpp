// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/flame_boxes.h"

#include <algorithm>

namespace lockscope::ui {

namespace {

constexpr double kLeastWidth = 0.5; // pixels: what is narrower is not drawn

QString keyOf(const program::Frame& frame)
{
    return QString::fromStdString(frame.function) + '\n' + QString::fromStdString(frame.module)
        + (frame.function.empty() ? '\n' + QString::number(frame.moduleOffset) : QString());
}

bool has(const program::Frame& frame, const QString& words)
{
    const auto in = [&words](const std::string& text) {
        return QString::fromStdString(text).contains(words, Qt::CaseInsensitive);
    };
    return !words.isEmpty() && (in(frame.function) || in(frame.file) || in(frame.module));
}

/// Where the stacks part, or the one that calls the innermost function of all; below it the stem.
const program::FlameNode& endOfStem(const program::FlameNode& root,
                                    std::vector<const program::Frame*>& stem)
{
    constexpr double kAll = 0.999;
    const program::FlameNode* end = &root;
    while (end->children.size() == 1 && !end->children.front().children.empty()
           && end->children.front().ns >= kAll * root.ns)
    {
        end = &end->children.front();
        stem.push_back(&end->frame);
    }
    return *end;
}

} // namespace

FlameBoxes::FlameBoxes(const program::FlameNode& root, const QString& words)
    : m_boxes{{.node = &endOfStem(root, m_stem),
               .parent = kRoot,
               .firstChild = 1,
               .row = 0,
               .left = 0,
               .width = 1,
               .wanted = false}}
{
    m_boxes.front().wanted = std::any_of(
        m_stem.begin(), m_stem.end(), [&words](const auto* frame) { return has(*frame, words); });
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        m_boxes[i].firstChild = m_boxes.size();
        const Box box = m_boxes[i];
        if (m_boxes.size() + box.node->children.size() > kMost)
            continue;
        double left = box.left;
        for (const program::FlameNode& child : box.node->children) {
            const double width = child.ns / root.ns;
            m_boxes.push_back({.node = &child,
                               .parent = i,
                               .firstChild = 0,
                               .row = box.row + 1,
                               .left = left,
                               .width = width,
                               .wanted = has(child.frame, words)});
            left += width;
        }
        if (!box.node->children.empty())
            m_rows = std::max(m_rows, box.row + 2);
    }
}

QStringList FlameBoxes::pathOf(std::size_t box) const
{
    QStringList path;
    for (; box != kRoot; box = m_boxes[box].parent)
        path.prepend(keyOf(m_boxes[box].node->frame));
    for (auto frame = m_stem.rbegin(); frame != m_stem.rend(); ++frame)
        path.prepend(keyOf(**frame));
    return path;
}

std::optional<std::size_t> FlameBoxes::boxOf(const QStringList& path) const
{
    const auto stem = static_cast<qsizetype>(m_stem.size());
    for (qsizetype i = 0; i < std::min(path.size(), stem); ++i)
        if (keyOf(*m_stem[static_cast<std::size_t>(i)]) != path[i])
            return std::nullopt;
    std::size_t at = kRoot;
    for (const QString& key : path.mid(stem)) {
        std::size_t child = m_boxes[at].firstChild;
        while (child < m_boxes.size() && m_boxes[child].parent == at
               && keyOf(m_boxes[child].node->frame) != key)
            ++child;
        if (child >= m_boxes.size() || m_boxes[child].parent != at)
            return std::nullopt;
        at = child;
    }
    return at;
}

bool FlameBoxes::isWithin(std::size_t box, std::size_t ancestor) const
{
    while (box != ancestor && box != kRoot)
        box = m_boxes[box].parent;
    return box == ancestor;
}

double FlameBoxes::wantedShare() const
{
    if (m_boxes.front().wanted)
        return 1;
    double share = 0;
    std::vector<bool> within(m_boxes.size(), false);
    for (std::size_t i = 1; i < m_boxes.size(); ++i) {
        const bool counted = within[m_boxes[i].parent];
        within[i] = counted || m_boxes[i].wanted;
        if (m_boxes[i].wanted && !counted)
            share += m_boxes[i].width;
    }
    return share;
}

std::optional<QRectF> FlameBoxes::placeOf(std::size_t box,
                                          std::size_t zoomed,
                                          const QRectF& area,
                                          double rowHeight) const
{
    const Box& own = m_boxes[box];
    const Box& all = m_boxes[zoomed];
    const double top = area.bottom() - static_cast<double>(own.row + 1) * rowHeight;
    if (isWithin(zoomed, box)) // who called it, to tell where one is
        return QRectF(area.left(), top, area.width(), rowHeight - 1);
    const double left = (own.left - all.left) / all.width;
    const double width = own.width / all.width * area.width();
    if (!isWithin(box, zoomed) || width < kLeastWidth)
        return std::nullopt;
    return QRectF(area.left() + left * area.width(), top, width, rowHeight - 1);
}

std::optional<std::size_t> FlameBoxes::neighbour(std::size_t box, Qt::Key key) const
{
    const Box& here = m_boxes[box];
    const auto isBeside = [&](std::size_t other) {
        return other > kRoot && other < m_boxes.size() && box != kRoot
            && m_boxes[other].parent == here.parent;
    };
    switch (key) {
    case Qt::Key_Down:
        return box == kRoot ? std::nullopt : std::optional(here.parent);
    case Qt::Key_Left:
        return isBeside(box - 1) ? std::optional(box - 1) : std::nullopt;
    case Qt::Key_Right:
        return isBeside(box + 1) ? std::optional(box + 1) : std::nullopt;
    default:
        break;
    }
    std::optional<std::size_t> widest;
    for (std::size_t i = here.firstChild; i < m_boxes.size() && m_boxes[i].parent == box; ++i)
        if (i != kRoot && (!widest || m_boxes[i].width > m_boxes[*widest].width))
            widest = i;
    return widest;
}

} // namespace lockscope::ui
