// artifact_files.h
// This component provides the files of a version as named bytes, with the manifest that
// proves them whole, to the reading and writing of versions.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace credence::version {

struct File {
  std::string name, bytes;
};

// What a version's folder holds, in this order: the artifact, then circumstances.json,
// which lies outside the artifact's hash, then the manifest.
std::span<const std::string_view> artifact_file_names();
inline constexpr std::string_view circumstances_file = "circumstances.json";
inline constexpr std::string_view manifest_file = "manifest.json";

// SHA-256 of the lines "<SHA-256 of the file>  <name>\n", so that
// `sha256sum portfolio.toml schema.sql ... | sha256sum` gives the same.
std::string hash_of(std::span<const File> artifact);

// Writes the files and their manifest into the empty `folder`; returns the artifact
// hash.
Result<std::string> write_files(const std::filesystem::path& folder,
                                std::span<const File> artifact,
                                std::string_view circumstances);

struct CheckedFiles {
  std::vector<File> artifact;
  std::string circumstances;
  std::string artifact_hash;

  const std::string& bytes(std::string_view name) const;  // of an artifact file
};

// Reads them back. A damaged, missing or additional file is refused by its path, with
// the hash expected and the hash found; so is a manifest that differs in a single byte.
Result<CheckedFiles> read_files(const std::filesystem::path& folder);

}  // namespace credence::version
