#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "synthesis/lending.h"

namespace credence::cli {
namespace {

Result<synthesis::LendingOptions> options_from(const Arguments& arguments,
                                               const Surroundings& surroundings) {
  synthesis::LendingOptions options;
  options.seed = static_cast<std::uint64_t>(arguments.integer("--seed"));
  options.loans = arguments.integer("--loans");
  options.customers = arguments.has("--customers")
                          ? arguments.integer("--customers")
                          : std::max<std::int64_t>(1, options.loans / 2);
  options.default_rate = arguments.real("--default-rate");
  options.walk_in_share = arguments.real("--walk-ins");
  options.leaky = arguments.flag("--leaky");
  options.database = !arguments.flag("--no-database");
  options.threads = threads_of(arguments, surroundings);
  if (arguments.has("--until")) options.observed_until = arguments.date("--until");
  options.format = arguments.text("--format") == "csv" ? synthesis::FileFormat::csv
                                                       : synthesis::FileFormat::parquet;
  return options;
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const auto options = TRY(options_from(arguments, surroundings));
  const std::string out = arguments.text("--out");
  const auto report =
      TRY(synthesis::generate_lending(out, options, surroundings.terminal));
  const bool has_both = report.bad > 0 && report.bad < report.labelled;
  const Json document{{"out", out},
                      {"customers", report.customers},
                      {"applications", report.applications},
                      {"credit_pulls", report.pulls},
                      {"instalments", report.instalments},
                      {"declined", report.declined},
                      {"immature", report.immature},
                      {"walk_ins", report.walk_ins},
                      {"with_outcome", report.labelled},
                      {"bad", report.bad},
                      {"true_default_rate", report.true_rate},
                      {"realised_default_rate", report.realised_rate},
                      {"sampling_error", report.sampling_error},
                      {"oracle_auc", has_both ? Json(report.oracle_auc) : Json()}};
  const std::string text = fmt::format(
      "{} customers, {} applications ({} walk-ins, {} declined, {} too young for an "
      "outcome), {} "
      "instalments\n"
      "True default rate {:.2f}%, realised {:.2f}% of {} loans (sampling error {:.2f} "
      "points)\n"
      "The best AUC that these tables allow (oracle): {}\n"
      "Written: {}{}\n",
      report.customers, report.applications, report.walk_ins, report.declined,
      report.immature, report.instalments, 100 * report.true_rate,
      100 * report.realised_rate, report.labelled, 100 * report.sampling_error,
      has_both ? fmt::format("{:.3f}", report.oracle_auc)
               : "none, the loans with an outcome are not of two classes",
      out,
      options.database ? "/lending.duckdb, the same tables as files, truth.csv"
                       : " (files, truth.csv)");
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(document) : text);
  return {};
}

}  // namespace

Command generate_command() {
  return {
      "generate",
      "Make a synthetic lending database with a known true default probability",
      "The tables are those of portfolios/retail_lending; truth.csv holds each loan's "
      "true "
      "probability. Example: credence generate --out data --loans 100000",
      {{"--out", OptionKind::text, "New folder", "", true, "FOLDER"},
       limited({"--loans", OptionKind::integer, "Applications", "10000"}, 1, 100e6),
       limited({"--customers", OptionKind::integer, "Customers; default: half as many"},
               1, 100e6),
       limited({"--default-rate", OptionKind::real, "Mean true default probability",
                "0.17"},
               0.001, 0.9),
       limited({"--walk-ins", OptionKind::real,
                "Share of applications with the form's fields only", "0.15"},
               0, 0.5),
       {"--until", OptionKind::date, "Last day that the books know of", "2025-12-31",
        false, "DATE"},
       {"--leaky", OptionKind::flag,
        "The naive variant whose bureau data knows the loan's own outcome"},
       format_option(),
       {"--no-database", OptionKind::flag, "Files only, no lending.duckdb"},
       threads_option(),
       seed_option(),
       json_option()},
      run,
      {}};
}

}  // namespace credence::cli
