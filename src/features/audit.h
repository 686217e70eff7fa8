// audit.h
// This component provides the leakage audit: proof, on a sample, that every feature
// uses only what was known when its application was decided, to `credence features` and
// `run`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::features {

struct AuditOptions {
  std::size_t sample = 400;      // applications, at most
  double implausible_auc = 0.9;  // of a single feature
  std::uint64_t seed = 42;
};

enum class FindingKind {
  leak,         // the value changes when what was not yet known is taken away
  implausible,  // one feature alone separates good from bad too well
  undated,      // a table has neither a date nor a reason to need none
};

struct Finding {
  FindingKind kind;
  std::string subject;     // feature, or table
  std::string text;        // one sentence for a person
  std::int64_t count = 0;  // leak: applications of the sample whose value changed
  bool fatal = true;       // false: nothing reads it, so it is only said
};

struct Audit {
  std::size_t sampled = 0, kinds = 0,
              values = 0;  // applications, kinds of them, comparisons
  std::vector<Finding> findings;

  bool passed() const;
};

// Applications are sampled from every kind: outcome x which features are missing. For
// each, the rows that were not yet known are deleted, the columns that were not yet
// known are nulled, and features.sql runs on what is left of this one applicant; every
// value is compared with the one that training would use, bit for bit.
Result<Audit> audit(engine::Engine& engine, const portfolio::Portfolio& portfolio,
                    const FeatureSet& set, const AuditOptions& options,
                    Progress& progress);

// The findings, one a line, ending in what to do; empty when there are none.
std::string describe(const Audit& audit);

}  // namespace credence::features
