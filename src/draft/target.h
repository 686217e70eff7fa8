// target.h
// This component provides the choice of the target's bad value, to the drafting of a
// portfolio.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "draft/column_facts.h"
#include "draft/draft.h"

namespace credence::draft {

// `values` are all that the column has, `name` is the column's. Without `asked` there
// have to be two values, and the one is taken that says bad (1, yes, default), or the
// rarer. Fails with `bad_input` when no two classes can be told apart.
Result<Target> choose_target(std::string_view name, const std::vector<Counted>& values,
                             const std::optional<std::string>& asked);

}  // namespace credence::draft
