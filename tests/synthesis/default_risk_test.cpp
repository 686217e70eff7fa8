#include "synthesis/default_risk.h"

#include <gtest/gtest.h>

namespace credence::synthesis {
namespace {

struct Request {
  Customer customer;
  Application loan;
};

Request ordinary() {
  Request request;
  request.customer.education = Education::bachelor;
  request.loan.type = LoanType::personal;
  request.loan.income = 60'000'000;
  request.loan.emi = 1'000'000;
  request.loan.months = 24;
  request.loan.age = 35;
  request.loan.tenure_halves = 10;
  request.loan.bureau.score = 760;
  request.loan.bureau.utilization = 3'000;
  request.loan.bureau.active_accounts = 2;
  return request;
}

double risk_of(const Request& request) {
  return visible_risk(request.customer, request.loan);
}

TEST(DefaultRisk, RisesWithTheBurdenOnlyOnceItIsHeavy) {
  Request light = ordinary(), middle = ordinary(), heavy = ordinary();
  middle.loan.emi = 1'500'000;
  heavy.loan.emi = 4'000'000;
  EXPECT_EQ(risk_of(light), risk_of(middle));
  EXPECT_GT(risk_of(heavy), risk_of(middle) + 0.5);
}

TEST(DefaultRisk, CountsObligationsThatTheLenderKnowsOf) {
  Request request = ordinary();
  request.loan.bureau.obligations = 3'000'000;
  const double known = risk_of(request);
  request.customer.walk_in = true;
  EXPECT_GT(known, risk_of(request) + 0.3);
}

TEST(DefaultRisk, MakesUsedUpCardsWorseWhereTheScoreIsWeak) {
  Request strong = ordinary(), weak = ordinary();
  weak.loan.bureau.score = 600;
  Request strong_used = strong, weak_used = weak;
  strong_used.loan.bureau.utilization = weak_used.loan.bureau.utilization = 9'000;
  EXPECT_GT(risk_of(weak_used) - risk_of(weak),
            risk_of(strong_used) - risk_of(strong) + 1);
}

TEST(DefaultRisk, IsHigherForTheYoungAndTheOld) {
  Request young = ordinary(), old = ordinary();
  young.loan.age = 22;
  old.loan.age = 58;
  EXPECT_GT(risk_of(young), risk_of(ordinary()) + 0.5);
  EXPECT_GT(risk_of(old), risk_of(ordinary()) + 0.5);
}

TEST(DefaultRisk, DoesNotLookAtGender) {
  Request request = ordinary();
  const double male = risk_of(request);
  request.customer.gender = Gender::female;
  EXPECT_EQ(risk_of(request), male);
}

TEST(DefaultRisk, HidesCarelessnessEventAndNoise) {
  Customer customer;
  customer.carelessness = 0.7;
  Risk risk;
  risk.noise = -0.1;
  EXPECT_DOUBLE_EQ(risk.hidden(customer), carelessness_slope * 0.7 - 0.1);
  risk.event = true;
  EXPECT_DOUBLE_EQ(risk.hidden(customer), carelessness_slope * 0.7 - 0.1 + event_shock);
}

}  // namespace
}  // namespace credence::synthesis
