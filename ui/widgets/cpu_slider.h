// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

#include <vector>

namespace lockscope::ui {

/// A slider over numbers of CPUs that runs past those that can be measured: up to them every number
/// has a place, beyond about four to each doubling. What is simulated is hatched, from a border
/// line on.
class CpuSlider : public QSlider
{
    Q_OBJECT

public:
    /// `here` CPUs can be measured, up to `most` simulated.
    CpuSlider(int here, int most, QWidget* parent = nullptr);

    [[nodiscard]] int cpus() const { return cpusAt(value()); }
    /// Shows the place of a number, or the nearest; emits nothing.
    void setCpus(int cpus);
    /// So many CPUs can be measured from now on, up to `most` simulated; none when they are as
    /// many.
    void setCounts(int here, int most);
    /// Whether all of it is simulated, also what this computer could do.
    void setAllSimulated(bool all);

    /// The number that stands at a slider's value.
    [[nodiscard]] int cpusAt(int value) const { return m_counts[static_cast<std::size_t>(value)]; }
    /// The last value that can be measured here; -1 when all is simulated.
    [[nodiscard]] int border() const { return m_allSimulated ? -1 : m_here - 1; }

signals:
    /// Being dragged: nothing holds yet.
    void passed(int cpus);
    /// Let go, or moved by a key.
    void chosen(int cpus);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int xOf(double value) const;

    std::vector<int> m_counts;
    int m_here = 0;
    int m_most = 0;
    bool m_allSimulated = false;
};

} // namespace lockscope::ui
