#include "portfolio/segments_toml.h"

#include <algorithm>

#include "portfolio/nearest_name.h"

namespace credence::portfolio {
namespace {

Result<const Feature*> named_feature(const TomlReader& section,
                                     const std::vector<Feature>& features) {
  const std::string name = TRY(section.text("feature"));
  const auto found = std::ranges::find(features, name, &Feature::name);
  if (found != features.end()) return &*found;
  std::vector<std::string> names;
  for (const Feature& feature : features) names.push_back(feature.name);
  return wrong_at(*section.find("feature"),
                  fmt::format("features.sql has no feature \"{}\"{}", name,
                              suggestion(name, names)));
}

Result<> read_bounds(const TomlReader& section, const Feature& feature,
                     Segment& segment) {
  segment.at_least = TRY(section.optional_number("at_least"));
  segment.at_most = TRY(section.optional_number("at_most"));
  const TomlNode* bound =
      section.find("at_least") ? section.find("at_least") : section.find("at_most");
  if (!bound) return {};
  if (feature.kind != Kind::number)
    return wrong_at(*bound, fmt::format("the feature \"{}\" is a flag or a category, "
                                        "expected the condition \"is\" or \"missing\"",
                                        feature.name));
  if (segment.at_least && segment.at_most && *segment.at_least > *segment.at_most)
    return wrong_at(*bound, fmt::format("at_least {} is above at_most {}: no value is "
                                        "in this segment",
                                        *segment.at_least, *segment.at_most));
  return {};
}

Result<table::Value> flag_value(const TomlNode& node) {
  const bool is_truth = node.kind == TomlKind::boolean;
  const bool is_bit =
      node.kind == TomlKind::integer && (node.integer == 0 || node.integer == 1);
  if (!is_truth && !is_bit) return found_instead(node, "true or false, as for a flag");
  return table::Value(node.integer);
}

Result<> read_is(const TomlReader& section, const Feature& feature, Segment& segment) {
  const TomlNode* node = section.find("is");
  if (!node) return {};
  if (feature.kind == Kind::number)
    return wrong_at(*node, fmt::format("the feature \"{}\" is a number, expected the "
                                       "condition at_least, at_most or \"missing\"",
                                       feature.name));
  if (feature.kind == Kind::flag) {
    segment.is = TRY(flag_value(*node));
    return {};
  }
  const std::string category = TRY(as_text(*node));
  // The categories of a nominal feature may be known from the data alone.
  if (!feature.order.empty() && std::ranges::count(feature.order, category) == 0)
    return wrong_at(*node,
                    fmt::format("the feature \"{}\" is never \"{}\"{}", feature.name,
                                category, suggestion(category, feature.order)));
  segment.is = category;
  return {};
}

Result<Segment> read_segment(const TomlNode& node,
                             const std::vector<Feature>& features) {
  const TomlReader section = TRY(TomlReader::of(
      node, {"name", "feature", "at_least", "at_most", "is", "missing"}));
  Segment segment;
  segment.name = TRY(section.text("name"));
  const Feature& feature = *TRY(named_feature(section, features));
  segment.feature = feature.name;
  TRY(read_bounds(section, feature, segment));
  TRY(read_is(section, feature, segment));
  segment.missing = TRY(section.boolean_or("missing", false));
  const bool is_bounded = segment.at_least || segment.at_most;
  if (section.find("missing") && (!segment.missing || is_bounded || segment.is))
    return wrong_at(*section.find("missing"),
                    "expected \"missing = true\" as the only condition");
  if (!is_bounded && !segment.is && !segment.missing)
    return wrong_at(node,
                    "the segment has no condition, expected at_least or at_most "
                    "of a number, \"is\" of a flag or category, or "
                    "\"missing = true\"");
  return segment;
}

}  // namespace

Result<std::vector<Segment>> read_segments(const TomlNode& root,
                                           const std::vector<Feature>& features) {
  std::vector<Segment> segments;
  const TomlNode* list = root.find("segments");
  if (!list) return segments;
  if (list->kind != TomlKind::array)
    return found_instead(*list, "[[segments]] sections");
  for (const TomlNode& node : list->items) {
    Segment segment = TRY(read_segment(node, features));
    if (std::ranges::count(segments, segment.name, &Segment::name) != 0)
      return wrong_at(*node.find("name"),
                      fmt::format("the segment \"{}\" is named twice", segment.name));
    segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace credence::portfolio
