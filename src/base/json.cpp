#include "base/json.h"

#include <nlohmann/json.hpp>

namespace credence {

Result<Json> parse_json(std::string_view text, std::string_view what) {
  try {
    return Json::parse(text);
  } catch (const std::exception& error) {
    return bad_input("{}: not valid JSON: {}", what, error.what());
  }
}

std::string dump_json(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace credence
