#include "draft/missing_marks.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/sql_text.h"
#include "portfolio/sql_tokens.h"

namespace credence::draft {
namespace {

constexpr std::array<std::string_view, 12> always{"na",   "n/a",  "#n/a",   "#na",
                                                  "<na>", "null", "(null)", "#null!",
                                                  "nan",  "?",    "\\n",    "#value!"};
constexpr std::array<std::string_view, 6> among_numbers{"none", "-",   "--",
                                                        ".",    "nil", "missing"};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// The texts of a column that may be marks, and whether all others are numbers or dates.
struct Suspects {
  std::vector<std::string> texts;
  bool rest_is_numbers = false;
};

Result<Suspects> suspects_in(RawFile& file, std::size_t column) {
  std::string list = "''";
  for (const auto& text : always) list += ", " + engine::literal(text);
  for (const auto& text : among_numbers) list += ", " + engine::literal(text);
  const std::string is_suspect =
      fmt::format("lower(trim(c{}, ' \t')) IN ({})", column, list);
  Suspects suspects;
  const auto found = TRY(file.engine->query(
      fmt::format("SELECT DISTINCT c{0} AS text FROM raw WHERE {1} ORDER BY 1", column,
                  is_suspect)));
  for (std::size_t i = 0; i < found.rows(); ++i)
    suspects.texts.emplace_back(found.columns[0].text(i));
  if (suspects.texts.empty()) return suspects;
  const auto rest = TRY(file.engine->query(fmt::format(
      "SELECT COUNT(*) > 0 AND bool_and(TRY_CAST(c{0} AS DOUBLE) IS NOT NULL OR "
      "regexp_matches(c{0}, '^[0-9]{{1,4}}[-/. ][0-9A-Za-z]{{1,9}}[-/. "
      "][0-9]{{1,4}}')) "
      "AS numbers FROM raw WHERE c{0} IS NOT NULL AND NOT ({1})",
      column, is_suspect)));
  suspects.rest_is_numbers =
      !rest.columns[0].is_missing(0) && rest.columns[0].integers[0] != 0;
  return suspects;
}

}  // namespace

Mark mark_of(std::string_view text) {
  const std::string plain = portfolio::lower_case(trimmed(text));
  if (plain.empty() || std::ranges::find(always, plain) != always.end())
    return Mark::always;
  if (std::ranges::find(among_numbers, plain) != among_numbers.end())
    return Mark::among_numbers;
  return Mark::never;
}

Result<MissingMarks> find_marks(RawFile& file, const std::vector<std::string>& given,
                                const std::string& kept) {
  std::set<std::string> marks(given.begin(), given.end());
  std::map<std::string, std::string> categories;  // and the columns where they stand
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    const Suspects suspects = TRY(suspects_in(file, i));
    for (const std::string& text : suspects.texts) {
      if (mark_of(text) == Mark::always || suspects.rest_is_numbers)
        marks.insert(text);
      else
        categories[text] += (categories[text].empty() ? "" : ", ") + file.columns[i];
    }
  }
  marks.erase("");
  if (!kept.empty()) marks.erase(kept);
  MissingMarks found;
  found.marks.assign(marks.begin(), marks.end());
  for (const auto& [text, columns] : categories)
    if (!marks.contains(text))
      found.warnings.push_back(fmt::format(
          "\"{0}\" is taken for a category ({1}); if it means missing, say --missing "
          "\"{0}\"",
          text, columns));
  return found;
}

}  // namespace credence::draft
