// sql_expression_types.h
// This component provides the type and range of an expression over the sources of a
// SELECT, with findings on what engines disagree on, to the analysis of SQL.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "portfolio/sql_analysis.h"
#include "portfolio/sql_parser.h"
#include "portfolio/sql_relation.h"

namespace credence::portfolio {

// The sources of one SELECT and what is known of their join.
struct SqlScope {
  std::vector<SqlSource> sources;
  std::vector<SqlEquality> equalities;
  const SqlScope* outer = nullptr;  // of the SELECT around a subquery
  std::set<SqlPlace> group;         // GROUP BY columns
  std::set<std::string> group_texts;
};

class ExpressionTypes {
 public:
  // The rows of a query inside an expression.
  using Subquery = std::function<SqlRelation(const SqlQuery&, const SqlScope* outer)>;

  ExpressionTypes(SqlAnalysis& findings, Subquery subquery)
      : findings_(findings), subquery_(std::move(subquery)) {}

  // Within aggregates and before grouping, or of the groups: then columns are those of
  // GROUP BY.
  SqlValue value_of(const SqlExpression& expression, const SqlScope& scope,
                    bool of_groups);

  // Expected to be true or false.
  void check_condition(const SqlExpression& expression, const SqlScope& scope,
                       bool of_groups);

  // The type that CASE, COALESCE or UNION gives these values together.
  SqlValue together(const SqlValue& a, const SqlValue& b, int line,
                    std::string_view what);

  // The source and column that a column expression names, in this SELECT itself.
  static std::optional<SqlPlace> place_of(const SqlExpression& expression,
                                          const SqlScope& scope);

  void break_rule(int line, std::string problem);

 private:
  SqlValue column(const SqlExpression&, const SqlScope&, bool of_groups);
  SqlValue call(const SqlExpression&, const SqlScope&, bool of_groups);
  SqlValue aggregate(const SqlExpression&, const SqlScope&, bool of_groups);
  SqlValue prelude(const SqlExpression&, const std::vector<SqlValue>& arguments);
  SqlValue number(const SqlExpression&);
  SqlValue arithmetic(const SqlExpression&, const SqlValue& a, const SqlValue& b);
  SqlValue division(const SqlExpression&, const SqlValue& a, const SqlValue& b);
  SqlValue binary(const SqlExpression&, const SqlScope&, bool of_groups);
  SqlValue cast(const SqlExpression&, const SqlValue& from);
  SqlValue cases(const SqlExpression&, const SqlScope&, bool of_groups);
  void compare(const SqlValue& a, const SqlValue& b, int line);
  // A date, or a text that is one in every engine.
  void check_date(const SqlExpression&, const SqlValue&, std::size_t argument);
  void check_window(const SqlExpression&, const SqlScope&, bool of_groups);
  void expect_type(const SqlExpression&, const SqlValue&, std::size_t argument,
                   std::initializer_list<SqlType> types);
  // The range of a result: reported once when it may pass 2^63 or has no bound.
  SqlValue bounded(const SqlExpression&, IntegerRange range,
                   std::initializer_list<const SqlValue*> from);

  SqlAnalysis& findings_;
  Subquery subquery_;
};

SqlValue integer_in(IntegerRange range, bool nullable);
SqlValue of_type(SqlType type, bool nullable);
bool is_number(SqlType type);
// Nothing to say of a value whose type is not known: another finding has said it.
bool is_open(SqlType type);

// The days since 1970 that a date, or the texts that stand for one, can be.
IntegerRange days_of(const SqlValue& value);

bool is_aggregate(const SqlExpression& expression);
std::string_view name_of(SqlType type);

}  // namespace credence::portfolio
