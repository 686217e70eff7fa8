#include "prepare/directions.h"

namespace credence::prepare {
namespace {

std::int8_t sign_of(portfolio::Direction direction) {
  switch (direction) {
    case portfolio::Direction::increasing:
      return 1;
    case portfolio::Direction::decreasing:
      return -1;
    case portfolio::Direction::none:
      break;
  }
  return 0;
}

}  // namespace

std::vector<std::int8_t> directions_of(const Pipeline& pipeline,
                                       const portfolio::Portfolio& portfolio) {
  std::vector<std::int8_t> directions;
  for (const Step& step : pipeline.steps()) {
    const portfolio::Feature* feature = portfolio.find_feature(step.feature);
    directions.resize(directions.size() + columns_of(step).size() - step.outputs.size(),
                      0);
    directions.resize(directions.size() + step.outputs.size(),
                      feature ? sign_of(feature->direction) : std::int8_t{0});
  }
  return directions;
}

}  // namespace credence::prepare
