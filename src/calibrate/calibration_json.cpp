#include <nlohmann/json.hpp>

#include "calibrate/calibration.h"

namespace credence::calibrate {
namespace {

Result<double> read_real(const Json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end()) return bad_input("'{}' is missing", key);
  if (!found->is_number())
    return bad_input("'{}' is {}; expected a number", key, found->dump());
  return found->get<double>();
}

Result<> check_size(const Json& document, std::size_t keys) {
  if (document.size() == keys) return {};
  return bad_input("{} has {} keys; expected {}", document.dump(), document.size(),
                   keys);
}

Result<Calibration> read(const Json& document) {
  if (!document.is_object())
    return bad_input("expected an object, found {}", document.dump());
  const auto kind = document.find("kind");
  if (kind == document.end()) return bad_input("'kind' is missing");
  if (*kind == "platt") {
    TRY(check_size(document, 3));
    return Calibration::from(Platt{.slope = TRY(read_real(document, "slope")),
                                   .intercept = TRY(read_real(document, "intercept"))});
  }
  if (*kind == "beta") {
    TRY(check_size(document, 4));
    return Calibration::from(Beta{.a = TRY(read_real(document, "a")),
                                  .b = TRY(read_real(document, "b")),
                                  .c = TRY(read_real(document, "c"))});
  }
  return bad_input("'kind' is {}; expected \"platt\" or \"beta\"", kind->dump());
}

Json write(const Platt& map) {
  return {{"kind", "platt"}, {"slope", map.slope}, {"intercept", map.intercept}};
}

Json write(const Beta& map) {
  return {{"kind", "beta"}, {"a", map.a}, {"b", map.b}, {"c", map.c}};
}

}  // namespace

Json to_json(const Calibration& calibration) {
  return std::visit([](const auto& map) { return write(map); }, calibration.map());
}

Result<Calibration> calibration_from_json(const Json& document) {
  return TRY_IN("calibration", read(document));
}

}  // namespace credence::calibrate
