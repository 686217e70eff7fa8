// check_spaces.h
// This component provides the check of search spaces before anything is tried, to the
// search and to commands that would otherwise find a wrong one after minutes.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "learner/learner.h"
#include "portfolio/portfolio.h"

namespace credence::search {

// Whatever the learner may be asked to try: every dimension has values, is a parameter
// that the learner knows, and every value is one that it takes.
Result<> check_space(const learner::Learner& learner,
                     const portfolio::SearchSpace& space);

// The same of the portfolio's spaces for these learners, of all when none are named.
// What the portfolio has no space for, and learners that this program lacks, are left
// to those who look for them.
Result<> check_spaces(const portfolio::Portfolio& portfolio,
                      std::span<const std::string> learners);

}  // namespace credence::search
