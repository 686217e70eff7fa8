// forest_rules.h
// This component provides the check that a `Forest` is one, to everything that makes a
// forest from text: whatever passes it can be walked without further checks.
#pragma once

#include "base/result.h"
#include "model/forest.h"

namespace credence::model {

// Trees stand one after the other, every child after its parent, every node in exactly
// one tree; features lie within the columns; numbers are finite, but that a threshold
// may be +infinity. Fails with `bad_input`
// that names the node.
Result<> check_forest(const Forest& forest);

}  // namespace credence::model
