// books.h
// This component provides a generated lender's books and SQL over them, to the tests of
// the synthesis room: DuckDB reads the files back and is the oracle for their
// properties.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "engine/engine.h"
#include "synthesis/lending.h"

namespace credence::synthesis {

// A folder of its own that goes when the test is over.
class Scratch {
 public:
  Scratch() {
    std::string name =
        (std::filesystem::temp_directory_path() / "credence-synthesis-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

class Books {
 public:
  explicit Books(const LendingOptions& options) {
    auto made = generate_lending(folder(), options);
    if (!made) throw std::runtime_error(made.error().message);
    report = *made;
    engine_ = engine::open_duckdb({}).value();
    const std::string ending = options.format == FileFormat::csv ? ".csv" : ".parquet";
    for (const char* table :
         {"customers", "loan_applications", "credit_history", "repayment_history"})
      define(table, (folder() / (table + ending)).string());
    define("truth", (folder() / "truth.csv").string());
  }

  std::filesystem::path folder() const { return scratch_ / "books"; }

  void execute(const std::string& sql) {
    if (auto done = engine_->execute(sql); !done)
      throw std::runtime_error(done.error().message);
  }

  table::Table query(const std::string& sql) {
    auto rows = engine_->query(sql);
    if (!rows) throw std::runtime_error(rows.error().message);
    return *rows;
  }

  double number(const std::string& sql) { return query(sql).columns.front().number(0); }

  LendingReport report;

 private:
  void define(const std::string& name, const std::string& file) {
    execute("CREATE TABLE " + name + " AS FROM '" + file + "'");
  }

  Scratch scratch_;
  std::unique_ptr<engine::Engine> engine_;
};

// The default books, given up when the tests are over: a database must not outlive the
// thread-local parts of its library, as it would until the program's end.
class DefaultBooks : public testing::Environment {
 public:
  Books& get() {
    if (!books_) books_ = std::make_unique<Books>(LendingOptions{});
    return *books_;
  }
  void TearDown() override { books_.reset(); }

 private:
  std::unique_ptr<Books> books_;
};
inline auto* const default_books_kept = static_cast<DefaultBooks*>(
    testing::AddGlobalTestEnvironment(new DefaultBooks));  // owned by the tests' runner

// The books that `credence generate` writes unless it is told otherwise.
inline Books& default_books() { return default_books_kept->get(); }

}  // namespace credence::synthesis
