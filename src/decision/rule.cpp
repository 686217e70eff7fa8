#include "decision/rule.h"

#include <algorithm>

namespace credence::decision {

const portfolio::Band& Rule::band(double probability) const {
  const auto found =
      std::find_if(bands.begin(), bands.end() - 1, [&](const portfolio::Band& band) {
        return probability < band.below * threshold;
      });
  return *found;
}

}  // namespace credence::decision
