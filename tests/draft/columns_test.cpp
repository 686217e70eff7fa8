#include <gtest/gtest.h>

#include "draft/column_facts.h"
#include "draft/missing_marks.h"
#include "draft/roles.h"
#include "tests/draft/folder.h"

namespace credence::draft {
namespace {

using table::Type;

// A file of one column of these values, and another.
RawFile raw_of(const Folder& folder, const std::vector<std::string>& values) {
  std::string text = "x;t\n";
  for (const std::string& value : values) text += value + ";1\n";
  auto file = open_raw(folder.write("values.csv", text), "t");
  EXPECT_TRUE(file);
  EXPECT_TRUE(read_raw(*file, {}));
  return std::move(*file);
}

TEST(ColumnFacts, HaveTheTypeThatLoadingAcceptsForEveryValue) {
  struct Case {
    std::vector<std::string> values;
    Type type;
    std::string date_format;
  };
  const std::vector<Case> cases{
      {{"1", "-2", "30"}, Type::integer, ""},
      {{"1.0", "2", ""}, Type::integer, ""},
      {{"1.5", "2"}, Type::real, ""},
      {{"1e3", "2.5e-4"}, Type::real, ""},
      {{"1", "inf"}, Type::text, ""},
      {{"007", "12"}, Type::text, ""},
      {{"0", "10"}, Type::integer, ""},
      {{"yes", "no"}, Type::text, ""},
      {{"2024-01-31", "2024-02-01"}, Type::date, ""},
      {{"2024-1-31", "2024-2-1"}, Type::date, "%Y-%m-%d"},
      {{"31.01.2024", "1.2.2024"}, Type::date, "%d.%m.%Y"},
      {{"01/31/2024", "02/01/2024"}, Type::date, "%m/%d/%Y"},
      {{"2024-01-31 10:00:00", "2024-02-01 11:30:00"}, Type::date, "%Y-%m-%d %H:%M:%S"},
      {{"5-Jan-2024", "17-Feb-2024"}, Type::date, "%d-%b-%Y"},
      {{"31.01.2024", "soon"}, Type::text, ""},
      {{"20240131", "20240201"}, Type::integer, ""},
      {{"", ""}, Type::text, ""}};
  const Folder folder;
  for (const Case& each : cases) {
    RawFile file = raw_of(folder, each.values);
    const auto facts = facts_of(file, 0, false);
    ASSERT_TRUE(facts) << facts.error().message;
    EXPECT_EQ(facts->type, each.type) << each.values[0];
    EXPECT_EQ(facts->date_format, each.date_format) << each.values[0];
  }
}

TEST(ColumnFacts, ReadDigitsAsADateWhereOneIsExpected) {
  const Folder folder;
  RawFile file = raw_of(folder, {"20240131", "20240201"});
  const auto facts = facts_of(file, 0, true);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->type, Type::date);
  EXPECT_EQ(facts->date_format, "%Y%m%d");
}

TEST(ColumnFacts, TellNumbersThatAreWrittenForPeople) {
  const Folder folder;
  for (const std::string value : {"1.234,50", "$12", "7 %", "1,5"}) {
    RawFile file = raw_of(folder, {value, value});
    const auto facts = facts_of(file, 0, false);
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->looks_like_number) << value;
  }
}

TEST(ColumnFacts, TellAHeavyTailFromAnEvenSpread) {
  const Folder folder;
  std::vector<std::string> even, heavy;
  for (int i = 0; i < 200; ++i) {
    even.push_back(std::to_string(i));
    heavy.push_back(std::to_string(i * i * i * i));
  }
  RawFile file = raw_of(folder, even);
  EXPECT_NEAR(facts_of(file, 0, false)->skewness, 0, 1e-9);
  file = raw_of(folder, heavy);
  EXPECT_GT(facts_of(file, 0, false)->skewness, 0.5);
}

TEST(MissingMarks, AreFoundWhereverTheyStand) {
  const Folder folder;
  RawFile file = raw_of(folder, {"a", "NA", "b", "#N/A", "null", "n/a", "?"});
  const auto marks = find_marks(file, {"gone"}, "");
  ASSERT_TRUE(marks);
  EXPECT_EQ(marks->marks,
            (std::vector<std::string>{"#N/A", "?", "NA", "gone", "n/a", "null"}));
}

TEST(MissingMarks, ThatMayBeACategoryAreMarksOnlyAmongNumbers) {
  const Folder folder;
  RawFile numbers = raw_of(folder, {"1", "None", "2", "-", "3"});
  EXPECT_EQ(find_marks(numbers, {}, "")->marks,
            (std::vector<std::string>{"-", "None"}));
  RawFile texts = raw_of(folder, {"bank", "none", "store"});
  const auto marks = find_marks(texts, {}, "");
  EXPECT_TRUE(marks->marks.empty());
  EXPECT_EQ(marks->warnings,
            std::vector<std::string>{
                "\"none\" is taken for a category (x); if it means missing, say "
                "--missing \"none\""});
  EXPECT_EQ(find_marks(texts, {"none"}, "")->marks, std::vector<std::string>{"none"});
}

TEST(MissingMarks, AreNeverTheValueThatIsBad) {
  const Folder folder;
  RawFile file = raw_of(folder, {"1", "NA"});
  EXPECT_TRUE(find_marks(file, {}, "NA")->marks.empty());
}

TEST(RoomyBounds, TakeTenTimesWhatWasSeen) {
  const auto age = roomy_bounds(18, 79);
  EXPECT_EQ(age->low, 0);
  EXPECT_EQ(age->high, 1000);
  const auto delay = roomy_bounds(-2, 8);
  EXPECT_EQ(delay->low, -100);
  EXPECT_EQ(delay->high, 100);
  EXPECT_FALSE(roomy_bounds(0, 1e17)) << "beyond what a schema can bound";
}

TEST(Identifiers, AreKnownByTheirNames) {
  for (const char* name : {"id", "loan_id", "loanid", "customer_no", "client_number",
                           "id_client", "index_value"})
    EXPECT_TRUE(is_identifier_name(name)) << name;
  for (const char* name : {"paid", "valid", "credit", "customer", "number", "age"})
    EXPECT_FALSE(is_identifier_name(name)) << name;
  EXPECT_TRUE(is_person_name("customer_id"));
  EXPECT_FALSE(is_person_name("loan_id"));
}

}  // namespace
}  // namespace credence::draft
