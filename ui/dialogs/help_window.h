// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/manual.h"

#include <QDialog>

class QBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace lockscope::ui {

class HelpBrowser;

/// The manual, beside the window and not in its way, with a field that finds words in all pages.
class HelpWindow : public QDialog
{
    Q_OBJECT

public:
    /// Once it comes into sight it shows a page as showPage(); empty: the first.
    explicit HelpWindow(QString page = {}, QWidget* parent = nullptr);

    /// Shows a page of resources/help: "reading.md", "reading.md#throughput".
    void showPage(const QString& page);

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QBoxLayout* searchRow();
    [[nodiscard]] QBoxLayout* buttonRow();
    void setUpKeys();

    void countPlaces();
    void showNext();
    void showPrevious();
    void showPlace(std::size_t place);
    [[nodiscard]] std::size_t firstPlaceFromHere() const;

    QString m_page; ///< that is asked for while it is not in sight
    Manual m_manual;
    std::vector<Manual::Place> m_places; ///< of the words in the field
    std::size_t m_place = 0; ///< that is shown
    bool m_placeShown = false;
    HelpBrowser* m_pages; // child, as all that follow
    QLineEdit* m_words;
    QLabel* m_found;
    QPushButton* m_next;
    QPushButton* m_previous;
};

} // namespace lockscope::ui
