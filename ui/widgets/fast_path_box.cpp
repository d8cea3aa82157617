// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fast_path_box.h"

namespace lockscope::ui {

std::vector<study::Contender> contendersOf(const QStringList& guards, FastPaths paths)
{
    std::vector<study::Contender> contenders;
    for (const QString& guard : guards)
        for (const bool on : {false, true})
            if (paths == FastPaths::Both || (paths == FastPaths::With) == on)
                contenders.push_back({guard.toStdString(), on});
    return contenders;
}

FastPathBox::FastPathBox(FastPaths first, QWidget* parent)
    : ElidedComboBox(parent)
{
    addItems({tr("without"), tr("with"), tr("both ways")}); // in the order of FastPaths
    setCurrentIndex(static_cast<int>(first));
}

} // namespace lockscope::ui
