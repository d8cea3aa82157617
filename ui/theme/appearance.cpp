// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/appearance.h"

#include "ui/theme/desktop_scheme.h"
#include "ui/theme/theme.h"

#include <QApplication>

namespace lockscope::ui {

namespace {

QColor blend(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

Appearance::Appearance(QObject* parent)
    : QObject(parent)
{}

void Appearance::choose(ThemeChoice choice)
{
    m_choice = choice;
    switch (choice) {
    case ThemeChoice::Light:
        QApplication::setPalette(paletteOf(false));
        break;
    case ThemeChoice::Dark:
        QApplication::setPalette(paletteOf(true));
        break;
    case ThemeChoice::FollowDesktop:
        // A default-made palette resolves nothing, so the desktop's shows through again; Qt 6.4
        // knows it only on desktops with a platform theme, hence the question to the portal.
        QApplication::setPalette(QPalette());
        if (const auto dark = desktopPrefersDark();
            dark && *dark != Theme::of(QApplication::palette()).dark)
            QApplication::setPalette(paletteOf(*dark));
        break;
    }
}

QPalette Appearance::paletteOf(bool dark)
{
    const Theme theme = dark ? Theme::darkSet() : Theme::light();
    const QColor button = dark ? blend(theme.window, theme.text, 0.10) : theme.base;
    // Fields stand out from a dark window by being lighter: their frame is too dark to be seen.
    const QColor field = dark ? blend(theme.window, theme.text, 0.06) : theme.base;
    QPalette palette(theme.text,
                     button,
                     blend(button, Qt::white, dark ? 0.12 : 0.6),
                     blend(theme.window, Qt::black, dark ? 0.55 : 0.35),
                     blend(theme.window, Qt::black, dark ? 0.25 : 0.15),
                     theme.text,
                     theme.text,
                     field,
                     theme.window);
    palette.setColor(QPalette::AlternateBase, blend(field, theme.text, 0.04));
    palette.setColor(QPalette::Highlight, dark ? QColor(0x2b5f9e) : theme.accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::ToolTipBase, blend(theme.window, theme.text, dark ? 0.12 : 0.02));
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.faintText);
    const QColor disabled = blend(theme.window, theme.text, 0.42);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

} // namespace lockscope::ui
