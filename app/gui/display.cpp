// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/display.h"

#include <QDir>
#include <QLibrary>
#include <QLibraryInfo>
#include <QString>

#include <algorithm>
#include <string_view>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lockscope::gui {

namespace {

/// The platform that Qt was told to use, empty when it chooses itself.
QString platform(int argc, char** argv)
{
    QString name = qEnvironmentVariable("QT_QPA_PLATFORM");
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string_view(argv[i]) == "-platform")
            name = QString::fromLocal8Bit(argv[i + 1]);
    return name;
}

/// Null when it cannot be opened. Through the X client library that Qt's plugin uses: it knows
/// hosts, sockets and authorities. It is loaded, not linked, because nothing else here needs it.
std::shared_ptr<void> openX()
{
    if (qEnvironmentVariableIsEmpty("DISPLAY"))
        return nullptr;
    QLibrary xcb("xcb", 1);
    using Connect = void* (*)(const char*, int*);
    using HasError = int (*)(void*);
    using Disconnect = void (*)(void*);
    const auto connect = reinterpret_cast<Connect>(xcb.resolve("xcb_connect"));
    const auto hasError = reinterpret_cast<HasError>(xcb.resolve("xcb_connection_has_error"));
    const auto disconnect = reinterpret_cast<Disconnect>(xcb.resolve("xcb_disconnect"));
    if (connect == nullptr || hasError == nullptr || disconnect == nullptr)
        return nullptr;
    std::shared_ptr<void> connection(connect(nullptr, nullptr), disconnect);
    return hasError(connection.get()) == 0 ? connection : nullptr;
}

bool canOpenWayland()
{
    const QString name = qEnvironmentVariable("WAYLAND_DISPLAY");
    if (name.isEmpty())
        return false;
    const QDir plugins(QLibraryInfo::path(QLibraryInfo::PluginsPath) + "/platforms");
    if (plugins.entryList({"libqwayland*"}).isEmpty())
        return false;
    const QByteArray path =
        QDir(qEnvironmentVariable("XDG_RUNTIME_DIR")).filePath(name).toLocal8Bit();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        return false;
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    const bool open =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(socket);
    return open;
}

QtMessageHandler g_handlerBefore = nullptr;

void withoutPlatformRemarks(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (!text.startsWith("This plugin does not support"))
        g_handlerBefore(type, context, text);
}

} // namespace

void goWithoutDisplay()
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
}

void leaveOutPlatformRemarks()
{
    g_handlerBefore = qInstallMessageHandler(withoutPlatformRemarks);
}

DisplayProbe probeDisplay(int argc, char** argv)
{
    const QString asked = platform(argc, argv);
    if (!asked.isEmpty() && !asked.startsWith("xcb") && !asked.startsWith("wayland"))
        return {}; // offscreen, vnc, ...: no display to open
    if (auto connection = openX())
        return {std::nullopt, std::move(connection)};
    if (canOpenWayland())
        return {};
    const std::string x = qEnvironmentVariable("DISPLAY").toStdString();
    const std::string wayland = qEnvironmentVariable("WAYLAND_DISPLAY").toStdString();
    if (x.empty() && wayland.empty())
        return {"there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set)",
                nullptr};
    return {"the display \"" + (x.empty() ? wayland : x) + "\" cannot be opened", nullptr};
}

} // namespace lockscope::gui
