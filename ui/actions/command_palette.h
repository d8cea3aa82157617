// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/palette_model.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;

namespace lockscope::ui {

/// All actions in one list: typing finds them, Enter carries out the one that is marked. Shows the
/// key of each, and of one that cannot be carried out now why not. GUI thread only.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    /// The table outlives the palette.
    explicit CommandPalette(const ActionTable& table, QWidget* parent = nullptr);

protected:
    /// Keys that move the mark go to the list while the field has the focus.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void find(const QString& typed);
    void carryOut();
    void showHint();

    PaletteModel* m_model; // children, as all that follow
    QLineEdit* m_typed;
    QListView* m_list;
    QLabel* m_hint;
};

} // namespace lockscope::ui
