// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/keys_page.h"

namespace lockscope::ui {

QStringList keysTable(const std::vector<ActionRow>& rows)
{
    QStringList lines{"| key | action | what it does |", "| --- | --- | --- |"};
    for (const ActionRow& row : rows) {
        QStringList keys;
        for (const QKeySequence& key : row.keys)
            keys << "**" + key.toString(QKeySequence::PortableText) + "**";
        if (!keys.isEmpty())
            lines << QStringLiteral("| %1 | %2 | %3 |")
                         .arg(keys.join(" or "), plainText(row.text), row.tip);
    }
    return lines;
}

} // namespace lockscope::ui
