// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/sealed_bytes.h"

#include <QCryptographicHash>

namespace lockscope::ui {

namespace {

const QByteArray kMark = QByteArrayLiteral("lockscope-1 ");

QByteArray checksum(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

QByteArray sealed(const QByteArray& bytes)
{
    return bytes.isEmpty() ? bytes : kMark + checksum(bytes) + ' ' + bytes.toBase64();
}

std::optional<QByteArray> unsealed(const QByteArray& text)
{
    if (text.isEmpty())
        return text;
    const auto decoded = QByteArray::fromBase64Encoding(text.mid(text.lastIndexOf(' ') + 1),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    // As a whole: the same bytes may be written in several ways, and one of them is ours.
    if (!decoded || (*decoded).isEmpty() || sealed(*decoded) != text)
        return std::nullopt;
    return *decoded;
}

} // namespace lockscope::ui
