#include "report/csv_files.h"

#include <gtest/gtest.h>

#include "report/classification_report.h"
#include "report/csv_line.h"
#include "tests/report/full_run.h"

namespace credence::report {
namespace {

TEST(CsvLine, QuotesWhatWouldBeMisread) {
  EXPECT_EQ(csv_line("a,b", "say \"x\"", "two\nlines", "plain", std::optional<int>(),
                     0.1, std::int64_t{7}),
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",plain,,0.1,7\n");
}

TEST(CsvFiles, CompareModelsWithIntervalsAndTests) {
  EXPECT_EQ(
      model_comparison_csv(full_run()),
      "model,version,champion,measured_on,rows,bad,auc,auc_low,auc_high,"
      "auc_less_champion,p,p_adjusted,gini,ks,ks_low,ks_high,average_precision,brier,"
      "log_loss,calibration_error,cv_auc,cv_auc_std,threshold,precision,recall,f1,"
      "accuracy,cost_INR,cost_INR_low,cost_INR_high,fits,fits_done,seconds\n"
      "logistic,v1,no,test,100,20,0.875,0.8125,0.9375,-0.03125,0.0455,0.0455,0.75,0."
      "625,"
      "0.5,0.75,0.5,0.125,0.375,0.05,0.8125,0.0125,0.25,0.6,0.75,0.6666666666666666,"
      "0.85,600000,500000,700000,70,10,2.5\n"
      "lightgbm,v2,yes,test,100,20,0.875,0.8125,0.9375,,,,0.75,0.625,0.5,0.75,0.5,0."
      "125,"
      "0.375,0.05,0.84375,0.0125,0.25,0.6,0.75,0.6666666666666666,0.85,600000,500000,"
      "700000,1250,325,2.5\n"
      "lightgbm,v2,yes,out_of_time,100,20,0.875,0.8125,0.9375,,,,0.75,0.625,0.5,0.75,"
      "0.5,0.125,0.375,0.05,0.84375,0.0125,0.25,0.6,0.75,0.6666666666666666,0.85,"
      "600000,"
      "500000,700000,1250,325,2.5\n");
}

TEST(CsvFiles, HoldDeciles) {
  RunSummary run = full_run();
  run.models.resize(1);
  EXPECT_EQ(gains_csv(run),
            "model,measured_on,bin,lowest_probability,highest_probability,rows,bad,"
            "bad_rate,lift,bad_so_far,good_so_far,lift_so_far,ks\n"
            "logistic,test,1,0.25,0.5,50,15,0.3,1.5,0.75,0.4375,1.5,0.3125\n"
            "logistic,test,2,0,0.25,50,5,0.1,0.5,1,1,1,0\n");
}

TEST(CsvFiles, RankFeaturesWithTheirConcepts) {
  EXPECT_EQ(feature_importance_csv(full_run().models[0], some_background()),
            "rank,feature,concept,mean_absolute_shap,share,direction\n"
            "1,utilisation,Utilisation,0.375,0.5,0.875\n"
            "2,log_income,Income,0.25,0.3333333333333333,-0.5\n"
            "3,purpose,,0.125,0.16666666666666666,0\n");
}

TEST(CsvFiles, TellWhatMoved) {
  EXPECT_EQ(stability_csv(full_run()),
            "kind,name,before,now,stability_index,verdict\n"
            "score,logistic,training,test,0.03125,stable\n"
            "score,lightgbm,training,test,0.03125,stable\n"
            "score,lightgbm,earlier,out_of_time,0.125,slight shift\n"
            "feature,utilisation,training,test,0.25,large shift\n"
            "feature,utilisation,earlier,out_of_time,0.0625,stable\n");
}

TEST(CsvFiles, HoldTheBinsOfEveryFeature) {
  EXPECT_EQ(
      feature_bins_csv(full_run()),
      "feature,feature_information_value,bin,label,kind,lowest,highest,sample,rows,"
      "share,bad,bad_rate,weight_of_evidence,information_value\n"
      "utilisation,0.375,1,0.00 - 0.50,range,0,0.5,training,60,0.6,6,0.1,0.5,0.25\n"
      "utilisation,0.375,1,0.00 - 0.50,range,0,0.5,test,12,0.48,,,,\n"
      "utilisation,0.375,1,0.00 - 0.50,range,0,0.5,out of time,10,0.5,,,,\n"
      "utilisation,0.375,2,0.50 - 1.00,range,0.5,1,training,40,0.4,14,0.35,-0.5,"
      "0.125\n"
      "utilisation,0.375,2,0.50 - 1.00,range,0.5,1,test,8,0.32,,,,\n"
      "utilisation,0.375,2,0.50 - 1.00,range,0.5,1,out of time,10,0.5,,,,\n"
      "utilisation,0.375,3,missing,missing,,,training,0,0,0,,0,0\n"
      "utilisation,0.375,3,missing,missing,,,test,5,0.2,,,,\n"
      "utilisation,0.375,3,missing,missing,,,out of time,0,0,,,,\n");
}

TEST(CsvFiles, WithoutNumbersAreEmpty) {
  EXPECT_EQ(gains_csv(some_run()), "");
  EXPECT_EQ(stability_csv(some_run()), "");
  EXPECT_EQ(feature_bins_csv(some_run()), "");
}

TEST(ClassificationReport, ShowsBothThresholdsWithTheirMatrices) {
  ModelSummary model = some_run().models[0];
  EXPECT_EQ(classification_report(model),
            R"(Logistic regression: 100 test applications, 20 of them bad

Test set, refused from a probability of 0.25 (the registered threshold)

              precision    recall  f1-score   support

        good     0.9333    0.8750    0.9032        80
         bad     0.6000    0.7500    0.6667        20

    accuracy                         0.8500       100
   macro avg     0.7667    0.8125    0.7849       100
weighted avg     0.8667    0.8500    0.8559       100

                granted   refused
        good         70        10
         bad          5        15

Test set, refused from a probability of 0.5 (the usual one)

              precision    recall  f1-score   support

        good     0.8421    1.0000    0.9143        80
         bad     1.0000    0.2500    0.4000        20

    accuracy                         0.8500       100
   macro avg     0.9211    0.6250    0.6571       100
weighted avg     0.8737    0.8500    0.8114       100

                granted   refused
        good         80         0
         bad         15         5
)");
  EXPECT_NE(classification_report(some_run().models[1]).find("\nOut of time, refused"),
            std::string::npos);
}

}  // namespace
}  // namespace credence::report
