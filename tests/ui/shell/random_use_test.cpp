// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/actions/action_table.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QDrag>
#include <QElapsedTimer>
#include <QFile>
#include <QMenu>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <vector>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

/// Hands that do anything: clicks, drags, wheel, keys, commands, sizes, samples, all of it at
/// random and the same each time. LOCKSCOPE_SOAK_SECONDS makes it last, LOCKSCOPE_SOAK_SEED makes
/// it another; what it did is printed as it goes with LOCKSCOPE_SOAK_TOLD. Qt Test ends what lasts
/// over five minutes, unless QTEST_FUNCTION_TIMEOUT (in ms) says otherwise.
class RandomUseTest : public test::WindowFixture
{
    Q_OBJECT

    std::mt19937 m_random{1};
    bool m_told = false;

    [[nodiscard]] int below(int most)
    {
        return std::uniform_int_distribution(0, std::max(0, most - 1))(m_random);
    }

    void tell(const QString& what) const
    {
        if (m_told)
            qInfo("%s", qPrintable(what));
    }

    [[nodiscard]] static qint64 residentKb()
    {
        QFile status("/proc/self/status");
        if (status.open(QIODevice::ReadOnly))
            for (const QByteArray& line : status.readAll().split('\n'))
                if (line.startsWith("VmRSS:"))
                    return line.mid(6).simplified().split(' ').front().toLongLong();
        return 0;
    }

    /// Something that can be seen, and does not measure this computer for seconds when pressed.
    [[nodiscard]] QWidget* anyWidget()
    {
        static const std::set<QString> kSpared{
            "compare-start", "sweep-start", "sweep-go-on", "qt_toolbar_ext_button"};
        std::vector<QWidget*> seen;
        for (QWidget* widget : m_window->findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && widget->window() == m_window.get()
                && !kSpared.contains(widget->objectName()))
                seen.push_back(widget);
        return seen.at(static_cast<std::size_t>(below(static_cast<int>(seen.size()))));
    }

    [[nodiscard]] QPoint anyPlace(const QWidget& widget)
    {
        return {below(widget.width()), below(widget.height())};
    }

    void click()
    {
        QWidget* widget = anyWidget();
        const QPoint at = anyPlace(*widget);
        tell(QString("click %1 %2").arg(widget->metaObject()->className(), widget->objectName()));
        if (below(8) == 0)
            QTest::mouseDClick(widget, Qt::LeftButton, {}, at);
        else
            QTest::mouseClick(widget, below(6) == 0 ? Qt::RightButton : Qt::LeftButton, {}, at);
    }

    void drag()
    {
        QWidget* widget = anyWidget();
        tell(QString("drag %1 %2").arg(widget->metaObject()->className(), widget->objectName()));
        const std::array buttons{Qt::LeftButton, Qt::LeftButton, Qt::MiddleButton};
        const auto button = buttons.at(static_cast<std::size_t>(below(3)));
        const Qt::KeyboardModifiers modifiers = below(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
        QTest::mousePress(widget, button, modifiers, anyPlace(*widget));
        const QPointer<QWidget> held(widget);
        for (int i = 0; i < 3 && held; ++i)
            QTest::mouseMove(widget, anyPlace(*widget));
        if (held)
            QTest::mouseRelease(widget, button, modifiers, anyPlace(*widget));
    }

    void wheel()
    {
        QWidget* widget = anyWidget();
        const QPoint at = anyPlace(*widget);
        const Qt::KeyboardModifiers modifiers =
            below(3) == 0 ? Qt::ControlModifier : Qt::NoModifier;
        tell(QString("wheel %1 %2").arg(widget->metaObject()->className(), widget->objectName()));
        QWheelEvent event(at,
                          widget->mapToGlobal(at),
                          {},
                          {0, below(2) == 0 ? 120 : -120},
                          Qt::NoButton,
                          modifiers,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(widget, &event);
    }

    void command()
    {
        const auto& entries = m_window->actionTable().entries();
        const auto& entry = entries.at(static_cast<std::size_t>(below(int(entries.size()))));
        static const std::set<QString> kSpared{
            "quit", "machine", "compare-ticked", "sweep-here", "sweep-on"};
        if (kSpared.contains(entry.row.id))
            return; // the first ends it, the others measure this computer
        tell("command " + entry.row.id);
        if (!entry.row.keys.isEmpty() && below(2) == 0)
            QTest::keySequence(m_window.get(), entry.row.keys.front());
        else if (entry.action->isEnabled())
            entry.action->trigger();
    }

    void resize()
    {
        const QSize size(900 + below(1000), 600 + below(500));
        tell(QString("resize %1 x %2").arg(size.width()).arg(size.height()));
        m_window->resize(size);
    }

private slots:
    void init()
    {
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        openWindow(newSettings());
    }
    void cleanup() { closeWindow(); }

    void theWindowSurvivesAnything()
    {
        const int asked = qEnvironmentVariableIntValue("LOCKSCOPE_SOAK_SECONDS");
        const int seed = qEnvironmentVariableIntValue("LOCKSCOPE_SOAK_SEED");
        m_told = qEnvironmentVariableIsSet("LOCKSCOPE_SOAK_TOLD");
        m_random.seed(static_cast<std::uint32_t>(seed > 0 ? seed : 1));
        run();
        QTimer nobodyAnswers; // whatever asks something is sent away
        connect(&nobodyAnswers, &QTimer::timeout, this, [] {
            QDrag::cancel(); // of selected text: it would wait for a mouse of flesh and blood
            if (QWidget* menu = QApplication::activePopupWidget())
                menu->close();
            else if (QWidget* modal = QApplication::activeModalWidget())
                modal->close();
        });
        nobodyAnswers.start(30);

        QElapsedTimer time;
        time.start();
        qint64 slowest = 0;
        qint64 early = 0;
        int steps = 0;
        const qint64 length = asked > 0 ? asked * qint64{1000} : 5000;
        while (!time.hasExpired(length)) {
            QElapsedTimer step;
            step.start();
            switch (below(12)) {
            case 0:
                resize();
                break;
            case 1:
            case 2:
                command();
                break;
            case 3:
            case 4:
                drag();
                break;
            case 5:
            case 6:
                wheel();
                break;
            case 7:
                m_lab->produce(1 + below(40));
                break;
            default:
                click();
            }
            QTest::qWait(below(5));
            if (step.elapsed() > 300)
                tell(QString("took %1 ms").arg(step.elapsed()));
            slowest = std::max(slowest, step.elapsed());
            ++steps;
            QVERIFY2(m_window->isVisible(), "it was closed");
            if (early == 0 && time.hasExpired(length / 2))
                early = residentKb();
        }
        qInfo("%d steps, the slowest %lld ms; %lld MB in the middle, %lld MB at the end",
              steps,
              static_cast<long long>(slowest),
              static_cast<long long>(early / 1024),
              static_cast<long long>(residentKb() / 1024));
        QVERIFY(steps > 20);
        if (QWidget* modal = QApplication::activeModalWidget())
            modal->close();
        m_session->leaveShown();
        m_session->setTarget(std::nullopt);
        m_session->setFrozen(false);
        find<QAction>("reset-layout")->trigger();
        run(); // and it works still
    }
};

LOCKSCOPE_UI_TEST(RandomUseTest)
#include "random_use_test.moc"
