#include "scoring/batch_form.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "scoring/form_rows.h"
#include "scoring/text_rows.h"

namespace credence::scoring {
namespace {

using portfolio::FormField;
using portfolio::Portfolio;
using table::Value;

constexpr auto none = static_cast<std::size_t>(-1);

// Where in the file each thing stands.
struct Layout {
  std::vector<std::size_t> fields;  // of Portfolio::form
  std::size_t id = none, decided_at = none;
  std::vector<std::string> ignored;
};

Layout layout_of(const Portfolio& portfolio, const std::vector<std::string>& columns) {
  const auto place = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
      if (const auto found = std::find(columns.begin(), columns.end(), name);
          !name.empty() && found != columns.end())
        return static_cast<std::size_t>(found - columns.begin());
    return none;
  };
  Layout layout;
  for (const FormField& field : portfolio.form)
    layout.fields.push_back(place({field.name}));
  layout.id = place({portfolio.application.id, "application_id", "id"});
  layout.decided_at = place({portfolio.application.decided_at, "decided_at"});
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (i != layout.id && i != layout.decided_at &&
        std::find(layout.fields.begin(), layout.fields.end(), i) == layout.fields.end())
      layout.ignored.push_back(columns[i]);
  return layout;
}

class FormScorer {
 public:
  FormScorer(Decider& decider, applicant::Applicant& applicant,
             const BatchOptions& options, const Layout& layout, BatchOutput& output,
             const std::vector<std::string>& repeated_ids)
      : decider_(decider),
        portfolio_(decider.version().portfolio),
        applicant_(applicant),
        options_(options),
        layout_(layout),
        output_(output) {
    for (const std::string& id : repeated_ids) first_rows_[id] = 0;
  }

  Result<> take(std::int64_t line, TextRows::Cells cells) {
    const auto id_text = cell(cells, layout_.id);
    const std::string shown_id(id_text.value_or(""));
    const auto decided = decide(line, cells);
    if (decided) return output_.accept(decided->id, decided->decided);
    if (decided.error().kind != ErrorKind::bad_input)
      return std::unexpected(decided.error());
    return output_.reject(portfolio_.application.table, line, shown_id,
                          decided.error().message);
  }

 private:
  struct Done {
    Value id;
    Decided decided;
  };

  std::optional<std::string_view> cell(TextRows::Cells cells, std::size_t place) const {
    if (place == none || !cells[place]) return std::nullopt;
    const auto& marks = portfolio_.missing_marks;
    if (std::find(marks.begin(), marks.end(), *cells[place]) != marks.end())
      return std::nullopt;
    return cells[place];
  }

  Result<Done> decide(std::int64_t line, TextRows::Cells cells) {
    const Value id = TRY(id_of(line, cells));
    const Day decided_at = TRY(date_of(cells));
    const auto entered = entered_fields(cells);
    auto rows = rows_of_form(portfolio_, entered, id, decided_at);
    if (!rows) return all_problems(rows.error());
    const auto features = TRY(applicant_.features(rows->request));
    Done done{id, TRY(decider_.decide(features))};
    for (const std::string& field : rows->defaults_applied) count_default(field);
    return done;
  }

  // The row's number where the file has no column of ids.
  Result<Value> id_of(std::int64_t line, TextRows::Cells cells) {
    const auto& application = portfolio_.application;
    const auto& column =
        *portfolio_.find_table(application.table)->find(application.id);
    TRY(refuse_repeated(line, cells));
    const bool text = column.type == table::Type::text;
    if (layout_.id == none) return text ? Value(fmt::format("{}", line)) : Value(line);
    const auto given = cell(cells, layout_.id);
    if (!given) return bad_input("{}: is missing", column.name);
    if (text) return Value(std::string(*given));
    std::int64_t number = 0;
    const char* end = given->data() + given->size();
    if (const auto read = std::from_chars(given->data(), end, number);
        read.ec != std::errc() || read.ptr != end)
      return bad_input("{}: is \"{}\"; expected a whole number", column.name, *given);
    return Value(number);
  }

  // Of rows with one id, the first is scored.
  Result<> refuse_repeated(std::int64_t line, TextRows::Cells cells) {
    const auto given = cell(cells, layout_.id);
    const auto found = given ? first_rows_.find(*given) : first_rows_.end();
    if (found == first_rows_.end()) return {};
    if (found->second == 0) {
      found->second = line;
      return {};
    }
    return bad_input("{} = {} is there already, in row {}", portfolio_.application.id,
                     *given, found->second);
  }

  Result<Day> date_of(TextRows::Cells cells) const {
    const auto given = cell(cells, layout_.decided_at);
    if (!given) return options_.decided_at;
    return TRY_IN(portfolio_.application.decided_at, parse_date(*given));
  }

  // An empty cell says "there is none" where the form lets a person say that, and
  // otherwise that nothing was entered.
  std::vector<FieldValue> entered_fields(TextRows::Cells cells) const {
    std::vector<FieldValue> entered;
    for (std::size_t i = 0; i < portfolio_.form.size(); ++i) {
      const FormField& field = portfolio_.form[i];
      if (layout_.fields[i] == none) continue;
      const auto given = cell(cells, layout_.fields[i]);
      if (given)
        entered.push_back({field.name, value_of_text(field, *given)});
      else if (field.nullable)
        entered.push_back({field.name, {}});
    }
    return entered;
  }

  static std::unexpected<Error> all_problems(const std::vector<FormProblem>& problems) {
    std::string text;
    for (const FormProblem& problem : problems) {
      if (!text.empty()) text += "; ";
      if (!problem.field.empty()) text += problem.field + " ";
      text += problem.message;
    }
    return bad_input("{}", text);
  }

  void count_default(const std::string& field) {
    auto& counts = output_.report.defaults_applied;
    const auto found =
        std::find_if(counts.begin(), counts.end(),
                     [&](const auto& entry) { return entry.first == field; });
    if (found == counts.end())
      counts.emplace_back(field, 1);
    else
      ++found->second;
  }

  Decider& decider_;
  const Portfolio& portfolio_;
  applicant::Applicant& applicant_;
  const BatchOptions& options_;
  const Layout& layout_;
  BatchOutput& output_;
  // Of ids that stand in several rows, the number of the first, 0 before it is reached.
  std::map<std::string, std::int64_t, std::less<>> first_rows_;
};

}  // namespace

std::vector<std::string> absent_fields(const Portfolio& portfolio,
                                       const std::vector<std::string>& columns) {
  std::vector<std::string> absent;
  for (const FormField& field : portfolio.form)
    if (field.required &&
        std::find(columns.begin(), columns.end(), field.name) == columns.end())
      absent.push_back(field.name);
  return absent;
}

Result<> score_form_rows(Decider& decider, const TextRows& rows,
                         const BatchOptions& options, BatchOutput& output,
                         Progress& progress) {
  const Portfolio& portfolio = decider.version().portfolio;
  auto applicant = TRY(applicant::Applicant::open(portfolio));
  const Layout layout = layout_of(portfolio, rows.columns());
  output.report.form_rows = true;
  output.report.ignored_columns = layout.ignored;
  for (const UnreadableRow& row : rows.unreadable())
    TRY(output.reject(portfolio.application.table, row.line, "", row.reason));
  progress.begin("Scoring", static_cast<std::size_t>(rows.rows()));
  const auto repeated =
      layout.id == none ? std::vector<std::string>() : TRY(rows.repeated(layout.id));
  FormScorer scorer(decider, applicant, options, layout, output, repeated);
  const auto scored = rows.each(options.piece_rows, [&](auto line, auto cells) {
    progress.advance(1);
    return scorer.take(line, cells);
  });
  progress.end();
  return scored;
}

}  // namespace credence::scoring
