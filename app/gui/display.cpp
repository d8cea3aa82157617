// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/display.h"

#include <QDir>
#include <QLibrary>
#include <QLibraryInfo>
#include <QString>

#include <string_view>

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

/// Through the X client library that Qt's plugin uses: it knows hosts, sockets and authorities. It
/// is loaded, not linked, because nothing else here needs it.
bool canOpenX()
{
    if (qEnvironmentVariableIsEmpty("DISPLAY"))
        return false;
    QLibrary xcb("xcb", 1);
    using Connect = void* (*)(const char*, int*);
    using HasError = int (*)(void*);
    using Disconnect = void (*)(void*);
    const auto connect = reinterpret_cast<Connect>(xcb.resolve("xcb_connect"));
    const auto hasError = reinterpret_cast<HasError>(xcb.resolve("xcb_connection_has_error"));
    const auto disconnect = reinterpret_cast<Disconnect>(xcb.resolve("xcb_disconnect"));
    if (connect == nullptr || hasError == nullptr || disconnect == nullptr)
        return false;
    void* connection = connect(nullptr, nullptr);
    const bool open = hasError(connection) == 0;
    disconnect(connection);
    return open;
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

} // namespace

std::optional<std::string> whyNoDisplay(int argc, char** argv)
{
    const QString asked = platform(argc, argv);
    if (!asked.isEmpty() && !asked.startsWith("xcb") && !asked.startsWith("wayland"))
        return std::nullopt; // offscreen, vnc, ...: no display to open
    if (canOpenX() || canOpenWayland())
        return std::nullopt;
    const std::string display = qEnvironmentVariable("DISPLAY").toStdString();
    if (display.empty() && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return "there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set)";
    return "the display \""
        + (display.empty() ? qEnvironmentVariable("WAYLAND_DISPLAY").toStdString() : display)
        + "\" cannot be opened";
}

} // namespace lockscope::gui
