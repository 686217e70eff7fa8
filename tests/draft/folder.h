// folder.h
// This component provides a folder that is gone after the test, and CSV texts for it,
// to the tests of drafting.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "base/file.h"
#include "draft/draft.h"

namespace credence::draft {

class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("credence_draft_" + std::to_string(::getpid()) + "_" +
             std::to_string(++count));
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(std::string_view name, std::string_view text) const {
    EXPECT_TRUE(write_file(path_ / name, text));
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Request request_for(const std::filesystem::path& csv, std::string target) {
  Request request;
  request.csv = csv;
  request.name = "drafted";
  request.target = std::move(target);
  return request;
}

// `rows` lines from `line(i)` below the header, which may be empty.
inline std::string csv_of(std::string_view header, int rows, auto line) {
  std::string text = header.empty() ? "" : std::string(header) + "\n";
  for (int i = 0; i < rows; ++i) text += line(i) + "\n";
  return text;
}

inline const Column& column(const Draft& draft, std::string_view source) {
  for (const Column& each : draft.columns)
    if (each.source == source) return each;
  ADD_FAILURE() << "no column " << source;
  static const Column none;
  return none;
}

}  // namespace credence::draft
