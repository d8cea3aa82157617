// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui_test.h"
#include "tests/support/window_fixture.h"
#include "ui/settings/sealed_bytes.h"
#include "ui/widgets/screen_fit.h"

#include <QFile>
#include <QScreen>
#include <QSettings>
#include <QWidget>

#include <array>
#include <random>

using namespace lockscope; // NOLINT(google-build-using-namespace): a test's own file

namespace {

constexpr std::array kLayouts{
    "layout/geometry", "layout/bars", "layout/panels", "layout/splitters", "layout/table"};

QByteArray contentsOf(const QString& file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

void write(const QString& file, const QByteArray& bytes)
{
    QFile opened(file);
    QVERIFY(opened.open(QIODevice::WriteOnly | QIODevice::Truncate));
    opened.write(bytes);
}

/// Some bytes flipped, lost, doubled or exchanged.
QByteArray damaged(QByteArray bytes, std::mt19937& random)
{
    const auto below = [&random](qsizetype most) {
        return std::uniform_int_distribution<qsizetype>(0,
                                                        std::max<qsizetype>(0, most - 1))(random);
    };
    for (auto left = 1 + below(6); left > 0 && !bytes.isEmpty(); --left) {
        const qsizetype at = below(bytes.size());
        switch (below(5)) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            bytes.truncate(at);
            break;
        case 2:
            bytes.insert(at, bytes.mid(below(bytes.size()), 1 + below(40)));
            break;
        case 3:
            bytes.remove(at, 1 + below(20));
            break;
        default:
            std::swap(bytes[at], bytes[below(bytes.size())]);
        }
    }
    return bytes;
}

} // namespace

/// Settings files that disks, editors and other versions have damaged: what is sound in them is
/// read, nothing ends or hangs the window, and the window says what it left out.
class SettingsDamageTest : public test::WindowFixture
{
    Q_OBJECT

    QByteArray m_whole; ///< a settings file as the window leaves it behind
    std::array<QByteArray, kLayouts.size()> m_layouts; ///< Qt's bytes in it

    [[nodiscard]] static std::array<QByteArray, kLayouts.size()> layoutsOf(
        const ui::Settings& settings)
    {
        const ui::RememberedLayout was = settings.layout();
        return {was.geometry, was.bars, was.panels, was.splitters, was.table};
    }

private slots:
    void initTestCase()
    {
        const QString file = newSettings();
        openWindow(file);
        m_window->close();
        closeWindow();
        m_whole = contentsOf(file);
        m_layouts = layoutsOf(ui::Settings(file));
        for (const QByteArray& layout : m_layouts)
            QVERIFY(!layout.isEmpty());
    }

    void cleanup() { closeWindow(); }

    void aSealHoldsForWhatIsWholeAlone()
    {
        const QByteArray bytes = QByteArray::fromHex("000000ff00000000fd00");
        QCOMPARE(ui::unsealed(ui::sealed(bytes)).value(), bytes);
        QCOMPARE(ui::unsealed(QByteArray()).value(), QByteArray());
        const QByteArray text = ui::sealed(bytes);
        QVERIFY(!ui::unsealed(bytes)); // of a version that did not guard it
        for (qsizetype i = 0; i < text.size(); ++i) {
            QVERIFY2(i == 0 || !ui::unsealed(text.left(i)), qPrintable(QString::number(i)));
            QByteArray flipped = text;
            flipped[i] = static_cast<char>(flipped[i] ^ 2);
            QVERIFY2(!ui::unsealed(flipped), qPrintable(QString::number(i)));
        }
        QVERIFY(!ui::unsealed(text + 'A'));
    }

    void noDamagedLayoutReachesQt()
    {
        constexpr int kFiles = 500;
        std::mt19937 random(20261127);
        int dropped = 0;
        for (int i = 0; i < kFiles; ++i) {
            const QString file = newSettings();
            write(file, damaged(m_whole, random));
            ui::Settings settings(file);
            const auto layouts = layoutsOf(settings);
            for (std::size_t l = 0; l < layouts.size(); ++l)
                QVERIFY2(layouts[l].isEmpty() || layouts[l] == m_layouts[l],
                         qPrintable(QString::number(i)));
            dropped += settings.dropDamagedLayouts() ? 1 : 0;
            QVERIFY(!settings.dropDamagedLayouts()); // once
            (void)settings.experiment();
            (void)settings.exportChoice();
            (void)settings.remoteHost();
            QVERIFY(settings.refreshRate() >= 1);
        }
        QVERIFY(dropped > kFiles / 4);
    }

    void damagedFilesOpenAWindowAllTheSame()
    {
        constexpr int kFiles = 60;
        std::mt19937 random(7);
        for (int i = 0; i < kFiles; ++i) {
            const QString file = newSettings();
            write(file, damaged(m_whole, random));
            openWindow(file);
            QVERIFY(m_window->isVisible());
            QVERIFY(m_window->width() <= std::max(m_window->screen()->availableGeometry().width(),
                                                  m_window->minimumSizeHint().width()));
            m_window->close();
            closeWindow();
            QVERIFY(
                !ui::Settings(file).dropDamagedLayouts()); // what it leaves behind is sound again
        }
    }

    void anUnguardedLayoutIsDroppedWithARemark()
    {
        for (std::size_t l = 0; l < kLayouts.size(); ++l) {
            const QString file = newSettings();
            QByteArray bytes = m_layouts[l];
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x7f);
            QSettings(file, QSettings::IniFormat).setValue(kLayouts[l], bytes);
            openWindow(file);
            QVERIFY2(said().contains("layout"), kLayouts[l]);
            closeWindow();
        }
    }

    void aSoundLayoutComesBackWithoutARemark()
    {
        const QString file = newSettings();
        write(file, m_whole);
        openWindow(file);
        QCOMPARE(said(), QString());
    }

    void aWindowThatLiesOnTheScreenStaysWhereItIs()
    {
        QWidget window; // whose frame is smaller than is assumed
        const QRect screen = window.screen()->availableGeometry();
        window.setGeometry(QRect(screen.topLeft() + QPoint(1, 20), QSize(300, 200)));
        const QRect before = window.geometry();
        ui::bringOntoScreen(window);
        QCOMPARE(window.geometry(), before);
        window.move(screen.right() - 100, screen.top());
        ui::bringOntoScreen(window);
        QVERIFY(screen.contains(window.geometry()));
    }

    void aSizeIsBoundedToTheScreen()
    {
        const QRect room(100, 50, 1266, 700);
        const QSize frame(8, 36);
        const QRect huge = ui::fittingGeometry(QRect(-5000, -5000, 32767, 32767), room, frame);
        QVERIFY(room.contains(huge.adjusted(-4, -32, 4, 4)));
        QCOMPARE(huge.size(), room.size() - frame);
        const QRect away = ui::fittingGeometry(QRect(9000, 9000, 400, 300), room, frame);
        QVERIFY(room.contains(away.adjusted(-4, -32, 4, 4)));
        QCOMPARE(away.size(), QSize(400, 300));
        const QRect fine(300, 200, 400, 300);
        QCOMPARE(ui::fittingGeometry(fine, room, frame), fine);
    }
};

LOCKSCOPE_UI_TEST(SettingsDamageTest)
#include "settings_damage_test.moc"
