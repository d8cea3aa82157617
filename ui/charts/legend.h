// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/state_pattern.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QPen>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace lockscope::ui {

/// One line of a legend: a series or a state.
struct LegendEntry
{
    QString id; ///< stable, for settings: "p99"
    QString label;
    QString toolTip;
    std::optional<measure::State> state; ///< a patterned patch; otherwise a stroke of `pen`
    QPen pen;
    std::optional<int> marker =
        std::nullopt; ///< of a host: on the stroke; alone when the pen is none
    bool unknownState = false; ///< the patch of threads of which nothing is known
    bool inTitle = false; ///< the chart's title says the same

    friend bool operator==(const LegendEntry&, const LegendEntry&) = default;
};

/// What of a legend's entries is hidden when it follows another: of those that the other has, too,
/// what is hidden there; of the rest what was hidden before.
[[nodiscard]] QStringList hiddenAlike(const std::vector<LegendEntry>& own,
                                      QStringList hidden,
                                      const std::vector<LegendEntry>& leader,
                                      const QStringList& leaderHidden);

/// An entry for each state that there is, in the order of kStates.
[[nodiscard]] std::vector<LegendEntry> stateLegend(measure::Subject subject);
/// The same for lanes of threads: of a program's there may be one of which nothing is known.
[[nodiscard]] std::vector<LegendEntry> threadLegend(measure::Subject subject);

/// Draws the entry's patch or stroke, with vector operations.
void paintSwatch(QPainter& painter,
                 const QRectF& rect,
                 const LegendEntry& entry,
                 const Theme& theme);

/// Size that an entry takes, patch and label.
[[nodiscard]] QSizeF legendEntrySize(const LegendEntry& entry, const QFont& font);
/// Draws patch and label; faint and struck out when `hidden`.
void paintLegendEntry(QPainter& painter,
                      const QRectF& rect,
                      const LegendEntry& entry,
                      const Theme& theme,
                      bool hidden);

/// A legend entry as a control: a click, or Enter, has it alone, and all again; a click with Ctrl
/// or Shift, or the space bar, hides and shows it. Checked means shown. A second click in quick
/// succession does nothing, so that a double click is a click.
class LegendButton : public QAbstractButton
{
    Q_OBJECT

public:
    LegendButton(const LegendEntry& entry, const Theme& theme, QWidget* parent);

    void setEntry(const LegendEntry& entry);
    void setTheme(const Theme& theme);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] const LegendEntry& entry() const { return m_entry; }

signals:
    /// It is to be shown alone; or all are, when it was alone already.
    void aloneWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    LegendEntry m_entry;
    Theme m_theme;
    bool m_byKeyboard = false; ///< has the focus because somebody went here with keys
};

} // namespace lockscope::ui
