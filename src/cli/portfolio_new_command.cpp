#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "draft/draft.h"
#include "report/text_table.h"

namespace credence::cli {
namespace {

using draft::Column;
using draft::Draft;
using draft::Role;

std::string_view dialect_name(const std::string& delimiter) {
  if (delimiter == ",") return "commas";
  if (delimiter == ";") return "semicolons";
  if (delimiter == "\t") return "tabs";
  if (delimiter == " ") return "blanks";
  return delimiter;
}

std::string_view kind_of(const Column& column) {
  if (column.role != Role::feature) return "";
  switch (column.kind) {
    case portfolio::Kind::number:
      return "number";
    case portfolio::Kind::flag:
      return "flag";
    case portfolio::Kind::ordinal:
    case portfolio::Kind::nominal:
      return "categories";
  }
  return "";
}

std::string_view scaling_of(const Column& column) {
  if (column.takes_logarithm) return "robust, with its logarithm";
  if (column.scaling == portfolio::Scaling::robust) return "robust";
  return column.scaling == portfolio::Scaling::standard ? "standard" : "";
}

// What a person wants to see beside the figures.
std::string remark(const Column& column) {
  if (!column.note.empty()) return column.note;
  if (column.role != Role::feature) return "";
  if (column.kind == portfolio::Kind::nominal) {
    constexpr std::size_t most = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, column.categories.size()); ++i)
      text += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", column.categories[i]);
    return text + (column.categories.size() > most ? ", ..." : "");
  }
  if (column.kind == portfolio::Kind::flag) return "";
  return fmt::format("{} to {}, {}", *column.minimum, *column.maximum,
                     scaling_of(column));
}

// A word of a command as a shell takes it.
std::string shell_word(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:=@%";
  if (!word.empty() && word.find_first_not_of(plain) == word.npos) return word;
  std::string quoted = "'";
  for (const char letter : word)
    quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
  return quoted + "'";
}

std::string text_of(const Draft& draft, const std::string& folder,
                    const std::string& csv) {
  std::string text =
      fmt::format("{}: {} rows of {} columns, separated by {}, {} header\n", csv,
                  draft.rows, draft.columns.size(), dialect_name(draft.delimiter),
                  draft.header ? "with a" : "without a");
  text += "Missing is written as: nothing";
  for (const std::string& mark : draft.missing_marks)
    text += fmt::format(", \"{}\"", mark);
  std::vector<std::vector<std::string>> rows{
      {"Column", "Type", "Missing", "Distinct", "Role", "Kind"}};
  for (const Column& column : draft.columns)
    rows.push_back(
        {column.source, std::string(table::name_of(column.type)),
         fmt::format("{}", column.missing), fmt::format("{}", column.distinct),
         std::string(draft::name_of(column.role)), std::string(kind_of(column))});
  // The remark is a column of its own, aligned to the left.
  const std::string table = report::text_table(rows);
  text += "\n\n";
  std::size_t width = 0, start = 0;
  std::vector<std::string> lines;
  for (std::size_t end; (end = table.find('\n', start)) != table.npos;
       start = end + 1) {
    lines.push_back(table.substr(start, end - start));
    width = std::max(width, report::width_of(lines.back()));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string note = i == 0 ? "" : remark(draft.columns[i - 1]);
    text += lines[i];
    if (!note.empty())
      text += std::string(width - report::width_of(lines[i]) + 2, ' ') + note;
    text += "\n";
  }
  text += fmt::format(
      "\nTarget: {} rows are bad (\"{}\", {}), {} good{}\n", draft.target.bad_rows,
      draft.target.bad, draft.target.why, draft.target.good_rows,
      draft.target.missing_rows == 0
          ? ""
          : fmt::format(", {} have no outcome", draft.target.missing_rows));
  text += draft.is_numbered ? "Id: the row's number\n"
                            : fmt::format("Id: {}\n", draft.find(Role::id)->source);
  for (const std::string& warning : draft.warnings)
    text += fmt::format("Warning: {}\n", warning);
  return text + fmt::format(
                    "\nWritten: {0}\nNext: look at costs and features in "
                    "{0}/portfolio.toml, then\n  credence run {1} --data {2} "
                    "--out result\n",
                    folder, shell_word(folder), shell_word(csv));
}

Json to_json(const Draft& draft, const std::string& folder) {
  Json columns = Json::array();
  for (const Column& column : draft.columns) {
    Json json{{"source", column.source},
              {"name", column.name},
              {"type", table::name_of(column.type)},
              {"missing", column.missing},
              {"distinct", column.distinct},
              {"role", draft::name_of(column.role)}};
    if (!column.date_format.empty()) json["date_format"] = column.date_format;
    if (column.role == Role::feature) json["kind"] = kind_of(column);
    if (!column.categories.empty()) json["categories"] = column.categories;
    if (column.takes_logarithm) json["logarithm"] = true;
    if (!column.note.empty()) json["note"] = column.note;
    columns.push_back(std::move(json));
  }
  return {{"folder", folder},
          {"name", draft.name},
          {"rows", draft.rows},
          {"delimiter", draft.delimiter},
          {"header", draft.header},
          {"missing_marks", draft.missing_marks},
          {"id", draft.id},
          {"numbered", draft.is_numbered},
          {"target",
           {{"column", draft.find(Role::target)->source},
            {"bad", draft.target.bad},
            {"why", draft.target.why},
            {"bad_rows", draft.target.bad_rows},
            {"good_rows", draft.target.good_rows},
            {"missing_rows", draft.target.missing_rows}}},
          {"columns", columns},
          {"warnings", draft.warnings}};
}

std::string folder_name(const std::filesystem::path& folder) {
  const auto path = std::filesystem::absolute(folder).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const std::filesystem::path folder = arguments.text("FOLDER");
  std::error_code code;
  if (std::filesystem::exists(folder, code))
    return bad_input("{}: is there already; choose a new folder", folder.string());
  draft::Request request;
  request.csv = arguments.text("--from");
  request.name = folder_name(folder);
  request.target = arguments.text("--target");
  if (arguments.has("--bad")) request.bad = arguments.text("--bad");
  request.id = arguments.text("--id");
  request.date = arguments.text("--date");
  request.missing_marks = arguments.list("--missing");
  const Draft made = TRY(draft::draft_from(request, surroundings.terminal));
  TRY(draft::write_draft(made, request.csv, folder));
  surroundings.terminal.print(
      arguments.flag("--json") ? dump_json(to_json(made, folder.string()))
                               : text_of(made, folder.string(), request.csv.string()));
  return {};
}

}  // namespace

Command portfolio_new_command() {
  return {
      "new",
      "Write a complete portfolio for a CSV file",
      "Example: credence portfolio new my_loans --from loans.csv --target defaulted",
      {{"FOLDER", OptionKind::text, "New portfolio folder", "", true},
       {"--from", OptionKind::text, "CSV file, one row per application", "", true,
        "FILE"},
       {"--target", OptionKind::text,
        "Column with the outcome; without a header column_1, column_2, ...", "", true,
        "COLUMN"},
       {"--bad", OptionKind::text,
        "Value of the target that is bad; default: guessed from two values", "", false,
        "VALUE"},
       {"--id", OptionKind::text,
        "Column that is unlike in each row; default: found, or the row's number", "",
        false, "COLUMN"},
       {"--date", OptionKind::text, "Column with the day of the decision", "", false,
        "COLUMN"},
       {"--missing", OptionKind::text, "Texts that mean missing, beside the usual ones",
        "", false, "VALUE,..."},
       json_option()},
      run,
      {}};
}

}  // namespace credence::cli
