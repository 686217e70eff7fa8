#include "report/classification_report.h"

#include <fmt/core.h>

#include "report/amount.h"

namespace credence::report {
namespace {

struct ClassRow {
  double precision = 0, recall = 0, f1 = 0;
  std::int64_t support = 0;
};

double ratio(double part, double all) { return all > 0 ? part / all : 0; }

// Of the class whose applications are `hits` where found, of so many predicted and so
// many there.
ClassRow class_row(std::int64_t hits, std::int64_t predicted, std::int64_t support) {
  const auto found = static_cast<double>(hits);
  ClassRow row{ratio(found, static_cast<double>(predicted)),
               ratio(found, static_cast<double>(support)), 0, support};
  row.f1 = ratio(2 * found, static_cast<double>(predicted + support));
  return row;
}

ClassRow average(const ClassRow& a, double weight_of_a, const ClassRow& b,
                 double weight_of_b) {
  const double all = weight_of_a + weight_of_b;
  const auto mean = [&](double of_a, double of_b) {
    return ratio(of_a * weight_of_a + of_b * weight_of_b, all);
  };
  return {mean(a.precision, b.precision), mean(a.recall, b.recall), mean(a.f1, b.f1),
          a.support + b.support};
}

std::string line(std::string_view name, const ClassRow& row) {
  return fmt::format("{:>12}  {:9.4f} {:9.4f} {:9.4f} {:9}\n", name, row.precision,
                     row.recall, row.f1, row.support);
}

std::string matrix(const metric::Confusion& counts) {
  return fmt::format("{:>12}  {:>9} {:>9}\n{:>12}  {:>9} {:>9}\n{:>12}  {:>9} {:>9}\n",
                     "", "granted", "refused", "good", counts.true_good,
                     counts.false_bad, "bad", counts.false_good, counts.true_bad);
}

std::string part(std::string_view where, double threshold, std::string_view which,
                 const metric::Confusion& counts) {
  return fmt::format("\n{}, refused from a probability of {:.6g} ({})\n\n{}\n{}", where,
                     threshold, which, class_table(counts), matrix(counts));
}

}  // namespace

std::string class_table(const metric::Confusion& counts) {
  const ClassRow good =
      class_row(counts.true_good, counts.true_good + counts.false_good,
                counts.true_good + counts.false_bad);
  const ClassRow bad = class_row(counts.true_bad, counts.true_bad + counts.false_bad,
                                 counts.true_bad + counts.false_good);
  std::string text = fmt::format("{:>12}  {:>9} {:>9} {:>9} {:>9}\n\n", "", "precision",
                                 "recall", "f1-score", "support");
  text += line("good", good) + line("bad", bad) + "\n";
  text += fmt::format("{:>12}  {:>9} {:>9} {:9.4f} {:9}\n", "accuracy", "", "",
                      metric::accuracy(counts), good.support + bad.support);
  text += line("macro avg", average(good, 1, bad, 1));
  text += line("weighted avg", average(good, static_cast<double>(good.support), bad,
                                       static_cast<double>(bad.support)));
  return text;
}

std::string classification_report(const ModelSummary& model) {
  const metric::Summary& measures = model.test.measures;
  std::string text =
      fmt::format("{}: {} test applications, {} of them bad\n", model.title,
                  grouped(measures.rows), grouped(measures.bad));
  text += part("Test set", model.threshold, "the registered threshold",
               model.test.at_chosen);
  text += part("Test set", 0.5, "the usual one", model.test.at_half);
  if (model.out_of_time)
    text += part("Out of time", model.threshold, "the registered threshold",
                 model.out_of_time->at_chosen);
  return text;
}

}  // namespace credence::report
