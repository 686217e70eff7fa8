// feature_files.h
// This component provides features and matrices as CSV or Parquet files, to the
// commands that write them.
#pragma once

#include <filesystem>
#include <span>

#include "engine/engine.h"
#include "features/feature_set.h"
#include "table/matrix.h"

namespace credence::cli {

// application_id, decided_at, outcome, then every feature.
Result<> write_features(engine::Engine& engine, const features::FeatureSet& set,
                        const std::filesystem::path& path);

// application_id, outcome, then every matrix column, for these rows of the set.
Result<> write_matrix(engine::Engine& engine, const features::FeatureSet& set,
                      std::span<const std::uint32_t> rows, const table::Matrix& matrix,
                      const std::filesystem::path& path);

}  // namespace credence::cli
