// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/comparison.h"
#include "ui/widgets/elided_combo_box.h"

#include <QStringList>

#include <vector>

namespace lockscope::ui {

/// Whether guards are run without their fast path, with it, or both ways.
enum class FastPaths
{
    Without,
    With,
    Both
};

/// Each guard of the ids as often as is asked for, without the fast path before with it.
[[nodiscard]] std::vector<study::Contender> contendersOf(const QStringList& guards,
                                                         FastPaths paths);

/// Chooses among the FastPaths.
class FastPathBox : public ElidedComboBox
{
    Q_OBJECT

public:
    explicit FastPathBox(FastPaths first, QWidget* parent = nullptr);

    [[nodiscard]] FastPaths paths() const { return static_cast<FastPaths>(currentIndex()); }
};

} // namespace lockscope::ui
