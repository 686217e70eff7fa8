// default_risk.h
// This component provides the true log-odds of default: what an application shows of
// them, and what it does not, to the calibration, the repayments and the oracle.
#pragma once

#include "synthesis/application.h"
#include "synthesis/chance.h"
#include "synthesis/customer.h"

namespace credence::synthesis {

// log-odds = intercept + visible + carelessness_slope x carelessness
//            + event_shock (if a life event strikes) + noise
inline constexpr double carelessness_slope = 1.0;
inline constexpr double event_probability = 0.12, event_shock = 1.5;
inline constexpr double noise_deviation = 0.3;
inline constexpr double walk_in_deviation = 0.5;  // noise: the file nobody asked for

struct Risk {
  double visible = 0;  // a function of what the lender can see on the day
  bool event = false;  // illness, loss of work, ... after the loan is paid out
  double noise = 0;
  double draw = 0;  // default happens when this uniform lies below the probability

  double hidden(const Customer& customer) const {
    return carelessness_slope * customer.carelessness + (event ? event_shock : 0.0) +
           noise;
  }
};

double visible_risk(const Customer& customer, const Application& application);

Risk draw_risk(const Customer& customer, const Application& application,
               Chance& chance);

}  // namespace credence::synthesis
