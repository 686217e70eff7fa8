// quadrature.h
// This component provides Gauss-Legendre quadrature on [0, 1], to the explanation of
// forests, whose Shapley values are integrals of polynomials.
#pragma once

#include <vector>

namespace credence::explain {

// The integral of any polynomial of degree 2n - 1 or less is the sum of weight x value
// at point (Abramowitz, Stegun 1964, 25.4.30).
struct Quadrature {
  std::vector<double> points;   // n, ascending, within (0, 1)
  std::vector<double> weights;  // n, positive, of sum 1
};

// n >= 1. The same bits on every machine: no function of the C library takes part.
Quadrature gauss_legendre(int n);

}  // namespace credence::explain
