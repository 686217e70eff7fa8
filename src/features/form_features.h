// form_features.h
// This component provides the features that known applicants would have had if they had
// only filled in the portfolio's form, to reports: how good are the models for a
// stranger at the door?
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::features {

// One row per row number of `rows`, in their order, with the columns and types of
// `set.features`: what `credence score` makes of a form in which the same values are
// entered. Of the application's own rows (of several in a table the latest), as known
// when it was decided, the columns that the form fills stay, a value that is not known
// being missing; keys and dates are made up as for a form. A column that the schema
// requires and the form does not fill keeps its value. Everything else is unknown:
// other tables, other applications. No columns when the portfolio has no form. Fails
// with `bad_input` when features.sql gives no row for an application of which no more
// is known.
Result<table::Table> form_features(engine::Engine& engine,
                                   const portfolio::Portfolio& portfolio,
                                   const FeatureSet& set,
                                   const std::vector<std::uint32_t>& rows);

}  // namespace credence::features
