// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/manual.h"

#include <QDirIterator>
#include <QFile>
#include <QStringList>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include <algorithm>
#include <tuple>

namespace lockscope::ui {

namespace {

constexpr char kRoot[] = ":/lockscope/manual/";
constexpr char kHelp[] = ":/lockscope/manual/resources/help/";
constexpr char kStart[] = ":/lockscope/manual/resources/help/index.md";

QStringList files()
{
    QStringList found;
    for (QDirIterator each(kRoot, {"*.md"}, QDir::Files, QDirIterator::Subdirectories);
         each.hasNext();)
        found << each.next();
    const auto rank = [](const QString& file) {
        return std::tuple(file != kStart, !file.startsWith(kHelp), file);
    };
    std::sort(found.begin(), found.end(), [&rank](const QString& a, const QString& b) {
        return rank(a) < rank(b);
    });
    return found;
}

std::vector<Manual::Page> readPages()
{
    std::vector<Manual::Page> pages;
    for (const QString& name : files()) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        QTextDocument document;
        document.setMarkdown(QString::fromUtf8(file.readAll()));
        mendTables(document);
        pages.push_back({QUrl("qrc" + name), document.toPlainText()});
    }
    return pages;
}

} // namespace

Manual::Manual()
    : m_pages(std::async(std::launch::async, readPages).share())
{}

QUrl Manual::start()
{
    return {QString("qrc") + kStart};
}

std::size_t Manual::pageOf(const QUrl& url) const
{
    const QUrl plain = url.adjusted(QUrl::RemoveFragment);
    const auto found = std::find_if(
        pages().begin(), pages().end(), [&plain](const Page& page) { return page.url == plain; });
    return static_cast<std::size_t>(found - pages().begin());
}

std::vector<Manual::Place> Manual::find(const QString& words) const
{
    const QString wanted = words.simplified();
    std::vector<Place> places;
    if (wanted.isEmpty())
        return places;
    for (std::size_t page = 0; page < pages().size(); ++page) {
        const QString& text = pages()[page].text;
        for (auto at = text.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive))
            places.push_back({page, static_cast<int>(at)});
    }
    return places;
}

void mendTables(QTextDocument& document)
{
    QTextCharFormat bold;
    bold.setFontWeight(QFont::Bold);
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        for (int column = 0; column < table->columns(); ++column) {
            const QTextTableCell cell = table->cellAt(0, column);
            QTextCursor heading = cell.firstCursorPosition();
            if (heading.block().length() == 1 && cell.lastPosition() > cell.firstPosition())
                heading.deleteChar();
            heading.setPosition(cell.lastPosition(), QTextCursor::KeepAnchor);
            heading.mergeCharFormat(bold);
        }
    }
}

QString anchorOf(const QString& heading)
{
    QString anchor;
    for (const QChar c : heading.simplified().toLower()) {
        if (c.isLetterOrNumber() || c == '-' || c == '_')
            anchor += c;
        else if (c == ' ')
            anchor += '-';
    }
    return anchor;
}

} // namespace lockscope::ui
