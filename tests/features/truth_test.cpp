#include "features/truth.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

// The small bank's loans are 1 to 5, their outcomes 0, 1, 1, 0 and none.
class Truth : public ::testing::Test {
 protected:
  Truth()
      : folder_(std::filesystem::temp_directory_path() /
                ("truth_" + std::to_string(::getpid()))),
        path_(folder_ / "truth.csv") {
    std::filesystem::create_directories(folder_);
    auto bank = open_small_bank();
    EXPECT_TRUE(bank) << bank.error().message;
    portfolio_ = bank->portfolio;
    set_ = *build(*bank->engine, bank->portfolio);
  }
  ~Truth() override { std::filesystem::remove_all(folder_); }

  Result<std::vector<double>> read(const std::string& text) {
    std::ofstream(path_) << text;
    return read_truth(path_, portfolio_, set_);
  }

  std::string error_of(const std::string& text) {
    const auto truth = read(text);
    if (truth) return "is read";
    EXPECT_EQ(truth.error().kind, ErrorKind::bad_input);
    const std::string place = path_.string() + ": ";
    EXPECT_TRUE(truth.error().message.starts_with(place)) << truth.error().message;
    return truth.error().message.substr(place.size());
  }

  std::filesystem::path folder_, path_;
  portfolio::Portfolio portfolio_;
  FeatureSet set_;
};

TEST_F(Truth, IsTheProbabilityOfEveryApplicationInWhateverOrder) {
  const auto truth = read("loan_id,probability\n5,0.5\n3,0.25\n1,0\n2,1\n4,1e-3\n");
  ASSERT_TRUE(truth) << truth.error().message;
  EXPECT_EQ(*truth, (std::vector<double>{0, 1, 0.25, 1e-3, 0.5}));
}

TEST_F(Truth, IsNotANumberForApplicationsThatTheFileDoesNotHold) {
  const auto truth = read("loan_id,probability\n99,0.5\n3,0.25\n-7,0.1\n");
  ASSERT_TRUE(truth) << truth.error().message;
  ASSERT_EQ(truth->size(), 5U);
  EXPECT_EQ((*truth)[2], 0.25);
  for (const std::size_t row : {0U, 1U, 3U, 4U})
    EXPECT_TRUE(std::isnan((*truth)[row])) << row;
}

TEST_F(Truth, IsWhatTheTablesAllowOneToSayWhereTheFileHasIt) {
  const auto truth = read(
      "probability,noise,probability_from_observables,application_id\n"
      "0.9,x,0.4,1\n0.8,\"y, z\",0.3,2\n");
  ASSERT_TRUE(truth) << truth.error().message;
  EXPECT_EQ((*truth)[0], 0.4);
  EXPECT_EQ((*truth)[1], 0.3);
}

TEST_F(Truth, HasTheOutcomesOfTheDataWhereBothHaveOne) {
  EXPECT_TRUE(read("loan_id,probability,outcome\n1,0.5,0\n2,0.5,1\n3,0.1,\n5,0.1,1\n"));
  EXPECT_EQ(
      error_of("loan_id,probability,outcome\n1,0.5,0\n2,0.5,0\n"),
      "line 3: outcome is 0, but target.sql makes it 1 for loan_id 2: this is the "
      "truth of other data or of another target; name the file that was made with "
      "the data");
}

TEST_F(Truth, IsRefusedWithTheLineAndWhatWasExpected) {
  const std::string header = "loan_id,probability\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"loan,probability\n1,0.5\n",
       "line 1: no column loan_id; found loan, probability; expected loan_id and "
       "probability"},
      {"loan_id,chance\n1,0.5\n",
       "line 1: no column probability; found loan_id, chance; expected loan_id and "
       "probability"},
      {header + "1,0.5\nx,0.5\n", "line 3: loan_id is \"x\"; expected a whole number"},
      {header + "1.5,0.5\n", "line 2: loan_id is \"1.5\"; expected a whole number"},
      {header + ",0.5\n", "line 2: loan_id is \"\"; expected a whole number"},
      {header + "99999999999999999999,0.5\n",
       "line 2: loan_id is \"99999999999999999999\"; expected a whole number"},
      {header + "1,0.5\n\n2,1.5\n",
       "line 4: probability is \"1.5\"; expected a number from 0 to 1"},
      {header + "1,-0.1\n",
       "line 2: probability is \"-0.1\"; expected a number from 0 to 1"},
      {header + "1,nan\n",
       "line 2: probability is \"nan\"; expected a number from 0 to 1"},
      {header + "1,\n", "line 2: probability is \"\"; expected a number from 0 to 1"},
      {header + "1,high\n",
       "line 2: probability is \"high\"; expected a number from 0 to 1"},
      {header + "1,0.5\n2,0.5\n1,0.5\n",
       "line 4: loan_id 1 stands there twice; expected one row per application"},
      {header + "8,0.5\n9,0.5\n",
       "none of its 2 ids is an application of loans; expected the file that was made "
       "with the data"},
      {header,
       "none of its 0 ids is an application of loans; expected the file that was made "
       "with the data"}};
  for (const auto& [text, message] : cases) EXPECT_EQ(error_of(text), message) << text;
}

TEST_F(Truth, OfTextIdsIsFoundByTheText) {
  FeatureSet set;
  set.application_id.type = table::Type::text;
  for (const char* id : {"a", "b\"c", "d e"}) set.application_id.append_text(id);
  set.outcomes = {0, 1, 0};
  set_ = set;
  const auto truth = read("loan_id,probability\nd e,0.1\n\"b\"\"c\",0.2\n");
  ASSERT_TRUE(truth) << truth.error().message;
  EXPECT_TRUE(std::isnan((*truth)[0]));
  EXPECT_EQ((*truth)[1], 0.2);
  EXPECT_EQ((*truth)[2], 0.1);
  EXPECT_EQ(error_of("loan_id,probability\n,0.1\n"),
            "line 2: loan_id is \"\"; expected the application's id");
}

TEST_F(Truth, ThatWasNamedHasToBeThere) {
  const auto truth = read_truth(folder_ / "none.csv", portfolio_, set_);
  ASSERT_FALSE(truth);
  EXPECT_EQ(truth.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(truth.error().message, (folder_ / "none.csv").string() +
                                       ": there is no such file; expected the truth as "
                                       "a CSV file");
}

TEST_F(Truth, IsLookedForBesideTheData) {
  EXPECT_EQ(truth_beside(folder_), std::nullopt);
  EXPECT_EQ(truth_beside(folder_ / "lending.duckdb"), std::nullopt);
  std::ofstream(path_) << "";
  std::ofstream(folder_ / "lending.duckdb") << "";
  EXPECT_EQ(truth_beside(folder_), path_);
  EXPECT_EQ(truth_beside(folder_ / "lending.duckdb"), path_);
}

}  // namespace
}  // namespace credence::features
