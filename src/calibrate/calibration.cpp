#include "calibrate/calibration.h"

#include <cmath>

#include "base/exact_math.h"
#include "calibrate/softplus.h"

namespace credence::calibrate {
namespace {

Result<> check_finite(std::string_view kind, std::string_view name, double value) {
  if (std::isfinite(value)) return {};
  return bad_input("{} calibration: {} is {}; expected a finite number", kind, name,
                   value);
}

double apply(const Platt& map, double margin) {
  return map.slope * margin + map.intercept;
}

// Each term is never decreasing as it is rounded, so neither is their sum.
double apply(const Beta& map, double margin) {
  return map.b * softplus(margin) - map.a * softplus(-margin) + map.c;
}

}  // namespace

Result<Calibration> Calibration::from(const Platt& platt) {
  TRY(check_finite("platt", "the slope", platt.slope));
  TRY(check_finite("platt", "the intercept", platt.intercept));
  if (!(platt.slope > 0))
    return bad_input(
        "platt calibration: the slope is {}; expected more than 0, as a higher margin "
        "has to mean more risk",
        platt.slope);
  return Calibration(platt);
}

Result<Calibration> Calibration::from(const Beta& beta) {
  TRY(check_finite("beta", "a", beta.a));
  TRY(check_finite("beta", "b", beta.b));
  TRY(check_finite("beta", "c", beta.c));
  if (!(beta.a >= 0 && beta.b >= 0 && (beta.a > 0 || beta.b > 0)))
    return bad_input(
        "beta calibration: a is {} and b is {}; expected neither below 0 and not both "
        "0, "
        "as a higher margin has to mean more risk",
        beta.a, beta.b);
  return Calibration(beta);
}

double Calibration::apply(double margin) const {
  return std::visit([margin](const auto& map) { return calibrate::apply(map, margin); },
                    map_);
}

double Calibration::probability(double margin) const { return logistic(apply(margin)); }

}  // namespace credence::calibrate
