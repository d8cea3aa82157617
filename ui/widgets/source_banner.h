// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QList>

class QAction;
class QToolButton;

namespace lockscope::ui {

/// A hatched strip above what is not measured live, so that nobody takes it for that. Hidden
/// otherwise.
class SourceBanner : public QLabel
{
    Q_OBJECT

public:
    explicit SourceBanner(QWidget* parent = nullptr);

    /// "SIMULATED" and what there is to say; hides when there is no mark.
    void show(const QString& mark, const QString& text);
    /// Buttons at the right end, each there while its action can be carried out.
    void addActionButton(QAction* action);

    /// Wide enough for all of the text and the buttons.
    [[nodiscard]] QSize sizeHint() const override;
    /// A long text must not widen the window.
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    /// Its text ends with dots where it has no room for all: the tip says it whole.
    void paintEvent(QPaintEvent* event) override;

private:
    void placeButtons();
    [[nodiscard]] QFont markFont() const;

    QString m_mark;
    QString m_about; ///< behind the mark
    QList<QToolButton*> m_buttons; ///< children, from the right
};

} // namespace lockscope::ui
