// search_bench FOLDER LEARNER [POINTS|METHOD [TRIALS]]
// Times the search of one learner over the matrices train_scaled.csv and
// train_unscaled.csv in FOLDER (columns, the last one the outcome), 5 folds by row
// number; beside bench/peer/search_*.py, which read the same files. POINTS, a file of
// JSON, holds the points to try instead of drawn ones; METHOD is how the search draws
// them, random unless said. Prints one JSON object.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "portfolio/portfolio.h"
#include "search/search.h"

namespace {

using namespace credence;
using portfolio::ParameterValue;

constexpr std::size_t fold_count = 5;

struct Labelled {
  table::Matrix matrix;
  std::vector<std::int8_t> labels;
};

Result<Labelled> read_matrix(const std::string& path) {
  const std::string text = TRY(read_file(path));
  Labelled data;
  const char* place = text.data();
  const char* const end = place + text.size();
  for (bool header = true; header; ++place) {
    const char* start = place;
    while (place != end && *place != ',' && *place != '\n') ++place;
    data.matrix.names.emplace_back(start, place);
    header = place != end && *place != '\n';
  }
  data.matrix.names.pop_back();  // the outcome
  const std::size_t p = data.matrix.columns();
  for (std::size_t j = 0; place < end; ++place, j = (j + 1) % (p + 1)) {
    double value = 0;
    const auto [rest, error] = std::from_chars(place, end, value);
    if (error != std::errc{})
      return bad_input("{}: row {} holds no number", path, data.labels.size());
    place = rest;
    if (j < p)
      data.matrix.values.push_back(value);
    else
      data.labels.push_back(value > 0.5);
  }
  data.matrix.rows = data.labels.size();
  return data;
}

table::Matrix take(const table::Matrix& matrix,
                   const std::vector<std::uint32_t>& rows) {
  table::Matrix taken{matrix.names, rows.size(), {}};
  for (const std::uint32_t row : rows) {
    const auto values = matrix.row(row);
    taken.values.insert(taken.values.end(), values.begin(), values.end());
  }
  return taken;
}

Result<std::vector<search::Fold>> read_folds(const std::string& folder) {
  const Labelled scaled = TRY(read_matrix(folder + "/train_scaled.csv"));
  const Labelled unscaled = TRY(read_matrix(folder + "/train_unscaled.csv"));
  std::vector<search::Fold> folds(fold_count);
  for (std::size_t f = 0; f < fold_count; ++f) {
    search::Fold& fold = folds[f];
    for (std::uint32_t i = 0; i < scaled.labels.size(); ++i) {
      const bool is_test = i % fold_count == f;
      (is_test ? fold.test_rows : fold.train_rows).push_back(i);
      (is_test ? fold.test_labels : fold.train_labels).push_back(scaled.labels[i]);
    }
    fold.train_scaled = take(scaled.matrix, fold.train_rows);
    fold.test_scaled = take(scaled.matrix, fold.test_rows);
    fold.train_unscaled = take(unscaled.matrix, fold.train_rows);
    fold.test_unscaled = take(unscaled.matrix, fold.test_rows);
  }
  return folds;
}

// Of the default portfolio.
Result<portfolio::SearchSpace> space_of(const std::string& learner) {
  const auto portfolio = TRY(portfolio::read_portfolio("portfolios/retail_lending"));
  const portfolio::SearchSpace* space = portfolio.find_search(learner);
  if (!space) return bad_input("the portfolio has no [search.{}]", learner);
  return *space;
}

Json json_of(const portfolio::Parameters& parameters) {
  Json object = Json::object();
  for (const auto& [name, value] : parameters)
    std::visit([&](const auto& kind) { object[name] = kind; }, value);
  return object;
}

Result<std::vector<portfolio::Parameters>> read_points(const std::string& path) {
  const std::string text = TRY(read_file(path));
  const Json document = TRY(parse_json(text, path));
  std::vector<portfolio::Parameters> points;
  for (const Json& object : document) {
    portfolio::Parameters point;
    for (const auto& [name, value] : object.items())
      point[name] = value.is_string() ? ParameterValue(value.get<std::string>())
                    : value.is_number_integer()
                        ? ParameterValue(value.get<std::int64_t>())
                        : ParameterValue(value.get<double>());
    points.push_back(std::move(point));
  }
  return points;
}

// What a logistic fit minimises, summed over folds; computed from the fitted model.
Result<double> objective(const learner::Learner& logistic,
                         const portfolio::Parameters& point,
                         const std::vector<search::Fold>& folds) {
  double total = 0;
  for (const search::Fold& fold : folds) {
    const auto trainer = TRY(logistic.bind(fold.train_scaled, fold.train_labels, {}));
    const model::Model model = TRY(trainer->fit(point, 0)).model;
    const auto rows = static_cast<double>(fold.train_labels.size());
    const auto bad = static_cast<double>(std::ranges::count(fold.train_labels, 1));
    const std::vector<double> margins = model::margins(model, fold.train_scaled);
    double loss = 0;
    for (std::size_t i = 0; i < margins.size(); ++i) {
      const bool is_bad = fold.train_labels[i] == 1;
      const double u = is_bad ? -margins[i] : margins[i];
      loss += rows / (2 * (is_bad ? bad : rows - bad)) *
              (std::max(u, 0.0) + std::log1p(std::exp(-std::abs(u))));
    }
    total += std::get<double>(point.at("C")) * loss;
    for (const double b : std::get<model::Linear>(model).coefficients)
      total +=
          std::get<std::string>(point.at("penalty")) == "l1" ? std::abs(b) : b * b / 2;
  }
  return total;
}

Result<> run(const std::string& folder, const std::string& name,
             const std::string& choice, int trials) {
  const auto learner = TRY(learner::find_learner(name));
  const std::vector<search::Fold> folds = TRY(read_folds(folder));
  const portfolio::SearchSpace space = TRY(space_of(name));
  search::SearchOptions options;
  options.trials = trials;
  const auto method = search::find_method(choice);
  std::vector<portfolio::Parameters> points;
  if (method)
    options.method = *method;
  else
    points = TRY(read_points(choice));
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t work_start = std::clock();
  const search::Found found =
      method
          ? TRY(search::search(*learner, space, folds, options, no_progress()))
          : TRY(search::search_points(*learner, points, folds, options, no_progress()));
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  const double work = static_cast<double>(std::clock() - work_start) / CLOCKS_PER_SEC;
  Json report = {{"learner", name},
                 {"rows", folds[0].train_scaled.rows + folds[0].test_scaled.rows},
                 {"columns", folds[0].train_scaled.columns()},
                 {"fits", found.fits},
                 {"fits_done", found.done},
                 {"seconds", seconds.count()},
                 {"processor_seconds", work},
                 {"best_auc", found.trials[found.best].mean_auc},
                 {"best", json_of(found.trials[found.best].parameters)},
                 {"trials", Json::array()}};
  for (const search::Trial& trial : found.trials) {
    Json object = json_of(trial.parameters);
    object["mean_auc"] = trial.mean_auc;
    if (name == "logistic")
      object["objective"] = TRY(objective(*learner, trial.parameters, folds));
    report["trials"].push_back(std::move(object));
  }
  fmt::print("{}", dump_json(report));
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    fmt::print(stderr, "usage: search_bench FOLDER LEARNER [POINTS|METHOD [TRIALS]]\n");
    return 2;
  }
  const auto done = run(arguments[1], arguments[2], count > 3 ? arguments[3] : "random",
                        count > 4 ? std::atoi(arguments[4]) : 0);
  if (done) return EXIT_SUCCESS;
  fmt::print(stderr, "{}\n", done.error().message);
  return 3;
}
