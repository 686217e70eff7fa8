#include "scoring/batch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "base/exact_math.h"
#include "scoring/decide.h"
#include "scoring/form_rows.h"
#include "tests/scoring/tiny_lender.h"

namespace credence::scoring {
namespace {

using engine::Source;
using engine::SourceKind;
using table::Value;

struct Line {
  double probability;
  std::string rest;  // decision, band and version as the file has them
};

// By application id, as text.
using Lines = std::map<std::string, Line>;

Lines lines_of(const std::string& csv) {
  std::istringstream stream(csv);
  std::string line;
  std::getline(stream, line);
  EXPECT_EQ(line, "application_id,probability,decision,risk_band,model_version");
  Lines lines;
  while (std::getline(stream, line)) {
    const auto first = line.find(','), second = line.find(',', first + 1);
    double probability = -1;
    std::from_chars(line.data() + first + 1, line.data() + second, probability);
    EXPECT_TRUE(
        lines.emplace(line.substr(0, first), Line{probability, line.substr(second + 1)})
            .second)
        << "twice: " << line;
  }
  return lines;
}

BatchOptions options_for(const Folder& out, std::string_view name = "scored.csv") {
  BatchOptions options;
  options.version_name = "v3";
  options.out = out / name;
  options.decided_at = day_of(2026, 3, 1);
  return options;
}

BatchReport score(const std::shared_ptr<const version::Version>& version,
                  const Source& source, const BatchOptions& options) {
  const auto report = score_batch(version, source, options, no_progress());
  if (!report) ADD_FAILURE() << report.error().message;
  return report.value_or(BatchReport{});
}

Error failure(const Source& source, const BatchOptions& options) {
  const auto report = score_batch(tiny_version(), source, options, no_progress());
  return report ? Error{ErrorKind::internal, "scored"} : report.error();
}

Source folder(const Folder& books) { return {SourceKind::folder, books.path()}; }

void replace_line(const Folder& books, std::string_view name, int number,
                  std::string_view by) {
  std::istringstream stream(books.read(name));
  std::string text, line;
  for (int i = 0; std::getline(stream, line); ++i)
    text += (i == number ? std::string(by) : line) + "\n";
  books.write(name, text);
}

// All rows of one customer, as a server would be given them.
applicant::Request request_of(engine::Engine& engine, std::int64_t loan) {
  const auto query = [&](const std::string& table, const std::string& sql) {
    const auto found = *engine.query(sql);
    applicant::TableRows rows{table, {}, {}};
    for (const auto& column : found.columns) rows.columns.push_back(column.name);
    for (std::size_t i = 0; i < found.rows(); ++i) {
      rows.rows.emplace_back();
      for (const auto& column : found.columns)
        rows.rows.back().push_back(column.value(i));
    }
    return rows;
  };
  const auto own = *engine.query(fmt::format(
      "SELECT customer_id, applied_on FROM loans WHERE loan_id = {}", loan));
  const auto of_customer =
      fmt::format("WHERE customer_id = {}", own.columns[0].integers[0]);
  const auto of_loans =
      fmt::format("WHERE loan_id IN (SELECT loan_id FROM loans {})", of_customer);
  return {Value(loan),
          own.columns[1].integers[0],
          {query("loans", "SELECT * FROM loans " + of_customer),
           query("customers", "SELECT * FROM customers " + of_customer),
           query("pulls", "SELECT * FROM pulls " + of_loans),
           query("instalments", "SELECT * FROM instalments " + of_loans)}};
}

std::string rest_of(const Decided& decided) {
  const std::string& band = decided.band->name;
  return fmt::format("{},{},v3", decided.refused ? "decline" : "approve",
                     band.find(',') == band.npos ? band : "\"" + band + "\"");
}

}  // namespace

TEST(Batch, DecidesEachApplicationAsItWouldBeAlone) {
  const Folder books, out;
  write_books(books, 60, 5);
  const auto version = tiny_version();
  const BatchReport report = score(version, folder(books), options_for(out));
  EXPECT_EQ(report.scored(), 60);
  EXPECT_EQ(report.rejected, 0);
  EXPECT_GT(report.approved, 10);
  EXPECT_GT(report.declined, 10);
  const Lines lines = lines_of(out.read("scored.csv"));
  ASSERT_EQ(lines.size(), 60u);

  const auto engine = *engine::open_duckdb({});
  ASSERT_TRUE(engine->load(version->portfolio, folder(books), {}).has_value());
  auto applicant = *applicant::Applicant::open(version->portfolio);
  Decider decider(version);
  for (std::int64_t loan = 0; loan < 60; ++loan) {
    const auto features = applicant.features(request_of(*engine, loan));
    ASSERT_TRUE(features.has_value()) << features.error().message;
    const Decided alone = *decider.decide(*features);
    const Line& line = lines.at(fmt::format("{}", loan));
    EXPECT_EQ(line.probability, alone.probability) << "loan " << loan;  // every bit
    EXPECT_EQ(line.rest, rest_of(alone)) << "loan " << loan;
  }
}

TEST(Batch, GivesTheSameBytesInSmallPiecesAndOnEitherEngine) {
  const Folder books, out;
  write_books(books, 100);
  const auto version = tiny_version();
  score(version, folder(books), options_for(out, "one.csv"));
  BatchOptions small = options_for(out, "two.csv");
  small.piece_rows = 7;
  score(version, folder(books), small);
  EXPECT_EQ(out.read("one.csv"), out.read("two.csv"));
  BatchOptions sqlite = options_for(out, "three.csv");
  sqlite.engine = "sqlite";
  score(version, folder(books), sqlite);
  EXPECT_EQ(out.read("one.csv"), out.read("three.csv"));
}

TEST(Batch, WritesParquetThatHoldsTheSameRows) {
  const Folder books, out;
  write_books(books, 50);
  const auto version = tiny_version();
  score(version, folder(books), options_for(out));
  score(version, folder(books), options_for(out, "scored.parquet"));
  EXPECT_EQ(out.entries(), 4u);  // and the two files of rejected rows
  const auto engine = *engine::open_duckdb({});
  const auto rows = engine->query(fmt::format("SELECT * FROM read_parquet('{}')",
                                              (out / "scored.parquet").string()));
  ASSERT_TRUE(rows.has_value()) << rows.error().message;
  EXPECT_EQ(rows->columns[0].type, table::Type::integer);
  EXPECT_EQ(rows->columns[1].type, table::Type::real);
  std::string csv = "application_id,probability,decision,risk_band,model_version\n";
  for (std::size_t i = 0; i < rows->rows(); ++i) {
    const auto& columns = rows->columns;
    const std::string_view band = columns[3].text(i);
    csv += fmt::format("{},{},{},{},{}\n", columns[0].integers[i], columns[1].reals[i],
                       columns[2].text(i),
                       band == "Low, indeed" ? "\"Low, indeed\"" : band,
                       columns[4].text(i));
  }
  EXPECT_EQ(csv, out.read("scored.csv"));
}

TEST(Batch, NeedsNeitherTheOutcomeNorHistory) {
  const Folder books, out;
  books.write("loans.csv",
              "loan_id,customer_id,applied_on,amount,rate,term\n"
              "11,1,2024-05-01,250050,10,24\n");
  books.write("customers.csv", "customer_id,schooling\n1,low\n");
  const BatchReport report = score(tiny_version(), folder(books), options_for(out));
  EXPECT_EQ(report.scored(), 1);
  EXPECT_EQ(report.rejected, 0);
  EXPECT_EQ(lines_of(out.read("scored.csv")).count("11"), 1u);
}

TEST(Batch, ReportsWhatCannotBeScoredAndScoresTheRest) {
  const Folder books, out;
  write_books(books, 20);
  replace_line(books, "loans.csv", 3, "2,0,2021-01-01,many,10,24,1,0,");
  replace_line(books, "loans.csv", 5, "4,0,2021-01-01,100,10,99,1,0,");
  replace_line(books, "loans.csv", 7, "6,777,2021-01-01,5000,10,24,1,0,");
  replace_line(books, "instalments.csv", 1, "0,0,never,2021-01-01,3");
  const BatchReport report = score(tiny_version(), folder(books), options_for(out));
  EXPECT_EQ(report.scored(), 17);
  EXPECT_EQ(report.rejected, 3);
  EXPECT_EQ(report.rejected_history, 1);
  EXPECT_EQ(report.rejected_file, out / "scored.csv.rejected.csv");
  const Lines lines = lines_of(out.read("scored.csv"));
  EXPECT_EQ(lines.size(), 17u);
  for (const char* rejected : {"2", "4", "6"})
    EXPECT_EQ(lines.count(rejected), 0u) << rejected;
  const std::string reasons = out.read("scored.csv.rejected.csv");
  EXPECT_TRUE(reasons.starts_with("table,line,id,reason\n")) << reasons;
  EXPECT_NE(reasons.find("loans,3,2,"), std::string::npos) << reasons;
  EXPECT_NE(reasons.find("loans,5,4,"), std::string::npos) << reasons;
  EXPECT_NE(reasons.find("loans,,6,"), std::string::npos) << reasons;  // no customer
  EXPECT_NE(reasons.find("instalments,1,0,"), std::string::npos) << reasons;
  EXPECT_EQ(std::count(reasons.begin(), reasons.end(), '\n'), 5) << reasons;
}

TEST(Batch, NamesApplicationsWithoutARowOfFeaturesOrWithTwo) {
  std::string features = tiny_features;
  const std::string left = "LEFT JOIN customers c";
  features.replace(features.find(left), left.size(), "JOIN customers c");
  const auto version = make_tiny_version(features);
  const Folder books, out;
  write_books(books, 10);
  replace_line(books, "loans.csv", 4, "3,777,2021-01-01,5000,10,24,1,0,");
  replace_line(books, "pulls.csv", 7, "6,5,2019-01-01,500");  // a second one for loan 5
  const BatchReport report = score(version, folder(books), options_for(out));
  EXPECT_EQ(report.rejected, 2);
  const std::string reasons = out.read("scored.csv.rejected.csv");
  EXPECT_EQ(reasons,
            "table,line,id,reason\n"
            "loans,,3,features.sql gives no row for this application\n"
            "loans,,5,features.sql gives more than one row for this application\n");
  EXPECT_EQ(lines_of(out.read("scored.csv")).count("5"), 0u);
}

TEST(Batch, SaysWhichTablesAreEmptyWhereAnApplicationHasNoFeatures) {
  std::string features = tiny_features;
  const std::string left = "LEFT JOIN customers c";
  features.replace(features.find(left), left.size(), "JOIN customers c");
  const Folder books, out;
  books.write("loans.csv",
              "loan_id,customer_id,applied_on,amount,rate,term\n"
              "11,1,2024-05-01,250050,10,24\n");
  EXPECT_EQ(
      score(make_tiny_version(features), folder(books), options_for(out)).rejected, 1);
  EXPECT_EQ(
      out.read("scored.csv.rejected.csv"),
      "table,line,id,reason\n"
      "loans,,11,\"features.sql gives no row for this application; the data holds "
      "no rows of customers, pulls, instalments\"\n");
}

TEST(Batch, ScoresRowsOfTheFormAsTheApplicantWouldBeAlone) {
  const Folder data, out;
  data.write("walk_ins.csv",
             "loan_id,sum,rate,term,years,schooling,score,remark\n"
             "7,2500.5,10,24,3.5,low,700,first\n"
             "5,9000,,60,,\"high, and proud\",,\n");
  const auto version = tiny_version();
  const BatchReport report =
      score(version, {SourceKind::csv, data / "walk_ins.csv"}, options_for(out));
  EXPECT_TRUE(report.form_rows);
  EXPECT_EQ(report.scored(), 2);
  EXPECT_EQ(report.rejected, 0) << out.read("scored.csv.rejected.csv");
  EXPECT_EQ(report.ignored_columns, std::vector<std::string>{"remark"});
  ASSERT_EQ(report.defaults_applied.size(), 1u);
  EXPECT_EQ(report.defaults_applied[0].first, "rate");
  EXPECT_EQ(report.defaults_applied[0].second, 1);

  const std::vector<FieldValue> first = {{"sum", 2500.5},
                                         {"rate", 10.0},
                                         {"term", std::int64_t{24}},
                                         {"years", 3.5},
                                         {"schooling", std::string("low")},
                                         {"score", std::int64_t{700}}};
  const std::vector<FieldValue> second = {{"sum", 9000.0},
                                          {"term", std::int64_t{60}},
                                          {"years", {}},
                                          {"schooling", std::string("high, and proud")},
                                          {"score", {}}};
  const Lines lines = lines_of(out.read("scored.csv"));
  ASSERT_EQ(lines.size(), 2u);
  auto applicant = *applicant::Applicant::open(version->portfolio);
  Decider decider(version);
  for (const auto& [id, fields] : {std::pair{7, first}, std::pair{5, second}}) {
    const auto rows = rows_of_form(version->portfolio, fields, Value(std::int64_t{id}),
                                   day_of(2026, 3, 1));
    ASSERT_TRUE(rows.has_value());
    const Decided alone = *decider.decide(*applicant.features(rows->request));
    EXPECT_EQ(lines.at(fmt::format("{}", id)).probability, alone.probability);
    EXPECT_EQ(lines.at(fmt::format("{}", id)).rest, rest_of(alone));
  }
}

TEST(Batch, NumbersRowsOfTheFormThatHaveNoId) {
  const Folder data, out;
  std::string text = "sum,term,years,schooling,score\n";
  for (int i = 1; i <= 100; ++i) text += fmt::format("{},24,1,low,700\n", i * 10);
  data.write("walk_ins.csv", text);
  BatchOptions options = options_for(out);
  options.piece_rows = 9;
  const BatchReport report =
      score(tiny_version(), {SourceKind::csv, data / "walk_ins.csv"}, options);
  EXPECT_EQ(report.scored(), 100);
  const std::string scored = out.read("scored.csv");
  EXPECT_EQ(lines_of(scored).size(), 100u);
  EXPECT_NE(scored.find("\n1,"), std::string::npos);
  EXPECT_LT(scored.find("\n99,"), scored.find("\n100,"));
}

TEST(Batch, ReportsEachRowOfTheFormThatCannotBeScored) {
  const Folder data, out;
  data.write("walk_ins.csv",
             "id,sum,term,years,schooling,score,applied_on\n"
             "1,2500,24,3,low,700,2026-01-01\n"
             "2,0,24.5,3,none,700,2026-01-01\n"
             "3,2500,24,3\n"
             "4,?,24,3,low,700,2026-01-01\n"
             "x,2500,24,3,low,700,2026-01-01\n"
             "6,2500,24,3,low,700,yesterday\n"
             "7,2500,24,3,low,700,2026-01-01\n");
  const BatchReport report =
      score(tiny_version(), {SourceKind::csv, data / "walk_ins.csv"}, options_for(out));
  EXPECT_EQ(report.scored(), 2);
  EXPECT_EQ(report.rejected, 5);
  const Lines lines = lines_of(out.read("scored.csv"));
  EXPECT_EQ(lines.count("1") + lines.count("7"), 2u);
  const std::string reasons = out.read("scored.csv.rejected.csv");
  for (const char* expected :
       {"loans,2,2,\"sum is 0; expected a number from 1 to 10000; term is 24.5; "
        "expected "
        "a whole number from 3 to 60; schooling is \"\"none\"\"; expected one of low, "
        "high, and proud\"\n",
        "\nloans,3,,", "loans,4,4,sum is required\n",
        "loans,5,x,\"loan_id: is \"\"x\"\"; expected a whole number\"\n",
        "\nloans,6,6,"})
    EXPECT_NE(reasons.find(expected), std::string::npos) << expected << "\n" << reasons;
}

TEST(Batch, ScoresTheApplicationTableAloneAndSaysWhatFormRowsWouldNeed) {
  const Folder data, out;
  data.write("loans.csv",
             "loan_id,customer_id,applied_on,amount,rate,term\n"
             "11,1,2024-05-01,250050,10,24\n");
  const BatchReport report =
      score(tiny_version(), {SourceKind::csv, data / "loans.csv"}, options_for(out));
  EXPECT_FALSE(report.form_rows);
  EXPECT_EQ(report.rejected, 1);  // schooling was never missing in training
  EXPECT_NE(out.read("scored.csv.rejected.csv").find("schooling"), std::string::npos);

  data.write("neither.csv", "loan_id,customer_id,sum\n11,1,5\n");
  const Error error =
      failure({SourceKind::csv, data / "neither.csv"}, options_for(out, "none.csv"));
  EXPECT_EQ(error.kind, ErrorKind::bad_input);
  EXPECT_NE(error.message.find("(to score rows of the form instead, the file needs the "
                               "columns term, years, schooling, score too)"),
            std::string::npos)
      << error.message;
  data.write("other.csv", "colour\nred\n");
  const Error other =
      failure({SourceKind::csv, data / "other.csv"}, options_for(out, "none.csv"));
  EXPECT_EQ(other.message.find("rows of the form"), std::string::npos) << other.message;
}

TEST(Batch, LeavesNothingBehindWhenNothingCanBeScored) {
  const Folder books, out;
  books.write("loans.csv", "loan_id,customer_id\n1,1\n");
  const Error error = failure(folder(books), options_for(out));
  EXPECT_EQ(error.kind, ErrorKind::bad_input);
  EXPECT_EQ(out.entries(), 0u);
}

TEST(Batch, RefusesOutputsThatItCannotWrite) {
  const Folder books, out;
  write_books(books, 10);
  EXPECT_EQ(
      failure(folder(books), options_for(out, "scored.xlsx")).message,
      (out / "scored.xlsx").string() + ": the output has to end in .csv or .parquet");
  EXPECT_EQ(
      failure({SourceKind::csv, books / "loans.csv"}, options_for(books, "loans.csv"))
          .message,
      (books / "loans.csv").string() +
          ": is what is to be scored; name another file to write");
  std::filesystem::create_directory(out / "folder.csv");
  EXPECT_EQ(failure(folder(books), options_for(out, "folder.csv")).message,
            (out / "folder.csv").string() + ": is a folder; name the file to write");
  EXPECT_EQ(failure(folder(books), options_for(out, "no/scored.csv")).message,
            (out / "no/scored.csv").string() +
                ": cannot be written: No such file or directory");
}

}  // namespace credence::scoring
