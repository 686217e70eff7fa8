#include "learner/logistic_solver.h"

#include <gtest/gtest.h>

#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

class Solver : public testing::Test {
 protected:
  const LabelledRows rows_ = random_rows(12, 900, 14);
  const LogisticData data_{rows_.matrix, rows_.labels};
};

TEST_F(Solver, EndsInTheSamePlaceWhereverItStarts) {
  for (const Penalty penalty : {Penalty::l1, Penalty::l2}) {
    LogisticSolver warm(data_);
    for (const double c : {100.0, 0.01, 5.0, 0.2}) {
      LogisticSolver cold(data_);
      const LogisticProblem problem{penalty, c, {1, 2}};
      warm.solve(problem);
      cold.solve(problem);
      EXPECT_NEAR(warm.objective(), cold.objective(), 1e-10 * cold.objective());
    }
  }
}

TEST_F(Solver, ReachesALowerObjectiveUnderAWeakerPenaltyOnTheSameFootings) {
  // objective / C = loss + penalty / C falls with C.
  LogisticSolver solver(data_);
  double last = 1e300;
  for (const double c : {0.01, 0.1, 1.0, 10.0}) {
    solver.solve({Penalty::l1, c, {1, 1}});
    EXPECT_LT(solver.objective() / c, last);
    last = solver.objective() / c;
  }
}

TEST_F(Solver, KeepsTheCurvatureAlongAPath) {
  LogisticSolver solver(data_);
  for (const double c : {0.001, 0.01, 0.1, 0.5, 1.0, 5.0, 10.0})
    solver.solve({Penalty::l2, c, {1, 1}});
  EXPECT_LT(solver.curvatures_made(), 14);  // Newton's method makes one at every step
  EXPECT_GT(solver.steps_made(), solver.curvatures_made());
}

TEST_F(Solver, HasNothingToDoWhereItAlreadyIs) {
  LogisticSolver solver(data_);
  const LogisticProblem problem{Penalty::l1, 0.7, {1, 1}};
  const model::Linear once = solver.solve(problem);
  const auto steps = solver.steps_made();
  const model::Linear twice = solver.solve(problem);
  EXPECT_EQ(solver.steps_made(), steps);
  EXPECT_EQ(twice.coefficients, once.coefficients);
  EXPECT_EQ(twice.intercept, once.intercept);
}

TEST_F(Solver, DoesNotDependOnTheOrderOfColumns) {
  LabelledRows turned = rows_;
  const std::size_t p = rows_.matrix.columns();
  for (std::size_t i = 0; i < turned.matrix.rows; ++i)
    for (std::size_t j = 0; j < p; ++j)
      turned.matrix.row(i)[j] = rows_.matrix.row(i)[p - 1 - j];
  const LogisticData turned_data(turned.matrix, turned.labels);
  for (const Penalty penalty : {Penalty::l1, Penalty::l2}) {
    LogisticSolver straight(data_), reversed(turned_data);
    const LogisticProblem problem{penalty, 2, {1, 1}};
    straight.solve(problem);
    reversed.solve(problem);
    EXPECT_NEAR(straight.objective(), reversed.objective(),
                1e-10 * straight.objective());
  }
}

}  // namespace
}  // namespace credence::learner
