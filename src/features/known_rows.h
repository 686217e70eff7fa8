// known_rows.h
// This component provides the rows about one applicant that were known when an
// application was decided, as they were known then, to the leakage audit and to
// reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applicant/applicant.h"
#include "base/result.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::features {

// One request per row number of `rows`, in their order. Of every table: the rows linked
// to the applicant whose date is before the decision (or on its day, where the
// portfolio says so); columns that change later are missing unless their own date had
// come. Tables with neither a date nor a reason to need none give no rows.
Result<std::vector<applicant::Request>> known_rows(
    engine::Engine& engine, const portfolio::Portfolio& portfolio,
    const FeatureSet& set, const std::vector<std::uint32_t>& rows);

// The same of the tables named alone, and without the applicant's other applications
// and what hangs on them.
Result<std::vector<applicant::Request>> own_known_rows(
    engine::Engine& engine, const portfolio::Portfolio& portfolio,
    const FeatureSet& set, const std::vector<std::uint32_t>& rows,
    const std::vector<std::string>& tables);

}  // namespace credence::features
