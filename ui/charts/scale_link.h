// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <limits>
#include <map>

namespace lockscope::ui {

/// What an axis has to hold; `high` below `low` when there is nothing.
struct Extent
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    [[nodiscard]] bool empty() const { return high < low; }
    /// Grows to hold the other, too.
    void include(const Extent& other);
    void include(double value) { include(Extent{value, value}); }
    friend bool operator==(const Extent&, const Extent&) = default;
};

/// An axis that charts beside each other have in common: each says what it has to hold, and all are
/// told when what it has to hold for all has changed. GUI thread only; outlives its charts.
class ScaleLink : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Replaces what that chart said before.
    void report(const QObject* chart, const Extent& extent);
    /// What all of them need together.
    [[nodiscard]] Extent joint() const;

signals:
    void changed();

private:
    std::map<const QObject*, Extent> m_extents;
};

} // namespace lockscope::ui
