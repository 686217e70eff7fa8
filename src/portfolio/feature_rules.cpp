#include <algorithm>

#include "portfolio/sql_expression_types.h"
#include "portfolio/sql_rules.h"
#include "portfolio/sql_tokens.h"

namespace credence::portfolio {
namespace {

// Empty where the type fits.
std::string problem_of(const Feature& feature, const SqlValue& value) {
  const SqlType type = value.type;
  if (type == SqlType::unknown || type == SqlType::null) return {};
  switch (feature.kind) {
    case Kind::number:
      if (type == SqlType::integer || type == SqlType::real) return {};
      return fmt::format(
          "is {}, expected a number; portfolio.toml names it neither in "
          "features.nominal nor in features.ordinal",
          name_of(type));
    case Kind::flag:
      if (type != SqlType::integer)
        return fmt::format("is {}, expected 0 or 1: portfolio.toml says it is a flag",
                           name_of(type));
      if (value.range.low >= 0 && value.range.high <= 1) return {};
      return "may be other than 0 and 1, which a flag is in portfolio.toml";
    case Kind::nominal:
      if (type == SqlType::text) return {};
      return fmt::format("is {}, expected a text: portfolio.toml says it is nominal",
                         name_of(type));
    case Kind::ordinal:
      if (type != SqlType::text)
        return fmt::format("is {}, expected a text: portfolio.toml gives its order",
                           name_of(type));
      if (value.texts)
        for (const std::string& text : *value.texts)
          if (std::ranges::count(feature.order, text) == 0)
            return fmt::format(
                "may be '{}', which features.ordinal in portfolio.toml does "
                "not place",
                text);
      return {};
  }
  return {};
}

// Where nothing has a date, only this keeps the answer out of the features.
std::vector<SqlFinding> outcome_in_features(const Portfolio& portfolio) {
  std::vector<SqlFinding> findings;
  if (!portfolio.application.decided_at.empty()) return findings;
  const TableSpec* table = portfolio.find_table(portfolio.application.table);
  const auto in_target = tokens_of(portfolio.target.sql);
  const auto in_features = tokens_of(portfolio.texts.features_sql);
  if (!in_target || !in_features) return findings;
  for (const SqlToken& token : *in_features) {
    if (token.kind != SqlKind::word) continue;
    const std::string name = lower_case(token.text);
    if (!table->find(name) || name == portfolio.application.id ||
        name == portfolio.application.group)
      continue;
    const bool is_outcome = std::ranges::any_of(*in_target, [&](const SqlToken& other) {
      return other.kind == SqlKind::word && lower_case(other.text) == name;
    });
    if (is_outcome)
      findings.push_back(
          {token.line,
           fmt::format("target.sql makes the outcome of \"{}\", and no dates "
                       "keep a feature from giving it away",
                       name)});
  }
  return findings;
}

}  // namespace

std::vector<SqlFinding> check_features(const Portfolio& portfolio) {
  std::vector<SqlFinding> findings = outcome_in_features(portfolio);
  const auto analysis = analyse_sql(portfolio.texts.features_sql, portfolio);
  const auto selected = selected_columns(portfolio.texts.features_sql);
  if (!analysis || !selected) return findings;
  for (const SqlColumn& column : analysis->columns) {
    const Feature* feature = portfolio.find_feature(column.name);
    const std::string problem = feature ? problem_of(*feature, column.value) : "";
    if (problem.empty()) continue;
    const auto place = std::ranges::find(*selected, column.name, &SelectedColumn::name);
    findings.push_back({place == selected->end() ? 1 : place->line,
                        fmt::format("the feature \"{}\" {}", column.name, problem)});
  }
  return findings;
}

}  // namespace credence::portfolio
