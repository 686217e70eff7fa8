// texts.h
// This component provides the files of a drafted portfolio one by one, to its writing.
#pragma once

#include <string>
#include <string_view>

#include "draft/draft.h"

namespace credence::draft {

std::string schema_text(const Draft& draft);
std::string features_text(const Draft& draft);
std::string target_text(const Draft& draft);
std::string toml_text(const Draft& draft);

// The sections of portfolio.toml that say what is searched for every model. It takes a
// minute or a few on two processors: the more rows, the fewer trials; the fewer rows,
// the smaller the trees.
std::string search_text(const Draft& draft);

// A name of the file as part of a comment: on one line.
std::string on_one_line(std::string_view text);

// What values the SQL column may have, where schema.sql says so.
bool is_in_schema(const Draft& draft, const Column& column);

}  // namespace credence::draft
