// json.h
// This component provides `Json`, a document whose keys keep the order in which they
// were written, so that the same content is the same bytes. Files that build or take
// apart a document include <nlohmann/json.hpp> themselves.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence {

using Json = nlohmann::ordered_json;

// `what` names the text in the error: a file, or "the request".
Result<Json> parse_json(std::string_view text, std::string_view what);

// Indented by two spaces, ends with a newline. Reals are written so that reading
// them gives the same 64 bits back.
std::string dump_json(const Json& document);

}  // namespace credence
