// journal.h
// This component provides `Journal`, a file of what a search has judged so far, to the
// search, so that an interrupted one goes on where it stopped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "portfolio/parameters.h"

namespace credence::search {

// One line a fit, appended as soon as it is known. May be used from several threads.
// A line that broke off when the program was ended is passed over.
class Journal {
 public:
  // Begins anew unless `resume`. Fails with `environment` when the file cannot be
  // written.
  static Result<Journal> open(const std::filesystem::path& path, bool resume);
  Journal(Journal&& other) noexcept;
  ~Journal();  // an empty file goes: there is nothing to go on with

  std::size_t known() const { return auc_.size(); }  // when it was opened
  std::optional<double> find(std::string_view learner, std::size_t fold,
                             const portfolio::Parameters& parameters) const;
  void add(std::string_view learner, std::size_t fold,
           const portfolio::Parameters& parameters, double auc);
  // The search has come to its end: the file goes.
  void finish();

 private:
  explicit Journal(std::filesystem::path path) : path_(std::move(path)) {}
  Result<> read();

  std::filesystem::path path_;
  std::map<std::string, double, std::less<>> auc_;  // by what was fitted, as JSON
  std::mutex mutex_;                                // guards the file
  int file_ = -1;
};

}  // namespace credence::search
