// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "ui/dialogs/help_browser.h"
#include "ui/dialogs/help_window.h"
#include "ui/dialogs/manual.h"

#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QTextBlock>
#include <QTextFrame>
#include <QTextTable>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

/// What stands in a page in fragments of one kind.
template<typename Take>
void forFragments(const QTextDocument& document, Take take)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part)
            take(part.fragment().charFormat());
    }
}

QStringList linksOf(const QTextDocument& document)
{
    QStringList links;
    forFragments(document, [&links](const QTextCharFormat& format) {
        if (!format.anchorHref().isEmpty() && !links.contains(format.anchorHref()))
            links << format.anchorHref();
    });
    return links;
}

QSet<QString> anchorsOf(const QTextDocument& document)
{
    QSet<QString> anchors;
    forFragments(document, [&anchors](const QTextCharFormat& format) {
        for (const QString& name : format.anchorNames())
            anchors << name;
    });
    return anchors;
}

} // namespace

/// The manual in its window: pages, links, pictures, and the words that are found in it.
class HelpTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ui::HelpWindow> m_window;

    template<typename Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        auto* found = m_window->findChild<Widget*>(name);
        if (!found)
            qFatal("no %s", name);
        return found;
    }

    [[nodiscard]] ui::HelpBrowser* pages() const { return find<ui::HelpBrowser>("helpPages"); }
    [[nodiscard]] QLineEdit* words() const { return find<QLineEdit>("helpWords"); }
    [[nodiscard]] QString found() const { return find<QLabel>("helpFound")->text(); }
    [[nodiscard]] QString page() const { return pages()->source().fileName(); }
    [[nodiscard]] QString selected() const { return pages()->textCursor().selectedText(); }
    void type(const QString& text) const { words()->setText(text); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) const
    {
        words()->setFocus();
        QTest::keyClick(words(), key, with);
    }

private slots:
    void init()
    {
        m_window = std::make_unique<ui::HelpWindow>();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void everyPageHasAHeadingAndText()
    {
        const ui::Manual manual;
        QVERIFY(manual.pages().size() >= 11);
        QCOMPARE(manual.pages().front().url, ui::Manual::start());
        for (const ui::Manual::Page& each : manual.pages()) {
            pages()->setSource(each.url);
            const QByteArray name = each.url.path().toUtf8();
            QCOMPARE(pages()->document()->toPlainText(), each.text);
            QVERIFY2(each.text.size() > 300, name.constData());
            QVERIFY2(!anchorsOf(*pages()->document()).isEmpty(), name.constData());
            QVERIFY2(!each.text.contains("SPDX"), name.constData());
            QVERIFY2(!each.text.contains("]("), name.constData());
        }
    }

    void everyLinkLeadsToAPageAndAnAnchorInIt()
    {
        const ui::Manual manual;
        int pagesLinked = 0;
        int anchorsLinked = 0;
        for (const ui::Manual::Page& each : manual.pages()) {
            pages()->setSource(each.url);
            for (const QString& link : linksOf(*pages()->document())) {
                const QUrl target = each.url.resolved(QUrl(link));
                if (target.scheme() != "qrc")
                    continue;
                const QByteArray what = each.url.path().toUtf8() + " links to " + link.toUtf8();
                const bool page = manual.pageOf(target) < manual.pages().size();
                // Pages of the manual link to what is built in alone; other pages may name sources.
                const bool ofTheManual = each.url.path().contains("/resources/help/");
                QVERIFY2(page || !ofTheManual || QFile::exists(":" + target.path()),
                         what.constData());
                if (!page)
                    continue;
                ++pagesLinked;
                if (target.hasFragment()) {
                    ++anchorsLinked;
                    pages()->setSource(target);
                    QVERIFY2(anchorsOf(*pages()->document()).contains(target.fragment()),
                             what.constData());
                    pages()->setSource(each.url);
                }
            }
        }
        QVERIFY(pagesLinked > 100);
        QVERIFY(anchorsLinked > 10);
    }

    void theFirstHeadingOfATableIsSetAsTheOthers()
    {
        int tables = 0;
        const ui::Manual manual;
        for (const ui::Manual::Page& each : manual.pages()) {
            pages()->setSource(each.url);
            for (const QTextFrame* frame : pages()->document()->rootFrame()->childFrames()) {
                const auto* table = qobject_cast<const QTextTable*>(frame);
                if (!table)
                    continue;
                ++tables;
                const QTextBlock heading = table->cellAt(0, 0).firstCursorPosition().block();
                QVERIFY2(heading.length() > 1, each.url.path().toUtf8().constData());
                QVERIFY2(heading.begin().fragment().charFormat().fontWeight() == QFont::Bold,
                         each.url.path().toUtf8().constData());
            }
        }
        QVERIFY(tables > 20);
    }

    void aLinkWithAnAnchorScrollsToItsHeading()
    {
        pages()->setSource(QUrl("reading.md#lock-wait-per-call"));
        QCOMPARE(page(), QString("reading.md"));
        const QTextCursor heading = pages()->document()->find("Lock wait per call");
        const int top = pages()->cursorRect(heading).top();
        QVERIFY2(top >= 0 && top < 60, qPrintable(QString::number(top)));
    }

    void aPageThatIsAskedForStandsAtItsHeadingWhenItComesIntoSight()
    {
        m_window = std::make_unique<ui::HelpWindow>("reading.md#lock-wait-per-call");
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QCOMPARE(page(), QString("reading.md"));
        const QTextCursor heading = pages()->document()->find("Lock wait per call");
        const int top = pages()->cursorRect(heading).top();
        QVERIFY2(top >= 0 && top < 60, qPrintable(QString::number(top)));
        QVERIFY(!find<QPushButton>("helpBack")->isEnabled()); // the first page was not laid out
    }

    void backGoesToThePageBefore()
    {
        auto* back = find<QPushButton>("helpBack");
        QVERIFY(!back->isEnabled());
        pages()->setSource(QUrl("keys.md"));
        QVERIFY(back->isEnabled());
        back->click();
        QCOMPARE(page(), QString("index.md"));
        pages()->setSource(QUrl("keys.md"));
        QTest::keyClick(pages(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(page(), QString("index.md"));
    }

    void picturesAreShownAndNoWiderThanThePage()
    {
        int pictures = 0;
        const auto check = [this, &pictures] {
            const double room = pages()->viewport()->width();
            forFragments(*pages()->document(), [&](const QTextCharFormat& format) {
                if (!format.isImageFormat())
                    return;
                ++pictures;
                const QTextImageFormat picture = format.toImageFormat();
                const QUrl url = pages()->source().resolved(QUrl(picture.name()));
                QVERIFY(!pages()
                             ->document()
                             ->resource(QTextDocument::ImageResource, url)
                             .value<QImage>()
                             .isNull());
                QVERIFY(picture.width() > 100 && picture.width() < room);
                QCOMPARE(qRound(100 * picture.width() / picture.height()), 160);
            });
        };
        const ui::Manual manual; // outlives the loop over it
        for (const ui::Manual::Page& each : manual.pages()) {
            pages()->setSource(each.url);
            check();
        }
        QVERIFY(pictures >= 4);
        pages()->setSource(QUrl("../help/scaling.md"));
        m_window->resize(600, 500);
        QCoreApplication::processEvents();
        check();
    }

    void aFileThatIsNotBuiltInIsNamedInsteadOfShown()
    {
        pages()->setSource(QUrl("../../core/recording/FORMAT.md"));
        QCOMPARE(page(), QString("FORMAT.md"));
        pages()->setSource(QUrl("../io/limits.h"));
        QCOMPARE(page(), QString("FORMAT.md"));
        QVERIFY2(found().contains("core/io/limits.h"), qPrintable(found()));
    }

    void wordsOfAnotherPageAreFoundAndShown()
    {
        type("sbatch --nodes");
        QCOMPARE(found(), QString("found 1 times"));
        QCOMPARE(page(), QString("index.md"));
        press(Qt::Key_Return);
        QCOMPARE(page(), QString("clusters.md"));
        QCOMPARE(selected(), QString("SBATCH --nodes"));
        QCOMPARE(found(), QString("1 of 1"));
        const QRect seen = pages()->cursorRect();
        QVERIFY(pages()->viewport()->rect().contains(seen));
        QVERIFY(m_window->isVisible());
    }

    void enterGoesOnThroughAllPagesAndBeginsAnew()
    {
        type("Universal Scalability Law");
        const std::size_t all = ui::Manual().find("Universal Scalability Law").size();
        QVERIFY(all >= 3);
        QSet<QString> seen;
        for (std::size_t i = 0; i < all; ++i) {
            press(Qt::Key_Return);
            QCOMPARE(selected(), QString("Universal Scalability Law"));
            QCOMPARE(found(), QString("%1 of %2").arg(i + 1).arg(all));
            seen << pages()->source().path() + QString::number(pages()->textCursor().position());
        }
        QCOMPARE(static_cast<std::size_t>(seen.size()), all);
        const QString last = page();
        press(Qt::Key_Return);
        QCOMPARE(found(), QString("1 of %1").arg(all));
        press(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(found(), QString("%1 of %1").arg(all));
        QCOMPARE(page(), last);
    }

    void theSearchBeginsAtThePageThatIsShown()
    {
        pages()->setSource(QUrl("remote.md"));
        type("lockscope");
        press(Qt::Key_Return);
        QCOMPARE(page(), QString("remote.md"));
        find<QPushButton>("helpNext")->click();
        QCOMPARE(page(), QString("remote.md"));
    }

    void wordsThatAreNowhereAreSaidToBe()
    {
        type("xyzzy plugh");
        QCOMPARE(found(), QString("not found"));
        QVERIFY(!find<QPushButton>("helpNext")->isEnabled());
        press(Qt::Key_Return);
        QCOMPARE(page(), QString("index.md"));
        type("   ");
        QCOMPARE(found(), QString());
    }

    void ctrlFGoesToTheFieldAndEscapeCloses()
    {
        type("lock");
        QVERIFY(!words()->hasFocus());
        QTest::keyClick(pages(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(words()->hasFocus());
        QCOMPARE(words()->selectedText(), QString("lock"));
        QTest::keyClick(words(), Qt::Key_Escape);
        QVERIFY(!m_window->isVisible());
    }

    void anchorsAreThoseOfTheWeb()
    {
        QCOMPARE(ui::anchorOf("How time is measured"), QString("how-time-is-measured"));
        QCOMPARE(ui::anchorOf("Where do I add a ..."), QString("where-do-i-add-a-"));
        QCOMPARE(ui::anchorOf("The law, and its_fit"), QString("the-law-and-its_fit"));
    }
};

LOCKSCOPE_UI_TEST(HelpTest)
#include "help_test.moc"
