// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <optional>
#include <vector>

class QWidget;

/// Where the window writes to: every file that a person names goes through here. GUI thread only.
namespace lockscope::ui {

/// A kind of file that can be written.
struct FileKind
{
    QString description; ///< "Recordings"; what stands in brackets would be taken for a filter
    QString suffix; ///< with its dot: ".lockscope", ".pb.gz"
};

struct SaveTarget
{
    QString file; ///< absolute, because a bare "-" is standard output to writers
    std::size_t kind = 0; ///< position in the list that was given
};

/// The name that is written to: one without an ending gets that of the kind that was chosen; one
/// that ends as another kind does is of that one.
[[nodiscard]] SaveTarget completed(const QString& file,
                                   std::size_t chosen,
                                   const std::vector<FileKind>& kinds);

/// Asks whether those of the files that exist may be replaced, if any do. What is no file (a
/// device) needs no answer.
[[nodiscard]] bool mayReplace(QWidget* parent, const QStringList& files);

/// Asks for a file, completes its name, and asks before that one is replaced; none when the person
/// would rather not.
[[nodiscard]] std::optional<SaveTarget> askForTarget(QWidget* parent,
                                                     const QString& title,
                                                     const QString& name,
                                                     const std::vector<FileKind>& kinds);

} // namespace lockscope::ui
