// SPDX-License-Identifier: GPL-3.0-or-later
// The window on a source without threads, for the tests that drive it through its widgets.
#pragma once

#include "resources/resources.h"
#include "tests/support/fake_feed.h"
#include "tests/support/qt_macros.h"
#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/shell/dashboard.h"
#include "ui/shell/live_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/appearance.h"
#include "ui/widgets/message_strip.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include <cstddef>
#include <memory>

namespace lockscope::test {

/// What a class of tests of the window derives from. Each test function has a window and settings
/// of its own after openWindow(), until closeWindow().
class WindowFixture : public QObject
{
protected:
    WindowFixture() { registerResources(); }

    /// Settings that no test has used yet.
    [[nodiscard]] QString newSettings()
    {
        return m_folder.filePath(QString("%1.ini").arg(m_run++));
    }

    /// With the experiment of the settings or, when they have none, that one.
    void openWindow(const QString& settingsFile,
                    const lab::LabConfig& config = lab::defaultConfig())
    {
        m_lab = std::make_shared<FakeLab>();
        m_settings = std::make_unique<ui::Settings>(settingsFile);
        m_session = std::make_unique<ui::Session>(fakeFeeds(m_lab),
                                                  m_settings->experiment().value_or(config));
        m_session->setRefreshRate(m_settings->refreshRate());
        m_window = std::make_unique<ui::MainWindow>(*m_session, *m_settings, *m_appearance);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    /// The same with the workload whose times can all be changed, and with the keyboard's focus.
    void openActiveWindow(const QString& settingsFile)
    {
        lab::LabConfig config = lab::defaultConfig();
        config.workload = workload::Kind::Custom;
        openWindow(settingsFile, config);
        m_window->activateWindow(); // on a bare X server no window manager does it
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void closeWindow()
    {
        m_window.reset();
        m_session.reset();
        m_settings.reset();
    }

    /// Starts the source, with something to show.
    void run()
    {
        m_session->start();
        m_lab->produce(20);
        QTRY_VERIFY(!m_session->history().empty());
    }

    template<class Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        // Other pages have charts of the same names as the live one.
        auto* live = m_window->findChild<ui::LivePage*>();
        auto* found = m_window->findChild<Widget*>(name);
        const auto* widget = qobject_cast<const QWidget*>(found);
        if (widget == nullptr || live->isAncestorOf(widget)
            || !m_window->findChild<QWidget*>("pages")->isAncestorOf(widget))
            return found;
        auto* onLivePage = live->findChild<Widget*>(name);
        return onLivePage != nullptr ? onLivePage : found;
    }
    [[nodiscard]] ui::TimeView& timeView() const
    {
        return *m_window->findChild<ui::Dashboard*>()->timeView();
    }
    [[nodiscard]] QString banner() const { return find<QLabel>("source-banner")->text(); }
    [[nodiscard]] QString said() const { return find<ui::MessageStrip>("messages")->text(); }
    [[nodiscard]] std::size_t shown() const { return m_session->history().snapshots().size(); }

    QTemporaryDir m_folder;
    std::shared_ptr<FakeLab> m_lab;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::Appearance> m_appearance = std::make_unique<ui::Appearance>();
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::MainWindow> m_window;
    int m_run = 0; ///< test functions so far
};

} // namespace lockscope::test
