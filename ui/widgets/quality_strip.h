// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/words/quality_text.h"

#include <QLabel>

namespace lockscope::ui {

/// A slim line above the pictures that says what disturbs the figures: faint while nothing does, on
/// the colour of warnings when something does. Hidden while nothing is known.
class QualityStrip : public QLabel
{
    Q_OBJECT

public:
    explicit QualityStrip(QWidget* parent = nullptr);

    void show(const QualityText& said);
    void setTheme(const Theme& theme);
    [[nodiscard]] bool warns() const { return m_said.warns; }
    /// All of it, where the strip has room for a part.
    [[nodiscard]] const QString& fullText() const { return m_said.text; }

    /// Wide enough for all of the text.
    [[nodiscard]] QSize sizeHint() const override;
    /// A long text must not widen the window.
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void elide();
    void colour();

    QualityText m_said;
    Theme m_theme;
};

} // namespace lockscope::ui
