// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/foreign_text.h"

#include "core/io/text_fit.h"

#include <QLabel>
#include <QStringList>

namespace lockscope::ui {

namespace {

QString withoutMiddle(const QString& text, int most)
{
    if (text.size() <= most)
        return text;
    qsizetype begin = most - most / 3 - 1;
    qsizetype end = text.size() - most / 3;
    if (text.at(begin - 1).isHighSurrogate()) // half a character is none
        --begin;
    if (text.at(end).isLowSurrogate())
        ++end;
    return text.left(begin) + QChar(0x2026) + text.mid(end);
}

QString fitForALine(std::string_view utf8)
{
    return QString::fromStdString(io::forTerminal(utf8));
}

/// With places to break in what has no blanks for longer than a narrow window is wide.
QString breakable(const QString& text)
{
    constexpr int kLongest = 40;
    constexpr QChar kZeroWidthSpace(0x200B);
    QString result;
    int unbroken = 0;
    for (const QChar c : text) {
        unbroken = c.isSpace() ? 0 : unbroken + 1;
        if (unbroken > kLongest && !c.isLowSurrogate()) {
            result += kZeroWidthSpace;
            unbroken = 1;
        }
        result += c;
    }
    return result;
}

QStringList fitLines(const QString& text, int most)
{
    QStringList lines;
    for (const QString& line : withoutMiddle(text, most).split('\n'))
        lines << fitForALine(line.toStdString());
    return lines;
}

} // namespace

QString shownText(std::string_view utf8, int most)
{
    return withoutMiddle(fitForALine(utf8), most);
}

QString shownText(const QString& text, int most)
{
    return shownText(std::string_view(text.toStdString()), most);
}

QString shownMenuText(const QString& text, int most)
{
    return shownText(text, most).replace('&', QStringLiteral("&&"));
}

QString shownSentence(const QString& sentence, int most)
{
    return fitLines(sentence, most).join('\n');
}

QString plainToolTip(const QString& text)
{
    constexpr int kMost = 1000;
    constexpr int kOneLine = 100;
    const QStringList lines = fitLines(text, kMost);
    QString plain = lines.join('\n');
    if (plain.size() <= kOneLine && !Qt::mightBeRichText(plain))
        return plain;
    QStringList escaped; // as rich text it is broken into lines
    for (const QString& line : lines)
        escaped << breakable(line).toHtmlEscaped();
    return "<p>" + escaped.join("<br>") + "</p>";
}

QString fittingToolTip(const QString& toolTip)
{
    constexpr QLatin1String kBegin("<p>");
    constexpr QLatin1String kEnd("</p>");
    const bool framed = toolTip.startsWith(kBegin) && toolTip.endsWith(kEnd);
    if (!framed)
        return plainToolTip(toolTip);
    QString inner = toolTip.mid(kBegin.size(), toolTip.size() - kBegin.size() - kEnd.size());
    return inner.remove(QLatin1String("<br>")).contains('<') ? plainToolTip(toolTip) : toolTip;
}

void showAsPlainText(QLabel* label)
{
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::Ignored, label->sizePolicy().verticalPolicy());
}

} // namespace lockscope::ui
