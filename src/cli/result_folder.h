// result_folder.h
// This component provides `ResultFolder`, where a run leaves its results, to the
// command `run`.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace credence::cli {

// A folder that exists and may be written. Results replace those of an earlier run, and
// nobody else's files. Unless it is kept, a folder that was made here goes away again,
// as long as nobody has put anything into it but an empty registry.
class ResultFolder {
 public:
  // Fails with `bad_input` when a file of a result's name is there already and is not
  // from an earlier run.
  static Result<ResultFolder> make(const std::filesystem::path& folder);
  ResultFolder(ResultFolder&& other) noexcept;
  ~ResultFolder();

  void keep() { made_ = false; }

 private:
  ResultFolder(std::filesystem::path folder, bool made);
  std::filesystem::path folder_;
  bool made_;
};

}  // namespace credence::cli
