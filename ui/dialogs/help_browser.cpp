// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/help_browser.h"

#include "ui/dialogs/manual.h"

#include <QFile>
#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include <algorithm>
#include <vector>

namespace lockscope::ui {

namespace {

constexpr double kReadingMargin = 18;

/// Where a picture stands.
struct PageImage
{
    int position;
    QTextImageFormat format;
};

std::vector<PageImage> picturesOf(const QTextDocument& document)
{
    std::vector<PageImage> found;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextFragment fragment = part.fragment();
            if (fragment.charFormat().isImageFormat())
                found.push_back({fragment.position(), fragment.charFormat().toImageFormat()});
        }
    }
    return found;
}

} // namespace

HelpBrowser::HelpBrowser(QWidget* parent)
    : QTextBrowser(parent)
{
    setOpenExternalLinks(true);
    // Also when going back, before the place on the page is restored; source() is still that of the
    // page before.
    connect(this, &QTextBrowser::sourceChanged, this, &HelpBrowser::prepare);
}

void HelpBrowser::doSetSource(const QUrl& url, QTextDocument::ResourceType type)
{
    const QUrl target = source().resolved(url);
    if (target.scheme() == "qrc" && !QFile::exists(":" + target.path())) {
        emit notBuiltIn(target.path().remove("/lockscope/manual/"));
        return;
    }
    QTextBrowser::doSetSource(target, type);
}

QVariant HelpBrowser::loadResource(int type, const QUrl& name)
{
    // A page is put together row by row: laid out after each, a long table takes seconds.
    if (type == QTextDocument::MarkdownResource)
        document()->setLayoutEnabled(false);
    return QTextBrowser::loadResource(type, name);
}

void HelpBrowser::prepare(const QUrl& url)
{
    document()->setUndoRedoEnabled(false);
    document()->setDocumentMargin(kReadingMargin);
    QTextCursor change(document());
    change.beginEditBlock();
    mendTables(*document());
    giveRoom();
    addAnchors();
    fitPictures(url);
    change.endEditBlock();
    document()->setLayoutEnabled(true); // once for all
    if (url.hasFragment())
        scrollToAnchor(url.fragment());
}

void HelpBrowser::giveRoom()
{
    constexpr double kRoom = 10;
    for (QTextFrame* frame : document()->rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame)) {
            QTextTableFormat format = table->format();
            format.setBorderCollapse(true);
            format.setCellPadding(4);
            format.setBottomMargin(kRoom);
            format.setTopMargin(kRoom);
            table->setFormat(format);
        }
    }
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        const bool code = format.hasProperty(QTextFormat::BlockCodeFence);
        const bool lastOfCode =
            code && !block.next().blockFormat().hasProperty(QTextFormat::BlockCodeFence);
        if (format.headingLevel() > 0)
            format.setTopMargin(kRoom);
        else if (lastOfCode)
            format.setBottomMargin(kRoom);
        else
            continue;
        QTextCursor(block).setBlockFormat(format);
    }
}

void HelpBrowser::addAnchors()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0)
            continue;
        QTextCharFormat anchor;
        anchor.setAnchor(true);
        anchor.setAnchorNames({anchorOf(block.text())});
        QTextCursor first(block);
        first.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        first.mergeCharFormat(anchor);
    }
}

void HelpBrowser::fitPictures(const QUrl& page)
{
    const double room = viewport()->width() - 2 * document()->documentMargin();
    for (PageImage& picture : picturesOf(*document())) {
        const auto image =
            document()
                ->resource(QTextDocument::ImageResource, page.resolved(QUrl(picture.format.name())))
                .value<QImage>();
        if (image.isNull() || room <= 0)
            continue;
        const double width = std::min<double>(room, image.width());
        if (picture.format.width() == width)
            continue;
        picture.format.setWidth(width);
        picture.format.setHeight(width * image.height() / image.width());
        QTextCursor at(document());
        at.setPosition(picture.position);
        at.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        at.setCharFormat(picture.format);
    }
}

void HelpBrowser::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    fitPictures(source());
}

void HelpBrowser::showPlace(int position, int length)
{
    QTextCursor place(document());
    place.setPosition(position);
    place.setPosition(position + length, QTextCursor::KeepAnchor);
    setTextCursor(place);
    ensureCursorVisible();
    // A selection without the keyboard is hardly seen in some styles.
    ExtraSelection marked;
    marked.cursor = place;
    marked.format.setBackground(palette().brush(QPalette::Active, QPalette::Highlight));
    marked.format.setForeground(palette().brush(QPalette::Active, QPalette::HighlightedText));
    setExtraSelections({marked});
}

} // namespace lockscope::ui
