#include "draft/target.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "portfolio/nearest_name.h"
#include "portfolio/sql_tokens.h"

namespace credence::draft {
namespace {

// One for the test rows, four for the folds of the others.
constexpr std::int64_t least_rows = 5;

constexpr std::array<std::string_view, 20> bad_words{
    "1",           "1.0",        "true",    "t",          "yes",
    "y",           "bad",        "default", "defaulted",  "charged off",
    "charged_off", "charge off", "late",    "delinquent", "overdue",
    "arrears",     "unpaid",     "loss",    "b",          "not paid"};
constexpr std::array<std::string_view, 16> good_words{
    "0",    "0.0",    "false",   "f", "no", "n",          "good",       "fully paid",
    "paid", "repaid", "current", "g", "ok", "performing", "no default", "paid off"};
// A yes to such a column is good: loan_repaid, is_approved.
constexpr std::array<std::string_view, 6> good_names{"good",     "repaid", "paid",
                                                     "approved", "accept", "perform"};
constexpr std::array<std::string_view, 3> turned{"unpaid", "not_", "non_"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& words, std::string_view text) {
  return std::ranges::find(words, portfolio::lower_case(text)) != words.end();
}

template <std::size_t size>
bool holds_one_of(const std::array<std::string_view, size>& words,
                  const std::string& text) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != text.npos; });
}

std::string listed(const std::vector<Counted>& values) {
  constexpr std::size_t most = 8;
  std::string list;
  for (std::size_t i = 0; i < std::min(values.size(), most); ++i)
    list += fmt::format("{}\"{}\" ({} row{})", i == 0 ? "" : ", ", values[i].value,
                        values[i].rows, values[i].rows == 1 ? "" : "s");
  return list + (values.size() > most ? ", ..." : "");
}

Result<std::size_t> asked_for(std::string_view name, const std::vector<Counted>& values,
                              const std::string& asked) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].value == asked) return i;
  char* end = nullptr;
  const double number = std::strtod(asked.c_str(), &end);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    char* value_end = nullptr;
    const double value = std::strtod(values[i].value.c_str(), &value_end);
    if (!asked.empty() && *end == '\0' && *value_end == '\0' && value == number)
      return i;
    texts.push_back(values[i].value);
  }
  return bad_input("--bad {}: the target {} never has this value; it has {}", asked,
                   name, listed(values));
}

// The place of the bad one of two values, and why.
std::pair<std::size_t, std::string> guessed(std::string_view name,
                                            const std::vector<Counted>& values) {
  const std::string plain = portfolio::lower_case(name);
  const bool yes_is_good =
      holds_one_of(good_names, plain) && !holds_one_of(turned, plain);
  for (const std::size_t i : {0u, 1u}) {
    const std::string &value = values[i].value, &other = values[1 - i].value;
    if (!is_one_of(bad_words, value) || is_one_of(bad_words, other)) continue;
    // Of 1 and 2, neither says more than the other.
    const bool is_one = value == "1" || value == "1.0";
    if (is_one && !is_one_of(good_words, other) && other != "-1") continue;
    const bool is_word = value.size() > 3 && portfolio::lower_case(value) != "true";
    if (yes_is_good && !is_word)
      return {1 - i,
              fmt::format("since the column's name says that {} is good", value)};
    return {i, is_word ? "by its name" : "a yes to the target"};
  }
  for (const std::size_t i : {0u, 1u})
    if (is_one_of(good_words, values[i].value) && values[i].value != "0" &&
        !is_one_of(good_words, values[1 - i].value))
      return {1 - i, fmt::format("since {} is good by its name", values[i].value)};
  if (values[0].rows == values[1].rows) {
    const std::size_t greater = values[0].value < values[1].value ? 1 : 0;
    return {greater, "the last in order, since both are equally frequent"};
  }
  return {values[0].rows < values[1].rows ? 0u : 1u, "the rarer of the two"};
}

}  // namespace

Result<Target> choose_target(std::string_view name, const std::vector<Counted>& values,
                             const std::optional<std::string>& asked) {
  if (values.empty())
    return bad_input("the target {} is missing in every row; a model needs outcomes",
                     name);
  if (values.size() == 1)
    return bad_input(
        "the target {} is \"{}\" in every row; a model needs good rows and bad ones",
        name, values[0].value);
  if (values.size() > 2 && !asked)
    return bad_input(
        "the target {} has more than two values: {}; say with --bad which one is bad, "
        "all others are then good",
        name, listed(values));
  Target target;
  std::size_t bad = 0;
  if (asked) {
    bad = TRY(asked_for(name, values, *asked));
    target.why = "as asked for";
  } else {
    std::tie(bad, target.why) = guessed(name, values);
  }
  target.bad = values[bad].value;
  target.bad_rows = values[bad].rows;
  for (const Counted& each : values) target.good_rows += each.rows;
  target.good_rows -= target.bad_rows;
  if (values.size() == 2) target.good = values[1 - bad].value;
  for (const auto& [rows, what] :
       {std::pair{target.bad_rows, "bad"}, std::pair{target.good_rows, "good"}})
    if (rows < least_rows)
      return bad_input(
          "the target {} is {} (\"{}\" is bad, {}) in {} row{} only; to train and to "
          "test a model takes at least {}",
          name, what, target.bad, target.why, rows, rows == 1 ? "" : "s", least_rows);
  return target;
}

}  // namespace credence::draft
