// batch_tables.h
// This component provides the scoring of a portfolio's tables, whose features one run
// of features.sql gives, to score_batch.
#pragma once

#include "scoring/batch_output.h"

namespace credence::scoring {

Result<> score_tables(Decider& decider, const engine::Source& source,
                      const BatchOptions& options, BatchOutput& output,
                      Progress& progress);

}  // namespace credence::scoring
