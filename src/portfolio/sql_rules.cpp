#include "portfolio/sql_rules.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "portfolio/sql_tokens.h"

namespace credence::portfolio {
namespace {

struct Refused {
  std::string_view what, instead;
};

constexpr std::array<Refused, 14> refused_words{{
    {"LIKE", "heeds case in some engines; compare with = or IN"},
    {"ILIKE", "is not in all engines; compare with = or IN"},
    {"GLOB", "is not in all engines; compare with = or IN"},
    {"SIMILAR", "is not in all engines; compare with = or IN"},
    {"REGEXP", "is not in all engines; compare with = or IN"},
    {"TRUE", "is not a value in SQLite's columns; write 1"},
    {"FALSE", "is not a value in SQLite's columns; write 0"},
    {"LIMIT", "takes any rows where the order has ties; number rows with ROW_NUMBER"},
    {"QUALIFY", "is not in all engines; put the window into a WITH query"},
    {"INTERVAL", "is not in all engines; write add_days"},
    {"USING", "is not the same in all engines; write ON"},
    {"NATURAL", "joins by whatever names agree; write ON"},
    {"EXCEPT", "is not the same in all engines; write NOT EXISTS"},
    {"INTERSECT", "is not the same in all engines; write EXISTS"},
}};

constexpr std::array<Refused, 3> refused_symbols{{
    {"%", "differs for negative numbers; write x - y * floor_of(...)"},
    {"||", "joins texts differently; write CASE for each text"},
    {"::", "is not in all engines; write CAST(... AS DOUBLE)"},
}};

bool is_unpadded_date(const std::string& text) {
  return looks_like_date(text) && !parse_date(text);
}

// A number written as 1.0, 1., 1.00.
bool is_one(const std::string& number) {
  return number.size() > 1 && number[0] == '1' && number[1] == '.' &&
         number.find_first_not_of('0', 2) == std::string::npos;
}

void check_token(const std::vector<SqlToken>& tokens, std::size_t i,
                 std::vector<SqlFinding>& findings) {
  const SqlToken& token = tokens[i];
  const bool times = i > 0 && tokens[i - 1].is_symbol("*");
  for (const auto& [what, instead] : refused_words)
    if (token.is_word(what))
      findings.push_back({token.line, fmt::format("{} {}", what, instead)});
  for (const auto& [what, instead] : refused_symbols)
    if (token.is_symbol(what))
      findings.push_back({token.line, fmt::format("{} {}", what, instead)});
  if (token.kind == SqlKind::quoted_name)
    findings.push_back(
        {token.line,
         fmt::format("\"{}\" in double quotes is a text to some engines and a "
                     "name to others; write '{}' for a text, no quotes for a "
                     "name",
                     token.text, token.text)});
  if (token.kind == SqlKind::text && is_unpadded_date(token.text))
    findings.push_back(
        {token.line, fmt::format("'{}' is not a padded date, so SQLite "
                                 "compares it as a text; write '2024-01-31'",
                                 token.text)});
  if (token.is_word("DATE") && tokens[i + 1].kind == SqlKind::text)
    findings.push_back(
        {token.line, fmt::format("DATE '{}' is not in SQLite; write the text "
                                 "alone",
                                 tokens[i + 1].text)});
  if (token.kind == SqlKind::number && is_one(token.text) &&
      (times || tokens[i + 1].is_symbol("*")))
    findings.push_back(
        {token.line, fmt::format("* {} makes a decimal in most engines; write "
                                 "CAST(... AS DOUBLE)",
                                 token.text)});
}

int line_in(std::string_view message) {
  int line = 1;
  if (message.starts_with("line "))
    line = std::atoi(std::string(message.substr(5, message.find(':') - 5)).c_str());
  return line;
}

SqlFinding unreadable(const std::string& message) {
  const std::size_t colon = message.find(": ");
  return {line_in(message), message.starts_with("line ") && colon != std::string::npos
                                ? message.substr(colon + 2)
                                : message};
}

}  // namespace

std::vector<SqlFinding> check_sql(std::string_view sql, const Portfolio& portfolio) {
  std::vector<SqlFinding> findings;
  auto scanned = tokens_of(sql);
  if (!scanned) return {unreadable(scanned.error().message)};
  const std::vector<SqlToken> tokens = without_comments(std::move(*scanned));
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) check_token(tokens, i, findings);
  auto analysis = analyse_sql(sql, portfolio);
  if (analysis) {
    findings.insert(findings.end(), analysis->broken_rules.begin(),
                    analysis->broken_rules.end());
  } else if (findings.empty()) {
    // Otherwise the reader stumbled over what has been found already.
    findings.push_back(unreadable(analysis.error().message));
  }
  std::ranges::stable_sort(findings, {}, &SqlFinding::line);
  return findings;
}

std::vector<SqlFinding> unproven_sums(std::string_view sql,
                                      const Portfolio& portfolio) {
  auto analysis = analyse_sql(sql, portfolio);
  if (!analysis) return {unreadable(analysis.error().message)};
  std::ranges::stable_sort(analysis->unproven, {}, &SqlFinding::line);
  return analysis->unproven;
}

}  // namespace credence::portfolio
