#include "learner/xgboost_model.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/forest_rules.h"

namespace credence::learner {
namespace {

Result<const Json*> find(const Json& document, std::string_view key) {
  const auto place =
      document.is_object() ? document.find(std::string(key)) : document.end();
  if (place == document.end()) return bad_input("'{}' is missing", key);
  return &*place;
}

// Scalars stand as texts.
Result<std::string> text_at(const Json& document, std::string_view key) {
  const Json* value = TRY(find(document, key));
  if (!value->is_string())
    return bad_input("'{}': expected a text, found {}", key, value->type_name());
  return value->get<std::string>();
}

Result<double> number_at(const Json& document, std::string_view key) {
  std::string text = TRY(text_at(document, key));
  // base_score is one number per target: [2.16E-1]
  if (text.starts_with('[') && text.ends_with(']'))
    text = text.substr(1, text.size() - 2);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || !std::isfinite(number))
    return bad_input("'{}': expected a number, found '{}'", key, text);
  return number;
}

Result<> expect(const Json& document, std::string_view key, std::string_view expected,
                std::string_view meaning) {
  const std::string found = TRY(text_at(document, key));
  if (found != expected)
    return bad_input("{}: '{}' is '{}', expected '{}'", meaning, key, found, expected);
  return {};
}

template <class Number>
Result<std::vector<Number>> numbers_at(const Json& document, std::string_view key,
                                       std::int64_t size) {
  const Json* array = TRY(find(document, key));
  if (!array->is_array())
    return bad_input("'{}': expected an array, found {}", key, array->type_name());
  if (size >= 0 && static_cast<std::int64_t>(array->size()) != size)
    return bad_input("'{}' has {} elements, expected {}", key, array->size(), size);
  std::vector<Number> values;
  values.reserve(array->size());
  for (const Json& value : *array) {
    const bool fits =
        std::is_integral_v<Number> ? value.is_number_integer() : value.is_number();
    if (!fits) return bad_input("'{}': {} is not a number", key, value.dump());
    values.push_back(value.get<Number>());
  }
  return values;
}

// One tree's arrays, by XGBoost's names; a leaf has the left child -1 and its value
// among the conditions.
struct Tree {
  std::vector<std::int64_t> left, right, feature, default_left;
  std::vector<double> condition, cover;
};

Result<Tree> read_tree(const Json& document) {
  const Json* parameters = TRY(find(document, "tree_param"));
  TRY(expect(*parameters, "size_leaf_vector", "1", "it has leaves of several values"));
  Tree tree;
  tree.left = TRY(numbers_at<std::int64_t>(document, "left_children", -1));
  const auto size = static_cast<std::int64_t>(tree.left.size());
  tree.right = TRY(numbers_at<std::int64_t>(document, "right_children", size));
  tree.feature = TRY(numbers_at<std::int64_t>(document, "split_indices", size));
  tree.default_left = TRY(numbers_at<std::int64_t>(document, "default_left", size));
  tree.condition = TRY(numbers_at<double>(document, "split_conditions", size));
  tree.cover = TRY(numbers_at<double>(document, "sum_hessian", size));
  for (const auto type : TRY(numbers_at<std::int64_t>(document, "split_type", size)))
    if (type != 0)
      return bad_input("it has categorical splits, which are not supported");
  return tree;
}

// Appends the node and all below it, left before right, and returns its place. Pruned
// nodes stay behind unreached. `room` is how many more nodes the tree may have:
// children that form a circle run out of it.
Result<std::int32_t> append(const Tree& tree, std::int64_t node, std::size_t& room,
                            std::vector<model::Node>& nodes) {
  if (room-- == 0 || node < 0 || node >= static_cast<std::int64_t>(tree.left.size())) {
    room = 0;
    return bad_input("its children do not form a tree");
  }
  const auto index = static_cast<std::size_t>(node);
  const auto place = static_cast<std::int32_t>(nodes.size());
  nodes.emplace_back();
  nodes.back().value = static_cast<float>(tree.condition[index]);
  nodes.back().cover = tree.cover[index];
  if (tree.left[index] == -1) return place;
  const std::int32_t left = TRY(append(tree, tree.left[index], room, nodes));
  const std::int32_t right = TRY(append(tree, tree.right[index], room, nodes));
  model::Node& split = nodes[static_cast<std::size_t>(place)];
  split.feature = static_cast<std::int32_t>(tree.feature[index]);
  split.left = left;
  split.right = right;
  split.missing = model::MissingRule::nan;
  split.default_left = tree.default_left[index] != 0;
  return place;
}

// As XGBoost turns the score into a margin, in single precision.
Result<double> base_of(const Json& learner) {
  const Json* parameters = TRY(find(learner, "learner_model_param"));
  const auto score = static_cast<float>(TRY(number_at(*parameters, "base_score")));
  const float base = -std::log(1.0f / score - 1.0f);
  if (!std::isfinite(base))
    return bad_input("'base_score' {} is not between 0 and 1", score);
  return base;
}

Result<> check_kind(const Json& learner) {
  const Json* objective = TRY(find(learner, "objective"));
  TRY(expect(*objective, "name", "binary:logistic", "it has another objective"));
  const Json* parameters = TRY(find(learner, "learner_model_param"));
  TRY(expect(*parameters, "num_class", "0", "it has several classes"));
  TRY(expect(*parameters, "num_target", "1", "it has several targets"));
  const Json* booster = TRY(find(learner, "gradient_booster"));
  TRY(expect(*booster, "name", "gbtree", "it is not made of boosted trees alone"));
  return {};
}

// What tells a tree from the other objects of the document.
bool is_tree(const Json& object) { return object.contains("left_children"); }

Result<model::Forest> read(std::string_view json) {
  // Trees are most of the document: each is read and let go as soon as it has been
  // parsed, which takes a tenth of the memory.
  std::vector<Result<Tree>> trees;
  const auto take_trees = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event != Json::parse_event_t::object_end || !is_tree(parsed)) return true;
    trees.push_back(read_tree(parsed));
    return false;
  };
  const Json document = Json::parse(json, take_trees, false);
  if (document.is_discarded()) return bad_input("it is not JSON");
  const Json* learner = TRY(find(document, "learner"));
  TRY(check_kind(*learner));
  const Json* booster = TRY(find(*TRY(find(*learner, "gradient_booster")), "model"));
  TRY(expect(*TRY(find(*booster, "gbtree_model_param")), "num_parallel_tree", "1",
             "it has several trees per round"));
  model::Forest forest;
  forest.split = model::SplitOperator::less_f32;
  forest.summation = model::Summation::f32;
  forest.base = TRY(base_of(*learner));
  forest.columns = static_cast<std::int32_t>(
      TRY(number_at(*TRY(find(*learner, "learner_model_param")), "num_feature")));
  const Json* rest = TRY(find(*booster, "trees"));
  if (!rest->is_array()) return bad_input("'trees': expected an array");
  if (!rest->empty())
    return bad_input("tree {}: 'left_children' is missing", trees.size());
  for (Result<Tree>& each : trees) {
    const std::string where = fmt::format("tree {}", forest.roots.size());
    const Tree tree = TRY_IN(where, std::move(each));
    std::size_t room = tree.left.size();
    forest.roots.push_back(TRY_IN(where, append(tree, 0, room, forest.nodes)));
  }
  TRY(model::check_forest(forest));
  return forest;
}

}  // namespace

Result<model::Forest> forest_of_xgboost(std::string_view json) {
  return TRY_IN("XGBoost model", read(json));
}

}  // namespace credence::learner
