// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

#include <future>
#include <vector>

class QTextDocument;

namespace lockscope::ui {

/// The manual that is built in: the pages of resources/help and the other Markdown of the
/// repository that they link to. They have the paths that they have there, so a relative link means
/// the same in both. They are read on a thread of their own, as words are looked for in few of the
/// cases in which the manual is opened. Values; GUI thread only.
class Manual
{
public:
    /// A page and what a person reads there: as long as its document's text, place for place.
    struct Page
    {
        QUrl url;
        QString text;
    };

    /// Where words stand.
    struct Place
    {
        std::size_t page; ///< its index
        int position; ///< of the first character in the page's document
    };

    /// Begins to read all pages. Throws std::system_error where no thread can be started.
    Manual();

    /// The first page.
    [[nodiscard]] static QUrl start();

    /// The start, the other pages of the manual, then what they link to; each by name. Waits until
    /// they are read, as find() does.
    [[nodiscard]] const std::vector<Page>& pages() const { return m_pages.get(); }
    /// The index of the page that the address, with or without an anchor, is of; past the end for
    /// any other.
    [[nodiscard]] std::size_t pageOf(const QUrl& url) const;

    /// Where the words stand as they are written but for capitals, in the order of the pages;
    /// nowhere when there are none.
    [[nodiscard]] std::vector<Place> find(const QString& words) const;

private:
    std::shared_future<std::vector<Page>> m_pages;
};

/// Mends what Qt makes of Markdown's tables: the first heading of some is set like text, below an
/// empty line. Whoever shows a page does so, too, or places are not where find() says.
void mendTables(QTextDocument& document);

/// What a heading is linked to by, as the web does it: "How time is measured" is
/// "how-time-is-measured".
[[nodiscard]] QString anchorOf(const QString& heading);

} // namespace lockscope::ui
