// Model <-> JSON. A forest is written as one array per field of its nodes, which is
// several times smaller than one object per node.
#include <fmt/ranges.h>
#include <cmath>

#include <limits>
#include <nlohmann/json.hpp>

#include "model/forest_rules.h"
#include "model/model.h"

namespace credence::model {
namespace {

constexpr std::string_view missing_names[] = {"none", "zero", "nan"};
constexpr std::string_view split_names[] = {"less_or_equal_f64", "less_f32"};
constexpr std::string_view summation_names[] = {"f64", "f32"};

Result<const Json*> find(const Json& document, std::string_view key) {
  const auto place = document.find(std::string(key));
  if (place == document.end()) return bad_input("'{}' is missing", key);
  return &*place;
}

Result<double> read_real(const Json& value) {
  if (!value.is_number() || !std::isfinite(value.get<double>()))
    return bad_input("expected a finite number, found {}", value.dump());
  return value.get<double>();
}

// JSON has no infinity; a threshold that is one is written as this text.
constexpr std::string_view infinite = "inf";

Result<double> read_node_value(const Json& value) {
  if (value.is_string() && value.get_ref<const std::string&>() == infinite)
    return std::numeric_limits<double>::infinity();
  return read_real(value);
}

Result<double> real_at(const Json& document, std::string_view key) {
  const Json* value = TRY(find(document, key));
  return TRY_IN(fmt::format("'{}'", key), read_real(*value));
}

Result<std::int32_t> read_index(const Json& value) {
  if (!value.is_number_integer())
    return bad_input("expected an integer, found {}", value.dump());
  const auto number = value.get<std::int64_t>();
  if (number < -1 || number > std::numeric_limits<std::int32_t>::max())
    return bad_input("{} is out of range", value.dump());
  return static_cast<std::int32_t>(number);
}

// An array whose elements `read` understands; `size` is what its fellows have, or -1.
template <class Read>
auto array_at(const Json& document, std::string_view key, std::int64_t size, Read read)
    -> Result<std::vector<typename decltype(read(document))::value_type>> {
  const Json& array = *TRY(find(document, key));
  if (!array.is_array())
    return bad_input("'{}': expected an array, found {}", key, array.type_name());
  if (size >= 0 && array.size() != static_cast<std::size_t>(size))
    return bad_input("'{}' has {} elements, expected {} as the other arrays have", key,
                     array.size(), size);
  std::vector<typename decltype(read(document))::value_type> values;
  values.reserve(array.size());
  for (std::size_t i = 0; i < array.size(); ++i)
    values.push_back(TRY_IN(fmt::format("'{}', element {}", key, i), read(array[i])));
  return values;
}

// The place of a name in `names`.
template <std::size_t n>
Result<std::uint8_t> choice_at(const Json& document, std::string_view key,
                               const std::string_view (&names)[n]) {
  const Json& value = *TRY(find(document, key));
  for (std::size_t i = 0; i < n; ++i)
    if (value.is_string() && value.get_ref<const std::string&>() == names[i])
      return static_cast<std::uint8_t>(i);
  return bad_input("'{}': expected one of {}, found {}", key, fmt::join(names, ", "),
                   value.dump());
}

Result<std::uint8_t> read_missing_rule(const Json& value) {
  const auto number = TRY(read_index(value));
  if (number < 0 || number > 2)
    return bad_input("expected 0 (none), 1 (zero) or 2 (nan), found {}", number);
  return static_cast<std::uint8_t>(number);
}

Result<bool> read_flag(const Json& value) {
  const auto number = TRY(read_index(value));
  if (number != 0 && number != 1) return bad_input("expected 0 or 1, found {}", number);
  return number == 1;
}

Json write(const Linear& model) {
  return {{"kind", "linear"},
          {"intercept", model.intercept},
          {"coefficients", model.coefficients}};
}

Json write(const Forest& forest) {
  Json feature = Json::array(), left = feature, right = feature, missing = feature,
       default_left = feature, value = feature, cover = feature;
  for (const Node& node : forest.nodes) {
    feature.push_back(node.feature);
    left.push_back(node.left);
    right.push_back(node.right);
    missing.push_back(static_cast<int>(node.missing));
    default_left.push_back(node.default_left ? 1 : 0);
    value.push_back(std::isinf(node.value) ? Json(infinite) : Json(node.value));
    cover.push_back(node.cover);
  }
  return {{"kind", "forest"},
          {"columns", forest.columns},
          {"base", forest.base},
          {"split", split_names[static_cast<std::size_t>(forest.split)]},
          {"summation", summation_names[static_cast<std::size_t>(forest.summation)]},
          {"roots", forest.roots},
          {"feature", std::move(feature)},
          {"left", std::move(left)},
          {"right", std::move(right)},
          {"missing", std::move(missing)},
          {"default_left", std::move(default_left)},
          {"value", std::move(value)},
          {"cover", std::move(cover)}};
}

Result<Model> read_linear(const Json& document) {
  Linear model;
  model.intercept = TRY(real_at(document, "intercept"));
  model.coefficients = TRY(array_at(document, "coefficients", -1, read_real));
  return model;
}

Result<Model> read_forest(const Json& document) {
  Forest forest;
  const Json* columns = TRY(find(document, "columns"));
  forest.columns = TRY_IN("'columns'", read_index(*columns));
  forest.base = TRY(real_at(document, "base"));
  forest.split =
      static_cast<SplitOperator>(TRY(choice_at(document, "split", split_names)));
  forest.summation =
      static_cast<Summation>(TRY(choice_at(document, "summation", summation_names)));
  forest.roots = TRY(array_at(document, "roots", -1, read_index));
  const auto feature = TRY(array_at(document, "feature", -1, read_index));
  const auto size = static_cast<std::int64_t>(feature.size());
  const auto left = TRY(array_at(document, "left", size, read_index));
  const auto right = TRY(array_at(document, "right", size, read_index));
  const auto missing = TRY(array_at(document, "missing", size, read_missing_rule));
  const auto default_left = TRY(array_at(document, "default_left", size, read_flag));
  const auto value = TRY(array_at(document, "value", size, read_node_value));
  const auto cover = TRY(array_at(document, "cover", size, read_real));
  forest.nodes.resize(feature.size());
  for (std::size_t i = 0; i < feature.size(); ++i)
    forest.nodes[i] = {
        feature[i],      left[i],  right[i], static_cast<MissingRule>(missing[i]),
        default_left[i], value[i], cover[i]};
  TRY(check_forest(forest));
  return forest;
}

Result<Model> read(const Json& document) {
  if (!document.is_object())
    return bad_input("expected an object, found {}", document.type_name());
  static constexpr std::string_view kinds[] = {"linear", "forest"};
  const auto kind = TRY(choice_at(document, "kind", kinds));
  return kind == 0 ? read_linear(document) : read_forest(document);
}

}  // namespace

Json to_json(const Model& model) {
  return std::visit([](const auto& kind) { return write(kind); }, model);
}

Result<Model> model_from_json(const Json& document) {
  return TRY_IN("model", read(document));
}

}  // namespace credence::model
