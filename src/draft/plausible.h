// plausible.h
// This component provides the first look for columns that know the outcome, to the
// drafting of a portfolio.
#pragma once

#include "base/result.h"
#include "draft/draft.h"
#include "draft/raw_file.h"

namespace credence::draft {

// The condition on `raw` that the target, column `target`, is bad.
std::string is_bad(const Draft& draft, std::size_t target);

// Leaves out, with a warning, features that alone separate good from bad better than
// the leakage audit would believe; `raw` has been read, `target` is its column.
Result<> leave_out_implausible(RawFile& file, std::size_t target, Draft& draft);

}  // namespace credence::draft
