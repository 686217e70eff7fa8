#include "draft/names.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include <regex>
#include <set>

#include "engine/engine.h"
#include "portfolio/schema_sql.h"
#include "portfolio/sql_tokens.h"

namespace credence::draft {
namespace {

TEST(Names, KeepWhatSqlTakesOfAHeader) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"LIMIT_BAL", "limit_bal"},
      {"default.payment.next.month", "default_payment_next_month"},
      {"  Loan   amount (EUR) ", "loan_amount_eur"},
      {"1st_time", "column_1st_time"},
      {"2024", "column_2024"},
      {"__x__", "x"},
      {"order", "order_value"},
      {"DEFAULT", "default_value"},
      {"application_id", "application_id_value"},
      {"", "column_7"},
      {"価格", "column_7"},
      {"€", "column_7"}};
  for (const auto& [header, name] : cases)
    EXPECT_EQ(sql_name(header, "column_7"), name) << header;
}

TEST(Names, ThatBecomeTheSameAreNumbered) {
  EXPECT_EQ(sql_names({"a b", "a.b", "A_B", "c"}),
            (std::vector<std::string>{"a_b", "a_b_2", "a_b_3", "c"}));
}

TEST(Names, LeaveThoseOfMissingIndicatorsToThePreparation) {
  EXPECT_EQ(
      sql_names({"income", "income_missing", "other_missing"}),
      (std::vector<std::string>{"income", "income_missing_value", "other_missing"}));
}

TEST(Names, OfAnyLengthStayBelowWhatPostgresqlCutsOff) {
  const auto names = sql_names({std::string(300, 'x'), std::string(300, 'x')});
  EXPECT_NE(names[0], names[1]);
  for (const std::string& name : names) EXPECT_LE(name.size(), 63u);
}

// Every word that DuckDB or SQLite know, as the name of a column.
std::set<std::string> words_of_engines(engine::Engine& duckdb) {
  std::set<std::string> words;
  const auto known = duckdb.query("SELECT keyword_name FROM duckdb_keywords()");
  EXPECT_TRUE(known);
  for (std::size_t i = 0; i < known->rows(); ++i)
    words.emplace(known->columns[0].text(i));
  for (int i = 0; i < sqlite3_keyword_count(); ++i) {
    const char* word = nullptr;
    int length = 0;
    sqlite3_keyword_name(i, &word, &length);
    words.emplace(word, static_cast<std::size_t>(length));
  }
  std::set<std::string> lower;
  for (const std::string& word : words) lower.insert(portfolio::lower_case(word));
  return lower;
}

TEST(Names, MadeOfWordsOfSqlAreTakenBareByTheEnginesAndBySchemas) {
  const auto duckdb = engine::open_duckdb({});
  const auto sqlite = engine::open_sqlite({});
  ASSERT_TRUE(duckdb && sqlite);
  const auto words = words_of_engines(**duckdb);
  EXPECT_GT(words.size(), 300u);
  for (const std::string& word : words) {
    const std::string name = sql_name(word, "x");
    const std::string create = fmt::format("CREATE TABLE t_{0} ({0} BIGINT)", name);
    const std::string read =
        fmt::format("SELECT {0}, a.{0} AS {0} FROM t_{0} AS a", name);
    for (const auto* engine : {&*duckdb, &*sqlite}) {
      const auto created = (*engine)->execute(create);
      EXPECT_TRUE(created) << word << ": " << created.error().message;
      EXPECT_TRUE((*engine)->query(read)) << word;
    }
    const auto schema = portfolio::parse_schema(create + ";");
    EXPECT_TRUE(schema) << word << ": " << schema.error().message;
  }
}

TEST(Names, AreUnlikeEachOtherWhateverTheHeaderSays) {
  EXPECT_TRUE(rc::check([] {
    const auto headers = *rc::gen::container<std::vector<std::string>>(
        rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                       rc::gen::element<std::string>("a", "A", "a_2", "a_missing", "",
                                                     "group", "column_1")));
    const auto names = sql_names(headers);
    RC_ASSERT(names.size() == headers.size());
    RC_ASSERT(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    const std::regex allowed("[a-z][a-z0-9_]*");
    for (const std::string& name : names) RC_ASSERT(std::regex_match(name, allowed));
  }));
}

}  // namespace
}  // namespace credence::draft
