// file.h
// This component provides reading of whole files and writing that leaves the old
// content or the new, never half of it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence {

Result<std::string> read_file(const std::filesystem::path& path);

// Writes beside `path`, flushes to disk, then renames over it.
Result<> write_file(const std::filesystem::path& path, std::string_view bytes);

// Writes a file that is not there yet, without flushing it to disk: what `write_folder`
// is given to do.
Result<> write_new_file(const std::filesystem::path& path, std::string_view bytes);

// Calls `fill` with a new empty folder beside `path`, flushes what it wrote, and
// renames the folder to `path`. Fails with `bad_input` when `path` exists (and leaves
// it as it was); on any failure nothing stays behind.
Result<> write_folder(
    const std::filesystem::path& path,
    const std::function<Result<>(const std::filesystem::path&)>& fill);

// The folder exists afterwards, with its parents.
Result<> make_folder(const std::filesystem::path& path);

}  // namespace credence
