// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace lockscope::ui {

/// A line of plain text that never widens its window: where there is too little room it ends in
/// "…", and the tool tip has all of it. While it wraps words it is a usual label.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    /// What the tool tip says of the text, below what of it is cut off.
    void setAbout(const QString& about);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QString shownText() const;
    void tellTheRest();

    QString m_about;
};

} // namespace lockscope::ui
