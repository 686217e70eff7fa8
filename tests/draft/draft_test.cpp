#include "draft/draft.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/engine.h"
#include "features/feature_set.h"
#include "tests/draft/folder.h"

namespace credence::draft {
namespace {

using portfolio::Kind;
using portfolio::Scaling;
using table::Type;

struct Built {
  Draft draft;
  portfolio::Portfolio portfolio;
  features::FeatureSet set;
};

// The whole way: draft, write, read as any portfolio, load, compute the features.
Result<Built> built(const Folder& folder, const Request& request) {
  Draft draft = TRY(draft_from(request, no_progress()));
  const auto target = folder.path() / "portfolio";
  std::filesystem::remove_all(target);
  TRY(write_draft(draft, request.csv, target));
  auto portfolio = TRY(portfolio::read_portfolio(target));
  const auto engine = TRY(engine::open_duckdb({}));
  TRY(engine->load(portfolio, {engine::SourceKind::csv, request.csv}, {}));
  auto set = TRY(features::build(*engine, portfolio));
  return Built{std::move(draft), std::move(portfolio), std::move(set)};
}

// An income that says a little, a missing one each ninth row, a job, a flag.
std::string row(int i, std::string_view d, std::string_view missing) {
  return fmt::format(
      "{1}{0}{2}{0}{3}{0}{4}{0}{5}", d, 100 + 3 * i,
      i % 9 == 0 ? std::string(missing) : fmt::format("{}.5", 1000 + i * 37 % 811),
      i % 4 == 0 ? "clerk" : "nurse", i % 2, i % 5 == 0 ? 1 : 0);
}

std::string header(std::string_view d) {
  return fmt::format("Loan ID{0}Income{0}Job{0}Owns home{0}Default", d);
}

void expect_the_same_table(const Built& built) {
  const Draft& draft = built.draft;
  EXPECT_EQ(draft.rows, 100);
  EXPECT_EQ(draft.columns[0].role, Role::id);
  EXPECT_EQ(draft.columns[1].type, Type::real);
  EXPECT_EQ(draft.columns[1].missing, 12);
  EXPECT_EQ(draft.columns[2].categories, (std::vector<std::string>{"clerk", "nurse"}));
  EXPECT_EQ(draft.columns[3].kind, Kind::flag);
  EXPECT_EQ(draft.columns[4].role, Role::target);
  EXPECT_EQ(draft.target.bad_rows, 20);
  ASSERT_EQ(built.set.rows(), 100u);
  ASSERT_EQ(built.portfolio.features.size(), 3u);
  for (int i = 0; i < 100; ++i) {
    const auto at = static_cast<std::size_t>(i);
    EXPECT_EQ(built.set.outcomes[at], i % 5 == 0);
    const auto& income = built.set.features.columns[0];
    EXPECT_EQ(income.is_missing(at), i % 9 == 0);
    if (i % 9 != 0) {
      EXPECT_EQ(income.reals[at], 1000 + i * 37 % 811 + 0.5);
    }
    EXPECT_EQ(built.set.features.columns[1].text(at), i % 4 == 0 ? "clerk" : "nurse");
    EXPECT_EQ(built.set.features.columns[2].number(at), i % 2);
  }
}

TEST(Draft, TakesOneTableInAnyDialect) {
  struct Dialect {
    std::string name, delimiter, missing, opening, line_end;
    bool header;
  };
  const std::vector<Dialect> dialects{
      {"comma.csv", ",", "", "", "\n", true},
      {"semicolon.csv", ";", "NA", "", "\n", true},
      {"tab.tsv", "\t", "?", "", "\n", true},
      {"bar.txt", "|", "-", "", "\n", true},
      {"windows.csv", ";", "#N/A", "\xef\xbb\xbf", "\r\n", true},
      {"no_header.csv", ",", "NULL", "", "\n", false},
      {"it's no header.data", " ", "None", "", "\n", false}};
  for (const Dialect& dialect : dialects) {
    SCOPED_TRACE(dialect.name);
    std::string text = dialect.opening;
    if (dialect.header) text += header(dialect.delimiter) + dialect.line_end;
    for (int i = 0; i < 100; ++i)
      text += row(i, dialect.delimiter, dialect.missing) + dialect.line_end;
    const Folder folder;
    Request request = request_for(folder.write(dialect.name, text),
                                  dialect.header ? "Default" : "column_5");
    if (!dialect.header) request.id = "column_1";  // a name would have said it
    const auto made = built(folder, request);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->draft.delimiter, dialect.delimiter);
    EXPECT_EQ(made->draft.header, dialect.header);
    const std::vector<std::string> marks(dialect.missing.empty() ? 0 : 1,
                                         dialect.missing);
    EXPECT_EQ(made->draft.missing_marks, marks);
    expect_the_same_table(*made);
  }
}

TEST(Draft, TakesNamesAndTextsThatSqlWouldNot) {
  const Folder folder;
  const std::string text = csv_of(
      "\"group\",Größe,größe,2nd choice,\"it's, \"\"quoted\"\"\",t", 60, [](int i) {
        return fmt::format("{},{},{},{},\"{}\",{}", i % 3, i % 7, i % 11,
                           i % 2 ? "O'Neil" : "Łódź -- x",
                           i % 2 ? "a, b" : "say \"\"c\"\"",
                           i % 4 == 0 ? "it's bad" : "-- fine");
      });
  Request request = request_for(folder.write("data.csv", text), "t");
  request.bad = "it's bad";
  const auto made = built(folder, request);
  ASSERT_TRUE(made) << made.error().message;
  std::vector<std::string> names;
  for (const Column& each : made->draft.columns) names.push_back(each.name);
  EXPECT_EQ(names, (std::vector<std::string>{"group_value", "gro_e", "gro_e_2",
                                             "column_2nd_choice", "it_s_quoted", "t"}));
  EXPECT_EQ(made->portfolio.find_feature("gro_e")->meaning,
            "Column Größe as in the file");
  EXPECT_EQ(made->set.features.columns[3].text(0), "Łódź -- x");
  EXPECT_EQ(made->set.features.columns[4].text(0), "say \"c\"");
  EXPECT_EQ(made->set.outcomes[0], 1);
}

TEST(Draft, NamesTheSlipThatMakesANumberAText) {
  const Folder folder;
  const std::string text = csv_of("x,few,t", 80, [](int i) {
    return fmt::format("{},{},{}", i == 7 ? "12o" : std::to_string(i * 37 % 53),
                       i == 7 ? "X" : std::to_string(i % 5), i % 4 == 0);
  });
  const auto made = built(folder, request_for(folder.write("data.csv", text), "t"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(column(made->draft, "x").role, Role::left_out);
  EXPECT_EQ(column(made->draft, "x").note,
            "all but 1 of its values are numbers; mend \"12o\" in the file, or say "
            "--missing \"12o\", to use the column");
  EXPECT_EQ(column(made->draft, "few").role, Role::feature) << "grades, and one more";
}

TEST(Draft, WarnsOfAnIdThatTwoRowsShare) {
  const Folder folder;
  const auto id_of = [](int i) { return i == 70 ? 6 : i; };
  const std::string text = csv_of("loan_id,x,t", 80, [&](int i) {
    return fmt::format("{},{},{}", id_of(i), i * 37 % 53, i % 4 == 0);
  });
  const auto made = built(folder, request_for(folder.write("data.csv", text), "t"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->draft.is_numbered);
  EXPECT_NE(
      std::ranges::find(made->draft.warnings,
                        "loan_id would name the rows, but \"6\" stands in 2 rows: "
                        "if that is one row twice, remove it and say --id loan_id"),
      made->draft.warnings.end());
}

TEST(Draft, LeavesOutWhatIsNoFeatureAndSaysWhy) {
  const Folder folder;
  const std::string text =
      csv_of("no,always,name,never,price,answer,when,amount,t", 80, [](int i) {
        return fmt::format("{},x,name {},,\"1.{:03},50\",{},{}.{}.2020,{},{}", i + 1, i,
                           i, i % 4 == 0 ? "paid" : "gone", i % 28 + 1, i % 12 + 1,
                           i * 37 % 53, i % 4 == 0 ? 0 : 1);
      });
  const auto made = built(folder, request_for(folder.write("data.csv", text), "t"));
  ASSERT_TRUE(made) << made.error().message;
  const Draft& draft = made->draft;
  EXPECT_EQ(column(draft, "no").role, Role::id) << "numbers the rows";
  EXPECT_EQ(column(draft, "always").note, "always \"x\"");
  EXPECT_EQ(column(draft, "name").note,
            "80 different texts are too many for categories");
  EXPECT_EQ(column(draft, "never").note, "missing in every row");
  EXPECT_EQ(
      column(draft, "price").note,
      "numbers are read as 1234.5 only, not as 1.000,50; write them so to use the "
      "column");
  EXPECT_EQ(column(draft, "answer").note,
            "alone has an AUC of 1.000: does it know the outcome?");
  EXPECT_EQ(column(draft, "when").role, Role::left_out);
  ASSERT_EQ(made->portfolio.features.size(), 1u);
  EXPECT_EQ(made->portfolio.features[0].name, "amount");
}

TEST(Draft, NumbersTheRowsOfAFileWithoutAnId) {
  const Folder folder;
  const std::string text = csv_of("row_id,x,t", 60, [](int i) {
    return fmt::format("{},{},{}", i % 7, i % 11, i % 3 == 0);
  });
  const auto made = built(folder, request_for(folder.write("data.csv", text), "t"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->draft.is_numbered);
  EXPECT_EQ(made->draft.id, "row_id_2") << "the file has a row_id of its own";
  EXPECT_EQ(made->set.application_id.integers[59], 60);
}

TEST(Draft, KeepsTheRowsOfAPersonTogetherAndKnowsTheirDates) {
  const Folder folder;
  const std::string text = csv_of("loan,customer_id,day,x,t", 120, [](int i) {
    return fmt::format("L{},{},{:02}/{:02}/2021,{},{}", i, 1000 + i % 40, i % 28 + 1,
                       i % 12 + 1, i % 13,
                       i % 7 == 0   ? ""
                       : i % 3 == 0 ? "y"
                                    : "n");
  });
  Request request = request_for(folder.write("data.csv", text), "t");
  request.id = "loan";
  request.date = "day";
  const auto made = built(folder, request);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->portfolio.application.group, "customer_id");
  EXPECT_EQ(made->portfolio.application.decided_at, "day");
  EXPECT_EQ(made->portfolio.find_table("data")->find("day")->date_format, "%d/%m/%Y");
  EXPECT_EQ(
      made->set.without_outcome,
      (std::vector<std::pair<std::string, std::int64_t>>{{"target missing", 18}}));
}

TEST(Draft, ScalesHeavyTailsRobustlyAndTakesTheirLogarithms) {
  const Folder folder;
  const std::string text = csv_of("even,heavy,grade,t", 200, [](int i) {
    const long heavy = (i * 37L % 200) * (i * 37L % 200) * (i * 37L % 200);
    return fmt::format("{},{},{},{}", i * 59 % 199, heavy, i % 4, i % 3 == 0);
  });
  const auto made = built(folder, request_for(folder.write("data.csv", text), "t"));
  ASSERT_TRUE(made) << made.error().message;
  const auto scaling = [&](const char* name) {
    return made->portfolio.find_feature(name)->scaling;
  };
  EXPECT_EQ(scaling("even"), Scaling::standard);
  EXPECT_EQ(scaling("heavy"), Scaling::robust);
  EXPECT_EQ(scaling("grade"), Scaling::standard);
  ASSERT_EQ(made->portfolio.logarithms.size(), 1u);
  EXPECT_EQ(made->portfolio.logarithms[0].name, "log_heavy");
}

TEST(Draft, AcceptsLaterRowsThatAreLikeTheFirst) {
  const Folder folder;
  const auto line = [](int i) {
    return fmt::format("{},{},{}", i % 50, i % 3 ? "a" : "b", i % 4 == 0);
  };
  const auto made = built(
      folder, request_for(folder.write("data.csv", csv_of("x,y,t", 60, line)), "t"));
  ASSERT_TRUE(made);
  const auto later = folder.write("later.csv", "x,y,t\n300,never seen,\n,,0\n");
  const auto engine = engine::open_duckdb({});
  const auto loaded =
      (*engine)->load(made->portfolio, {engine::SourceKind::csv, later}, {});
  EXPECT_TRUE(loaded) << loaded.error().message;
}

TEST(Draft, OfGermanCreditHasItsCodesAndItsRate) {
  const std::filesystem::path data = "../shared/data/german_credit/german.data";
  if (!std::filesystem::exists(data))
    GTEST_SKIP() << data << " is not there: real data is not part of the project";
  const Folder folder;
  Request request = request_for(data, "column_21");
  request.bad = "2";
  const auto made = built(folder, request);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->draft.delimiter, " ");
  EXPECT_FALSE(made->draft.header);
  EXPECT_EQ(made->draft.target.bad_rows, 300);
  EXPECT_EQ(made->portfolio.features.size(), 20u);
  EXPECT_EQ(made->set.rows(), 1000u);
}

TEST(Draft, OfTaiwanCardsKeepsTheFilesNames) {
  const std::filesystem::path data =
      "../shared/data/taiwan_credit_card/UCI_Credit_Card.csv";
  if (!std::filesystem::exists(data))
    GTEST_SKIP() << data << " is not there: real data is not part of the project";
  const Folder folder;
  const auto made = built(folder, request_for(data, "default.payment.next.month"));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->draft.id, "id");
  EXPECT_EQ(made->draft.target.bad_rows, 6636);
  EXPECT_EQ(made->portfolio.features.size(), 23u);
  EXPECT_EQ(made->portfolio.find_feature("bill_amt1")->meaning,
            "Column BILL_AMT1 as in the file");
}

}  // namespace
}  // namespace credence::draft
