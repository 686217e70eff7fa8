#include "calibrate/fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "calibrate/newton.h"
#include "calibrate/softplus.h"
#include "metric/scored.h"

namespace credence::calibrate {
namespace {

std::vector<double> smoothed_targets(const metric::Scored& margins) {
  const auto bad = static_cast<double>(margins.bad());
  const auto good = static_cast<double>(margins.good());
  std::vector<double> targets;
  for (const std::int8_t label : margins.labels())
    targets.push_back(label == 1 ? (bad + 1) / (bad + 2) : 1 / (good + 2));
  return targets;
}

Result<metric::Scored> check_margins(std::span<const std::int8_t> labels,
                                     std::span<const double> margins) {
  metric::Scored checked = TRY(metric::Scored::from(labels, margins));
  if (checked.steps().size() == 1)
    return bad_input("all {} margins are {}; calibration needs scores that differ",
                     margins.size(), margins.front());
  return checked;
}

std::optional<Regression> regress(std::vector<std::vector<double>> columns,
                                  std::span<const double> targets) {
  return calibrate::regress(std::span<const std::vector<double>>(columns), targets);
}

// The best of the maps with a or b held at 0, where that keeps the other above 0.
std::optional<Beta> on_an_edge(const std::vector<double>& a_column,
                               const std::vector<double>& b_column,
                               std::span<const double> targets) {
  const auto only_a = regress({a_column}, targets),
             only_b = regress({b_column}, targets);
  const bool a_fits = only_a && only_a->coefficients[0] > 0;
  const bool b_fits = only_b && only_b->coefficients[0] > 0;
  if (a_fits && (!b_fits || only_a->loss <= only_b->loss))
    return Beta{.a = only_a->coefficients[0], .b = 0, .c = only_a->intercept};
  if (b_fits) return Beta{.a = 0, .b = only_b->coefficients[0], .c = only_b->intercept};
  return {};
}

using Fit = Result<Calibration> (*)(std::span<const std::int8_t>,
                                    std::span<const double>);

// The rows of one fold and the others.
struct Part {
  std::vector<std::int8_t> labels;
  std::vector<double> margins;
};

struct Parts {
  std::vector<Part> in, out;
};

Parts parts_of(std::span<const std::int8_t> labels, std::span<const double> margins,
               std::span<const std::uint32_t> folds) {
  std::vector<std::uint32_t> names(folds.begin(), folds.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  Parts parts{.in = std::vector<Part>(names.size()),
              .out = std::vector<Part>(names.size())};
  for (std::size_t row = 0; row < folds.size(); ++row)
    for (std::size_t fold = 0; fold < names.size(); ++fold) {
      Part& part = (folds[row] == names[fold] ? parts.in : parts.out)[fold];
      part.labels.push_back(labels[row]);
      part.margins.push_back(margins[row]);
    }
  return parts;
}

std::vector<double> applied(const Calibration& calibration,
                            std::span<const double> margins) {
  std::vector<double> result;
  for (const double margin : margins) result.push_back(calibration.apply(margin));
  return result;
}

// Over all rows, each by the fit on the other folds.
Result<double> cross_validated(const Parts& parts, Fit fit) {
  double sum = 0, rows = 0;
  for (std::size_t fold = 0; fold < parts.in.size(); ++fold) {
    const Part &in = parts.in[fold], &out = parts.out[fold];
    const Calibration calibration =
        TRY_IN(fmt::format("without fold {}", fold + 1), fit(out.labels, out.margins));
    const auto here = static_cast<double>(in.labels.size());
    sum += here * log_loss_of(in.labels, applied(calibration, in.margins));
    rows += here;
  }
  return sum / rows;
}

struct Tried {
  Result<Calibration> fitted;
  std::optional<double> log_loss;
};

Tried attempt(const Parts& parts, std::span<const std::int8_t> labels,
              std::span<const double> margins, Fit fit) {
  Tried tried{.fitted = fit(labels, margins), .log_loss = {}};
  if (!tried.fitted) return tried;
  const Result<double> loss = cross_validated(parts, fit);
  if (loss) {
    tried.log_loss = *loss;
  } else {
    tried.fitted = std::unexpected(loss.error());
  }
  return tried;
}

std::string said(std::string_view kind, const Tried& tried) {
  return tried.log_loss ? fmt::format("{} {:.5f}", kind, *tried.log_loss)
                        : fmt::format("{} refused", kind);
}

}  // namespace

Result<Calibration> fit_platt(std::span<const std::int8_t> labels,
                              std::span<const double> margins) {
  const metric::Scored checked = TRY(check_margins(labels, margins));
  const auto fitted =
      regress({{margins.begin(), margins.end()}}, smoothed_targets(checked));
  if (!fitted)
    return bad_input("margins from {} to {} are too close together to calibrate",
                     checked.steps().back().score, checked.steps().front().score);
  return Calibration::from(
      Platt{.slope = fitted->coefficients[0], .intercept = fitted->intercept});
}

Result<Calibration> fit_beta(std::span<const std::int8_t> labels,
                             std::span<const double> margins) {
  const metric::Scored checked = TRY(check_margins(labels, margins));
  const std::vector<double> targets = smoothed_targets(checked);
  std::vector<double> a_column, b_column;
  for (const double margin : margins) {
    a_column.push_back(-softplus(-margin));
    b_column.push_back(softplus(margin));
  }
  const auto both = regress({a_column, b_column}, targets);
  if (both && both->coefficients[0] >= 0 && both->coefficients[1] >= 0)
    return Calibration::from(Beta{
        .a = both->coefficients[0], .b = both->coefficients[1], .c = both->intercept});
  // The loss is convex, so where the free minimum is outside, the least is on an edge.
  const std::optional<Beta> edge = on_an_edge(a_column, b_column, targets);
  if (!edge)
    return bad_input(
        "beta calibration: neither a nor b comes out above 0; higher margins go with "
        "less risk, and no increasing map mends that");
  return Calibration::from(*edge);
}

double log_loss_of(std::span<const std::int8_t> labels,
                   std::span<const double> log_odds) {
  double sum = 0;
  for (std::size_t row = 0; row < labels.size(); ++row)
    sum += softplus(labels[row] == 1 ? -log_odds[row] : log_odds[row]);
  return sum / static_cast<double>(labels.size());
}

Result<Choice> choose_calibration(std::span<const std::int8_t> labels,
                                  std::span<const double> margins,
                                  std::span<const std::uint32_t> folds) {
  TRY(check_margins(labels, margins));
  if (folds.size() != labels.size())
    return bad_input("{} outcomes came with {} folds; there has to be one fold each",
                     labels.size(), folds.size());
  const Parts parts = parts_of(labels, margins, folds);
  if (parts.in.size() < 2)
    return bad_input("all rows are in one fold; comparing calibrations needs two");
  const Tried platt = attempt(parts, labels, margins, fit_platt);
  const Tried beta = attempt(parts, labels, margins, fit_beta);
  if (!platt.log_loss && !beta.log_loss) return std::unexpected(platt.fitted.error());
  const bool take_beta =
      beta.log_loss && (!platt.log_loss || *beta.log_loss < *platt.log_loss);
  const double before = log_loss_of(labels, margins);
  return Choice{
      .calibration = take_beta ? *beta.fitted : *platt.fitted,
      .uncalibrated_log_loss = before,
      .platt_log_loss = platt.log_loss,
      .beta_log_loss = beta.log_loss,
      .reason = fmt::format("{} calibration: log loss in cross-validation {}, {}; "
                            "{:.5f} uncalibrated",
                            take_beta ? "beta" : "platt", said("platt", platt),
                            said("beta", beta), before)};
}

}  // namespace credence::calibrate
