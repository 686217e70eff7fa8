// generated_books.h
// This component provides generated lending data, loaded into an engine with a
// portfolio's features, to the tests across rooms.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string_view>

#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"
#include "synthesis/lending.h"

namespace credence::testing {

// A folder that is gone with the object.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::string_view name)
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("credence_{}_{}", name, getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct Books {
  portfolio::Portfolio portfolio;
  std::unique_ptr<engine::Engine> engine;
  features::FeatureSet set;
};

inline Result<Books> load_books(const std::filesystem::path& data,
                                const std::filesystem::path& portfolio_folder,
                                std::string_view engine_name = "duckdb") {
  Books books;
  books.portfolio = TRY(portfolio::read_portfolio(portfolio_folder));
  books.engine = TRY(engine::open_engine(engine_name, {}));
  TRY(books.engine->load(books.portfolio, {engine::SourceKind::folder, data}, {}));
  books.set = TRY(features::build(*books.engine, books.portfolio));
  return books;
}

inline Result<> generate(const std::filesystem::path& data, std::int64_t loans,
                         bool leaky = false) {
  synthesis::LendingOptions options;
  options.loans = loans;
  options.customers = loans / 2;
  options.database = false;
  options.leaky = leaky;
  TRY(synthesis::generate_lending(data, options));
  return {};
}

}  // namespace credence::testing
