#include "learner/logistic_learner.h"

#include <algorithm>
#include <map>

#include "learner/logistic_data.h"
#include "learner/logistic_solver.h"
#include "learner/parameter_rules.h"
#include "learner/training_data.h"

namespace credence::learner {
namespace {

using enum ParameterKind;

const std::vector<ParameterRule>& rules() {
  static const std::vector<ParameterRule> all = {
      {"C", real, 1.0, 0, 1e12, true},
      {"penalty", choice, std::string("l2"), 0, 0, false, {"l1", "l2"}},
      {"class_weight",
       choice,
       std::string("balanced"),
       0,
       0,
       false,
       {"none", "balanced"}},
  };
  return all;
}

Result<Parameters> complete(const Parameters& given) {
  return complete("logistic", given, rules());
}

class LogisticTrainer : public Trainer {
 public:
  LogisticTrainer(const table::Matrix& matrix, std::span<const std::int8_t> labels,
                  std::span<const std::int8_t> directions)
      : data_(matrix, labels) {
    if (any_direction(directions))
      directions_.assign(directions.begin(), directions.end());
  }

  Result<Trained> fit(const Parameters& given, std::uint64_t) const override {
    const Parameters parameters = TRY(complete(given));
    LogisticSolver solver(data_);
    return Trained{solver.solve(problem_of(parameters)), {}};
  }

  // A path from strong to weak regularisation: each solution is the start of the next.
  std::vector<Result<std::vector<double>>> fit_and_score(
      std::span<const Parameters> trials, std::uint64_t,
      const table::Matrix& matrix) const override {
    std::vector<Result<Parameters>> all;
    for (const Parameters& given : trials) all.push_back(complete(given));
    std::vector<std::size_t> order;
    std::vector<Result<std::vector<double>>> results(trials.size());
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (all[i])
        order.push_back(i);
      else
        results[i] = std::unexpected(all[i].error());
    std::ranges::stable_sort(order, {},
                             [&](std::size_t i) { return real_of(*all[i], "C"); });
    LogisticSolver solver(data_);
    for (const std::size_t i : order)
      results[i] = model::margins(solver.solve(problem_of(*all[i])), matrix);
    return results;
  }

 private:
  LogisticProblem problem_of(const Parameters& parameters) const {
    LogisticProblem problem;
    problem.directions = directions_;
    problem.penalty =
        choice_of(parameters, "penalty") == "l1" ? Penalty::l1 : Penalty::l2;
    problem.inverse_strength = real_of(parameters, "C");
    if (choice_of(parameters, "class_weight") == "balanced") {
      const auto [good, bad] = data_.class_rows();
      for (const int label : {0, 1})
        problem.class_weights[static_cast<std::size_t>(label)] =
            static_cast<double>(good + bad) /
            (2 * static_cast<double>(label == 1 ? bad : good));
    }
    return problem;
  }

  LogisticData data_;
  std::vector<std::int8_t> directions_;  // empty: none
};

class LogisticLearner : public Learner {
 public:
  std::string_view name() const override { return "logistic"; }
  std::string_view title() const override { return "Logistic regression"; }
  bool wants_scaled() const override { return true; }
  std::string version() const override { return "Credence's own"; }

  Result<> check(const Parameters& parameters) const override {
    TRY(complete(parameters));
    return {};
  }

  Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels,
      std::span<const std::int8_t> directions) const override {
    TRY_IN("logistic", check_training_data(matrix, labels, false));
    TRY_IN("logistic", check_directions(matrix, directions));
    return std::make_unique<LogisticTrainer>(matrix, labels, directions);
  }

  // All strengths of one penalty and weighting are one path.
  std::vector<std::vector<std::size_t>> group(
      std::span<const Parameters> trials) const override {
    std::map<Parameters, std::vector<std::size_t>> paths;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      Parameters path = complete(trials[i]).value_or(trials[i]);
      path.erase("C");
      paths[path].push_back(i);
    }
    std::vector<std::vector<std::size_t>> groups;
    for (auto& [path, members] : paths) groups.push_back(std::move(members));
    return groups;
  }

  // Lasso's steps are found by iteration, ridge's at once.
  double effort(std::span<const Parameters> trials) const override {
    double total = 0;
    for (const Parameters& given : trials) {
      const auto parameters = complete(given);
      total += parameters && choice_of(*parameters, "penalty") == "l1" ? 2 : 1;
    }
    return total;
  }
};

}  // namespace

std::unique_ptr<Learner> logistic_learner() {
  return std::make_unique<LogisticLearner>();
}

}  // namespace credence::learner
