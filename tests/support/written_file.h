// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <string>

namespace lockscope::test {

/// Writes a file into the folder, over one of its name; its path. A file that cannot be written
/// ends the program: what a test would find out then is not what it is for.
inline QString writtenFile(const QTemporaryDir& folder,
                           const QString& name,
                           const std::string& bytes)
{
    QFile file(folder.filePath(name));
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size || !file.flush())
        qFatal("%s could not be written", qPrintable(file.fileName()));
    return file.fileName();
}

} // namespace lockscope::test
