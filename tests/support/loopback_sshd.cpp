// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/loopback_sshd.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThread>

#include <csignal>

#include <arpa/inet.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lockscope::test {

namespace {

QString programPath(const QString& name)
{
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {"/usr/sbin", "/usr/local/sbin"})
                           : found;
}

sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

/// A port on which nobody listens.
int freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool bound = bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0
        && getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(socket);
    return bound ? ntohs(address.sin_port) : 0;
}

QStringList numbered(const QString& folder)
{
    return QDir(folder).entryList({"[0-9]*"}, QDir::Dirs | QDir::NoDotAndDotDot);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Adds the processes of sshd's below a process of its: those of its connections.
void addSessionsOf(qint64 parent, std::vector<qint64>& found)
{
    for (const QString& each : numbered("/proc")) {
        const QByteArray stat = contentOf("/proc/" + each + "/stat");
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        const bool isSshd =
            stat.mid(stat.indexOf('(') + 1).startsWith("sshd"); // sshd-session, since 9.8
        if (!isSshd || fields.size() <= 1 || fields[1].toLongLong() != parent)
            continue;
        found.push_back(each.toLongLong());
        addSessionsOf(each.toLongLong(), found);
    }
}

} // namespace

LoopbackSshd::~LoopbackSshd()
{
    stop();
}

QString LoopbackSshd::whyNot()
{
    for (const char* program : {"sshd", "ssh", "ssh-keygen"})
        if (programPath(program).isEmpty())
            return QString("there is no %1 here: install openssh-server and openssh-client")
                .arg(program);
    return {};
}

QString LoopbackSshd::makeKeys()
{
    for (const char* key : {"host_key", "user_key", "other_key"}) {
        if (QFile::exists(path(key)))
            continue;
        QProcess keygen;
        keygen.start(programPath("ssh-keygen"),
                     {"-q", "-t", "ed25519", "-N", "", "-C", "thrown-away", "-f", path(key)});
        if (!keygen.waitForFinished() || keygen.exitCode() != 0)
            return "ssh-keygen: " + keygen.readAllStandardError();
    }
    return {};
}

void LoopbackSshd::write(const QString& name, const QString& text) const
{
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(text.toUtf8());
}

QString LoopbackSshd::withoutPenalties() const
{
    // From OpenSSH 9.8 on a server refuses an address for a while from which keys were wrong
    // (seconds) or whose sessions died (a minute and a half): that is all that these tests do, from
    // one address. Older ones do not know the word.
    const QString line = "PerSourcePenalties no\n";
    write("penalties_config", line + "HostKey " + path("host_key") + '\n');
    QProcess check;
    check.start(programPath("sshd"), {"-t", "-f", path("penalties_config")});
    return check.waitForFinished() && check.exitCode() == 0 ? line : QString();
}

void LoopbackSshd::writeConfigs()
{
    write("sshd_config",
          QString("Port %1\nListenAddress 127.0.0.1\nHostKey %2\nAuthorizedKeysFile %3\n"
                  "PidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\nUseDNS no\n"
                  "PasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\n%4")
              .arg(m_port)
              .arg(path("host_key"), path("user_key.pub"), withoutPenalties()));
    write("known_hosts",
          QString("[127.0.0.1]:%1 %2").arg(m_port).arg(QString(contentOf(path("host_key.pub")))));
    const passwd* me = getpwuid(getuid());
    const auto host = [&](const QString& name,
                          const QString& address,
                          int port,
                          const QString& key,
                          const QString& known) {
        return QString("Host %1\n  HostName %2\n  Port %3\n  IdentityFile %4\n  UserKnownHostsFile "
                       "%5\n")
            .arg(name, address)
            .arg(port)
            .arg(path(key), known);
    };
    const QString known = path("known_hosts");
    write("ssh_config",
          host("good", "127.0.0.1", m_port, "user_key", known)
              + host("other-key", "127.0.0.1", m_port, "other_key", known)
              + host("stranger", "127.0.0.1", m_port, "user_key", "/dev/null")
              + host("nowhere", "nowhere.invalid", m_port, "user_key", known)
              + host("closed", "127.0.0.1", m_closedPort, "user_key", known)
              + QString("Host *\n  User %1\n  IdentitiesOnly yes\n  IdentityAgent none\n"
                        "  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n")
                    .arg(me != nullptr ? me->pw_name : "root"));
}

bool LoopbackSshd::answers() const
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_port);
    const bool connected =
        ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(socket);
    return connected;
}

QString LoopbackSshd::start()
{
    if (const QString why = makeKeys(); !why.isEmpty())
        return why;
    // Where sshd wants to confine itself; packages make it when they start theirs.
    if (getuid() == 0)
        QDir().mkpath("/run/sshd");
    // Only in the child: whatever ends the test ends the server.
    m_server.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    constexpr int kTries = 5; // somebody else may take the port in between
    for (int i = 0; i < kTries; ++i) {
        if (m_port == 0 || i > 0) {
            m_port = freePort();
            m_closedPort = freePort();
            writeConfigs();
        }
        m_server.start(programPath("sshd"), {"-D", "-e", "-f", path("sshd_config")});
        m_server.waitForStarted();
        while (m_server.state() != QProcess::NotRunning) {
            if (answers())
                return {};
            m_server.waitForFinished(10);
        }
    }
    return "sshd: " + m_server.readAll();
}

void LoopbackSshd::stop()
{
    cut();
    m_server.kill();
    m_server.waitForFinished();
    cut();
}

int LoopbackSshd::cut()
{
    // A connection is a child of the server and, from OpenSSH 9.8 on for root too, a child of that,
    // which has the socket and outlives its parent. What they run for the client is left alone: its
    // end is what tests look for.
    std::vector<qint64> found;
    if (m_server.processId() > 0)
        addSessionsOf(m_server.processId(), found);
    for (const qint64 each : found)
        ::kill(static_cast<pid_t>(each), SIGKILL);
    return static_cast<int>(found.size());
}

QString LoopbackSshd::sshCommand() const
{
    return programPath("ssh") + " -F " + path("ssh_config");
}

QString LoopbackSshd::script(const QString& name, const QString& lines) const
{
    write(name, "#!/bin/sh\n" + lines + '\n');
    QFile::setPermissions(path(name), QFile::ReadOwner | QFile::ExeOwner);
    return path(name);
}

std::vector<qint64> LoopbackSshd::processesOf(const QString& program)
{
    std::vector<qint64> found;
    for (const QString& each : numbered("/proc"))
        if (QFileInfo("/proc/" + each + "/exe").symLinkTarget() == program)
            found.push_back(each.toLongLong());
    return found;
}

} // namespace lockscope::test
