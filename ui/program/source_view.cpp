// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/program/source_view.h"

#include "core/program/source_lines.h"
#include "ui/program/program_words.h"
#include "ui/words/foreign_text.h"
#include "ui/words/text.h"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>

namespace lockscope::ui {

namespace {

constexpr std::uint32_t kAround = 12; // lines on both sides
constexpr int kLongestLine = 300;

QString lineText(std::uint32_t number, std::string line)
{
    const QString code = toQString(line).replace('\t', QStringLiteral("    "));
    return QStringLiteral("%1  %2").arg(number, 5).arg(shownText(code, kLongestLine));
}

QString whyNone(const program::Frame& frame)
{
    if (frame.file.empty() || !frame.line)
        return SourceView::tr(
            "The program says of this place no file and line; built with -g it does.");
    return SourceView::tr("%1 is not on this computer, or has no such line.")
        .arg(shownText(frame.file, 200));
}

} // namespace

SourceView::SourceView(QWidget* parent)
    : QWidget(parent)
    , m_place(new QLabel(this))
    , m_lines(new QPlainTextEdit(this))
{
    m_place->setObjectName("source-place");
    showAsPlainText(m_place);
    m_place->setWordWrap(true);
    m_lines->setObjectName("source-lines");
    m_lines->setAccessibleName(tr("Source lines"));
    m_lines->setReadOnly(true);
    m_lines->setTabChangesFocus(true);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_place);
    column->addWidget(m_lines, 1);
    m_place->setText(tr("Choose a function to see its source."));
    m_lines->hide();
}

void SourceView::setFrame(const program::Frame* frame)
{
    const auto wanted = frame ? std::optional(*frame) : std::nullopt;
    if (wanted == m_frame)
        return;
    m_frame = wanted;
    const auto found = frame ? program::sourceLines(*frame, kAround) : std::nullopt;
    m_lines->setVisible(found.has_value());
    if (!found) {
        m_place->setText(frame ? whyNone(*frame) : tr("Choose a function to see its source."));
        return;
    }
    m_place->setText(frameText(*frame));
    QStringList lines;
    for (std::size_t i = 0; i < found->lines.size(); ++i)
        lines << lineText(found->first + static_cast<std::uint32_t>(i), found->lines[i]);
    m_lines->setPlainText(lines.join('\n'));
    QTextCursor place(
        m_lines->document()->findBlockByNumber(static_cast<int>(*frame->line - found->first)));
    QTextEdit::ExtraSelection marked;
    marked.cursor = place;
    marked.format.setBackground(palette().brush(QPalette::Active, QPalette::Highlight));
    marked.format.setForeground(palette().brush(QPalette::Active, QPalette::HighlightedText));
    marked.format.setProperty(QTextFormat::FullWidthSelection, true);
    m_lines->setExtraSelections({marked});
    m_lines->setTextCursor(place);
    m_lines->centerCursor();
}

} // namespace lockscope::ui
