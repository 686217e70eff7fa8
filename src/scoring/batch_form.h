// batch_form.h
// This component provides the scoring of a file of form rows, each an applicant of whom
// nothing else is known, to score_batch.
#pragma once

#include "scoring/batch_output.h"

namespace credence::scoring {

// The fields of the form that have to be entered and that `columns` lacks; none: these
// are columns of form rows.
std::vector<std::string> absent_fields(const portfolio::Portfolio& portfolio,
                                       const std::vector<std::string>& columns);

class TextRows;
Result<> score_form_rows(Decider& decider, const TextRows& rows,
                         const BatchOptions& options, BatchOutput& output,
                         Progress& progress);

}  // namespace credence::scoring
