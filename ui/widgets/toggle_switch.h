// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

class QVariantAnimation;

namespace lockscope::ui {

/// A large switch with its text before it and its key after it. A check box to the keyboard and to
/// screen readers; says on or off in words as well as by colour and place.
class ToggleSwitch : public QCheckBox
{
    Q_OBJECT

public:
    explicit ToggleSwitch(const QString& text, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    [[nodiscard]] bool hitButton(const QPoint& position) const override;

private:
    [[nodiscard]] QRectF track() const;
    void slideTo(bool on);

    QVariantAnimation* m_slide;
    double m_knob = 0; ///< 0 off .. 1 on
};

} // namespace lockscope::ui
