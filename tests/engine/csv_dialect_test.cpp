// CSV as lenders' systems write it: odd names, quotes, delimiters and line ends.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/load/csv_file.h"
#include "engine/sql_text.h"
#include "tests/engine/books.h"

namespace credence::engine {
namespace {

class CsvNames : public Books {
 protected:
  std::string loaded_from(const Source& source) const {
    const auto engine = std::move(*open_duckdb({}));
    const auto loaded = engine->load(loans_alone(), source, {});
    return loaded ? shown(*engine->query("SELECT customer FROM loans"))
                  : without_folder(loaded.error().message);
  }
};

constexpr const char* odd_names[] = {"a*b",  "a?b",  "a[1]", "[", "a]b[",      "**",
                                     "it's", "a\\b", "a b",  "ä", "year=2024", "%s"};

TEST_F(CsvNames, AreNoPatterns) {
  const auto text = [](std::string_view customer) {
    return fmt::format("{}1,{},Home,10,1,1,2024-01-01\n", loans_header, customer);
  };
  for (const char* decoy : {"axb.csv", "a1.csv", "b.csv"}) file(decoy, text("decoy"));
  for (const std::string name : odd_names)
    EXPECT_EQ(loaded_from({SourceKind::csv, file(name + ".csv", text("right"))}),
              "right\n")
        << name;
  EXPECT_EQ(loaded_from({SourceKind::csv, file("a\\*.csv", text("right"))}),
            "a\\*.csv: cannot be read: its name has a backslash beside *, ? or [; "
            "rename it");
}

TEST_F(CsvNames, OfFoldersAreNoPatternsAndGiveNoColumns) {
  std::filesystem::create_directories(folder_ / "a1");
  for (const std::string name : odd_names) {
    if (name == "a\\b") continue;
    const auto folder = folder_ / name / "customer=decoy";
    std::filesystem::create_directories(folder);
    for (const std::string ending : {".csv", ".parquet"}) {
      ASSERT_TRUE(
          (*open_duckdb({}))
              ->write("SELECT 1 AS loan_id, 'right' AS customer, 'Home' AS kind, "
                      "10 AS amount, 1 AS rate, 1 AS months, '2024-01-01' AS "
                      "applied_on",
                      folder / ("loans" + ending)));
      EXPECT_EQ(loaded_from({SourceKind::folder, folder}), "right\n") << name << ending;
      std::filesystem::remove(folder / ("loans" + ending));
    }
  }
}

TEST_F(CsvNames, OfWrittenFilesAreTakenAsTheyAre) {
  const auto engine = std::move(*open_duckdb({}));
  for (const std::string name : odd_names) {
    ASSERT_TRUE(engine->write("SELECT 7 AS seven", folder_ / (name + ".csv"))) << name;
    EXPECT_EQ(read_file(folder_ / (name + ".csv")).value_or(""), "seven\n7\n") << name;
  }
  EXPECT_EQ(names_in(folder_).size(), std::size(odd_names));
}

class TrailingDelimiter : public Books {};

// Accepted: nothing is left unread, as spreadsheets write it.
TEST_F(TrailingDelimiter, AfterTheLastColumnIsNoColumn) {
  const std::string header = "loan_id,customer,kind,amount,rate,months,emi,applied_on";
  const std::string row = "1,ann,Home,10,1.5,1,1,2024-01-01";
  for (const char* after_header : {"", ",", ",,"})
    for (const char* after_row : {"", ",", ",,,", ",\"\""})
      EXPECT_EQ(error_of(header + after_header + "\n" + row + after_row + "\n"),
                "loaded")
          << after_header << " " << after_row;
}

TEST_F(TrailingDelimiter, WithAnythingBehindItIsOneColumnTooMany) {
  const std::string header = "loan_id,customer,kind,amount,rate,months,emi,applied_on";
  for (const char* after_header : {"", ","})
    for (const char* more : {",x", ", "})
      EXPECT_EQ(
          error_of(header + after_header + "\n1,ann,Home,10,1.5,1,1,2024-01-01" + more +
                   "\n"),
          "loans.csv: line 2: found 9 columns, expected 8: the line is cut off, or "
          "a delimiter or quote is missing")
          << after_header << more;
}

// ---- the file looked at before it is read -------------------------------------------

class CsvInspection : public Books {
 protected:
  std::string dialect_of(std::string_view text, const CsvExpectation& expected) const {
    const auto dialect = inspect_csv(file("x.csv", text), expected);
    if (!dialect) return without_folder(dialect.error().message);
    std::string shown = dialect->delimiter + (dialect->header ? " header" : " rows");
    for (const std::string& name : dialect->first_line) shown += " [" + name + "]";
    return shown;
  }
};

TEST_F(CsvInspection, FindsDelimiterHeaderAndNames) {
  struct Case {
    const char* text;
    CsvExpectation expected;
    const char* dialect;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"id;name\n1;a,b,c,d\n", {{"id", "name"}, "", {}}, "; header [id] [name]"},
           {"id|a,b,c\n", {{"id"}, "", {}}, "| header [id] [a,b,c]"},
           {"\"id\",\"the \"\"name\"\"\"\n",
            {{"id"}, "", {}},
            ", header [id] [the \"name\"]"},
           {"\"two\nlines\";id\n", {{"id"}, "", {}}, "; header [two\nlines] [id]"},
           {"1,2,3\n", {{"id"}, "", {}}, ", rows [1] [2] [3]"},
           {"1,2,\n", {{"id"}, "", {}}, ", rows [1] [2] []"},
           {"1,2,3\n", {{"id"}, "", true}, ", header [1] [2] [3]"},
           {"id,2,3\n", {{"id"}, "", false}, ", rows [id] [2] [3]"},
           {"id,name,,\n", {{"id"}, "", {}}, ", header [id] [name]"},
           {"id,,name\n", {{"id"}, "", {}}, ", header [id] [] [name]"},
           {"\xef\xbb\xbfid\tb\n", {{"id"}, "", {}}, "\t header [id] [b]"},
           {"\n\r\nid,b\r\n1,2\r\n", {{"id"}, "", {}}, ", header [id] [b]"},
           {"id::b\n", {{"id"}, "::", {}}, ":: header [id] [b]"},
           {"id", {{"id"}, "", {}}, ", header [id]"}})
    EXPECT_EQ(dialect_of(c.text, c.expected), c.dialect) << c.text;
}

// Against splitting the text into records by a plain reading of RFC 4180.
TEST_F(CsvInspection, CountsLinesOfRecordsAsByHand) {
  EXPECT_TRUE(rc::check([&] {
    const auto records = *rc::gen::inRange(1, 12);
    std::string text;
    std::vector<std::int64_t> starts;
    std::int64_t line = 1;
    for (int i = 0; i < records; ++i) {
      for (auto blank = *rc::gen::inRange(0, 3); blank > 0; --blank, ++line)
        text += "\n";
      starts.push_back(line);
      const auto breaks = *rc::gen::inRange(0, 3);
      text += "a,\"";
      for (int k = 0; k < breaks; ++k)
        text += *rc::gen::element<std::string>("\n", "\"\"\n", ",\n");
      text += "\"";
      text += *rc::gen::element<std::string>("\n", "\r\n");
      line += breaks + 1;
    }
    const auto path = folder_ / "records.csv";
    RC_ASSERT(write_file(path, text));
    for (std::size_t i = 0; i < starts.size(); ++i)
      RC_ASSERT(*line_of_record(path, std::int64_t(i)) == starts[i]);
  }));
}

// ---- any table, written by hand
// ------------------------------------------------------

// A field as RFC 4180 has it, in quotes where it needs them and sometimes where not.
std::string field(const std::string& text, const std::string& delimiter, bool quote) {
  if (!quote && text.find_first_of("\"\n\r") == text.npos &&
      text.find(delimiter) == text.npos)
    return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

class AnyCsv : public Books, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Engines, AnyCsv, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(AnyCsv, IsReadAsItWasMeant) {
  const auto engine = std::move(*open_engine(GetParam(), {}));
  portfolio::Portfolio portfolio;
  portfolio.name = "any";
  portfolio.application = {"rows", "id", "", "id"};
  portfolio.tables = *portfolio::parse_schema(
      "CREATE TABLE rows (id BIGINT NOT NULL PRIMARY KEY, first TEXT, second TEXT, "
      "whole BIGINT);");
  portfolio.missing_marks = {"NA"};
  EXPECT_TRUE(rc::check([&] {
    const auto delimiter = *rc::gen::element<std::string>(",", ";", "\t", "|");
    const auto end = *rc::gen::element<std::string>("\n", "\r\n");
    portfolio.delimiter = *rc::gen::arbitrary<bool>() ? delimiter : "";
    const auto rows = *rc::gen::inRange(1, 30);
    std::string text, expected;
    const auto put = [&](const std::string& value, bool last) {
      text += field(value, delimiter, *rc::gen::arbitrary<bool>()) +
              (last ? end : delimiter);
    };
    const bool turned = *rc::gen::arbitrary<bool>();  // columns in another order
    for (const char* name : {"id", "first", "second", "whole"})
      put(turned && name == std::string("id")      ? "whole"
          : turned && name == std::string("whole") ? "id"
                                                   : name,
          name == std::string("whole"));
    for (int id = 1; id <= rows; ++id) {
      const std::string shown_id = std::to_string(id);
      std::string texts[2];
      for (std::string& value : texts)
        value = *rc::gen::weightedOneOf<std::string>(
            {{1, rc::gen::element<std::string>("", "NA")},
             {6, rc::gen::container<std::string>(rc::gen::element(
                     'a', ',', ';', '|', '\t', '"', '\n', ' ', '\''))}});
      const bool none = *rc::gen::inRange(0, 4) == 0;
      const std::string whole =
          none ? *rc::gen::element<std::string>("", "NA")
               : std::to_string(*rc::gen::arbitrary<std::int32_t>());
      put(turned ? whole : shown_id, false);
      put(texts[0], false);
      put(texts[1], false);
      put(turned ? shown_id : whole, true);
      const auto as_read = [](const std::string& value) {
        return value.empty() || value == "NA" ? "-" : value;
      };
      expected += fmt::format("{} {} {} {}\n", id, as_read(texts[0]), as_read(texts[1]),
                              none ? "-" : whole);
    }
    const auto path = folder_ / "rows.csv";
    RC_ASSERT(write_file(path, text));
    const auto loaded = engine->load(portfolio, {SourceKind::csv, path}, {});
    if (!loaded) RC_FAIL(loaded.error().message + "\n" + text);
    RC_ASSERT(shown(*engine->query("SELECT * FROM rows ORDER BY id")) == expected);
  }));
}

}  // namespace
}  // namespace credence::engine
