#include "report/run_summary.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/run_summary_json.h"
#include "report/run_summary_text.h"
#include "tests/report/full_run.h"

namespace credence::report {
namespace {

TEST(Evaluation, CountsAndPricesASmallSampleAsByHand) {
  const std::vector<std::int8_t> labels = {0, 0, 1, 0, 1};
  const std::vector<double> scores = {0.1, 0.2, 0.3, 0.6, 0.9};
  const auto scored = metric::Scored::from(labels, scores).value();
  const auto costs =
      decision::CostMatrix::from({Money{1000}, Money{100}, Money{0}, Money{0}}).value();
  const std::vector<std::uint32_t> customers = {0, 1, 2, 3, 3};
  const Evaluation found =
      evaluate(scored, costs, 0.25, {customers, {100, 0.95, 1}, 7}).value();
  EXPECT_EQ(found.measures.rows, 5);
  EXPECT_EQ(found.measures.bad, 2);
  EXPECT_DOUBLE_EQ(found.measures.auc, 5 / 6.0);  // 5 of 6 pairs in order
  EXPECT_EQ(found.at_chosen.true_bad, 2);
  EXPECT_EQ(found.at_chosen.false_bad, 1);
  EXPECT_EQ(found.at_half.true_bad, 1);
  EXPECT_EQ(found.at_half.false_good, 1);
  ASSERT_EQ(found.policies.size(), 4u);
  EXPECT_EQ(found.policies[0].cost.units, 100);
  EXPECT_EQ(found.policies[1].cost.units, 1100);
  EXPECT_EQ(found.policies[2].cost.units, 2000);
  EXPECT_EQ(found.policies[3].cost.units, 300);
}

TEST(RunSummary, AsJsonHoldsWhatAProgramAsksFor) {
  const Json document = to_json(some_run());
  EXPECT_EQ(document["rows"], 10'000);
  EXPECT_EQ(document["bad_rate"], 0.175);
  EXPECT_EQ(document["features"], 68);
  EXPECT_EQ(document["without_outcome"]["too young"], 500);
  EXPECT_EQ(document["split"]["test"], 1'600);
  EXPECT_EQ(document["champion"], "lightgbm");
  EXPECT_EQ(document["version"], "v2");
  EXPECT_EQ(document["threshold"], 0.25);
  EXPECT_EQ(document["currency"]["code"], "INR");
  ASSERT_EQ(document["models"].size(), 2u);
  const Json& logistic = document["models"][0];
  EXPECT_EQ(logistic["name"], "logistic");
  EXPECT_EQ(logistic["cv_auc"], 0.8125);
  EXPECT_EQ(logistic["cv_auc_std"], 0.0125);
  EXPECT_EQ(logistic["parameters"]["C"], 0.5);
  EXPECT_EQ(logistic["parameters"]["penalty"], "l1");
  EXPECT_EQ(logistic["test"]["auc"], 0.875);
  EXPECT_EQ(logistic["test"]["gini"], 0.75);
  EXPECT_EQ(logistic["test"]["ks"], 0.625);
  EXPECT_EQ(logistic["test"]["average_precision"], 0.5);
  EXPECT_EQ(logistic["test"]["brier"], 0.125);
  EXPECT_EQ(logistic["test"]["log_loss"], 0.375);
  EXPECT_EQ(logistic["test"]["at_threshold"]["precision"], 0.6);  // 15 of 25
  EXPECT_EQ(logistic["test"]["at_threshold"]["recall"], 0.75);    // 15 of 20
  EXPECT_EQ(logistic["test"]["at_threshold"]["accuracy"], 0.85);
  EXPECT_EQ(logistic["test"]["at_half"]["confusion"]["false_good"], 15);
  EXPECT_EQ(logistic["test"]["policies"][0]["cost"], 60'000'000);
  EXPECT_EQ(logistic["test"]["policies"][2]["policy"], "approve all");
  EXPECT_EQ(logistic["out_of_time"], nullptr);
  EXPECT_EQ(logistic["seconds"], 2.5);
  EXPECT_EQ(document["models"][1]["out_of_time"]["auc"], 0.875);
}

TEST(RunSummary, FactsOfAModelAreTheSameWheneverItIsTrained) {
  ModelSummary one = some_run().models[1], other = one;
  other.seconds = 99;
  other.version = "v9";
  EXPECT_EQ(dump_json(facts_of(one)), dump_json(facts_of(other)));
  other.threshold = 0.3;
  EXPECT_NE(dump_json(facts_of(one)), dump_json(facts_of(other)));
}

TEST(RunSummary, WithoutModelsIsStillWhole) {
  RunSummary run = some_run();
  run.models.clear();
  EXPECT_EQ(to_json(run)["champion"], nullptr);
  EXPECT_NE(run_summary_text(run, Style::plain).find("10,000 applications"),
            std::string::npos);
}

TEST(RunSummary, WarnsOfAChampionThatBreaksADirectionOrMisjudgesASegment) {
  RunSummary run = some_run();
  const std::size_t before = warnings_about(run).size();
  DirectionCheck broken;
  broken.input = "loans.use";
  broken.direction = "increasing";
  broken.steps = 7'000;
  broken.reversals = 1'242;
  run.models[1].directions = {broken};
  // A standard error is 0.0099: 4 points apart is no chance, 2 may be one.
  run.models[1].segments = {{"By the form", 1'207, 212, 0.136, {}},
                            {"Returning", 478, 86, 0.16, {}},
                            {"A few", 20, 10, 0.1, {}}};
  const auto warnings = warnings_about(run);
  ASSERT_EQ(warnings.size(), before + 2);
  EXPECT_EQ(warnings[before],
            "LightGBM is champion and breaks a declared direction: its risk is not "
            "increasing in loans.use (1,242 of 7,000 steps go the other way); hold the "
            "features made of it under [features.monotone]");
  EXPECT_EQ(warnings[before + 1],
            "LightGBM: its mean probability for \"By the form\" is 13.6%, but 17.6% of "
            "them were bad: more than chance explains");
  run.champion = 0;  // another model's faults are no warning
  EXPECT_EQ(warnings_about(run).size(), before);
}

TEST(RunSummaryText, IsReadAtAGlance) {
  RunSummary run = some_run();
  run.warnings = {"mind the gap"};
  EXPECT_EQ(run_summary_text(run, Style::plain), R"(Retail lending, India
  10,000 applications, 8,000 with an outcome, 1,400 of them bad (17.5%)
  without an outcome, and so only history: 1,500 declined, 500 too young
  68 features, prepared as 95 columns
  6,400 rows to train on, 1,600 to test on; beside it the latest 1,550 as out-of-time test

Models (5 folds; measures on the test set)
                                CV AUC  AUC (95%)  p      KS      AP   Brier  ECE          Fits  Seconds  Version
  Logistic regression  0.8125 ± 0.0125     0.8750     0.6250  0.5000  0.1250           10 of 70      2.5       v1
  LightGBM             0.8438 ± 0.0125     0.8750     0.6250  0.5000  0.1250       325 of 1,250      2.5       v2
    out of time                            0.8750     0.6250  0.5000  0.1250

Champion: LightGBM
  registered as v2
  learning_rate 0.05, num_leaves 31
  refuses at a probability of default of 0.2500 or more, the cheapest on out-of-fold
  predictions of the training rows (0.0909 if probabilities were perfectly calibrated)

On the test set
  Refused from  Precision  Recall      F1  Accuracy
  0.2500           0.6000  0.7500  0.6667    0.8500
  0.5000           1.0000  0.2500  0.4000    0.8500

                Granted  Refused
  0.2500  good       70       10
           bad        5       15
  0.5000  good       80        0
           bad       15        5

Costs on the test set
                     Cost       Saved  Saved, share  Approved  Bad among them  Missed bad  Refused good
  chosen        ₹6,00,000  ₹14,00,000         70.0%     75.0%            6.7%           5            10
  0.50         ₹15,00,000   ₹5,00,000         25.0%     95.0%           15.8%          15             0
  approve all  ₹20,00,000          ₹0          0.0%    100.0%           20.0%          20             0
  decline all   ₹8,00,000  ₹12,00,000         60.0%      0.0%            0.0%           0            80
  saves ₹14.0 lakh (70.0%) against approving all

Warning: mind the gap

31.2 seconds in all, seed 42
)");
}

TEST(RunSummaryText, ShowsHowCertainEverythingIs) {
  const std::string text = run_summary_text(full_run(), Style::plain);
  const auto models = text.find("Models (5 folds"),
             matrix = text.find("\nOn the test set"),
             segments = text.find("\nSegments"), end = text.find("\nWarning");
  EXPECT_EQ(text.substr(models, matrix - models),
            R"(Models (5 folds; measures on the test set)
                                CV AUC            AUC (95%)      p      KS      AP   Brier     ECE          Fits  Seconds  Version
  Logistic regression  0.8125 ± 0.0125  0.875 (0.812–0.938)  0.045  0.6250  0.5000  0.1250  0.0500      10 of 70      2.5       v1
  LightGBM             0.8438 ± 0.0125  0.875 (0.812–0.938)         0.6250  0.5000  0.1250  0.0500  325 of 1,250      2.5       v2
    out of time                         0.875 (0.812–0.938)         0.6250  0.5000  0.1250  0.0500
  p: Logistic regression ranked worse than LightGBM on the test set, beyond chance
  (DeLong's paired test, Holm-adjusted, 5%).
  the true probabilities would reach AUC 0.9062 on the test set, 0.9375 out of time

Champion: LightGBM
  registered as v2
  LightGBM has the highest cross-validated AUC; logistic regression is not within one
  standard error of it.
  learning_rate 0.05, num_leaves 31
  refuses at a probability of default of 0.2500 or more, the cheapest on out-of-fold
  predictions of the training rows (95% interval 0.1250 to 0.3750; 0.0625 if
  probabilities were perfectly calibrated)
)");
  EXPECT_EQ(text.substr(segments, end - segments), R"(
Segments of the test set
              Rows  Bad  Bad rate  Mean probability   AUC (95% interval)
  first-time    40   12     30.0%             28.1%  0.750 (0.625–0.875)
  returning     60    1      1.7%             12.5%

What moves its log-odds most
               Mean |SHAP|  Share
  Utilisation        0.500  66.7%
  Income             0.250  33.3%
)");
}

TEST(RunSummaryText, NamesTheCheapestThresholdWhereAnotherIsRegistered) {
  RunSummary run = full_run();
  run.models[1].threshold = 0.0625;
  EXPECT_NE(
      run_summary_text(run, Style::plain)
          .find("0.0625 or more; the cheapest on out-of-fold\n  predictions of the "
                "training rows is 0.2500 (95% interval 0.1250 to 0.3750)\n"),
      std::string::npos);
}

TEST(RunSummaryText, IsColoredOnlyWhenAsked) {
  RunSummary run = some_run();
  run.warnings = {"mind the gap"};
  const std::string plain = run_summary_text(run, Style::plain);
  std::string colored = run_summary_text(run, Style::colored);
  EXPECT_EQ(plain.find('\033'), std::string::npos);
  EXPECT_NE(colored, plain);
  for (std::size_t at; (at = colored.find('\033')) != std::string::npos;)
    colored.erase(at, colored.find('m', at) + 1 - at);
  EXPECT_EQ(colored, plain);
}

TEST(RunSummaryText, SaysWhenTheModelLosesMoney) {
  RunSummary run = some_run();
  decision::Policy& chosen = run.models[1].test.policies[0];
  chosen.saved_against_approve_all = Money{-5'000'000};
  chosen.saved_share = -0.025;
  EXPECT_NE(run_summary_text(run, Style::plain)
                .find("  loses ₹50,000 (2.5%) against approving all\n"),
            std::string::npos);
}

TEST(Warnings, AreSilentOnAGoodRun) { EXPECT_TRUE(warnings_about(some_run()).empty()); }

TEST(Warnings, TellOfFewEvents) {
  RunSummary run = some_run();
  run.labelled = 682;
  run.bad = 76;
  run.columns = 60;
  EXPECT_EQ(
      warnings_about(run),
      std::vector<std::string>{
          "few events: 76 bad outcomes in all. The measures are uncertain by several "
          "points; judge by the cross-validated AUC and its deviation (repeats = 5 "
          "under [validation] makes it steadier) rather than by the test set"});
  run.repeats = 10;
  run.bad = 1;
  run.columns = 0;
  EXPECT_EQ(
      warnings_about(run).at(0),
      "few events: 1 bad outcome in all. The measures are uncertain by several "
      "points; judge by the cross-validated AUC and its deviation over 10 x 5 folds "
      "rather than by the test set");
  run.bad = 680;
  EXPECT_TRUE(
      warnings_about(run).at(0).starts_with("few events: 2 good outcomes in all."));
}

TEST(Warnings, TellOfMoreColumnsThanEvents) {
  RunSummary run = some_run();
  run.columns = 1'500;
  EXPECT_EQ(
      warnings_about(run),
      std::vector<std::string>{
          "more columns than events (1,500 to 1,400): models can fit chance; fewer "
          "features or stronger penalties may do better"});
}

TEST(Warnings, TellOfModelsThatDecideNothing) {
  RunSummary run = some_run();
  run.models[0].cv_auc = 0.52;
  run.models[0].test.at_chosen = {0, 0, 80, 20};
  run.models[1].test.at_chosen = {20, 80, 0, 0};
  EXPECT_EQ(
      warnings_about(run),
      (std::vector<std::string>{
          "Logistic regression: cross-validated AUC 0.5200 is hardly better than "
          "chance "
          "(0.5)",
          "Logistic regression: at its threshold nobody in the test set is refused; "
          "with "
          "these costs refusing does not pay",
          "LightGBM: at its threshold everybody in the test set is refused; with these "
          "costs lending does not pay"}));
}

}  // namespace
}  // namespace credence::report
