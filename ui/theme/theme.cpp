// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QPalette>

namespace lockscope::ui {

// States in the order of kStates. Work is blue (native dark, callback light), the guard is warm
// (vermilion while it burns a CPU, purple while it sleeps). What comes from outside is quiet: a
// busy host must not drown what is looked for. So preempted is nearly grey, and nothing at all is
// hardly told from the ground. The colours were searched for by computer: with the hues given, the
// least distance between two of them is the largest, for every kind of colour vision
// (tests/ui/theme).

Theme Theme::light()
{
    Theme theme;
    theme.window = QColor(0xf4f5f7);
    theme.base = QColor(0xffffff);
    theme.text = QColor(0x1d2229);
    theme.faintText = QColor(0x5b6470);
    theme.grid = QColor(0xe4e7eb);
    theme.accent = QColor(0x0b63c5);
    theme.warning = QColor(0xb34700);
    theme.state = {QColor(0x1f6db3),
                   QColor(0xe0601f),
                   QColor(0xa8146a),
                   QColor(0x6cb8e6),
                   QColor(0xb8b09f),
                   QColor(0xdce1e6)};
    theme.throughput = QColor(0x0072b2);
    theme.waitMean = QColor(0x1d2229);
    theme.waitP50 = QColor(0x0072b2);
    theme.waitP99 = QColor(0xb98000);
    theme.waitP999 = QColor(0xd55e00);
    return theme;
}

Theme Theme::darkSet()
{
    Theme theme;
    theme.dark = true;
    theme.window = QColor(0x1b1e23);
    theme.base = QColor(0x14171b);
    theme.text = QColor(0xe8eaed);
    theme.faintText = QColor(0x9aa3af);
    theme.grid = QColor(0x2a2f37);
    theme.accent = QColor(0x6cb6ff);
    theme.warning = QColor(0xffa657);
    theme.state = {QColor(0x1273c4),
                   QColor(0xe8561c),
                   QColor(0xe285ae),
                   QColor(0x90d8f8),
                   QColor(0x7a7068),
                   QColor(0x363d44)};
    theme.throughput = QColor(0x56b4e9);
    theme.waitMean = QColor(0xe8eaed);
    theme.waitP50 = QColor(0x56b4e9);
    theme.waitP99 = QColor(0xe69f00);
    theme.waitP999 = QColor(0xe8702a);
    return theme;
}

Theme Theme::of(const QPalette& palette)
{
    const bool dark = palette.color(QPalette::Window).lightness()
        < palette.color(QPalette::WindowText).lightness();
    return dark ? darkSet() : light();
}

} // namespace lockscope::ui
