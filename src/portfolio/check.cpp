#include "portfolio/check.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "base/file.h"
#include "portfolio/sql_rules.h"

namespace credence::portfolio {
namespace {

TableSummary summary_of(const TableSpec& table) {
  TableSummary summary{.name = table.name,
                       .columns = table.columns.size(),
                       .key = fmt::format("{}", fmt::join(table.key, ", ")),
                       .known = "without a date",
                       .link = {}};
  if (!table.known_on.empty())
    summary.known =
        fmt::format("{} {}", table.same_day ? "from" : "after", table.known_on);
  if (!table.timeless.empty()) summary.known = "timeless: " + table.timeless;
  if (table.link)
    summary.link = fmt::format("{} -> {}.{}", table.link->column, table.link->table,
                               table.link->key);
  return summary;
}

SearchSummary summary_of(const SearchSpace& search) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::int64_t points = 1;
  for (const Dimension& dimension : search.dimensions) {
    const auto values = static_cast<std::int64_t>(dimension.values.size());
    points = points > most / values ? most : points * values;
  }
  return {search.learner, search.trials, points};
}

void add(std::vector<Finding>& all, const std::vector<SqlFinding>& findings,
         std::string_view file, Rule rule) {
  for (const SqlFinding& finding : findings)
    all.push_back({std::string(file), finding.line, rule, finding.problem});
}

std::string name_of_folder(const std::filesystem::path& folder) {
  std::string name = folder.string();
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  return name;
}

}  // namespace

Summary summary_of(const Portfolio& portfolio) {
  Summary summary;
  summary.name = portfolio.name;
  summary.title = portfolio.title;
  for (const TableSpec& table : portfolio.tables)
    summary.tables.push_back(summary_of(table));
  for (const Feature& feature : portfolio.features) {
    auto group = std::ranges::find(summary.groups, feature.group, &GroupSummary::name);
    if (group == summary.groups.end())
      group = summary.groups.insert(group, {feature.group, {}});
    group->features.push_back(feature.name);
    summary.protected_features += feature.is_protected ? 1 : 0;
  }
  summary.features = portfolio.features.size();
  summary.logarithms = portfolio.logarithms.size();
  for (const FormField& field : portfolio.form) summary.fields.push_back(field.name);
  for (const SearchSpace& search : portfolio.searches)
    summary.searches.push_back(summary_of(search));
  for (const Segment& segment : portfolio.segments)
    summary.segments.push_back(segment.name);
  for (const Band& band : portfolio.bands) summary.bands.push_back(band.name);
  return summary;
}

std::string text_of(const Finding& finding) {
  return fmt::format("{}: line {}: {}", finding.file, finding.line, finding.problem);
}

std::vector<Finding> findings_of(const Portfolio& portfolio) {
  std::vector<Finding> findings;
  for (const auto& [file, sql] : {std::pair<std::string_view, const std::string&>{
                                      "features.sql", portfolio.texts.features_sql},
                                  {"target.sql", portfolio.texts.target_sql}}) {
    add(findings, check_sql(sql, portfolio), file, Rule::same_everywhere);
    // What cannot be read has been said; its sums cannot be spoken of.
    if (analyse_sql(sql, portfolio))
      add(findings, unproven_sums(sql, portfolio), file, Rule::no_overflow);
  }
  add(findings, check_features(portfolio), "features.sql", Rule::fitting_feature);
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::pair(a.file, a.line) < std::pair(b.file, b.line);
  });
  return findings;
}

Result<Texts> read_texts(const std::filesystem::path& folder) {
  std::error_code code;
  if (!std::filesystem::is_directory(folder, code))
    return bad_input(
        "{}: found no folder, expected one with portfolio.toml, schema.sql, "
        "features.sql and target.sql",
        folder.string());
  Texts texts;
  texts.toml = TRY(read_file(folder / "portfolio.toml"));
  texts.schema_sql = TRY(read_file(folder / "schema.sql"));
  texts.features_sql = TRY(read_file(folder / "features.sql"));
  texts.target_sql = TRY(read_file(folder / "target.sql"));
  return texts;
}

Result<Checked> check_folder(const std::filesystem::path& folder) {
  Texts texts = TRY(read_texts(folder));
  Checked checked;
  checked.portfolio = TRY(parse_portfolio(std::move(texts), name_of_folder(folder)));
  checked.summary = summary_of(checked.portfolio);
  checked.findings = findings_of(checked.portfolio);
  return checked;
}

Result<Portfolio> read_portfolio(const std::filesystem::path& folder) {
  Checked checked = TRY(check_folder(folder));
  // A sum that is not proven may yet be right; `credence portfolio check` tells of it.
  std::erase_if(checked.findings, [](const Finding& finding) {
    return finding.rule == Rule::no_overflow;
  });
  if (checked.findings.empty()) return std::move(checked.portfolio);
  const std::size_t others = checked.findings.size() - 1;
  return bad_input("{}/{}{}", name_of_folder(folder), text_of(checked.findings[0]),
                   others == 0
                       ? ""
                       : fmt::format(" (and {} more: credence portfolio check {})",
                                     others, name_of_folder(folder)));
}

}  // namespace credence::portfolio
