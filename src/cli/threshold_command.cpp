#include <cmath>
#include <nlohmann/json.hpp>

#include "base/exact_math.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "decision/threshold.h"
#include "registry/registry.h"

namespace credence::cli {
namespace {

using decision::CostMatrix;

// Costs come in whole currency, as in portfolio.toml; what is not given stays.
portfolio::Costs costs_from(const Arguments& arguments,
                            const version::Version& version) {
  portfolio::Costs costs = version.rule.costs;
  const double units = static_cast<double>(version.portfolio.currency.units);
  const auto set = [&](std::string_view option, Money& cost) {
    if (arguments.has(option))
      cost.units = std::llround(arguments.real(option) * units);
  };
  set("--missed-bad", costs.missed_bad);
  set("--refused-good", costs.refused_good);
  set("--refused-bad", costs.refused_bad);
  set("--granted-good", costs.granted_good);
  return costs;
}

Json to_json(const decision::Policy& policy) {
  return {{"policy", policy.name},
          {"threshold", policy.threshold},
          {"cost", policy.cost.units},
          {"precision", metric::precision(policy.counts)},
          {"recall", metric::recall(policy.counts)},
          {"missed_bad", policy.counts.false_good},
          {"refused_good", policy.counts.false_bad},
          {"approval_rate", metric::approval_rate(policy.counts)},
          {"bad_rate_among_approved", metric::bad_rate_among_approved(policy.counts)}};
}

// The same version with other costs and the threshold that they ask for.
Result<std::string> register_anew(registry::Registry& registry, version::Stored stored,
                                  const std::string& from,
                                  const portfolio::Costs& costs,
                                  const decision::Optimum& best,
                                  const Arguments& arguments,
                                  Surroundings& surroundings) {
  stored.version.rule.costs = costs;
  stored.version.rule.threshold = best.threshold;
  stored.version.facts["threshold"] = best.threshold;
  stored.version.facts["threshold_interval"] = {best.low, best.high};
  stored.version.facts["rethresholded_from"] = stored.artifact_hash;
  stored.circumstances.trained_at = surroundings.clock();
  stored.circumstances.seconds = 0;
  stored.circumstances.note = arguments.has("--note")
                                  ? arguments.text("--note")
                                  : fmt::format("new costs for {}", from);
  return registry.add(stored.version, stored.circumstances);
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  auto registry =
      TRY(registry::Registry::open(arguments.text("--registry"), surroundings.clock));
  const std::string name = TRY(registry.resolve(arguments.text("VERSION")));
  version::Stored stored = TRY(registry.load(name));
  const portfolio::Costs wanted = costs_from(arguments, stored.version);
  const CostMatrix costs = TRY_IN("costs", CostMatrix::from(wanted));

  std::vector<double> probabilities;
  for (const double margin : stored.version.out_of_fold.margins)
    probabilities.push_back(logistic(margin));
  const auto scored =
      TRY(metric::Scored::from(stored.version.out_of_fold.outcomes, probabilities));
  const decision::Optimum best = decision::optimum(scored, costs);

  Json report{{"version", name},
              {"rows", scored.size()},
              {"threshold", best.threshold},
              {"interval", {best.low, best.high}},
              {"theoretical_threshold", costs.theoretical_threshold()}};
  std::string text = fmt::format(
      "Version {}, {} out-of-fold predictions\nCheapest threshold {:.4f} (any from "
      "{:.4f} to "
      "{:.4f}); for perfectly calibrated probabilities {:.4f}\n\n",
      name, scored.size(), best.threshold, best.low, best.high,
      costs.theoretical_threshold());
  const auto& currency = stored.version.portfolio.currency;
  text += fmt::format("{:14} {:>9} {:>18} {:>9} {:>9} {:>8} {:>8} {:>9}\n", "policy",
                      "threshold", "cost " + currency.code, "precision", "recall",
                      "missed", "refused", "approved");
  for (const auto& policy : decision::compare_policies(scored, costs, best.threshold)) {
    report["policies"].push_back(to_json(policy));
    text += fmt::format(
        "{:14} {:9.4f} {:18.0f} {:9.3f} {:9.3f} {:8} {:8} {:8.1f}%\n", policy.name,
        policy.threshold,
        static_cast<double>(policy.cost.units) / static_cast<double>(currency.units),
        metric::precision(policy.counts), metric::recall(policy.counts),
        policy.counts.false_good, policy.counts.false_bad,
        100 * metric::approval_rate(policy.counts));
  }
  for (const auto& point : decision::sweep(scored, costs))
    report["sweep"].push_back({{"threshold", point.threshold},
                               {"cost", point.cost.units},
                               {"precision", metric::precision(point.counts)},
                               {"recall", metric::recall(point.counts)}});
  if (arguments.flag("--register")) {
    const std::string fresh = TRY(register_anew(registry, std::move(stored), name,
                                                wanted, best, arguments, surroundings));
    report["registered"] = fresh;
    text += fmt::format(
        "\nRegistered as {}; promote it with: credence registry promote {} "
        "--registry {} --reason ...\n",
        fresh, fresh, arguments.text("--registry"));
  }
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(report) : text);
  return {};
}

Option cost_option(std::string name, std::string help) {
  return {std::move(name), OptionKind::real, std::move(help), "", false, "AMOUNT"};
}

}  // namespace

Command threshold_command() {
  return {
      "threshold",
      "Choose the cheapest threshold of a version anew, under its costs or others",
      "Costs are in whole currency, as in portfolio.toml; negative is a profit. The "
      "choice "
      "rests on out-of-fold predictions of the training rows, never on the test set.",
      {{"VERSION", OptionKind::text, "A version (v3) or an alias", "champion"},
       registry_option(),
       cost_option("--missed-bad", "Cost of granting to a defaulter"),
       cost_option("--refused-good", "Cost of refusing a good customer"),
       cost_option("--refused-bad", "Cost of refusing a defaulter"),
       cost_option("--granted-good", "Cost of granting to a good customer"),
       {"--register", OptionKind::flag, "Register the result as a new version"},
       {"--note", OptionKind::text, "Note of the new version", "", false, "TEXT"},
       json_option()},
      run,
      {}};
}

}  // namespace credence::cli
