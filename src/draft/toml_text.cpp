#include <algorithm>

#include "draft/names.h"
#include "draft/roles.h"
#include "draft/texts.h"

namespace credence::draft {
namespace {

using portfolio::Kind;
using portfolio::Scaling;
using table::Type;

std::string toml_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      result += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
      result += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
    else
      result += c;
  }
  return result + '"';
}

// ["a", "b"], over several lines where one is too short.
std::string toml_list(const std::vector<std::string>& texts) {
  std::string line;
  for (const std::string& text : texts)
    line += (line.empty() ? "" : ", ") + toml_string(text);
  if (line.size() < 70) return "[" + line + "]";
  std::string lines = "[\n ";
  std::size_t width = 1;
  for (const std::string& text : texts) {
    const std::string item = " " + toml_string(text) + ",";
    if (width + item.size() > 88) {
      lines += "\n ";
      width = 1;
    }
    lines += item;
    width += item.size();
  }
  return lines + "\n]";
}

std::vector<std::string> names_where(const Draft& draft, auto condition) {
  std::vector<std::string> names;
  for (const Column& column : draft.columns)
    if (column.role == Role::feature && condition(column)) names.push_back(column.name);
  return names;
}

std::string entry(std::string_view key, const std::vector<std::string>& names) {
  return names.empty() ? "" : fmt::format("{} = {}\n", key, toml_list(names));
}

std::string opening(const Draft& draft) {
  const Column* date = draft.find(Role::date);
  const Column* group = draft.find(Role::group);
  std::string text = fmt::format(
      "name = {}\n"
      "title = {}\n\n"
      "[currency]                    # of the costs below; say your own\n"
      "code = \"XXX\"\nsymbol = \"¤\"\nunits = 1\n\n"
      "[application]\ntable = {}\nid = {}\n",
      toml_string(draft.name), toml_string("Drafted from " + draft.file),
      toml_string(draft.table), toml_string(draft.id));
  if (date) text += fmt::format("decided_at = {}\n", toml_string(date->name));
  if (group) text += fmt::format("group = {}\n", toml_string(group->name));
  text += "\n[source]\n";
  if (!draft.missing_marks.empty())
    text += fmt::format("missing = {}\n", toml_list(draft.missing_marks));
  return text + fmt::format("delimiter = {}\nheader = {}\n",
                            toml_string(draft.delimiter), draft.header);
}

std::string table_section(const Draft& draft) {
  std::string text = fmt::format("\n[tables.{}]\nfile = {}\nmost_rows = {}\n",
                                 draft.table, toml_string(draft.file), draft.most_rows);
  if (draft.find(Role::date) == nullptr)
    text +=
        "# If a column became known after the decision, take it out of features.sql.\n"
        "timeless = \"taken to be known at the decision: the file has no dates\"\n";
  if (draft.is_numbered) text += fmt::format("numbered = {}\n", toml_string(draft.id));
  std::string names, formats;
  for (const Column& column : draft.columns) {
    if (!is_in_schema(draft, column)) continue;
    if (draft.header && column.name != column.source)
      names += fmt::format("{} = {}\n", column.name, toml_string(column.source));
    if (!column.date_format.empty())
      formats += fmt::format("{} = {}\n", column.name, toml_string(column.date_format));
  }
  if (!names.empty())
    text += fmt::format("\n[tables.{}.source_names]\n{}", draft.table, names);
  if (!formats.empty())
    text += fmt::format("\n[tables.{}.date_formats]\n{}", draft.table, formats);
  return text;
}

std::string feature_section(const Draft& draft) {
  const auto of_kind = [&](Kind kind) {
    return names_where(draft,
                       [&](const Column& column) { return column.kind == kind; });
  };
  const auto scaled = [&](Scaling scaling) {
    return names_where(draft,
                       [&](const Column& column) { return column.scaling == scaling; });
  };
  std::string text = "\n[features]\n";
  text +=
      "# Sex, age, nationality and the like, kept for fairness reports and not given "
      "to\n# models, are named here: protected = [\"sex\"]\n";
  text +=
      entry("flags", of_kind(Kind::flag)) + entry("nominal", of_kind(Kind::nominal));
  text += "\n[features.groups]\n" + entry("numbers", of_kind(Kind::number)) +
          entry("flags", of_kind(Kind::flag)) +
          entry("categories", of_kind(Kind::nominal));
  const std::string scaling = entry("standard", scaled(Scaling::standard)) +
                              entry("robust", scaled(Scaling::robust));
  if (!scaling.empty()) text += "\n[features.scaling]\n" + scaling;
  std::vector<std::string> taken;
  for (const Column& column : draft.columns) taken.push_back(column.name);
  std::string logarithms;
  for (const Column& column : draft.columns)
    if (column.role == Role::feature && column.takes_logarithm) {
      taken.push_back(unlike("log_" + column.name, taken));
      logarithms += fmt::format("{} = {{ of = {}, scaling = \"standard\" }}\n",
                                taken.back(), toml_string(column.name));
    }
  if (!logarithms.empty()) text += "\n[features.logarithms]\n" + logarithms;
  return text;
}

std::string decision_sections(const Draft& draft) {
  return fmt::format(
             "\n[validation]\nfolds = {}\nrepeats = {}\n\n"
             "# A missed bad loan is taken to cost ten refused good customers: say "
             "what "
             "yours\n# cost, since the threshold follows from it.\n"
             "[costs]\nmissed_bad = 10000\nrefused_good = 1000\nrefused_bad = "
             "0\ngranted_good = 0\n",
             draft.folds, draft.repeats) +
         R"(
[[bands]]
name = "Low Risk"
below = 0.4                   # x the threshold
color = "#10b981"
action = "Approve"
description = "Well below the chosen threshold"

[[bands]]
name = "Medium Risk"
below = 1.0
color = "#f59e0b"
action = "Review"
description = "Below the threshold, but near enough for a second look"

[[bands]]
name = "High Risk"
color = "#ef4444"
action = "Decline"
description = "At or above the threshold"
)";
}

std::string field(const Draft& draft, const Column& column) {
  const std::string label = on_one_line(column.source);
  std::string text = fmt::format(
      "\n[[form]]\nname = {0}\nlabel = {1}\nsection = \"{2}\"\ntable = {3}\ncolumn = "
      "{0}\n",
      toml_string(column.name), toml_string(label),
      column.kind == Kind::nominal ? "Categories"
      : column.kind == Kind::flag  ? "Flags"
                                   : "Numbers",
      toml_string(draft.table));
  text += fmt::format("type = \"{}\"\n", table::name_of(column.type));
  if (column.kind == Kind::nominal)
    text += fmt::format("choices = {}\n", toml_list(column.categories));
  const bool is_bounded = column.type == Type::integer || column.takes_logarithm;
  const auto bounds =
      is_bounded ? roomy_bounds(*column.minimum, *column.maximum) : std::nullopt;
  if (column.kind == Kind::flag)
    text += "minimum = 0\nmaximum = 1\n";
  else if (bounds)
    text += fmt::format("minimum = {}\nmaximum = {}\n", bounds->low, bounds->high);
  if (column.missing > 0) text += "nullable = true\n";
  return text;
}

}  // namespace

std::string toml_text(const Draft& draft) {
  std::string text = opening(draft) + table_section(draft) + feature_section(draft) +
                     decision_sections(draft) + search_text(draft);
  for (const Column& column : draft.columns)
    if (column.role == Role::feature) text += field(draft, column);
  return text;
}

}  // namespace credence::draft
