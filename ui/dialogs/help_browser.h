// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace lockscope::ui {

/// Shows the pages of the manual. To what Qt does with Markdown it adds anchors at the headings, so
/// that links into a page work, and pictures that are no wider than the page. GUI thread only.
class HelpBrowser : public QTextBrowser
{
    Q_OBJECT

public:
    explicit HelpBrowser(QWidget* parent = nullptr);

    /// Selects so many characters, and shows them.
    void showPlace(int position, int length);

signals:
    /// A link leads to a file of the repository that is not built in; its path there.
    void notBuiltIn(const QString& path);

protected:
    void doSetSource(const QUrl& url, QTextDocument::ResourceType type) override;
    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void prepare(const QUrl& url);
    void giveRoom();
    void addAnchors();
    void fitPictures(const QUrl& page);
};

} // namespace lockscope::ui
