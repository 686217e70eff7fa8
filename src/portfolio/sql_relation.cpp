#include "portfolio/sql_relation.h"

#include <algorithm>
#include <cmath>

namespace credence::portfolio {
namespace {

SqlType sql_type(table::Type type) {
  switch (type) {
    case table::Type::integer:
      return SqlType::integer;
    case table::Type::real:
      return SqlType::real;
    case table::Type::text:
      return SqlType::text;
    case table::Type::date:
      return SqlType::date;
  }
  return SqlType::unknown;
}

SqlValue value_of_column(const ColumnSpec& column, const std::string& table) {
  SqlValue value;
  value.type = sql_type(column.type);
  value.nullable = !column.required || !column.known_on.empty();
  if (!column.categories.empty())
    value.texts.emplace(column.categories.begin(), column.categories.end());
  if (column.type != table::Type::integer) return value;
  if (column.minimum && column.maximum)
    value.range =
        IntegerRange::of(static_cast<std::int64_t>(std::ceil(*column.minimum)),
                         static_cast<std::int64_t>(std::floor(*column.maximum)));
  else
    value.unbounded = fmt::format(
        "\"{}\" of \"{}\" has no bounds: give it a CHECK ({} BETWEEN ... AND ...) in "
        "schema.sql",
        column.name, table, column.name);
  return value;
}

SqlRelation relation_of(const TableSpec& table, const Application& application) {
  SqlRelation relation;
  for (const ColumnSpec& column : table.columns)
    relation.columns.push_back({column.name, value_of_column(column, table.name)});
  if (!table.key.empty()) relation.keys.push_back({table.key.begin(), table.key.end()});
  if (table.name == application.table) {
    relation.rows_with[application.group] = table.most_rows;
    relation.rows_with[application.id] = 1;
  } else if (table.link) {
    relation.rows_of_applicant = {table.link->column, table.most_rows};
  }
  return relation;
}

// Which columns have a single value, and which sources a single row, once some have.
class Known {
 public:
  Known(const std::vector<SqlSource>& sources,
        const std::vector<SqlEquality>& equalities, std::set<SqlPlace> fixed,
        std::set<std::size_t> one_row)
      : sources_(sources),
        equalities_(equalities),
        known_(std::move(fixed)),
        one_row_(std::move(one_row)) {
    while (spread()) {
    }
  }

  bool covers_all() const { return one_row_.size() == sources_.size(); }
  bool has_one_row(std::size_t source) const { return one_row_.contains(source); }
  bool has(const SqlPlace& place) const {
    return one_row_.contains(place.first) || known_.contains(place);
  }

 private:
  bool learn(const SqlPlace& from, const SqlPlace& to,
             std::optional<std::size_t> only) {
    if (only && to.first != *only) return false;
    return has(from) && !has(to) && known_.insert(to).second;
  }

  bool spread() {
    bool learnt = false;
    for (const auto& [a, b, only] : equalities_) {
      if (!b)
        learnt |= (!only || a.first == *only) && !has(a) && known_.insert(a).second;
      else
        learnt |= learn(a, *b, only) || learn(*b, a, only);
    }
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      if (one_row_.contains(i)) continue;
      for (const auto& key : sources_[i].relation.keys)
        if (std::ranges::all_of(key, [&](const std::string& column) {
              return known_.contains({i, column});
            }))
          learnt |= one_row_.insert(i).second;
    }
    return learnt;
  }

  const std::vector<SqlSource>& sources_;
  const std::vector<SqlEquality>& equalities_;
  std::set<SqlPlace> known_;
  std::set<std::size_t> one_row_;
};

// By these columns a row belongs to an applicant.
bool names_applicant(const SqlRelation& relation, const std::string& column) {
  return relation.rows_with.contains(column) ||
         (relation.rows_of_applicant && relation.rows_of_applicant->first == column);
}

// Whether all rows of each source are those of the one applicant who is fixed.
std::vector<bool> belonging(const std::vector<SqlSource>& sources,
                            const std::vector<SqlEquality>& equalities,
                            const Known& known) {
  std::vector<bool> belongs(sources.size());
  const auto joins = [&](const SqlPlace& own, const SqlPlace& other,
                         std::optional<std::size_t> only) {
    const SqlRelation& relation = sources[other.first].relation;
    const bool is_key = std::ranges::any_of(
        relation.keys, [&](const auto& key) { return key.contains(other.second); });
    return (!only || *only == own.first) && belongs[other.first] &&
           names_applicant(sources[own.first].relation, own.second) &&
           (is_key || names_applicant(relation, other.second));
  };
  for (std::size_t i = 0; i < sources.size(); ++i) {
    belongs[i] = known.has_one_row(i);
    for (const SqlColumn& column : sources[i].relation.columns)
      if (names_applicant(sources[i].relation, column.name))
        belongs[i] = belongs[i] || known.has({i, column.name});
  }
  for (std::size_t round = 0; round < sources.size(); ++round)
    for (const auto& [a, b, only] : equalities) {
      if (!b) continue;
      if (joins(a, *b, only)) belongs[a.first] = true;
      if (joins(*b, a, only)) belongs[b->first] = true;
    }
  return belongs;
}

constexpr std::int64_t most_counted = std::int64_t{1} << 60;

// How many rows of a source go with one row of the sources already settled.
std::optional<std::int64_t> rows_beside(const SqlRelation& relation, std::size_t source,
                                        bool belongs, const Known& settled) {
  std::optional<std::int64_t> fewest;
  if (belongs && relation.rows_of_applicant)
    fewest = relation.rows_of_applicant->second;
  for (const auto& [column, rows] : relation.rows_with)
    if (settled.has({source, column}) && (!fewest || rows < *fewest)) fewest = rows;
  return fewest;
}

}  // namespace

const SqlColumn* SqlRelation::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &SqlColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

bool SqlRelation::has_one_row() const {
  return std::ranges::any_of(keys, [](const auto& key) { return key.empty(); });
}

std::map<std::string, SqlRelation> relations_of(const Portfolio& portfolio) {
  std::map<std::string, SqlRelation> relations;
  for (const TableSpec& table : portfolio.tables)
    relations[table.name] = relation_of(table, portfolio.application);

  const TableSpec* applications = portfolio.find_table(portfolio.application.table);
  SqlValue id = value_of_column(*applications->find(portfolio.application.id),
                                applications->name);
  const ColumnSpec* date = applications->find(portfolio.application.decided_at);
  SqlValue decided_at{.type = SqlType::date, .nullable = !date || !date->required};
  relations["decisions"] = {
      .columns = {{"application_id", id}, {"decided_at", decided_at}},
      .keys = {{"application_id"}},
      .rows_with = {{"application_id", 1}}};

  SqlValue until{.type = SqlType::date, .nullable = !date};
  SqlValue window{.type = SqlType::integer,
                  .nullable = false,
                  .range = IntegerRange::of(0, portfolio.target.window_months)};
  relations["observation"] = {
      .columns = {{"observed_until", until}, {"window_months", window}},
      .keys = {{}},
      .rows_with = {}};
  return relations;
}

std::optional<std::int64_t> rows_for(const std::vector<SqlSource>& sources,
                                     const std::vector<SqlEquality>& equalities,
                                     const std::set<SqlPlace>& fixed) {
  const Known known(sources, equalities, fixed, {});
  if (known.covers_all()) return 1;
  const std::vector<bool> belongs = belonging(sources, equalities, known);
  std::vector<std::size_t> open;  // sources that may have several rows
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (!known.has_one_row(i)) open.push_back(i);
  if (open.size() > 10) return std::nullopt;

  // The rows of the sources in `left`, one after another, that settle all others.
  const auto rows_of =
      [&](std::vector<std::size_t> left) -> std::optional<std::int64_t> {
    std::set<std::size_t> one_row;
    std::int64_t count = 1;
    while (!left.empty()) {
      const Known settled(sources, equalities, fixed, one_row);
      std::optional<std::int64_t> rows;
      const auto next = std::ranges::find_if(left, [&](std::size_t source) {
        rows = rows_beside(sources[source].relation, source, belongs[source], settled);
        return rows.has_value();
      });
      if (!rows || std::max<std::int64_t>(*rows, 1) > most_counted / count)
        return std::nullopt;
      count *= std::max<std::int64_t>(*rows, 1);
      one_row.insert(*next);
      left.erase(next);
    }
    if (!Known(sources, equalities, fixed, one_row).covers_all()) return std::nullopt;
    return count;
  };
  std::optional<std::int64_t> fewest;
  for (std::size_t chosen = 1; chosen < std::size_t{1} << open.size(); ++chosen) {
    std::vector<std::size_t> left;
    for (std::size_t bit = 0; bit < open.size(); ++bit)
      if (chosen >> bit & 1) left.push_back(open[bit]);
    const auto rows = rows_of(std::move(left));
    if (rows && (!fewest || *rows < *fewest)) fewest = rows;
  }
  return fewest;
}

}  // namespace credence::portfolio
