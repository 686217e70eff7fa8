// check.h
// This component provides everything that is to say of a portfolio folder, its summary
// and its findings, to `credence portfolio check` and to tests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"

namespace credence::portfolio {

struct TableSummary {
  std::string name;
  std::size_t columns = 0;
  std::string key;    // "loan_id", "a, b"
  std::string known;  // "from application_date", "timeless: ...", "without a date"
  std::string link;   // "customer_id -> loan_applications.customer_id"; may be empty
};

struct GroupSummary {
  std::string name;
  std::vector<std::string> features;
};

struct SearchSummary {
  std::string learner;
  int trials = 0;  // asked for
  std::int64_t points =
      0;  // in the grid of all dimensions; fewer are never drawn twice
};

struct Summary {
  std::string name, title;
  std::vector<TableSummary> tables;
  std::vector<GroupSummary> groups;  // in the order of their first feature
  std::size_t features = 0, protected_features = 0, logarithms = 0;
  std::vector<std::string> fields;  // of the form
  std::vector<SearchSummary> searches;
  std::vector<std::string> segments, bands;
};

Summary summary_of(const Portfolio& portfolio);

enum class Rule {
  same_everywhere,  // engines could give different values
  no_overflow,      // whole numbers that may pass 2^63
  fitting_feature   // type against declaration
};

// "features.sql: line 12: ..."
struct Finding {
  std::string file;
  int line = 0;
  Rule rule = Rule::same_everywhere;
  std::string problem;
};

std::string text_of(const Finding& finding);

// By file and line. A portfolio without findings means the same on every engine.
std::vector<Finding> findings_of(const Portfolio& portfolio);

// The four files of a folder, not read any further.
Result<Texts> read_texts(const std::filesystem::path& folder);

// A folder as it is, findings and all, where `read_portfolio` would refuse it.
struct Checked {
  Portfolio portfolio;
  Summary summary;
  std::vector<Finding> findings;
};

Result<Checked> check_folder(const std::filesystem::path& folder);

}  // namespace credence::portfolio
