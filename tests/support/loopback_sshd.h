// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <vector>

namespace lockscope::test {

/// A real ssh server on the loopback, with keys that are thrown away, run by whoever runs the test.
/// Server, sessions and keys are gone with the object, and the server with the test's process,
/// however that ends.
///
/// The hosts that ssh knows by sshCommand(): `good`; `other-key`, which is refused; `stranger`,
/// whose host key is not known; `nowhere`, which has no address; `closed`, where nobody listens.
class LoopbackSshd
{
public:
    LoopbackSshd() = default;
    LoopbackSshd(const LoopbackSshd&) = delete;
    LoopbackSshd& operator=(const LoopbackSshd&) = delete;
    ~LoopbackSshd();

    /// Why there can be none here; empty when there can.
    [[nodiscard]] static QString whyNot();

    /// Starts it; empty, or what went wrong.
    [[nodiscard]] QString start();
    /// Nobody listens any more, and every connection is cut.
    void stop();
    /// Cuts the connections that there are; returns how many processes had them, 0: there was none.
    int cut();

    /// For LOCKSCOPE_SSH.
    [[nodiscard]] QString sshCommand() const;
    /// A script on the host, by its path.
    [[nodiscard]] QString script(const QString& name, const QString& lines) const;
    /// The processes whose program is this, by their id.
    [[nodiscard]] static std::vector<qint64> processesOf(const QString& program);

private:
    [[nodiscard]] QString makeKeys();
    void writeConfigs();
    [[nodiscard]] QString withoutPenalties() const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    void write(const QString& name, const QString& text) const;
    [[nodiscard]] bool answers() const;

    QTemporaryDir m_folder;
    QProcess m_server;
    int m_port = 0;
    int m_closedPort = 0;
};

} // namespace lockscope::test
