#include "prepare/describe.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "prepare/fit_feature.h"

namespace credence::prepare {
namespace {

using portfolio::Kind;
using portfolio::Scaling;

std::string fill_of(const Step& step) {
  if (is_category(step.kind)) return fmt::format("{} (mode)", step.fill_text);
  return fmt::format("{} ({})", step.fill, step.kind == Kind::flag ? "mode" : "median");
}

std::string encoding_of(const Step& step) {
  switch (step.kind) {
    case Kind::ordinal:
      return "in declared order, unseen -1";
    case Kind::nominal:
      return "one-hot, unseen all 0";
    default:
      return "as it is";
  }
}

std::string scaling_of(const Step::Output& output) {
  const char* text = output.scaling == Scaling::standard
                         ? "standard (mean {:.6g}, deviation {:.6g})"
                         : "robust (median {:.6g}, quartile range {:.6g})";
  return fmt::format(fmt::runtime(text), output.center, output.scale);
}

// One text for all outputs; the logarithm's by its name.
std::string scaling_of(const Step& step) {
  std::string all;
  for (const Step::Output& output : step.outputs) {
    if (output.scaling == Scaling::none) continue;
    if (!all.empty()) all += "; ";
    all += (output.logarithm ? output.name + " " : "") + scaling_of(output);
  }
  return all.empty() ? "none" : all;
}

Description description_of(const Step& step) {
  Description description{.feature = step.feature,
                          .kind = std::string(name_of(step.kind)),
                          .missing_share = step.missing_share,
                          .filled_with = {},
                          .indicator = {},
                          .encoding = {},
                          .categories = step.categories,
                          .columns = columns_of(step),
                          .scaling = {},
                          .left_out = {}};
  if (step.indicator) description.indicator = step.feature + "_missing";
  if (!step.indicator_shared_with.empty())
    description.indicator = step.indicator_shared_with + "_missing (shared)";
  if (step.outputs.empty() && step.categories.empty()) return description;
  description.filled_with = fill_of(step);
  description.encoding = encoding_of(step);
  description.scaling = scaling_of(step);
  return description;
}

}  // namespace

std::vector<Description> describe(const Pipeline& pipeline) {
  std::vector<Description> descriptions;
  for (const Step& step : pipeline.steps())
    descriptions.push_back(description_of(step));
  for (const Pipeline::Dropped& dropped : pipeline.dropped()) {
    const auto fitted =
        std::find_if(descriptions.begin(), descriptions.end(),
                     [&](const auto& each) { return each.feature == dropped.feature; });
    Description& description =
        fitted != descriptions.end() ? *fitted : descriptions.emplace_back();
    description.feature = dropped.feature;
    description.left_out = dropped.reason;
  }
  return descriptions;
}

Json to_json(const std::vector<Description>& descriptions) {
  Json all = Json::array();
  for (const Description& each : descriptions)
    all.push_back(Json{{"feature", each.feature},
                       {"kind", each.kind},
                       {"missing_share", each.missing_share},
                       {"filled_with", each.filled_with},
                       {"indicator", each.indicator},
                       {"encoding", each.encoding},
                       {"categories", each.categories},
                       {"columns", each.columns},
                       {"scaling", each.scaling},
                       {"left_out", each.left_out}});
  return all;
}

}  // namespace credence::prepare
