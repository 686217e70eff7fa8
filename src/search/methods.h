// methods.h
// This component provides the methods of searching, to `search`. `trials` is 1 or more.
#pragma once

#include "search/judge.h"

namespace credence::search {

// Successive halving: all configurations start on one fold with the fewest trees; of
// those that compete, the ones of one learning rate, the better third goes on, to one
// more fold and more trees, and the last of them to every fold with every number of
// trees. Draws `trials` configurations.
Result<Found> halving(Judge& judge, const portfolio::SearchSpace& space,
                      std::size_t trials, std::uint64_t seed);

// How many points it judges, each on one fold.
std::size_t halving_steps(const portfolio::SearchSpace& space, std::size_t trials,
                          std::uint64_t seed, std::size_t folds);

// Tree-structured Parzen estimator: after a first batch drawn at random, each batch
// holds the configurations in which the better quarter of those judged differs most
// from the rest. Tries as many points as random search.
Result<Found> tpe(Judge& judge, const portfolio::SearchSpace& space, std::size_t trials,
                  std::uint64_t seed);
std::size_t tpe_steps(const portfolio::SearchSpace& space, std::size_t trials,
                      std::size_t folds);

}  // namespace credence::search
