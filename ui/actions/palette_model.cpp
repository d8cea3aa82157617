// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/palette_model.h"

#include "ui/actions/action_table.h"

#include <QAction>
#include <QIcon>
#include <QKeySequence>
#include <QStringList>

#include <algorithm>
#include <numeric>
#include <utility>

namespace lockscope::ui {

namespace {

enum Score
{
    NotFound = 0,
    InTip,
    InText,
    WordOfText, ///< a word of the text begins so
    BeginOfText
};

Score scoreOfWord(const QString& word, const QString& text, const QString& tip)
{
    constexpr auto kAnyCase = Qt::CaseInsensitive;
    if (text.startsWith(word, kAnyCase))
        return BeginOfText;
    for (qsizetype at = text.indexOf(word, 0, kAnyCase); at >= 0;
         at = text.indexOf(word, at + 1, kAnyCase))
        if (!text[at - 1].isLetterOrNumber())
            return WordOfText;
    if (text.contains(word, kAnyCase))
        return InText;
    return tip.contains(word, kAnyCase) ? InTip : NotFound;
}

} // namespace

int paletteScore(const QString& typed, const QString& text, const QString& tip)
{
    int total = 0;
    const QStringList words = typed.simplified().split(' ', Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const Score score = scoreOfWord(word, text, tip);
        if (score == NotFound)
            return 0;
        total += score;
    }
    // Words in the order of the text are meant as they stand there.
    return total
        + (words.size() > 1 && text.startsWith(words.join(' '), Qt::CaseInsensitive) ? 1 : 0);
}

PaletteModel::PaletteModel(const ActionTable& table, QObject* parent)
    : QAbstractListModel(parent)
    , m_table(table)
{
    setTyped({});
    connect(&table, &ActionTable::refreshed, this, [this] {
        if (!m_shown.empty())
            emit dataChanged(index(0), index(rowCount() - 1));
    });
}

void PaletteModel::setTyped(const QString& typed)
{
    beginResetModel();
    m_shown.resize(m_table.entries().size());
    std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    if (!typed.trimmed().isEmpty()) {
        const auto score = [this, &typed](std::size_t entry) {
            const ActionTable::Entry& of = m_table.entries()[entry];
            return paletteScore(typed, plainText(of.action->text()), of.row.tip);
        };
        std::erase_if(m_shown, [&score](std::size_t entry) { return score(entry) == NotFound; });
        std::stable_sort(m_shown.begin(), m_shown.end(), [&score](std::size_t a, std::size_t b) {
            return score(a) > score(b);
        });
    }
    endResetModel();
}

QAction* PaletteModel::action(int row) const
{
    return m_table.entries()[m_shown[static_cast<std::size_t>(row)]].action;
}

int PaletteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ActionTable::Entry& entry =
        m_table.entries()[m_shown[static_cast<std::size_t>(index.row())]];
    const QString key = entry.action->shortcut().toString(QKeySequence::NativeText);
    switch (role) {
    case Qt::DisplayRole:
        return plainText(entry.action->text());
    case Qt::DecorationRole:
        return entry.action->icon();
    case TipRole:
        return entry.row.tip;
    case KeyRole:
        return key;
    case WhyNotRole:
        return m_table.whyNot(entry);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        const QString whyNot = m_table.whyNot(entry);
        QStringList parts{plainText(entry.action->text()), entry.row.tip, key};
        if (!whyNot.isEmpty())
            parts << tr("not now: %1").arg(whyNot);
        parts.removeAll({});
        return parts.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

} // namespace lockscope::ui
