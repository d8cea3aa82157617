// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/change_effect.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace lockscope::ui {

/// What the last live change did: throughput and mean lock wait of the settled seconds before and
/// after, and the ratio with its interval, or that no difference is shown. Says so when workers
/// were kept from their CPUs meanwhile. Keeps showing it when the change has left the history.
class ChangeCard : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeCard(QWidget* parent = nullptr);

    /// An empty history empties the card.
    void refresh(const measure::History& history);
    /// Whether the picture goes on: in one that stands nothing settles any more.
    void setMoving(bool moves);

private:
    void show(const measure::ChangeEffect& effect);
    void showRatio(const measure::ChangeEffect& effect);
    void showDisturbance(const measure::ChangeEffect& effect);
    void showNothing();

    bool m_moves = true;
    std::optional<measure::ChangeEffect> m_effect;
    QLabel* m_change;
    QLabel* m_throughput;
    QLabel* m_ratio; ///< "3.36x", or that no difference is shown
    QLabel* m_interval;
    QLabel* m_wait;
    QLabel* m_disturbance;
    QLabel* m_basis;
};

} // namespace lockscope::ui
