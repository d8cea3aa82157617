// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

#include <vector>

namespace lockscope::ui {

/// A slider over numbers of CPUs that runs past those that can be measured: up to them every number
/// has a stop, beyond about four to each doubling. What can be measured has half of its length at
/// least; what is simulated is hatched, from a border line on.
///
/// Its value is a place along it, so that the mouse can be anywhere; keys and wheel go from stop to
/// stop, and what is let go goes to the nearest one.
class CpuSlider : public QSlider
{
    Q_OBJECT

public:
    /// `here` CPUs can be measured, up to `most` simulated.
    CpuSlider(int here, int most, QWidget* parent = nullptr);

    [[nodiscard]] int cpus() const { return cpusAt(value()); }
    /// Shows the stop of a number, or the nearest; emits nothing.
    void setCpus(int cpus);
    /// So many CPUs can be measured from now on, up to `most` simulated; none when they are as
    /// many.
    void setCounts(int here, int most);
    /// Whether all of it is simulated, also what this computer could do.
    void setAllSimulated(bool all);

    /// The number that a value stands for.
    [[nodiscard]] int cpusAt(int value) const;
    /// The value of a number's stop, or of the nearest.
    [[nodiscard]] int valueOf(int cpus) const;
    /// The last value that can be measured here; below all when all is simulated, the last of all
    /// when nothing is.
    [[nodiscard]] int border() const;

signals:
    /// Being dragged: nothing holds yet.
    void passed(int cpus);
    /// Let go, or moved by a key: another number than before.
    void chosen(int cpus);

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    struct Stop
    {
        int value;
        int cpus;
    };

    [[nodiscard]] std::size_t stopAt(int value) const;
    /// The position of the stop so many further.
    [[nodiscard]] int steppedBy(int stops) const;
    void stepInstead(int action);
    void choose();
    [[nodiscard]] int xOf(int value) const;

    std::vector<Stop> m_stops;
    int m_here = 0;
    int m_most = 0;
    int m_border = 0; ///< the last value of what can be measured
    int m_cpus = 1; ///< chosen last
    int m_turned = 0; ///< by the wheel, less than a notch
    bool m_allSimulated = false;
};

} // namespace lockscope::ui
