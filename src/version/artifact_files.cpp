#include "version/artifact_files.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"

namespace credence::version {
namespace {

namespace fs = std::filesystem;

constexpr int format = 2;  // of a version's folder, raised when it changes

constexpr std::array<std::string_view, 12> names = {
    "portfolio.toml",    "schema.sql", "features.sql",     "target.sql",
    "pipeline.json",     "model.json", "native.txt",       "calibration.json",
    "column_means.json", "rule.json",  "out_of_fold.json", "facts.json"};

constexpr std::string_view remedy =
    "restore the version from a copy, or delete it and train again";

std::string manifest_of(std::span<const File> artifact,
                        std::string_view circumstances) {
  Json files = Json::object();
  for (const File& file : artifact) files[file.name] = sha256(file.bytes);
  files[std::string(circumstances_file)] = sha256(circumstances);
  return dump_json(
      {{"format", format}, {"artifact", hash_of(artifact)}, {"files", files}});
}

Result<> refuse_additional(const fs::path& folder) {
  std::error_code code;
  fs::directory_iterator entries(folder, code);
  for (; !code && entries != fs::directory_iterator(); entries.increment(code)) {
    const std::string name = entries->path().filename().string();
    if (name != circumstances_file && name != manifest_file &&
        std::ranges::find(names, name) == names.end())
      return bad_input("{}: does not belong to a version; move it elsewhere",
                       entries->path().string());
  }
  if (code)
    return environment("{}: the folder cannot be read: {}", folder.string(),
                       code.message());
  return {};
}

Result<std::string> read_part(const fs::path& folder, std::string_view name) {
  const fs::path path = folder / name;
  std::error_code code;
  if (!fs::exists(path, code) && !code)
    return bad_input("{}: missing; {}", path.string(), remedy);
  return read_file(path);
}

// Names the file whose bytes are not those that the manifest promises, if there is one.
Result<> compare(const fs::path& folder, const Json& promised, const Json& found) {
  for (const auto& [name, hash] : found.items()) {
    const auto promise = promised.find(name);
    if (promise == promised.end() || !promise->is_string())
      return bad_input("{}: has no hash for {}; {}", (folder / manifest_file).string(),
                       name, remedy);
    if (*promise != hash)
      return bad_input("{}: damaged: expected SHA-256 {}, found {}; {}",
                       (folder / name).string(), promise->get<std::string>(),
                       hash.get<std::string>(), remedy);
  }
  return {};
}

}  // namespace

std::span<const std::string_view> artifact_file_names() { return names; }

std::string hash_of(std::span<const File> artifact) {
  std::string lines;
  for (const File& file : artifact)
    lines += fmt::format("{}  {}\n", sha256(file.bytes), file.name);
  return sha256(lines);
}

Result<std::string> write_files(const fs::path& folder, std::span<const File> artifact,
                                std::string_view circumstances) {
  assert(std::ranges::equal(artifact, names, {}, &File::name));
  for (const File& file : artifact) TRY(write_new_file(folder / file.name, file.bytes));
  TRY(write_new_file(folder / circumstances_file, circumstances));
  TRY(write_new_file(folder / manifest_file, manifest_of(artifact, circumstances)));
  return hash_of(artifact);
}

const std::string& CheckedFiles::bytes(std::string_view name) const {
  const auto file = std::ranges::find(artifact, name, &File::name);
  assert(file != artifact.end());
  return file->bytes;
}

Result<CheckedFiles> read_files(const fs::path& folder) {
  std::error_code code;
  if (!fs::is_directory(folder, code))
    return bad_input("{}: there is no version here", folder.string());
  TRY(refuse_additional(folder));
  const fs::path manifest_path = folder / manifest_file;
  const std::string text = TRY(read_part(folder, manifest_file));
  const auto damaged = [&](std::string_view what) {
    return bad_input("{}: damaged: {}; {}", manifest_path.string(), what, remedy);
  };
  auto manifest = parse_json(text, manifest_file);
  if (!manifest || !manifest->is_object()) return damaged("it is not a JSON object");
  if (const auto found = manifest->find("format"); found == manifest->end())
    return damaged("it states no format");
  else if (*found != format && found->is_number_integer())
    return bad_input(
        "{}: format {}, but this program reads format {}; use the program that "
        "wrote it, or train again",
        manifest_path.string(), found->dump(), format);

  CheckedFiles files;
  for (const std::string_view name : names)
    files.artifact.push_back({std::string(name), TRY(read_part(folder, name))});
  files.circumstances = TRY(read_part(folder, circumstances_file));
  files.artifact_hash = hash_of(files.artifact);
  const std::string whole = manifest_of(files.artifact, files.circumstances);
  if (text == whole) return files;

  const Json rightful = TRY(parse_json(whole, manifest_file));
  const auto promised = manifest->find("files");
  if (promised == manifest->end() || !promised->is_object())
    return damaged("it lists no files");
  TRY(compare(folder, *promised, rightful["files"]));
  return damaged("it is not what these files give");
}

}  // namespace credence::version
