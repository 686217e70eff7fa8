#include "cli/result_folder.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.h"
#include "base/json.h"

namespace credence::cli {
namespace {

namespace fs = std::filesystem;

bool is_summary(const fs::path& file) {
  const auto text = read_file(file);
  if (!text) return false;
  const auto document = parse_json(*text, file.string());
  return document && document->is_object() && document->contains("champion");
}

// A run writes its summary first, so that whatever is there beside it is its own.
Result<> refuse_strangers(const fs::path& folder) {
  std::error_code code;
  if (is_summary(folder / "summary.json")) return {};
  for (const char* name : {"summary.json", "summary.txt", "model_comparison.csv",
                           "policies.csv", "feature_dictionary.md"})
    if (fs::exists(folder / name, code))
      return bad_input(
          "{}: is there already and is not from an earlier run; name another folder by "
          "--out",
          (folder / name).string());
  return {};
}

// Only one that holds no version. False: it stays.
bool forget_registry(const fs::path& registry) {
  std::error_code code;
  if (!fs::remove(registry / "versions", code) || code) return false;
  fs::remove(registry / "history.jsonl", code);
  fs::remove(registry / "lock", code);
  return fs::remove(registry, code) && !code;
}

}  // namespace

Result<ResultFolder> ResultFolder::make(const fs::path& folder) {
  std::error_code code;
  const bool there = fs::exists(folder, code);
  TRY(refuse_strangers(folder));
  TRY(make_folder(folder));
  return ResultFolder(folder, !there);
}

ResultFolder::ResultFolder(fs::path folder, bool made)
    : folder_(std::move(folder)), made_(made) {}

ResultFolder::ResultFolder(ResultFolder&& other) noexcept
    : folder_(std::move(other.folder_)), made_(std::exchange(other.made_, false)) {}

ResultFolder::~ResultFolder() {
  std::error_code code;
  const fs::path registry = folder_ / "registry";
  if (!made_ || (fs::exists(registry, code) && !forget_registry(registry))) return;
  fs::remove(folder_, code);  // which fails unless it is empty
}

}  // namespace credence::cli
