#include "report/result_files.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "report/csv_files.h"
#include "report/run_summary_json.h"
#include "report/run_summary_text.h"
#include "report/threshold_json.h"
#include "tests/base/hardship.h"
#include "tests/report/full_run.h"

namespace credence::report {
namespace {

namespace fs = std::filesystem;

class ResultFiles : public testing::Test {
 protected:
  std::string read(const char* name) const { return read_file(out() / name).value(); }
  fs::path out() const { return folder_.path() / "a" / "out"; }
  TemporaryFolder folder_;
};

TEST_F(ResultFiles, AreTheOnesNamedAndNothingElse) {
  ASSERT_TRUE(write_result_files(some_run(), out(), {}));
  EXPECT_EQ(
      names_in(out()),
      (std::vector<std::string>{
          "classification_report_lightgbm.txt", "classification_report_logistic.txt",
          "model_comparison.csv", "policies.csv", "report.html", "summary.txt",
          "threshold_analysis.png", "threshold_analysis.svg",
          "threshold_optimization.json", "threshold_sweep_lightgbm.csv",
          "threshold_sweep_logistic.csv", "training_report.json"}));
  EXPECT_EQ(parse_json(read("training_report.json"), "training_report.json").value(),
            to_json(some_run()));
  EXPECT_EQ(read("summary.txt"), run_summary_text(some_run(), Style::plain));
}

TEST_F(ResultFiles, CompareModelsInRowsOfACsv) {
  ASSERT_TRUE(write_result_files(some_run(), out(), {}));
  EXPECT_EQ(
      read("model_comparison.csv"),
      "model,version,champion,measured_on,rows,bad,auc,auc_low,auc_high,"
      "auc_less_champion,p,p_adjusted,gini,ks,ks_low,ks_high,average_precision,brier,"
      "log_loss,calibration_error,cv_auc,cv_auc_std,threshold,precision,recall,f1,"
      "accuracy,cost_INR,cost_INR_low,cost_INR_high,fits,fits_done,seconds\n"
      "logistic,v1,no,test,100,20,0.875,,,,,,0.75,0.625,,,0.5,0.125,0.375,,0.8125,"
      "0.0125,0.25,0.6,0.75,0.6666666666666666,0.85,600000,,,70,10,2.5\n"
      "lightgbm,v2,yes,test,100,20,0.875,,,,,,0.75,0.625,,,0.5,0.125,0.375,,0.84375,"
      "0.0125,0.25,0.6,0.75,0.6666666666666666,0.85,600000,,,1250,325,2.5\n"
      "lightgbm,v2,yes,out_of_time,100,20,0.875,,,,,,0.75,0.625,,,0.5,0.125,0.375,,"
      "0.84375,0.0125,0.25,0.6,0.75,0.6666666666666666,0.85,600000,,,1250,325,2.5\n");
}

TEST_F(ResultFiles, GiveCostsInWholeCurrency) {
  ASSERT_TRUE(write_result_files(some_run(), out(), {}));
  EXPECT_EQ(
      read("threshold_sweep_logistic.csv"),
      "threshold,cost_INR,true_bad,false_bad,true_good,false_good,precision,recall,"
      "approval_rate,bad_rate_among_approved\n"
      "0.25,600000,15,10,70,5,0.6,0.75,0.75,0.06666666666666667\n");
  EXPECT_TRUE(
      read("policies.csv")
          .starts_with("model,policy,threshold,cost_INR,saved_INR,saved_share,"
                       "precision,recall,missed_bad,refused_good,approval_rate,"
                       "bad_rate_among_approved\n"
                       "logistic,chosen,0.25,600000,1400000,0.7,0.6,0.75,5,10,0.75,"
                       "0.06666666666666667\n"));
}

TEST_F(ResultFiles, QuoteWhatACsvWouldMisread) {
  RunSummary run = some_run();
  run.models[0].test.policies[0].name = "a \"b\", c";
  ASSERT_TRUE(write_result_files(run, out(), {}));
  EXPECT_NE(read("policies.csv").find("\nlogistic,\"a \"\"b\"\", c\",0.25,"),
            std::string::npos);
}

TEST_F(ResultFiles, ReplaceThoseOfAnEarlierRun) {
  ASSERT_TRUE(write_result_files(some_run(), out(), {}));
  RunSummary run = some_run();
  run.rows = 7;
  ASSERT_TRUE(write_result_files(run, out(), {}));
  EXPECT_EQ(
      parse_json(read("training_report.json"), "training_report.json").value()["rows"],
      7);
}

TEST_F(ResultFiles, InAReadOnlyFolderFailByName) {
  ASSERT_TRUE(make_folder(out()));
  const Error error =
      when_read_only(out(), [&] { return write_result_files(some_run(), out(), {}); });
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, (out() / "training_report.json").string() +
                               ": cannot be written: Permission denied");
  EXPECT_TRUE(fs::is_empty(out()));
}

TEST_F(ResultFiles, OfARunInWhichAllIsKnownAreAllThere) {
  ASSERT_TRUE(write_result_files(full_run(), out(), some_background()));
  for (const char* name :
       {"feature_bins.csv", "feature_importance_lightgbm.csv", "gains.csv",
        "stability.csv", "plots/roc.svg", "plots/ks.png", "plots/calibration.svg",
        "plots/precision_recall.png", "plots/score_distribution.svg"})
    EXPECT_TRUE(fs::is_regular_file(out() / name)) << name;
  EXPECT_EQ(read("feature_bins.csv"), feature_bins_csv(full_run()));
  EXPECT_EQ(parse_json(read("threshold_optimization.json"), "").value(),
            threshold_optimization_json(full_run()));
  EXPECT_TRUE(has_earlier_run(out()));
}

TEST_F(ResultFiles, OfAnEarlierRunGoWhenALaterOneHasNoneOfThem) {
  ASSERT_TRUE(write_result_files(full_run(), out(), some_background()));
  ASSERT_TRUE(write_file(out() / "notes.txt", "mine"));
  Background background;
  background.search_path = "/nowhere";
  RunSummary run = some_run();
  run.models.erase(run.models.begin());
  run.champion = 0;
  const auto told = write_result_files(run, out(), background);
  EXPECT_EQ(
      told.value(),
      std::vector<std::string>{
          "gnuplot is not installed: no folder of PATH has it (Debian's package is "
          "gnuplot-nox, bin/setup installs it); the run has no pictures"});
  EXPECT_EQ(
      names_in(out()),
      (std::vector<std::string>{
          "classification_report_lightgbm.txt", "model_comparison.csv", "notes.txt",
          "policies.csv", "report.html", "summary.txt", "threshold_optimization.json",
          "threshold_sweep_lightgbm.csv", "training_report.json"}));
}

TEST_F(ResultFiles, OnAFullDiskAreWholeOrNotThere) {
  ASSERT_TRUE(make_folder(out()));
  ASSERT_TRUE(write_result_files(full_run(), folder_.path() / "whole", {}));
  const FullDisk disk(out());
  if (!disk.mounted()) GTEST_SKIP() << "may not mount a disk of its own";
  const auto written = write_result_files(full_run(), out(), {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::environment);
  EXPECT_TRUE(
      written.error().message.ends_with("cannot be written: No space left on device"))
      << written.error().message;
  EXPECT_FALSE(fs::is_empty(out()));
  for (const auto& entry : fs::recursive_directory_iterator(out()))
    if (entry.is_regular_file()) {
      const auto name = entry.path().lexically_relative(out());
      EXPECT_EQ(read_file(entry.path()).value(),
                read_file(folder_.path() / "whole" / name).value())
          << name;
    }
}

TEST(IsResultFile, KnowsTheNamesOfFilesAndOfThoseOfEachModel) {
  for (const char* name : {"report.html", "training_report.json", "gains.csv",
                           "classification_report_gbm.txt", "threshold_sweep_x.csv"})
    EXPECT_TRUE(is_result_file(name)) << name;
  for (const char* name : {"notes.txt", "registry", "report.html.bak", "my_gains.csv",
                           "classification_report_gbm.csv"})
    EXPECT_FALSE(is_result_file(name)) << name;
}

}  // namespace
}  // namespace credence::report
