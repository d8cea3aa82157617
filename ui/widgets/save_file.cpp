// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/save_file.h"

#include "ui/widgets/icons.h"
#include "ui/words/text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace lockscope::ui {

namespace {

QString filterOf(const FileKind& kind)
{
    QString description = kind.description;
    return description.remove('(').remove(')') + " (*" + kind.suffix + ')';
}

/// "data.csv" has an ending, "run-1.5" has none.
bool hasEnding(const QString& file)
{
    const QString ending = QFileInfo(file).suffix();
    return std::any_of(ending.begin(), ending.end(), [](QChar c) { return c.isLetter(); });
}

} // namespace

SaveTarget completed(const QString& file, std::size_t chosen, const std::vector<FileKind>& kinds)
{
    const auto endsAs = [&file](const FileKind& kind) {
        return file.endsWith(kind.suffix, Qt::CaseInsensitive);
    };
    SaveTarget target{QFileInfo(file).absoluteFilePath(), chosen};
    if (endsAs(kinds[chosen]))
        return target;
    const auto other = std::find_if(kinds.begin(), kinds.end(), endsAs);
    if (other != kinds.end())
        target.kind = static_cast<std::size_t>(other - kinds.begin());
    else if (!hasEnding(file))
        target.file += kinds[chosen].suffix;
    return target;
}

bool mayReplace(QWidget* parent, const QStringList& files)
{
    QStringList there;
    for (const QString& file : files)
        if (QFileInfo(file).isFile())
            there << QDir::toNativeSeparators(file);
    if (there.isEmpty())
        return true;
    QMessageBox box(QMessageBox::Question,
                    tr("Replace?"),
                    there.size() == 1
                        ? tr("%1 exists. Replace it?").arg(there.front())
                        : tr("%1 of these files exist. Replace them?").arg(there.size()),
                    QMessageBox::NoButton,
                    parent);
    box.setIconPixmap(messagePicture("help"));
    box.setTextFormat(Qt::PlainText);
    if (there.size() > 1)
        box.setDetailedText(there.join('\n'));
    QPushButton* replace = box.addButton(tr("&Replace"), QMessageBox::AcceptRole);
    QPushButton* cancel = box.addButton(QMessageBox::Cancel);
    cancel->setIcon(icon("close"));
    box.setDefaultButton(cancel);
    box.exec();
    return box.clickedButton() == replace;
}

std::optional<SaveTarget> askForTarget(QWidget* parent,
                                       const QString& title,
                                       const QString& name,
                                       const std::vector<FileKind>& kinds)
{
    QStringList filters;
    for (const FileKind& kind : kinds)
        filters << filterOf(kind);
    QFileDialog dialog(parent, title, name, filters.join(";;"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    // The dialog would ask about the name as it was typed, without its ending.
    dialog.setOption(QFileDialog::DontConfirmOverwrite);
    while (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty()) {
        const auto chosen = std::max<qsizetype>(0, filters.indexOf(dialog.selectedNameFilter()));
        const SaveTarget target =
            completed(dialog.selectedFiles().constFirst(), static_cast<std::size_t>(chosen), kinds);
        if (mayReplace(parent, {target.file}))
            return target;
    }
    return std::nullopt;
}

} // namespace lockscope::ui
