#include <gtest/gtest.h>

#include "draft/draft.h"
#include "tests/draft/folder.h"

namespace credence::draft {
namespace {

std::string plain_row(int i) { return fmt::format("{},{},{}", i, i % 7, i % 3 == 0); }

std::string plain() { return csv_of("id,x,t", 60, plain_row); }

struct Case {
  std::string name, text;
  Request request;
  std::string message;  // after "FILE: "
};

Request asking(std::string target, std::string id = "", std::string date = "") {
  Request request = request_for("", std::move(target));
  request.id = std::move(id);
  request.date = std::move(date);
  return request;
}

TEST(DraftRefusal, SaysWhatIsWrongWithTheFileOrTheRequest) {
  const std::vector<Case> cases{
      {"empty.csv", "", asking("t"),
       "the file is empty; expected a CSV file with a header line"},
      {"header.csv", "id,x,t\n", asking("t"),
       "there are no rows below the header; a model needs data"},
      {"one.csv", "t\n1\n0\n", asking("t"),
       "line 1: found one column, expected several, separated by comma, semicolon, "
       "tab, "
       "| or blank, with nothing above the header"},
      {"twice.csv", csv_of("x,x,t", 60, plain_row), asking("t"),
       "line 1: the column name 'x' stands there twice; give each column a name of its "
       "own"},
      {"cut.csv", plain() + "60,1\n", asking("t"),
       "line 62: found 2 columns, expected 3: the line is cut off, or a delimiter or "
       "quote is missing"},
      {"quote.csv", plain() + "60,\"1,0\n", asking("t"),
       "line 62: a quote is not closed"},
      {"latin.csv", csv_of("id,gr\xf6\xdf\x65,t", 60, plain_row), asking("t"),
       "line 1: a character is not UTF-8; save the file as CSV in UTF-8"},
      {"target.csv", csv_of("id,x,outcome", 60, plain_row), asking("outcom"),
       "--target outcom: there is no such column; did you mean \"outcome\"?"},
      {"no_header.csv", csv_of("", 60, plain_row), asking("column_4"),
       "--target column_4: there is no such column (the file has no header line); did "
       "you mean \"column_1\"?"},
      {"unknown_id.csv", plain(), asking("t", "number"),
       "--id number: there is no such column; expected one of: id, x, t"},
      {"id.csv", plain(), asking("t", "x"),
       "--id x: \"0\" stands in 9 rows, expected a value of its own in each row"},
      {"gap.csv", plain() + ",1,0\n", asking("t", "id"),
       "--id id: 1 row has no value, expected one in each"},
      {"date.csv", plain(), asking("t", "", "x"),
       "--date x: is no column of dates: found \"0\"; expected 2026-03-01 or another "
       "usual form, the same in every row"},
      {"both.csv", plain(), asking("t", "t"),
       "t is the target and cannot be the id or the date too"},
      {"class.csv",
       csv_of("id,x,t", 60, [](int i) { return fmt::format("{},{},0", i, i % 7); }),
       asking("t"),
       "the target t is \"0\" in every row; a model needs good rows and bad ones"},
      {"nothing.csv",
       csv_of("id,x,t", 60, [](int i) { return fmt::format("{},k,{}", i, i % 2); }),
       asking("t"), "no column is left to be a feature\n  x: always \"k\""}};
  const Folder folder;
  for (Case each : cases) {
    SCOPED_TRACE(each.name);
    each.request.csv = folder.write(each.name, each.text);
    const auto draft = draft_from(each.request, no_progress());
    ASSERT_FALSE(draft);
    EXPECT_EQ(draft.error().message, each.request.csv.string() + ": " + each.message);
    EXPECT_EQ(draft.error().kind, ErrorKind::bad_input);
  }
}

TEST(DraftRefusal, OfAFileThatIsNoCsvNamesWhatIsExpected) {
  const Folder folder;
  const auto path = folder.write("data.xlsx", "PK");
  const auto draft = draft_from(request_for(path, "t"), no_progress());
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error().message,
            path.string() +
                ": is no data that can be read; expected a folder of CSV or Parquet "
                "files, a .csv or .parquet file, or a DuckDB or SQLite database");
}

TEST(DraftRefusal, LeavesAnExistingFolderAsItWas) {
  const Folder folder;
  const auto csv = folder.write("data.csv", plain());
  const auto draft = draft_from(request_for(csv, "t"), no_progress());
  ASSERT_TRUE(draft) << draft.error().message;
  const auto target = folder.path() / "portfolio";
  std::filesystem::create_directory(target);
  ASSERT_TRUE(write_file(target / "mine", "kept"));
  const auto written = write_draft(*draft, csv, target);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(*read_file(target / "mine"), "kept");
  EXPECT_FALSE(std::filesystem::exists(target / "portfolio.toml"));
}

TEST(DraftRefusal, LeavesNothingBehindWhenTheFileIsNotTaken) {
  const Folder folder;
  const auto csv = folder.write("data.csv", plain());
  const auto draft = draft_from(request_for(csv, "t"), no_progress());
  ASSERT_TRUE(draft);
  folder.write("data.csv", "id,y,t\n1,2,0\n");  // another file meanwhile
  EXPECT_FALSE(write_draft(*draft, csv, folder.path() / "portfolio"));
  int files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder.path()))
    ++files;
  EXPECT_EQ(files, 1) << "only the CSV file";
}

}  // namespace
}  // namespace credence::draft
