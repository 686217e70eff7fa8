#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "prepare/fit_feature.h"
#include "prepare/pipeline.h"

namespace credence::prepare {
namespace {

using portfolio::Kind;
using portfolio::Scaling;

constexpr int format = 1;

// An object of the document at a place named `where`; each read says what it expected.
class Reader {
 public:
  static Result<Reader> of(const Json& json, std::string where,
                           std::initializer_list<std::string_view> keys) {
    const std::string prefix = where.empty() ? "" : where + ": ";
    if (!json.is_object())
      return bad_input("{}found {}, expected an object", prefix, json.type_name());
    for (const std::string_view key : keys)
      if (!json.contains(key)) return bad_input("{}key \"{}\" is missing", prefix, key);
    for (const auto& [key, value] : json.items())
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        return bad_input("{}key \"{}\" is not known", prefix, key);
    return Reader(json, std::move(where));
  }

  std::string place(std::string_view key) const {
    return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
  }

  Result<std::string> text(const char* key) const {
    const Json& value = json_[key];
    if (!value.is_string()) return refused(key, "a text");
    return value.get<std::string>();
  }

  Result<bool> truth(const char* key) const {
    const Json& value = json_[key];
    if (!value.is_boolean()) return refused(key, "true or false");
    return value.get<bool>();
  }

  Result<double> number(const char* key) const {
    const Json& value = json_[key];
    if (!value.is_number() || !std::isfinite(value.get<double>()))
      return refused(key, "a finite number");
    return value.get<double>();
  }

  Result<const Json*> list(const char* key) const {
    if (!json_[key].is_array()) return refused(key, "a list");
    return &json_[key];
  }

  Result<std::vector<std::string>> texts(const char* key) const {
    std::vector<std::string> texts;
    for (const Json& each : *TRY(list(key))) {
      if (!each.is_string()) return refused(key, "a list of texts");
      texts.push_back(each.get<std::string>());
    }
    return texts;
  }

  template <class Choice>
  Result<Choice> choice(const char* key, std::initializer_list<Choice> choices) const {
    std::string names;
    for (const Choice each : choices) {
      if (json_[key] == name_of(each)) return each;
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name_of(each));
    }
    return refused(key, "one of " + names);
  }

  std::unexpected<Error> refused(const char* key, std::string_view expected) const {
    std::string found = json_[key].dump(-1, ' ', false, Json::error_handler_t::replace);
    if (found.size() > 60) found = json_[key].type_name();
    return bad_input("{}: found {}, expected {}", place(key), found, expected);
  }

 private:
  Reader(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}
  const Json& json_;
  std::string where_;
};

Json json_of(const Step::Output& output) {
  return {{"name", output.name},
          {"logarithm", output.logarithm},
          {"scaling", name_of(output.scaling)},
          {"center", output.center},
          {"scale", output.scale}};
}

Json json_of(const Step& step) {
  Json outputs = Json::array();
  for (const Step::Output& output : step.outputs) outputs.push_back(json_of(output));
  return {{"feature", step.feature},
          {"kind", name_of(step.kind)},
          {"missing_share", step.missing_share},
          {"missing_seen", step.missing_seen},
          {"indicator", step.indicator},
          {"indicator_shared_with", step.indicator_shared_with},
          {"fill", step.fill},
          {"fill_text", step.fill_text},
          {"categories", step.categories},
          {"outputs", std::move(outputs)}};
}

Result<Step::Output> read_output(const Json& json, const std::string& where) {
  const Reader reader =
      TRY(Reader::of(json, where, {"name", "logarithm", "scaling", "center", "scale"}));
  Step::Output output;
  output.name = TRY(reader.text("name"));
  output.logarithm = TRY(reader.truth("logarithm"));
  output.scaling = TRY(
      reader.choice("scaling", {Scaling::none, Scaling::standard, Scaling::robust}));
  output.center = TRY(reader.number("center"));
  output.scale = TRY(reader.number("scale"));
  if (output.scale <= 0) return reader.refused("scale", "a number above 0");
  return output;
}

// That the step's parts fit each other and the feature as the portfolio declares it.
Result<> check_step(const Step& step, const Reader& reader,
                    const portfolio::Portfolio& portfolio) {
  const auto feature =
      std::find_if(portfolio.features.begin(), portfolio.features.end(),
                   [&](const auto& each) { return each.name == step.feature; });
  if (feature == portfolio.features.end())
    return reader.refused("feature", "a feature of the portfolio");
  if (feature->kind != step.kind)
    return reader.refused("kind", fmt::format("\"{}\", as the portfolio declares {}",
                                              name_of(feature->kind), step.feature));
  if (step.missing_share < 0 || step.missing_share >= 1)
    return reader.refused("missing_share", "at least 0 and less than 1");
  if (step.missing_share > 0 && !step.missing_seen)
    return reader.refused("missing_seen", "true, since the missing share is above 0");
  const bool shared = !step.indicator_shared_with.empty();
  if ((step.indicator || shared) != (step.missing_share > 0) ||
      (step.indicator && shared))
    return reader.refused("indicator",
                          "an own or a shared one where the missing share is "
                          "above 0, and only there");
  if (!is_category(step.kind)) {
    if (!step.categories.empty())
      return reader.refused("categories", "none for a number");
    if (!step.fill_text.empty())
      return reader.refused("fill_text", "none for a number");
  } else {
    if (step.fill != 0) return reader.refused("fill", "0 for categories");
    const std::set<std::string> distinct(step.categories.begin(),
                                         step.categories.end());
    if (distinct.size() != step.categories.size())
      return reader.refused("categories", "each category once");
    if (!distinct.empty() && !distinct.contains(step.fill_text))
      return reader.refused("fill_text", "one of the categories");
  }
  if (step.kind == Kind::nominal && !step.outputs.empty())
    return reader.refused("outputs", "none for a nominal feature");
  if (step.kind == Kind::ordinal && step.outputs.empty() != step.categories.empty())
    return reader.refused("outputs", "one column where there are categories");
  if (step.kind == Kind::ordinal && !step.categories.empty() &&
      step.categories != feature->order)
    return reader.refused("categories", "the order that the portfolio declares");
  for (const Step::Output& output : step.outputs)
    if (output.logarithm && is_category(step.kind))
      return reader.refused("outputs", "no logarithm of a category");
  if (columns_of(step).empty()) return reader.refused("outputs", "at least one column");
  return {};
}

Result<Step> read_step(const Json& json, const std::string& where,
                       const portfolio::Portfolio& portfolio) {
  const Reader reader = TRY(Reader::of(
      json, where,
      {"feature", "kind", "missing_share", "missing_seen", "indicator",
       "indicator_shared_with", "fill", "fill_text", "categories", "outputs"}));
  Step step;
  step.feature = TRY(reader.text("feature"));
  step.kind = TRY(
      reader.choice("kind", {Kind::number, Kind::flag, Kind::ordinal, Kind::nominal}));
  step.missing_share = TRY(reader.number("missing_share"));
  step.missing_seen = TRY(reader.truth("missing_seen"));
  step.indicator = TRY(reader.truth("indicator"));
  step.indicator_shared_with = TRY(reader.text("indicator_shared_with"));
  step.fill = TRY(reader.number("fill"));
  step.fill_text = TRY(reader.text("fill_text"));
  step.categories = TRY(reader.texts("categories"));
  for (const Json& output : *TRY(reader.list("outputs")))
    step.outputs.push_back(TRY(read_output(
        output, fmt::format("{}.outputs[{}]", where, step.outputs.size()))));
  TRY(check_step(step, reader, portfolio));
  return step;
}

// That every feature is accounted for once, and a shared indicator exists.
Result<> check_whole(std::span<const Step> steps,
                     std::span<const Pipeline::Dropped> dropped,
                     const portfolio::Portfolio& portfolio) {
  std::set<std::string> prepared, indicated, left_out;
  for (const Step& step : steps) {
    if (!prepared.insert(step.feature).second)
      return bad_input("steps: feature {} is prepared twice", step.feature);
    if (!step.indicator_shared_with.empty() &&
        !indicated.contains(step.indicator_shared_with))
      return bad_input(
          "steps: feature {} shares the missing indicator of {}, but no earlier step "
          "makes it",
          step.feature, step.indicator_shared_with);
    if (step.indicator) indicated.insert(step.feature);
  }
  for (const Pipeline::Dropped& each : dropped) left_out.insert(each.feature);
  for (const portfolio::Feature& feature : portfolio.features)
    if (!prepared.contains(feature.name) && !left_out.contains(feature.name))
      return bad_input("feature {} of the portfolio is neither prepared nor left out",
                       feature.name);
  return {};
}

}  // namespace

Json Pipeline::to_json() const {
  Json steps = Json::array(), dropped = Json::array();
  for (const Step& step : steps_) steps.push_back(json_of(step));
  for (const Dropped& each : dropped_)
    dropped.push_back({{"feature", each.feature}, {"reason", each.reason}});
  return {
      {"format", format}, {"steps", std::move(steps)}, {"dropped", std::move(dropped)}};
}

Result<Pipeline> Pipeline::from_json(const Json& document,
                                     const portfolio::Portfolio& portfolio) {
  const Reader reader = TRY(Reader::of(document, "", {"format", "steps", "dropped"}));
  if (document["format"] != format)
    return reader.refused("format", fmt::format("{}, the only one known here", format));
  Pipeline pipeline;
  for (const Json& step : *TRY(reader.list("steps")))
    pipeline.steps_.push_back(TRY(
        read_step(step, fmt::format("steps[{}]", pipeline.steps_.size()), portfolio)));
  for (const Json& each : *TRY(reader.list("dropped"))) {
    const Reader dropped =
        TRY(Reader::of(each, fmt::format("dropped[{}]", pipeline.dropped_.size()),
                       {"feature", "reason"}));
    pipeline.dropped_.push_back(
        {TRY(dropped.text("feature")), TRY(dropped.text("reason"))});
  }
  TRY(check_whole(pipeline.steps_, pipeline.dropped_, portfolio));
  TRY(pipeline.finish(portfolio));
  return pipeline;
}

}  // namespace credence::prepare
