#include "synthesis/lending_tables.h"

#include <gtest/gtest.h>

#include "tests/synthesis/books.h"

namespace credence::synthesis {
namespace {

// A law of the books and the SQL that lists rows which break it.
struct Law {
  const char* name;
  const char* broken_by;
};

class LendingTables : public testing::TestWithParam<Law> {};

TEST_P(LendingTables, Hold) {
  EXPECT_EQ(default_books().number(std::string("SELECT count(*) FROM (") +
                                   GetParam().broken_by + ")"),
            0);
}

INSTANTIATE_TEST_SUITE_P(
    Laws, LendingTables,
    testing::Values(
        Law{"EveryLoanHasItsCustomer",
            "SELECT 1 FROM loan_applications ANTI JOIN customers USING (customer_id)"},
        Law{"EveryCustomerApplied",
            "SELECT 1 FROM customers ANTI JOIN loan_applications USING (customer_id)"},
        Law{"EveryLoanHasOnePull",
            "SELECT loan_id FROM loan_applications a LEFT JOIN credit_history h "
            "USING (loan_id) GROUP BY loan_id HAVING count(h.pull_id) <> 1"},
        Law{"EveryInstalmentHasItsDisbursedLoan",
            "SELECT 1 FROM repayment_history ANTI JOIN (SELECT loan_id FROM "
            "loan_applications WHERE disbursement_date IS NOT NULL) USING (loan_id)"},
        Law{"KeysAreUnique",
            "SELECT repayment_id FROM repayment_history GROUP BY 1 HAVING count(*) > 1 "
            "UNION ALL SELECT loan_id FROM loan_applications GROUP BY 1 "
            "HAVING count(*) > 1 "
            "UNION ALL SELECT customer_id FROM customers GROUP BY 1 HAVING count(*) > "
            "1 "
            "UNION ALL SELECT pull_id FROM credit_history GROUP BY 1 "
            "HAVING count(*) > 1"},
        Law{"DatesOfALoanAreInOrder",
            "SELECT 1 FROM loan_applications WHERE application_date > approval_date "
            "OR approval_date > disbursement_date OR disbursement_date > default_date "
            "OR status_date < application_date OR status_date > DATE '2025-12-31' "
            "OR disbursement_date > DATE '2025-12-31' "
            "OR default_date > DATE '2025-12-31'"},
        Law{"TheBureauIsAskedOnTheDay",
            "SELECT 1 FROM credit_history JOIN loan_applications USING (loan_id) "
            "WHERE pull_date <> application_date"},
        Law{"EmiFollowsTheAnnuityFormula",
            "SELECT 1 FROM (SELECT *, interest_rate / 1200 AS r FROM "
            "loan_applications) "
            "WHERE abs(emi_amount - loan_amount * r * power(1 + r, loan_term_months) / "
            "(power(1 + r, loan_term_months) - 1)) > 0.51"},
        Law{"AmountsAreRoundThousandsOfRupees",
            "SELECT 1 FROM loan_applications WHERE loan_amount % 100000 <> 0 "
            "OR annual_income % 100000 <> 0 OR collateral_value % 100000 <> 0"},
        Law{"ValuesLieInTheFormsBounds",
            "SELECT 1 FROM loan_applications JOIN customers USING (customer_id) "
            "JOIN credit_history USING (loan_id) WHERE NOT (age BETWEEN 18 AND 70 "
            "AND dependents BETWEEN 0 AND 10 AND loan_term_months BETWEEN 3 AND 360 "
            "AND interest_rate BETWEEN 1 AND 40 AND annual_income BETWEEN 5000000 AND "
            "5000000000 AND loan_amount BETWEEN 1000000 AND 5000000000 "
            "AND coalesce(years_employed, 0) BETWEEN 0 AND 40 "
            "AND coalesce(credit_score, 300) BETWEEN 300 AND 900 "
            "AND credit_utilization BETWEEN 0 AND 1 "
            "AND active_accounts BETWEEN 0 AND 20)"},
        Law{"AgeAgreesWithTheDateOfBirth",
            "SELECT 1 FROM loan_applications JOIN customers USING (customer_id) "
            "WHERE date_of_birth IS NOT NULL AND abs(age - "
            "date_diff('day', date_of_birth, application_date) / 365.25) > 1.01 "
            "AND age < 70"},
        Law{"CollateralBelongsToSecuredLoans",
            "SELECT 1 FROM loan_applications WHERE is_secured IS NOT NULL "
            "AND (is_secured = 1) <> (collateral_value IS NOT NULL)"},
        Law{"TheFileAddsUp",
            "SELECT 1 FROM credit_history WHERE active_accounts + closed_accounts <> "
            "total_accounts OR enquiries_last_6m > enquiries_last_12m "
            "OR current_balance > total_credit_limit"},
        Law{"OnlyDisbursedLoansHaveADefaultFlag",
            "SELECT 1 FROM loan_applications WHERE (disbursement_date IS NULL) <> "
            "(is_default IS NULL) OR (is_default = 1) <> (default_date IS NOT NULL)"},
        Law{"StatusAgreesWithTheDates",
            "SELECT 1 FROM loan_applications WHERE CASE status "
            "WHEN 'Pending' THEN approval_date IS NULL "
            "WHEN 'Rejected' THEN approval_date IS NULL "
            "WHEN 'Approved' THEN approval_date IS NOT NULL AND disbursement_date IS "
            "NULL "
            "WHEN 'Written-Off' THEN is_default = 1 AND status_date > default_date "
            "WHEN 'Closed' THEN is_default = 0 "
            "ELSE disbursement_date IS NOT NULL END IS NOT TRUE"}),
    [](const auto& law) { return law.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Instalments, LendingTables,
    testing::Values(
        Law{"AreNumberedFromOneWithoutGaps",
            "SELECT loan_id FROM repayment_history GROUP BY 1 "
            "HAVING min(installment_number) <> 1 OR max(installment_number) <> "
            "count(*)"},
        Law{"FallDueMonthlyAfterDisbursement",
            "SELECT 1 FROM (SELECT due_date, disbursement_date, lag(due_date) OVER "
            "(PARTITION BY loan_id ORDER BY installment_number) AS before "
            "FROM repayment_history JOIN loan_applications USING (loan_id)) "
            "WHERE due_date <= disbursement_date OR due_date > DATE '2025-12-31' "
            "OR date_diff('day', before, due_date) NOT BETWEEN 28 AND 31"},
        Law{"ConsistOfPrincipalAndInterest",
            "SELECT 1 FROM repayment_history WHERE principal_component + "
            "interest_component <> amount_due OR principal_component < 0 "
            "OR interest_component < 0 OR outstanding_balance < 0"},
        Law{"EqualTheEmiButForTheLast",
            "SELECT 1 FROM repayment_history JOIN loan_applications USING (loan_id) "
            "WHERE amount_due <> emi_amount AND installment_number < loan_term_months"},
        Law{"RepayTheLoanExactly",
            "SELECT loan_id FROM repayment_history JOIN loan_applications "
            "USING (loan_id) GROUP BY loan_id, loan_term_months, loan_amount "
            "HAVING count(*) = loan_term_months "
            "AND sum(principal_component) <> loan_amount"},
        Law{"ChargeInterestOnTheScheduledBalance",
            "SELECT 1 FROM (SELECT *, loan_amount - coalesce(sum(principal_component) "
            "OVER (PARTITION BY loan_id ORDER BY installment_number ROWS BETWEEN "
            "UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS balance "
            "FROM repayment_history JOIN loan_applications USING (loan_id)) "
            "WHERE abs(interest_component - balance * interest_rate / 1200) > 0.51"},
        Law{"AreLateWhenPaidLate",
            "SELECT 1 FROM repayment_history JOIN loan_applications USING (loan_id) "
            "WHERE is_late <> (days_past_due > 0)::INT "
            "OR days_past_due <> greatest(0, "
            "coalesce(payment_date, least(DATE '2025-12-31', CASE status WHEN "
            "'Written-Off' THEN status_date ELSE DATE '2025-12-31' END)) - due_date) "
            "OR payment_date > DATE '2025-12-31'"},
        Law{"ShowNoPaymentBeforeItIsMade",
            "SELECT 1 FROM repayment_history WHERE payment_date IS NULL AND "
            "(amount_paid IS NOT NULL OR payment_method IS NOT NULL "
            "OR is_partial IS NOT NULL)"},
        Law{"ArePartialWhenLessWasPaid",
            "SELECT 1 FROM repayment_history WHERE payment_date IS NOT NULL AND "
            "(is_partial = 1) <> (amount_paid < amount_due)"}),
    [](const auto& law) { return law.param.name; });

// Walks through every day's worst arrears without looking at the flags.
TEST(LendingTargets, AgreeWithTheInstalmentsByBruteForce) {
  Books& books = default_books();
  books.execute(
      "CREATE OR REPLACE TABLE reached AS SELECT loan_id, min(due_date + 90) AS day "
      "FROM repayment_history WHERE coalesce(payment_date, DATE '2025-12-31') "
      "- due_date >= 90 GROUP BY loan_id");
  EXPECT_EQ(books.number("SELECT count(*) FROM loan_applications LEFT JOIN reached "
                         "USING (loan_id) WHERE day IS DISTINCT FROM default_date"),
            0);
  EXPECT_EQ(
      books.number(
          "SELECT count(*) FROM truth JOIN loan_applications USING (loan_id) LEFT "
          "JOIN reached USING (loan_id) WHERE outcome IS DISTINCT FROM CASE WHEN "
          "DATE '2025-12-31' - disbursement_date <= 730 THEN NULL "
          "WHEN disbursement_date IS NULL THEN NULL "
          "ELSE (coalesce(day - disbursement_date, 9999) <= 730)::INT END"),
      0);
  // Some fail after the window, some before it is over.
  EXPECT_GT(books.number("SELECT count(*) FROM truth JOIN loan_applications USING "
                         "(loan_id) WHERE outcome = 0 AND is_default = 1"),
            20);
  EXPECT_GT(books.number("SELECT count(*) FROM truth JOIN loan_applications USING "
                         "(loan_id) WHERE outcome IS NULL AND is_default = 1"),
            20);
}

TEST(LendingWalkIns, LackExactlyWhatTheFormDoesNotAsk) {
  Books& books = default_books();
  const double share = books.number(
      "SELECT avg((state IS NULL)::INT) FROM loan_applications JOIN customers "
      "USING (customer_id)");
  EXPECT_NEAR(share, 0.15, 0.001);
  const std::string walk_in =
      "FROM loan_applications JOIN customers USING (customer_id) JOIN credit_history "
      "USING (loan_id) WHERE state IS NULL";
  const double count = books.number("SELECT count(*) " + walk_in);
  for (const char* column :
       {"city_tier", "phone_verified", "email_verified", "date_of_birth",
        "loan_purpose", "is_secured", "collateral_value", "total_accounts",
        "closed_accounts", "overdue_30_count", "overdue_60_count", "overdue_90_count",
        "total_credit_limit", "current_balance", "monthly_obligations",
        "enquiries_last_6m", "enquiries_last_12m", "credit_history_length_months"})
    EXPECT_EQ(books.number("SELECT count(" + std::string(column) + ") " + walk_in), 0)
        << column;
  for (const char* column :
       {"gender", "marital_status", "dependents", "education", "employment_type", "age",
        "annual_income", "credit_utilization", "active_accounts", "loan_type",
        "loan_amount", "loan_term_months", "interest_rate", "emi_amount"})
    EXPECT_EQ(books.number("SELECT count(" + std::string(column) + ") " + walk_in),
              count)
        << column;
  EXPECT_EQ(books.number("SELECT max(n) FROM (SELECT customer_id, count(*) AS n FROM "
                         "loan_applications JOIN customers USING (customer_id) WHERE "
                         "state IS NULL GROUP BY customer_id)"),
            1);
}

TEST(LendingMissingness, FollowsTheThinFilesAndTheSelfEmployed) {
  Books& books = default_books();
  const std::string from =
      " FROM loan_applications JOIN customers USING (customer_id) JOIN credit_history "
      "USING (loan_id) WHERE ";
  EXPECT_EQ(books.number("SELECT count(*)" + from +
                         "state IS NOT NULL AND (credit_score IS NULL) <> "
                         "(credit_history_length_months < 12)"),
            0);
  const std::string unscored = "SELECT avg((credit_score IS NULL)::INT)" + from;
  EXPECT_GT(books.number(unscored + "age < 25"),
            3 * books.number(unscored + "age >= 30"));
  const std::string untold = "SELECT avg((years_employed IS NULL)::INT)" + from;
  EXPECT_GT(books.number(untold + "employment_type IN ('Self-Employed', 'Freelance')"),
            0.2);
  EXPECT_LT(books.number(untold + "employment_type IN ('Salaried', 'Business')"), 0.03);
}

TEST(LendingBehaviour, MakesTheBadRateFallWithTheScore) {
  const table::Table rates = default_books().query(
      "SELECT avg(outcome) FROM (SELECT outcome, CASE WHEN credit_score < 600 THEN 1 "
      "WHEN credit_score < 650 THEN 2 WHEN credit_score < 700 THEN 3 WHEN credit_score "
      "< "
      "750 THEN 4 ELSE 5 END AS tier FROM truth JOIN credit_history USING (loan_id) "
      "WHERE outcome IS NOT NULL AND credit_score IS NOT NULL) GROUP BY tier "
      "ORDER BY tier");
  ASSERT_EQ(rates.rows(), 5u);
  for (std::size_t i = 1; i < 5; ++i)
    EXPECT_LT(rates.columns[0].number(i), rates.columns[0].number(i - 1)) << i;
}

TEST(LendingBehaviour, ShowsTheCustomerInEarlierLoans) {
  const std::string rate =
      "SELECT avg(outcome) FROM (SELECT t.outcome, avg((coalesce(r.payment_date, "
      "a.application_date) > r.due_date)::INT) AS late FROM truth t "
      "JOIN loan_applications a USING (loan_id) JOIN loan_applications p ON "
      "p.customer_id = a.customer_id AND p.application_date < a.application_date "
      "JOIN repayment_history r ON r.loan_id = p.loan_id AND r.due_date < "
      "a.application_date WHERE t.outcome IS NOT NULL GROUP BY t.loan_id, t.outcome "
      "HAVING count(*) >= 6) WHERE ";
  Books& books = default_books();
  EXPECT_GT(books.number(rate + "late > 0.2"),
            1.6 * books.number(rate + "late < 0.08"));
}

TEST(LendingBehaviour, SkewsIncomesAndAmountsToTheRight) {
  for (const char* column : {"annual_income", "loan_amount", "emi_amount"})
    EXPECT_GT(
        default_books().number("SELECT avg(" + std::string(column) + ") / median(" +
                               column + ") FROM loan_applications"),
        1.15)
        << column;
  EXPECT_GT(
      default_books().number(
          "SELECT corr(ln(annual_income), ln(loan_amount)) FROM loan_applications"),
      0.4);
}

TEST(LendingProducts, HaveTermsAndRatesOfTheirOwn) {
  const table::Table types = default_books().query(
      "SELECT loan_type, median(loan_term_months), median(interest_rate), "
      "avg(is_secured), count(*) FROM loan_applications GROUP BY 1 ORDER BY 1");
  ASSERT_EQ(types.rows(),
            7u);  // Auto, Business, Credit Card, Education, Gold, Home, ...
  const auto term = [&](std::size_t i) { return types.columns[1].number(i); };
  const auto rate = [&](std::size_t i) { return types.columns[2].number(i); };
  EXPECT_GT(term(5), 100);      // Home
  EXPECT_LE(term(4), 12);       // Gold
  EXPECT_GT(rate(2), rate(6));  // Credit Card above Personal
  EXPECT_GT(rate(6), rate(5));  // Personal above Home
  EXPECT_EQ(types.columns[3].number(5), 1);
  EXPECT_EQ(types.columns[3].number(6), 0);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_GT(types.columns[4].number(i), 200) << i;
}

}  // namespace
}  // namespace credence::synthesis
