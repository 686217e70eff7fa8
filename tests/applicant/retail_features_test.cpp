// The default portfolio's features, one applicant at a time, against values worked out
// by hand and against a second, plain definition of the repayment features in C++.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "tests/applicant/retail_request.h"

namespace credence::applicant {
namespace {

using table::Value;
using namespace testing;

// The default portfolio, evaluating by feature name.
class Retail {
 public:
  Retail()
      : portfolio_(portfolio::read_portfolio("portfolios/retail_lending").value()),
        applicant_(Applicant::open(portfolio_).value()) {}

  std::map<std::string, Value> operator()(const Request& request) {
    const FeatureRow row = applicant_.features(request).value();
    std::map<std::string, Value> named;
    for (std::size_t i = 0; i < row.size(); ++i)
      named[portfolio_.features[i].name] = row[i];
    return named;
  }

  const portfolio::Portfolio& portfolio() const { return portfolio_; }

 private:
  portfolio::Portfolio portfolio_;
  Applicant applicant_;
};

Value whole(std::int64_t value) { return value; }

TEST(RetailFeatures, GiveTheFormsExampleItsKnownValues) {
  Retail retail;
  auto features = retail(walk_in());
  EXPECT_EQ(features["emi_amount"], Value(16607.15));
  EXPECT_EQ(features["annual_income"], Value(600000.0));
  EXPECT_EQ(features["monthly_income"], Value(50000.0));
  EXPECT_EQ(features["age_group"], Value("26-35"));
  EXPECT_EQ(features["credit_score_tier"], Value("700-749"));
  EXPECT_EQ(features["utilization_bucket"], Value("30-59%"));
  EXPECT_EQ(features["term_bucket"], Value("13-60"));
  EXPECT_EQ(features["rate_tier"], Value("10-14.99%"));
  EXPECT_EQ(features["loan_to_income_ratio"], Value(500000.0 / 600000.0));
  EXPECT_EQ(features["emi_to_income_ratio"], Value(12 * 1660715 / 60000000.0));
  EXPECT_EQ(features["total_interest_payable"],
            Value((36 * 1660715 - 50000000) / 100.0));
  EXPECT_EQ(features["employment_stability_ratio"], Value(5.0 / 28));
  EXPECT_EQ(features["active_accounts"], whole(1));
}

TEST(RetailFeatures, LeaveWhatTheFormDoesNotAskMissing) {
  const std::set<std::string> asked_or_counted{
      "age", "age_group", "gender", "annual_income", "monthly_income", "years_employed",
      "employment_stability_ratio", "dependents", "income_per_dependent", "education",
      "employment_type", "marital_status", "credit_score", "credit_score_tier",
      "active_accounts", "credit_utilization", "utilization_bucket", "loan_amount",
      "loan_term_months", "term_bucket", "interest_rate", "rate_tier", "emi_amount",
      "loan_type", "emi_to_income_ratio", "loan_to_income_ratio",
      "interest_to_principal_ratio", "total_interest_payable",
      // this lender's own books, which hold nothing of the applicant
      "installments_due", "past_loans", "past_defaults", "loan_type_diversity",
      "loans_last_12_months", "total_exposure_to_income", "active_exposure"};
  Retail retail;
  for (const auto& [name, value] : retail(walk_in()))
    EXPECT_EQ(table::is_missing(value), !asked_or_counted.contains(name)) << name;
}

TEST(RetailFeatures, CallAFileThinWithoutAScoreAndUnknownWithoutItsLength) {
  Retail retail;
  Request request = walk_in();
  EXPECT_EQ(retail(request)["is_thin_file"], Value());
  TableRows& pulls = request.tables[2];
  const auto score = std::ranges::find(pulls.columns, "credit_score");
  pulls.rows[0][static_cast<std::size_t>(score - pulls.columns.begin())] = Value();
  EXPECT_EQ(retail(request)["is_thin_file"], whole(1));
  pulls.rows.clear();
  EXPECT_EQ(retail(request)["is_thin_file"], Value());
}

TEST(RetailFeatures, PutEveryBoundaryIntoTheHigherBucket) {
  Retail retail;
  const auto bucket = [&](double utilization) {
    Request request = walk_in();
    request.tables[2].rows[0].back() = utilization;
    return std::get<std::string>(retail(request)["utilization_bucket"]);
  };
  EXPECT_EQ(bucket(0.2999999999999999), "below 30%");
  EXPECT_EQ(bucket(0.3), "30-59%");
  EXPECT_EQ(bucket(0.6), "60-79%");
  EXPECT_EQ(bucket(0.8), "80% and above");
  EXPECT_EQ(bucket(30 * 0.01), "30-59%");  // as the form fills it
}

// One earlier loan; decided on 2024-06-15.
Request with_instalments(const std::vector<NamedRow>& instalments) {
  Request request = walk_in();
  NamedRow decided = earlier_application(100, "2024-06-15");
  for (std::size_t i = decided.size() - 6; i < decided.size(); ++i)
    decided[i].second = Value();
  request.tables[1] =
      rows_of("loan_applications", {earlier_application(52, "2023-06-05"), decided});
  request.tables.push_back(rows_of("repayment_history", instalments));
  return request;
}

TEST(RetailFeatures, CountDaysPastDueAsOfTheDayOfApplication) {
  Retail retail;
  auto features = retail(with_instalments({
      instalment(2, 52, 1, "2024-01-05", "2024-01-04"),   // early: 0
      instalment(4, 52, 2, "2024-02-05", "2024-02-15"),   // 10
      instalment(6, 52, 3, "2024-03-05", "2024-07-01"),   // paid after: 102
      instalment(8, 52, 4, "2024-06-05", ""),             // 10, and unpaid
      instalment(10, 52, 5, "2024-06-15", "2024-06-15"),  // due on the day: unseen
  }));
  EXPECT_EQ(features["installments_due"], whole(4));
  EXPECT_EQ(features["missed_payment_count"], whole(2));
  EXPECT_EQ(features["max_dpd"], whole(102));
  EXPECT_EQ(features["avg_dpd"], Value(122 / 4.0));
  EXPECT_EQ(features["avg_dpd_last_3"], Value(122 / 3.0));
  EXPECT_EQ(features["dpd_trend_3v6"], Value(122 / 3.0 - 0));
  EXPECT_EQ(features["late_payment_ratio"], Value(0.75));
  EXPECT_EQ(features["max_consecutive_late_payments"], whole(3));
  EXPECT_EQ(features["avg_payment_to_due_ratio"], Value(0.5));
  EXPECT_EQ(features["auto_debit_ratio"], Value(1.0));
  EXPECT_EQ(features["ever_90_plus_dpd"], whole(1));
  EXPECT_EQ(features["months_since_last_late"], Value(160 / 487.0));
  EXPECT_EQ(features["active_exposure"], Value(500000.0));
  EXPECT_EQ(features["total_exposure_to_income"], Value(1000000 / 600000.0));
}

TEST(RetailFeatures, SeeADefaultOnlyAfterItsDate) {
  Retail retail;
  const auto defaults = [&](std::string_view date) {
    Request request = with_instalments({instalment(2, 52, 1, "2024-01-05", "")});
    auto& earlier = request.tables[1].rows[0];
    earlier.end()[-2] = std::int64_t{1};
    earlier.end()[-1] = on(date);
    return retail(request)["past_defaults"];
  };
  EXPECT_EQ(defaults("2024-06-14"), whole(1));
  EXPECT_EQ(defaults("2024-06-15"), whole(0));
}

TEST(RetailFeatures, CountOnlyPaymentsKnownToBeInPartAsPartial) {
  Retail retail;
  auto features = retail(with_instalments({
      instalment(2, 52, 1, "2024-01-05", "2024-01-05", 60'000),
      instalment(4, 52, 2, "2024-02-05", "2024-02-05"),
      instalment(6, 52, 3, "2024-06-05", "2024-06-20", 60'000),
      instalment(7, 52, 4, "2024-04-05", "2024-04-05"),
  }));
  EXPECT_EQ(features["partial_payment_ratio"], Value(0.25));
  EXPECT_EQ(features["avg_payment_to_due_ratio"], Value(260 / 400.0));
  EXPECT_EQ(features["auto_debit_ratio"], Value(2 / 3.0));
}

TEST(RetailFeatures, SeeEarlierLoansAsTheyStoodOnTheDay) {
  Retail retail;
  Request request = with_instalments({instalment(2, 52, 1, "2024-01-05", "")});
  // Order: ..., approval, disbursement, status, its date, default, its date.
  const auto loan = [](std::int64_t id, std::string_view type, std::string_view date,
                       std::string_view disbursed, const char* status,
                       std::string_view since) {
    NamedRow row = earlier_application(id, date);
    row[2].second = std::string(type);
    row.end()[-5].second = disbursed.empty() ? Value() : Value(on(disbursed));
    row.end()[-4].second = status;
    row.end()[-3].second = on(since);
    return row;
  };
  NamedRow decided = earlier_application(100, "2024-06-15");
  for (std::size_t i = decided.size() - 6; i < decided.size(); ++i)
    decided[i].second = Value();
  request.tables[1] = rows_of(
      "loan_applications",
      {decided, loan(51, "Gold", "2020-06-15", "2020-06-20", "Closed", "2023-01-01"),
       loan(52, "Home", "2021-06-15", "2021-06-20", "Closed", "2024-06-15"),
       loan(53, "Gold", "2023-06-15", "2023-06-20", "Active", "2023-06-20"),
       loan(54, "Auto", "2023-06-16", "", "Rejected", "2023-06-20"),
       loan(55, "Auto", "2024-06-10", "2024-06-15", "Active", "2024-06-15")});
  auto features = retail(request);
  EXPECT_EQ(features["past_loans"], whole(5));
  EXPECT_EQ(features["loan_type_diversity"], whole(3));
  EXPECT_EQ(features["loans_last_12_months"], whole(2));  // 2023-06-15 is 366 days ago
  EXPECT_EQ(features["months_since_first_loan"], Value(1461 * 16 / 487.0));
  EXPECT_EQ(features["active_exposure"], Value(1000000.0));  // 52 and 53
  EXPECT_EQ(features["historical_default_rate"], Value(0.0));
}

// ---- a plain second definition ------------------------------------------------------

struct Instalment {
  Day due;
  std::optional<Day> paid_on;
};

std::vector<Instalment> any_instalments() {
  std::vector<Instalment> result;
  const Day start = on("2023-06-10");
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    Instalment one{start + *rc::gen::inRange(0, 400), std::nullopt};
    if (*rc::gen::inRange(0, 5) > 0)
      one.paid_on = one.due + *rc::gen::element(-3, 0, 0, 0, 1, 5, 30, 61, 95, 400);
    result.push_back(one);
  }
  return result;
}

struct Plain {
  std::vector<Day> dpd;  // the latest first

  Plain(const std::vector<Instalment>& all, Day decided_at) {
    std::vector<std::pair<Day, std::size_t>> order;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].due < decided_at) order.emplace_back(all[i].due, i);
    std::ranges::sort(order, std::greater{});
    for (const auto& [due, i] : order) {
      const bool known = all[i].paid_on && *all[i].paid_on < decided_at;
      dpd.push_back(std::max<Day>(0, (known ? *all[i].paid_on : decided_at) - due));
    }
  }

  std::int64_t late(std::size_t last) const {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < std::min(last, dpd.size()); ++i) count += dpd[i] > 0;
    return count;
  }
  double mean(std::size_t from, std::size_t to) const {
    double sum = 0;
    to = std::min(to, dpd.size());
    for (std::size_t i = from; i < to; ++i) sum += static_cast<double>(dpd[i]);
    return sum / static_cast<double>(to - from);
  }
  double deviation() const {
    const double center = mean(0, dpd.size());
    double sum = 0;
    for (const Day d : dpd) sum += std::pow(static_cast<double>(d) - center, 2);
    return std::sqrt(sum / static_cast<double>(dpd.size() - 1));
  }
  std::int64_t longest_run() const {
    std::int64_t run = 0, longest = 0;
    for (const Day d : dpd) longest = std::max(longest, run = d > 0 ? run + 1 : 0);
    return longest;
  }
};

void expect_near(const Value& value, double expected) {
  const double found = std::get<double>(value);
  RC_ASSERT(std::abs(found - expected) <= 1e-9 * std::max(1.0, std::abs(expected)));
}

TEST(RetailFeatures, EqualAPlainDefinitionOnAnyRepaymentHistory) {
  Retail retail;
  EXPECT_TRUE(rc::check([&] {
    const auto all = any_instalments();
    std::vector<NamedRow> rows;
    for (std::size_t i = 0; i < all.size(); ++i)
      rows.push_back(instalment(
          static_cast<std::int64_t>(i) + 1, 52, static_cast<std::int64_t>(i) + 1,
          format_date(all[i].due), all[i].paid_on ? format_date(*all[i].paid_on) : ""));
    Request request = with_instalments({instalment(1, 52, 1, "2030-01-01", "")});
    if (!rows.empty()) {
      std::vector<NamedRow> shuffled = rows;
      std::ranges::reverse(shuffled);
      request.tables.back() = rows_of("repayment_history", shuffled);
    }
    auto features = retail(request);
    const Plain plain(all, request.decided_at);
    const std::size_t n = plain.dpd.size();
    RC_ASSERT(features["installments_due"] == whole(static_cast<std::int64_t>(n)));
    if (n == 0) {
      RC_ASSERT(table::is_missing(features["avg_dpd"]));
      RC_ASSERT(table::is_missing(features["max_consecutive_late_payments"]));
      return;
    }
    RC_ASSERT(features["late_count_last_3"] == whole(plain.late(3)));
    RC_ASSERT(features["late_count_last_6"] == whole(plain.late(6)));
    RC_ASSERT(features["late_count_last_12"] == whole(plain.late(12)));
    RC_ASSERT(features["max_dpd"] == whole(std::ranges::max(plain.dpd)));
    RC_ASSERT(features["max_consecutive_late_payments"] == whole(plain.longest_run()));
    expect_near(features["avg_dpd"], plain.mean(0, n));
    expect_near(features["avg_dpd_last_3"], plain.mean(0, 3));
    expect_near(features["avg_dpd_last_6"], plain.mean(0, 6));
    expect_near(features["avg_dpd_last_12"], plain.mean(0, 12));
    if (n > 1) expect_near(features["std_dpd"], plain.deviation());
    if (n > 3)
      expect_near(features["dpd_trend_3v6"], plain.mean(0, 3) - plain.mean(3, 6));
    else
      RC_ASSERT(table::is_missing(features["dpd_trend_3v6"]));
  }));
}

TEST(RetailFeatures, DoNotChangeWithWhatWasNotYetKnown) {
  Retail retail;
  const Request before = with_history();
  const auto expected = retail(before);
  Request after = before;
  NamedRow later = earlier_application(101, "2024-06-15");
  auto& loans = after.tables[1].rows;
  loans.push_back({});
  for (const auto& [name, value] : later) loans.back().push_back(value);
  after.tables.push_back(
      rows_of("repayment_history", {instalment(91, 50, 9, "2024-06-15", "2024-06-15"),
                                    instalment(92, 50, 10, "2024-07-15", ""),
                                    instalment(93, 100, 1, "2024-06-01", "")}));
  after.tables.push_back(rows_of("credit_history", {{{"pull_id", whole(99)},
                                                     {"loan_id", whole(100)},
                                                     {"pull_date", on("2024-06-16")},
                                                     {"credit_score", whole(300)}}}));
  // The decided loan's own end.
  for (std::size_t i = 0; i < after.tables[1].columns.size(); ++i) {
    if (after.tables[1].columns[i] == "is_default") loans[6][i] = whole(1);
    if (after.tables[1].columns[i] == "default_date") loans[6][i] = on("2025-01-01");
    if (after.tables[1].columns[i] == "status") loans[6][i] = "Written-Off";
  }
  EXPECT_EQ(retail(after), expected);
}

TEST(RetailFeatures, TakeTheLatestPullOnOrBeforeTheDay) {
  Retail retail;
  Request request = walk_in();
  request.tables.push_back(rows_of("credit_history", {{{"pull_id", whole(2)},
                                                       {"loan_id", whole(100)},
                                                       {"pull_date", on("2024-06-15")},
                                                       {"credit_score", whole(600)}},
                                                      {{"pull_id", whole(3)},
                                                       {"loan_id", whole(100)},
                                                       {"pull_date", on("2024-06-10")},
                                                       {"credit_score", whole(500)}}}));
  EXPECT_EQ(retail(request)["credit_score"], whole(600));
}

}  // namespace
}  // namespace credence::applicant
