#include "cli/result_folder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "report/result_files.h"

namespace credence::cli {
namespace {

namespace fs = std::filesystem;

// A run writes its report first, so that whatever is there beside it is its own.
Result<> refuse_strangers(const fs::path& folder) {
  std::error_code code;
  if (report::has_earlier_run(folder)) return {};
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder, code))
    if (std::string name = entry.path().filename().string();
        report::is_result_file(name) || name == "plots")
      names.push_back(std::move(name));
  std::ranges::sort(names);
  for (const std::string& name : names)
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
  ResultFolder results(folder, !there);
  // Whether results can be written is found before the long work, not after it.
  const fs::path trial = folder / "training_report.json.trial";
  TRY(write_file(trial, ""));
  fs::remove(trial, code);
  return results;
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
