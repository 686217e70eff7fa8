// moved_rows.h
// This component provides `MovedInput`, what features.sql makes of applications in
// which one raw column is moved and nothing else changes, to the check of finished
// models: what a model may learn of a feature says nothing yet of the input, of which a
// band or a ratio may be made as well.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::features {

struct MovedInput {
  portfolio::MonotoneInput input;
  std::vector<double> values;    // that the column was given, ascending
  table::Column application_id;  // of each application moved
  table::Table features;         // a column per Portfolio::features, in order; row
                                 // a x values.size() + k: application a, value k

  std::size_t applications() const { return application_id.size(); }
};

struct MoveOptions {
  std::size_t applications = 200;  // at most, of those that have a value there
  std::size_t values = 25;         // as moved_values takes them
  std::uint64_t seed = 42;
  unsigned threads = 2;
};

// Each of Portfolio::monotone, in order, for applications drawn from `rows` of `set`.
// What was known when they were decided is kept but for the values that are there in
// the column: in the application's own rows, or where the table has none of these, in
// all of its applicant's. The engine has to be loaded.
Result<std::vector<MovedInput>> move_inputs(engine::Engine& engine,
                                            const portfolio::Portfolio& portfolio,
                                            const FeatureSet& set,
                                            std::vector<std::uint32_t> rows,
                                            const MoveOptions& options);

}  // namespace credence::features
