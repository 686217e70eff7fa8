#include "explain/quadrature.h"

#include <cassert>

namespace credence::explain {
namespace {

// The Legendre polynomials at x from P_0 to P_n, by Bonnet's recursion.
struct Legendre {
  int sign_changes = 0;                   // from each to the next
  long double last = 1, before_last = 0;  // P_n, P_(n-1)
};

Legendre legendre(int n, long double x) {
  Legendre at;
  for (int k = 1; k <= n; ++k) {
    const long double next = ((2 * k - 1) * x * at.last - (k - 1) * at.before_last) / k;
    at.sign_changes += (next < 0) != (at.last < 0);
    at.before_last = at.last;
    at.last = next;
  }
  return at;
}

// Orthogonal polynomials are a Sturm sequence: as many roots of P_n lie above x as
// there are changes of sign at x. Bisection on that count needs no first guess.
long double root(int n, int roots_above) {
  long double low = -1, high = 1;
  while (true) {
    const long double middle = (low + high) / 2;
    if (middle == low || middle == high) return middle;
    (legendre(n, middle).sign_changes > roots_above ? low : high) = middle;
  }
}

}  // namespace

Quadrature gauss_legendre(int n) {
  assert(n >= 1);
  Quadrature rule;
  for (int i = 0; i < n; ++i) {
    const long double x = root(n, n - 1 - i);
    const long double slope = n * legendre(n, x).before_last;  // (1 - x^2) P_n'(x)
    rule.points.push_back(static_cast<double>((1 + x) / 2));
    rule.weights.push_back(static_cast<double>((1 - x * x) / (slope * slope)));
  }
  return rule;
}

}  // namespace credence::explain
