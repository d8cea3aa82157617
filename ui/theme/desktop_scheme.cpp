// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QVariant>

namespace lockscope::ui {

std::optional<bool> desktopPrefersDark()
{
    // Asking for a session bus where there is none makes libdbus try to launch one.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return std::nullopt;
    constexpr int kPatienceMs = 100;
    auto question = QDBusMessage::createMethodCall("org.freedesktop.portal.Desktop",
                                                   "/org/freedesktop/portal/desktop",
                                                   "org.freedesktop.portal.Settings",
                                                   "Read");
    question << "org.freedesktop.appearance"
             << "color-scheme";
    const QDBusMessage answer =
        QDBusConnection::sessionBus().call(question, QDBus::Block, kPatienceMs);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return std::nullopt;
    // The portal wraps the value in a variant twice.
    QVariant value = answer.arguments().constFirst();
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    constexpr uint kDark = 1;
    constexpr uint kLight = 2;
    if (value.toUInt() == kDark)
        return true;
    if (value.toUInt() == kLight)
        return false;
    return std::nullopt;
}

} // namespace lockscope::ui
