// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <cstddef>
#include <vector>

class QAction;

namespace lockscope::ui {

class ActionTable;

/// How well an action answers what was typed: every word of it must be found in text or tip.
/// 0: not at all; more is better, and the beginning of the text is best.
[[nodiscard]] int paletteScore(const QString& typed, const QString& text, const QString& tip);

/// The actions of a table that answer what was typed, best first; without anything typed all of
/// them in the table's order. GUI thread only.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        TipRole = Qt::UserRole, ///< what it does
        KeyRole, ///< "Ctrl+O", empty without one
        WhyNotRole ///< why it cannot be carried out now; empty when it can
    };

    /// The table outlives the model.
    explicit PaletteModel(const ActionTable& table, QObject* parent = nullptr);

    void setTyped(const QString& typed);
    /// The action of a row.
    [[nodiscard]] QAction* action(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    const ActionTable& m_table;
    std::vector<std::size_t> m_shown; ///< entries of the table
};

} // namespace lockscope::ui
