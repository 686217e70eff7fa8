// missing_marks.h
// This component provides the texts of a file that stand for "missing", to the drafting
// of a portfolio.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "draft/raw_file.h"

namespace credence::draft {

// Whether a text says "missing" whatever column it stands in (NA, NULL, #N/A), only
// where it is the one thing among numbers or dates that is none (None, -), or never.
enum class Mark { always, among_numbers, never };

Mark mark_of(std::string_view text);

struct MissingMarks {
  std::vector<std::string> marks;     // as they stand in the file, sorted, no blanks
  std::vector<std::string> warnings;  // texts that were left as categories
};

// `given` are marks whether they occur or not, `kept` none at all. `raw` has been read
// without marks.
Result<MissingMarks> find_marks(RawFile& file, const std::vector<std::string>& given,
                                const std::string& kept);

}  // namespace credence::draft
