#include "portfolio/features_toml.h"

#include <algorithm>

#include "portfolio/nearest_name.h"

namespace credence::portfolio {
namespace {

class FeatureSection {
 public:
  FeatureSection(TomlReader section, const std::vector<SelectedColumn>& columns)
      : section_(section) {
    for (const SelectedColumn& column : columns) {
      Feature feature;
      feature.name = column.name;
      feature.meaning = column.meaning;
      feature.concept_name = column.name;
      features_.push_back(std::move(feature));
      names_.push_back(column.name);
    }
    has_kind_.resize(columns.size());
  }

  Result<Features> read() {
    TRY(read_groups());
    TRY(each("protected", [](const TomlNode&, Feature& feature) -> Result<> {
      feature.is_protected = true;
      return {};
    }));
    TRY(each("flags", [this](const TomlNode& node, Feature& feature) {
      return set_kind(node, feature, Kind::flag);
    }));
    TRY(each("nominal", [this](const TomlNode& node, Feature& feature) {
      return set_kind(node, feature, Kind::nominal);
    }));
    TRY(read_ordinal());
    TRY(read_scaling());
    TRY(read_concepts());
    TRY(read_directions());
    std::vector<Logarithm> logarithms = TRY(read_logarithms());
    return Features{std::move(features_), std::move(logarithms)};
  }

 private:
  Result<Feature*> feature(const TomlNode& node, std::string_view name) {
    const auto found = std::ranges::find(features_, name, &Feature::name);
    if (found == features_.end())
      return wrong_at(node, fmt::format("features.sql has no feature \"{}\"{}", name,
                                        suggestion(name, names_)));
    return &*found;
  }

  template <class Apply>
  Result<> each_of(const TomlNode& list, Apply apply) {
    TRY(as_texts(list));
    for (const TomlNode& item : list.items) {
      Feature* named = TRY(feature(item, item.text));
      TRY(apply(item, *named));
    }
    return {};
  }

  template <class Apply>
  Result<> each(std::string_view key, Apply apply) {
    const TomlNode* list = section_.find(key);
    if (!list) return {};
    return each_of(*list, apply);
  }

  Result<> set_kind(const TomlNode& node, Feature& feature, Kind kind) {
    const auto index = static_cast<std::size_t>(&feature - features_.data());
    if (has_kind_[index])
      return wrong_at(node, fmt::format("the feature \"{}\" is named in two of flags, "
                                        "nominal and ordinal, expected one",
                                        feature.name));
    has_kind_[index] = true;
    feature.kind = kind;
    return {};
  }

  Result<> read_groups() {
    const TomlNode* groups = TRY(section_.require("groups"));
    if (groups->kind != TomlKind::table) return found_instead(*groups, "a table");
    for (const TomlEntry& group : groups->entries)
      TRY(each_of(group.node, [&](const TomlNode& node, Feature& feature) -> Result<> {
        if (!feature.group.empty())
          return wrong_at(node, fmt::format("the feature \"{}\" is in the group \"{}\" "
                                            "already, expected exactly one group",
                                            feature.name, feature.group));
        feature.group = group.key;
        return {};
      }));
    for (const Feature& feature : features_)
      if (feature.group.empty())
        return wrong_at(*groups,
                        fmt::format("the feature \"{}\" of features.sql is in no "
                                    "group, expected exactly one",
                                    feature.name));
    return {};
  }

  Result<> read_ordinal() {
    const TomlNode* orders = section_.find("ordinal");
    if (!orders) return {};
    if (orders->kind != TomlKind::table) return found_instead(*orders, "a table");
    for (const TomlEntry& entry : orders->entries) {
      Feature* ordinal = TRY(feature(entry.node, entry.key));
      TRY(set_kind(entry.node, *ordinal, Kind::ordinal));
      ordinal->order = TRY(as_texts(entry.node));
      if (ordinal->order.size() < 2)
        return wrong_at(entry.node,
                        fmt::format("found {} categories, expected at least 2",
                                    ordinal->order.size()));
    }
    return {};
  }

  Result<> read_scaling() {
    const TomlNode* node = section_.find("scaling");
    if (!node) return {};
    const TomlReader scaling = TRY(TomlReader::of(*node, {"standard", "robust"}));
    for (const auto& [key, way] : {std::pair{"standard", Scaling::standard},
                                   std::pair{"robust", Scaling::robust}}) {
      const TomlNode* list = scaling.find(key);
      if (!list) continue;
      TRY(each_of(
          *list, [way = way](const TomlNode& item, Feature& feature) -> Result<> {
            if (feature.scaling != Scaling::none)
              return wrong_at(item,
                              fmt::format("the feature \"{}\" is scaled in two ways, "
                                          "expected one",
                                          feature.name));
            if (feature.kind != Kind::number)
              return wrong_at(item,
                              fmt::format("the feature \"{}\" is a flag or a category, "
                                          "expected a number: only numbers are scaled",
                                          feature.name));
            feature.scaling = way;
            return {};
          }));
    }
    return {};
  }

  Result<> read_concepts() {
    const TomlNode* concepts = section_.find("concepts");
    if (!concepts) return {};
    if (concepts->kind != TomlKind::table) return found_instead(*concepts, "a table");
    for (const TomlEntry& entry : concepts->entries)
      TRY(each_of(entry.node, [&](const TomlNode& node, Feature& feature) -> Result<> {
        if (feature.concept_name != feature.name)
          return wrong_at(node,
                          fmt::format("the feature \"{}\" belongs to \"{}\" already, "
                                      "expected one concept",
                                      feature.name, feature.concept_name));
        feature.concept_name = entry.key;
        return {};
      }));
    return {};
  }

  Result<> read_directions() {
    const TomlNode* node = section_.find("monotone");
    if (!node) return {};
    const TomlReader lists = TRY(TomlReader::of(*node, {"increasing", "decreasing"}));
    for (const auto& [key, direction] :
         {std::pair{"increasing", Direction::increasing},
          std::pair{"decreasing", Direction::decreasing}})
      if (const TomlNode* list = lists.find(key))
        TRY(each_of(*list,
                    [direction = direction](const TomlNode& item, Feature& feature) {
                      return set_direction(item, feature, direction);
                    }));
    return {};
  }

  static Result<> set_direction(const TomlNode& item, Feature& feature,
                                Direction direction) {
    if (feature.direction != Direction::none)
      return wrong_at(
          item, fmt::format("the feature \"{}\" has a direction already, expected "
                            "it once, in increasing or in decreasing",
                            feature.name));
    if (feature.kind == Kind::nominal)
      return wrong_at(
          item, fmt::format("the feature \"{}\" is nominal: its categories have no "
                            "order in which the risk could rise or fall",
                            feature.name));
    feature.direction = direction;
    return {};
  }

  Result<std::vector<Logarithm>> read_logarithms() {
    std::vector<Logarithm> logarithms;
    const TomlNode* list = section_.find("logarithms");
    if (!list) return logarithms;
    if (list->kind != TomlKind::table) return found_instead(*list, "a table");
    for (const TomlEntry& entry : list->entries) {
      const TomlReader reader = TRY(TomlReader::of(entry.node, {"of", "scaling"}));
      if (std::ranges::count(names_, entry.key) != 0)
        return wrong_at(entry.node, fmt::format("\"{}\" is a feature of features.sql "
                                                "already, expected a new name",
                                                entry.key));
      const TomlNode* of = TRY(reader.require("of"));
      const std::string source_name = TRY(as_text(*of));
      const Feature* source = TRY(feature(*of, source_name));
      if (source->kind != Kind::number)
        return wrong_at(*of, fmt::format("the feature \"{}\" is a flag or a category, "
                                         "expected a number",
                                         source->name));
      if (source->is_protected)
        return wrong_at(*of,
                        fmt::format("the feature \"{}\" is protected: its logarithm "
                                    "would carry it into the models",
                                    source->name));
      Logarithm logarithm{entry.key, source->name, Scaling::standard};
      const std::string scaling = TRY(reader.text_or("scaling", "standard"));
      if (scaling == "none")
        logarithm.scaling = Scaling::none;
      else if (scaling == "robust")
        logarithm.scaling = Scaling::robust;
      else if (scaling != "standard")
        return found_instead(*reader.find("scaling"),
                             "\"standard\", \"robust\" or \"none\"");
      logarithms.push_back(std::move(logarithm));
    }
    return logarithms;
  }

  TomlReader section_;
  std::vector<Feature> features_;
  std::vector<std::string> names_;
  std::vector<bool> has_kind_;
};

}  // namespace

Result<Features> read_features(const TomlNode& root,
                               const std::vector<SelectedColumn>& columns) {
  const TomlNode* node = root.find("features");
  if (!node) return wrong_at(root, "the section [features] is missing");
  const TomlReader section =
      TRY(TomlReader::of(*node, {"protected", "flags", "nominal", "groups", "ordinal",
                                 "scaling", "logarithms", "concepts", "monotone"}));
  return FeatureSection(section, columns).read();
}

}  // namespace credence::portfolio
