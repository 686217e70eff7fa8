// csv_file.h
// This component provides `CsvFile`, a CSV file that grows row by row under a temporary
// name and appears under its own only when it is complete, to batch scoring.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence::scoring {

class CsvFile {
 public:
  // Fails with `environment` when nothing can be written there.
  static Result<CsvFile> open(const std::filesystem::path& path,
                              std::span<const std::string_view> header);

  CsvFile(CsvFile&&) noexcept = default;
  CsvFile& operator=(CsvFile&&) = delete;
  ~CsvFile();  // removes what was not put in place

  Result<> append(std::span<const std::string_view> cells);

  // Everything is on disk afterwards, still under the temporary name.
  Result<> complete();
  // Completes and renames to `path`, replacing what was there.
  Result<> put_in_place();

  const std::filesystem::path& temporary() const { return temporary_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  CsvFile() = default;
  std::unexpected<Error> failed(int number) const;

  std::filesystem::path path_, temporary_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string line_;  // scratch
};

}  // namespace credence::scoring
