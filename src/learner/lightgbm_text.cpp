#include "learner/lightgbm_text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "model/forest_rules.h"
#include "model/forest_walk.h"

namespace credence::learner {
namespace {

// decision_type of LightGBM's tree.h.
constexpr int categorical_bit = 1, default_left_bit = 2, missing_shift = 2;

using Section = std::map<std::string_view, std::string_view>;  // key=value lines

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Lines up to an empty one; a line without '=' is its own value.
Section take_section(std::string_view& text) {
  Section section;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      section[line] = line;
    else
      section[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return section;
}

Result<std::string_view> value_of(const Section& section, std::string_view key) {
  const auto place = section.find(key);
  if (place == section.end()) return bad_input("'{}' is missing", key);
  return place->second;
}

// `count` numbers, separated by single spaces.
template <class Number>
Result<std::vector<Number>> numbers(const Section& section, std::string_view key,
                                    std::size_t count) {
  const std::string_view text = TRY(value_of(section, key));
  std::vector<Number> values;
  values.reserve(count);
  const char* place = text.data();
  const char* const end = text.data() + text.size();
  while (place != end) {
    Number value{};
    const auto [rest, error] = std::from_chars(place, end, value);
    if (error != std::errc{} || (rest != end && *rest != ' '))
      return bad_input("'{}': '{}' is not a number", key,
                       std::string_view(place, std::min<std::size_t>(end - place, 20)));
    values.push_back(value);
    place = rest == end ? end : rest + 1;
  }
  if (values.size() != count)
    return bad_input("'{}' has {} numbers, expected {}", key, values.size(), count);
  return values;
}

Result<std::int32_t> number(const Section& section, std::string_view key) {
  return TRY(numbers<std::int32_t>(section, key, 1)).front();
}

// One tree's arrays, by LightGBM's names; a child below 0 is the leaf ~child.
struct Tree {
  std::vector<std::int32_t> split_feature, decision_type, left_child, right_child;
  std::vector<double> threshold, internal_count, leaf_value, leaf_count;
};

Result<Tree> read_tree(const Section& section) {
  const std::int32_t leaves = TRY(number(section, "num_leaves"));
  if (leaves < 1) return bad_input("'num_leaves' is {}", leaves);
  if (TRY(number(section, "num_cat")) != 0)
    return bad_input("it has categorical splits, which are not supported");
  if (section.contains("is_linear") && TRY(number(section, "is_linear")) != 0)
    return bad_input("it has linear models in its leaves, which are not supported");
  const auto leaf_count = static_cast<std::size_t>(leaves);
  Tree tree;
  tree.leaf_value = TRY(numbers<double>(section, "leaf_value", leaf_count));
  if (leaves == 1) {
    tree.leaf_count = {0};
    return tree;
  }
  const std::size_t splits = leaf_count - 1;
  tree.leaf_count = TRY(numbers<double>(section, "leaf_count", leaf_count));
  tree.split_feature = TRY(numbers<std::int32_t>(section, "split_feature", splits));
  tree.decision_type = TRY(numbers<std::int32_t>(section, "decision_type", splits));
  tree.left_child = TRY(numbers<std::int32_t>(section, "left_child", splits));
  tree.right_child = TRY(numbers<std::int32_t>(section, "right_child", splits));
  tree.threshold = TRY(numbers<double>(section, "threshold", splits));
  tree.internal_count = TRY(numbers<double>(section, "internal_count", splits));
  return tree;
}

// Before it walks its trees, the library takes |x| <= 1e-35 for 0: a threshold within
// these bounds divides as their end behind it does.
double beyond_zero(double threshold) {
  constexpr double bound = model::zero_bound;
  if (threshold >= 0 && threshold < bound) return bound;
  if (threshold < 0 && threshold >= -bound)
    return std::nextafter(-bound, -std::numeric_limits<double>::infinity());
  return threshold;
}

// Appends the node `child` (a split, or the leaf ~child) and all below it, left before
// right, and returns its place. `room` is how many more nodes the tree may have: text
// whose children form a circle runs out of it.
Result<std::int32_t> append(const Tree& tree, std::int32_t child, std::size_t& room,
                            std::vector<model::Node>& nodes) {
  const auto place = static_cast<std::int32_t>(nodes.size());
  const bool is_leaf = child < 0;
  const auto index = static_cast<std::size_t>(is_leaf ? ~child : child);
  if (room-- == 0 || index >= (is_leaf ? tree.leaf_value : tree.threshold).size()) {
    room = 0;
    return bad_input("its children do not form a tree");
  }
  nodes.emplace_back();
  if (is_leaf) {
    nodes.back().value = tree.leaf_value[index];
    nodes.back().cover = tree.leaf_count[index];
    return place;
  }
  const int type = tree.decision_type[index];
  if (type & categorical_bit)
    return bad_input("it has categorical splits, which are not supported");
  const int missing = type >> missing_shift;
  if (missing < 0 || missing > 2)
    return bad_input("'decision_type' {} is unknown", type);
  const std::int32_t left = TRY(append(tree, tree.left_child[index], room, nodes));
  const std::int32_t right = TRY(append(tree, tree.right_child[index], room, nodes));
  nodes[static_cast<std::size_t>(place)] = {tree.split_feature[index],
                                            left,
                                            right,
                                            static_cast<model::MissingRule>(missing),
                                            (type & default_left_bit) != 0,
                                            beyond_zero(tree.threshold[index]),
                                            tree.internal_count[index]};
  return place;
}

Result<> check_header(const Section& header) {
  const std::string_view version = TRY(value_of(header, "version"));
  if (version != "v4")
    return bad_input("its format is '{}', expected 'v4' (LightGBM 4)", version);
  if (TRY(number(header, "num_tree_per_iteration")) != 1)
    return bad_input("it has several trees per iteration (classes), expected one");
  if (header.contains("average_output"))
    return bad_input("it is a random forest (boosting=rf), which is not supported");
  const std::string_view objective = TRY(value_of(header, "objective"));
  if (objective != "binary sigmoid:1")
    return bad_input("its objective is '{}', expected 'binary sigmoid:1'", objective);
  return {};
}

Result<model::Forest> read(std::string_view text) {
  if (text.find("[boosting: dart]") != std::string_view::npos)
    return bad_input("it was boosted by DART, which is not supported");
  const Section header = take_section(text);
  TRY(check_header(header));
  model::Forest forest;
  forest.columns = TRY(number(header, "max_feature_idx")) + 1;
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.starts_with("Tree=")) {
    const std::string where = fmt::format("tree {}", forest.roots.size());
    const Tree tree = TRY_IN(where, read_tree(take_section(text)));
    while (text.starts_with('\n')) text.remove_prefix(1);
    std::size_t room = tree.leaf_value.size() + tree.threshold.size();
    forest.roots.push_back(TRY_IN(
        where, append(tree, tree.threshold.empty() ? ~0 : 0, room, forest.nodes)));
    if (room != 0)
      return bad_input("{}: only part of its nodes can be reached from its root",
                       where);
    // A tree without a split says no counts; nothing depends on its cover.
  }
  if (!text.starts_with("end of trees"))
    return bad_input("it breaks off after {} trees", forest.roots.size());
  TRY(model::check_forest(forest));
  return forest;
}

}  // namespace

Result<model::Forest> forest_of_lightgbm(std::string_view text) {
  return TRY_IN("LightGBM model", read(text));
}

}  // namespace credence::learner
