// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab_config.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace lockscope::ui {

/// The guards by family, with their traits, a box to search them by and the sentences of the one at
/// hand below. For choosing one, or for ticking several.
class GuardList : public QWidget
{
    Q_OBJECT

public:
    enum class Use
    {
        ChooseOne,
        TickSeveral
    };

    /// Those that the limits exclude are shown, say why, and cannot be chosen.
    explicit GuardList(Use use,
                       QWidget* parent = nullptr,
                       const lab::ConfigLimits& limits = lab::labLimits());

    /// Makes a guard the one at hand; forgets the search.
    void setCurrent(const QString& id);
    /// The id of the one at hand; empty when there is none.
    [[nodiscard]] QString current() const;

    void setTicked(const QStringList& ids);
    [[nodiscard]] QStringList ticked() const;

    [[nodiscard]] QLineEdit* search() const { return m_search; }

signals:
    /// Clicked, or Enter was pressed on it.
    void chosen(const QString& id);
    void tickedChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill(const lab::ConfigLimits& limits);
    /// In a colour of the palette, which an item does not follow by itself.
    void showTraitsFaint();
    void filter(const QString& text);
    void explain();
    [[nodiscard]] QTreeWidgetItem* itemOf(const QString& id) const;

    const Use m_use;
    QLineEdit* m_search; // children
    QTreeWidget* m_tree;
    QLabel* m_sentences;
};

/// "fair · spins · sleeps": what a guard is like, for people.
[[nodiscard]] QString guardTraitsText(const QString& id);

} // namespace lockscope::ui
