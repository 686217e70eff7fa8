#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/open_registry.h"
#include "cli/project.h"
#include "decision/threshold.h"
#include "report/amount.h"
#include "report/evaluation_json.h"
#include "report/text_table.h"

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

std::string threshold_text(const decision::Optimum& best, double theoretical) {
  return fmt::format(
      "Refusing from {:.4f} on is cheapest (as good as any from {:.4f} to {:.4f}); for "
      "perfectly\ncalibrated probabilities it would be {:.4f}\n",
      best.threshold, best.low, best.high, theoretical);
}

std::string policies_text(const std::vector<decision::Policy>& policies,
                          const portfolio::Currency& currency) {
  std::vector<std::vector<std::string>> rows = {
      {"", "Cost", "Saved", "", "Approved", "Bad among them", "Missed bad",
       "Refused good", "Precision", "Recall"}};
  for (const auto& policy : policies)
    rows.push_back({policy.name, report::amount(policy.cost, currency),
                    report::amount(policy.saved_against_approve_all, currency),
                    report::percent(policy.saved_share),
                    report::percent(metric::approval_rate(policy.counts)),
                    report::percent(metric::bad_rate_among_approved(policy.counts)),
                    report::grouped(policy.counts.false_good),
                    report::grouped(policy.counts.false_bad),
                    fmt::format("{:.4f}", metric::precision(policy.counts)),
                    fmt::format("{:.4f}", metric::recall(policy.counts))});
  return report::text_table(rows);
}

// The threshold to decide by under these costs, as the portfolio wants it.
double wanted_threshold(const portfolio::Portfolio& portfolio, const CostMatrix& costs,
                        const decision::Optimum& best) {
  return portfolio.threshold_rule == portfolio::ThresholdRule::theoretical
             ? costs.theoretical_threshold()
             : best.threshold;
}

// The same version with other costs and the threshold that they ask for.
Result<std::string> register_anew(registry::Registry& registry, version::Stored stored,
                                  const std::string& from, const CostMatrix& costs,
                                  const decision::Optimum& best,
                                  const Arguments& arguments,
                                  Surroundings& surroundings) {
  const double threshold = wanted_threshold(stored.version.portfolio, costs, best);
  stored.version.rule.costs = costs.costs();
  stored.version.rule.threshold = threshold;
  stored.version.facts["threshold"] = threshold;
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
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string name = TRY(registry.resolve(arguments.text("VERSION")));
  version::Stored stored = TRY(registry.load(name));
  const portfolio::Costs wanted = costs_from(arguments, stored.version);
  const CostMatrix costs = TRY(CostMatrix::from(wanted));

  std::vector<double> probabilities;
  for (const double margin : stored.version.out_of_fold.margins)
    probabilities.push_back(stored.version.calibration.probability(margin));
  const auto scored =
      TRY(metric::Scored::from(stored.version.out_of_fold.outcomes, probabilities));
  const decision::Optimum best = decision::optimum(scored, costs);

  Json report{{"version", name},
              {"rows", scored.size()},
              {"threshold", best.threshold},
              {"interval", {best.low, best.high}},
              {"theoretical_threshold", costs.theoretical_threshold()}};
  const auto& currency = stored.version.portfolio.currency;
  const auto policies = decision::compare_policies(scored, costs, best.threshold);
  for (const auto& policy : policies)
    report["policies"].push_back(report::policy_json(policy));
  std::string text =
      fmt::format("Version {}: {} out-of-fold predictions of its training rows\n", name,
                  report::grouped(static_cast<std::int64_t>(scored.size()))) +
      threshold_text(best, costs.theoretical_threshold()) + "\n" +
      policies_text(policies, currency);
  for (const auto& point : decision::sweep(scored, costs))
    report["sweep"].push_back({{"threshold", point.threshold},
                               {"cost", point.cost.units},
                               {"precision", metric::precision(point.counts)},
                               {"recall", metric::recall(point.counts)}});
  if (arguments.flag("--register")) {
    const double threshold = wanted_threshold(stored.version.portfolio, costs, best);
    const std::string fresh = TRY(register_anew(registry, std::move(stored), name,
                                                costs, best, arguments, surroundings));
    report["registered"] = fresh;
    text += fmt::format(
        "\nRegistered as {}, refusing from {:.4f}; to decide by it: credence registry "
        "promote {} --registry {} --reason ...\n",
        fresh, threshold, fresh, arguments.text("--registry"));
  }
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(report) : text);
  return {};
}

Option cost_option(std::string name, std::string help) {
  // Within what costs of a million applications in the smallest unit can add up to.
  return limited(
      {std::move(name), OptionKind::real, std::move(help), "", false, "AMOUNT"}, -1e10,
      1e10);
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
