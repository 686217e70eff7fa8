#include "portfolio/sql_analysis.h"

#include <algorithm>

#include "portfolio/sql_expression_types.h"
#include "portfolio/sql_parser.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;
using Relations = std::map<std::string, SqlRelation>;

bool holds_aggregate(const SqlExpression& expression) {
  return is_aggregate(expression) ||
         std::ranges::any_of(expression.parts, holds_aggregate);
}

class Analyst {
 public:
  explicit Analyst(SqlAnalysis& analysis)
      : analysis_(analysis),
        types_(analysis, [this](const SqlQuery& query, const SqlScope* outer) {
          return relation_of(query, relations_, outer);
        }) {}

  void run(const SqlQuery& query, Relations relations) {
    relations_ = std::move(relations);
    analysis_.columns = relation_of(query, relations_, nullptr).columns;
  }

 private:
  SqlRelation relation_of(const SqlQuery& query, Relations around,
                          const SqlScope* outer) {
    Relations before = std::exchange(relations_, std::move(around));
    for (const SqlTable& table : query.with) {
      SqlRelation relation = relation_of(*table.query, relations_, outer);
      relations_[table.name] = std::move(relation);
    }
    SqlRelation result = relation_of(query.selects[0], outer);
    for (std::size_t i = 1; i < query.selects.size(); ++i)
      unite(result, relation_of(query.selects[i], outer), query.selects[i].line);
    relations_ = std::move(before);
    return result;
  }

  void unite(SqlRelation& all, const SqlRelation& more, int line) {
    if (all.columns.size() != more.columns.size()) {
      types_.break_rule(line, fmt::format("UNION of {} columns with {}",
                                          all.columns.size(), more.columns.size()));
      return;
    }
    std::map<std::string, std::int64_t> rows_with;
    for (std::size_t i = 0; i < all.columns.size(); ++i) {
      SqlColumn& column = all.columns[i];
      column.value =
          types_.together(column.value, more.columns[i].value, line, "UNION");
      const auto a = all.rows_with.find(column.name);
      const auto b = more.rows_with.find(more.columns[i].name);
      if (a != all.rows_with.end() && b != more.rows_with.end())
        rows_with[column.name] = a->second + b->second;
    }
    all.keys.clear();
    all.rows_with = std::move(rows_with);
  }

  SqlRelation relation_of(const SqlSelect& select, const SqlScope* outer) {
    SqlScope scope;
    scope.outer = outer;
    for (const SqlFrom& from : select.from) add_source(from, scope);
    for (const SqlExpression& where : select.where) {
      types_.check_condition(where, scope, false);
      add_equalities(where, scope, std::nullopt);
    }
    for (const SqlExpression& key : select.group_by) {
      types_.value_of(key, scope, false);
      if (key.kind == Node::number)
        types_.break_rule(key.line, "GROUP BY a number; name the column");
      if (const auto place = ExpressionTypes::place_of(key, scope))
        scope.group.insert(*place);
      scope.group_texts.insert(text_of(key));
    }
    const bool is_grouped = !select.group_by.empty() ||
                            std::ranges::any_of(select.items, [](const SqlItem& item) {
                              return holds_aggregate(item.value);
                            });
    for (const SqlExpression& having : select.having)
      types_.check_condition(having, scope, true);
    SqlRelation relation;
    for (const SqlItem& item : select.items)
      relation.columns.push_back(column_of(item, scope, is_grouped));
    describe_rows(select, scope, is_grouped, relation);
    return relation;
  }

  void add_source(const SqlFrom& from, SqlScope& scope) {
    SqlSource source{from.alias, {}, from.join == SqlFrom::Join::left};
    if (from.query) {
      source.relation = relation_of(*from.query, relations_, nullptr);
    } else if (const auto found = relations_.find(from.table);
               found != relations_.end()) {
      source.relation = found->second;
    } else {
      types_.break_rule(
          from.line,
          fmt::format("found no table \"{}\" in schema.sql, nor a WITH query "
                      "of this name above",
                      from.table));
    }
    for (const SqlSource& other : scope.sources)
      if (other.alias == source.alias)
        types_.break_rule(
            from.line,
            fmt::format("the name \"{}\" stands for two tables", source.alias));
    const bool is_left = source.is_left;
    scope.sources.push_back(std::move(source));
    const std::size_t here = scope.sources.size() - 1;
    for (const SqlExpression& on : from.on) {
      types_.check_condition(on, scope, false);
      add_equalities(on, scope, is_left ? std::optional(here) : std::nullopt);
    }
  }

  void add_equalities(const SqlExpression& condition, SqlScope& scope,
                      std::optional<std::size_t> only) {
    if (condition.kind != Node::binary) return;
    if (condition.name == "AND") {
      add_equalities(condition.parts[0], scope, only);
      add_equalities(condition.parts[1], scope, only);
    }
    if (condition.name != "=") return;
    const auto a = ExpressionTypes::place_of(condition.parts[0], scope);
    const auto b = ExpressionTypes::place_of(condition.parts[1], scope);
    if (a && b)
      scope.equalities.push_back({*a, b, only});
    else if (a && is_constant(condition.parts[1], scope))
      scope.equalities.push_back({*a, std::nullopt, only});
    else if (b && is_constant(condition.parts[0], scope))
      scope.equalities.push_back({*b, std::nullopt, only});
  }

  // One value for all rows of this SELECT: written out, or a column of the query
  // around.
  static bool is_constant(const SqlExpression& expression, const SqlScope& scope) {
    return expression.kind == Node::number || expression.kind == Node::text ||
           (expression.kind == Node::column &&
            !ExpressionTypes::place_of(expression, scope));
  }

  SqlColumn column_of(const SqlItem& item, const SqlScope& scope, bool is_grouped) {
    SqlColumn column{item.name, types_.value_of(item.value, scope, is_grouped)};
    column.value.is_written = false;
    if (column.value.type == SqlType::boolean)
      types_.break_rule(
          item.value.line,
          fmt::format("{} is a condition, which only some engines give as a "
                      "column; write CASE WHEN ... THEN 1 ELSE 0 END",
                      text_of(item.value)));
    if (column.value.type == SqlType::decimal)
      types_.break_rule(item.value.line,
                        fmt::format("{} is a decimal number in some engines; write "
                                    "CAST({} AS DOUBLE)",
                                    text_of(item.value), text_of(item.value)));
    return column;
  }

  // The names under which the result keeps a source's key, where it still is one.
  static std::optional<std::set<std::string>> kept_key(
      std::size_t source, const std::set<std::string>& key,
      const std::map<SqlPlace, std::string>& named, const SqlScope& scope) {
    std::set<std::string> names;
    std::set<SqlPlace> places;
    for (const std::string& column : key) {
      const auto found = named.find({source, column});
      if (found == named.end()) return std::nullopt;
      names.insert(found->second);
      places.insert(found->first);
    }
    if (key.empty() || rows_for(scope.sources, scope.equalities, places) != 1)
      return std::nullopt;
    return names;
  }

  // Keys and rows of the result, for the queries that read it.
  static void describe_rows(const SqlSelect& select, const SqlScope& scope,
                            bool is_grouped, SqlRelation& relation) {
    std::set<std::string> all, grouped;
    std::set<SqlPlace> grouped_by;
    std::map<SqlPlace, std::string> named;
    for (std::size_t i = 0; i < select.items.size(); ++i) {
      const SqlItem& item = select.items[i];
      if (item.name.empty()) continue;
      all.insert(item.name);
      const auto place = ExpressionTypes::place_of(item.value, scope);
      if (!place) continue;
      named.emplace(*place, item.name);
      if (scope.group.contains(*place) && grouped_by.insert(*place).second)
        grouped.insert(item.name);
      const auto rows = rows_for(scope.sources, scope.equalities, {*place});
      if (!rows) continue;
      relation.rows_with[item.name] = *rows;
      if (*rows == 1) relation.keys.push_back({item.name});
    }
    for (std::size_t i = 0; i < scope.sources.size(); ++i)
      for (const auto& key : scope.sources[i].relation.keys)
        if (auto kept = kept_key(i, key, named, scope))
          relation.keys.push_back(std::move(*kept));
    if (rows_for(scope.sources, scope.equalities, {}) == 1) relation.keys.push_back({});
    if (select.is_distinct) relation.keys.push_back(all);
    if (is_grouped && grouped_by.size() == select.group_by.size())
      relation.keys.push_back(grouped);
  }

  SqlAnalysis& analysis_;
  ExpressionTypes types_;
  Relations relations_;
};

}  // namespace

std::string text_of(const SqlFinding& finding) {
  return fmt::format("line {}: {}", finding.line, finding.problem);
}

Result<SqlAnalysis> analyse_sql(std::string_view sql, const Portfolio& portfolio) {
  const SqlQuery query = TRY(parse_query(sql));
  SqlAnalysis analysis;
  Analyst(analysis).run(query, relations_of(portfolio));
  return analysis;
}

}  // namespace credence::portfolio
