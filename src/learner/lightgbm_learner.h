// lightgbm_learner.h
// This component provides LightGBM (Ke et al. 2017), trained through its C API, to
// `find_learner`.
#pragma once

#include <memory>

#include "learner/learner.h"

namespace credence::learner {

std::unique_ptr<Learner> lightgbm_learner();

}  // namespace credence::learner
