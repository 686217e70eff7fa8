#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "draft/draft.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "tests/draft/folder.h"

namespace credence::draft {
namespace {

// A table of texts as a stranger would have it, and the dialect it is written in.
struct Sheet {
  std::vector<std::string> names;
  std::vector<std::vector<std::optional<std::string>>> columns;  // of equal length
  std::vector<int> bad;
  char delimiter = ',';
  std::string missing;
};

using Cells = std::vector<std::optional<std::string>>;

Cells column_of_kind(int kind, std::size_t rows) {
  Cells cells;
  for (std::size_t i = 0; i < rows; ++i) {
    const int x = *rc::gen::inRange(-1000, 100000);
    switch (kind) {
      case 0:
        cells.push_back(fmt::format("{}", x));
        break;
      case 1:
        cells.push_back(fmt::format("{}", x / 64.0));
        break;
      case 2:
        cells.push_back(fmt::format("{}", x & 1));
        break;
      case 3:
        cells.push_back(
            *rc::gen::element<std::string>("new, used", "it's", "say \"x\"", "é; --"));
        break;
      default:
        cells.push_back(fmt::format("text {}", x));
        break;
    }
    if (*rc::gen::inRange(0, 6) == 0) cells.back() = std::nullopt;
  }
  return cells;
}

Sheet any_sheet() {
  Sheet sheet;
  const auto rows = *rc::gen::inRange<std::size_t>(40, 80);
  const int count = *rc::gen::inRange(1, 6);
  for (int c = 0; c < count; ++c) {
    sheet.names.push_back(fmt::format(
        "{}{}",
        *rc::gen::element<std::string>("Größe ", "select", "a;b,c ", "2nd ", "\"q\" "),
        c));
    sheet.columns.push_back(column_of_kind(*rc::gen::inRange(0, 5), rows));
  }
  for (std::size_t i = 0; i < rows; ++i)
    sheet.bad.push_back(i % 5 == 0 || *rc::gen::inRange(0, 3) == 0 ? 1 : 0);
  for (std::size_t i = 0; i < 10; ++i) sheet.bad[i] = i % 2;
  sheet.delimiter = *rc::gen::element(',', ';', '\t', '|');
  sheet.missing = *rc::gen::element<std::string>("", "NA", "n/a", "NULL", "?");
  return sheet;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text)
    result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string csv_of(const Sheet& sheet) {
  std::string text;
  for (const std::string& name : sheet.names) text += quoted(name) + sheet.delimiter;
  text += "outcome\n";
  for (std::size_t i = 0; i < sheet.bad.size(); ++i) {
    for (const Cells& cells : sheet.columns)
      text += (cells[i] ? quoted(*cells[i]) : sheet.missing) + sheet.delimiter;
    text += fmt::format("{}\n", sheet.bad[i]);
  }
  return text;
}

// The feature's value is what was written, whatever type was inferred.
void expect_cell(const table::Column& feature, std::size_t row,
                 const std::optional<std::string>& cell) {
  RC_ASSERT(feature.is_missing(row) == !cell.has_value());
  if (!cell) return;
  if (feature.type == table::Type::text)
    RC_ASSERT(feature.text(row) == *cell);
  else
    RC_ASSERT(feature.number(row) == std::strtod(cell->c_str(), nullptr));
}

TEST(DraftRoundTrip, GivesEveryCellOfAnyTableBackAsAFeature) {
  const Folder folder;
  int tables = 0;
  EXPECT_TRUE(rc::check([&] {
    if (++tables > 30) return;  // each opens three engines: more would take too long
    const Sheet sheet = any_sheet();
    const auto csv = folder.write("sheet.csv", csv_of(sheet));
    const auto draft = draft_from(request_for(csv, "outcome"), no_progress());
    if (!draft) {
      RC_ASSERT(draft.error().message.find("no column is left") != std::string::npos);
      return;
    }
    const auto target = folder.path() / "portfolio";
    std::filesystem::remove_all(target);
    const auto written = write_draft(*draft, csv, target);
    if (!written) RC_FAIL(written.error().message);
    const auto portfolio = portfolio::read_portfolio(target);
    RC_ASSERT(portfolio.has_value());
    const auto engine = engine::open_duckdb({});
    RC_ASSERT(
        (*engine)->load(*portfolio, {engine::SourceKind::csv, csv}, {}).has_value());
    const auto set = features::build(**engine, *portfolio);
    RC_ASSERT(set.has_value());
    RC_ASSERT(set->rows() == sheet.bad.size());
    RC_ASSERT(draft->columns.size() == sheet.names.size() + 1);
    for (std::size_t c = 0; c < sheet.names.size(); ++c) {
      RC_ASSERT(draft->columns[c].source == sheet.names[c]);
      if (draft->columns[c].role != Role::feature) continue;
      const auto* feature = set->features.find(draft->columns[c].name);
      RC_ASSERT(feature != nullptr);
      for (std::size_t i = 0; i < sheet.bad.size(); ++i)
        expect_cell(*feature, i, sheet.columns[c][i]);
    }
    for (std::size_t i = 0; i < sheet.bad.size(); ++i)
      RC_ASSERT(int{set->outcomes[i]} == sheet.bad[i]);
  }));
}

}  // namespace
}  // namespace credence::draft
