#include "log/record_bytes.h"

#include <algorithm>
#include <optional>

#include "log/byte_writer.h"

namespace credence::log {
namespace {

constexpr std::uint8_t format = 1;  // of a record's bytes, raised when it changes

// Where a protected value stands.
enum Place : std::uint8_t { in_rows = 0, in_features = 1 };

std::optional<std::size_t> place_of(const std::vector<std::string>& names,
                                    std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

bool is_protected(const ProtectedPlaces& places, std::string_view table,
                  std::string_view column) {
  return std::ranges::any_of(places.columns, [&](const auto& place) {
    return place.table == table && place.column == column;
  });
}

// Writes what everyone may read to one writer, and protected values with their places
// to the other.
class Writing {
 public:
  Writing(const Provenance& provenance, const ProtectedPlaces& places)
      : provenance_(provenance), places_(places) {}

  Result<> rows(const std::vector<applicant::TableRows>& tables) {
    open.count(tables.size());
    for (std::size_t t = 0; t < tables.size(); ++t) TRY(table(tables[t], t));
    return {};
  }

  void features(const std::vector<table::Value>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool hidden = std::ranges::count(places_.features, i) > 0;
      open.value(hidden ? table::Value() : values[i]);
      if (!hidden || table::is_missing(values[i])) continue;
      protected_values.byte(in_features);
      protected_values.count(i);
      protected_values.value(values[i]);
    }
  }

  // Most columns of a row contribute nothing at all: a bit each says which do.
  void contributions(const std::vector<double>& values) {
    for (std::size_t first = 0; first < values.size(); first += 8) {
      unsigned bits = 0;
      for (std::size_t i = first; i < std::min(first + 8, values.size()); ++i)
        if (values[i] != 0) bits |= 1u << (i - first);
      open.byte(static_cast<std::uint8_t>(bits));
    }
    for (const double value : values)
      if (value != 0) open.real(value);
  }

  ByteWriter open, protected_values;

 private:
  Result<> table(const applicant::TableRows& rows, std::size_t at) {
    const auto known =
        std::ranges::find(provenance_.tables, rows.table, &Provenance::Table::name);
    if (known == provenance_.tables.end())
      return internal("the log knows no table '{}'", rows.table);
    open.count(static_cast<std::uint64_t>(known - provenance_.tables.begin()));
    open.count(rows.columns.size());
    std::vector<bool> hidden;
    for (const std::string& column : rows.columns) {
      const auto place = place_of(known->columns, column);
      if (!place)
        return internal("the log knows no column '{}.{}'", rows.table, column);
      open.count(*place);
      hidden.push_back(is_protected(places_, rows.table, column));
    }
    open.count(rows.rows.size());
    for (std::size_t r = 0; r < rows.rows.size(); ++r)
      for (std::size_t c = 0; c < rows.columns.size(); ++c) {
        const table::Value& value = rows.rows[r][c];
        open.value(hidden[c] ? table::Value() : value);
        if (!hidden[c] || table::is_missing(value)) continue;
        protected_values.byte(in_rows);
        for (const std::size_t place : {at, r, c}) protected_values.count(place);
        protected_values.value(value);
      }
    return {};
  }

  const Provenance& provenance_;
  const ProtectedPlaces& places_;
};

Result<std::vector<std::string>> read_texts(ByteReader& reader) {
  std::vector<std::string> texts(TRY(reader.length()));
  for (std::string& text : texts) text = TRY(reader.text());
  return texts;
}

void write_texts(ByteWriter& writer, const std::vector<std::string>& texts) {
  writer.count(texts.size());
  for (const std::string& text : texts) writer.text(text);
}

Result<applicant::TableRows> read_table(ByteReader& reader,
                                        const Provenance& provenance) {
  const std::uint64_t known = TRY(reader.count());
  if (known >= provenance.tables.size())
    return bad_input("the record holds rows of table {}, of {}", known,
                     provenance.tables.size());
  const Provenance::Table& table = provenance.tables[known];
  applicant::TableRows rows{table.name, {}, {}};
  rows.columns.resize(TRY(reader.length()));
  for (std::string& column : rows.columns) {
    const std::uint64_t place = TRY(reader.count());
    if (place >= table.columns.size())
      return bad_input("the record holds column {} of table {}, of {}", place,
                       table.name, table.columns.size());
    column = table.columns[place];
  }
  const std::uint64_t count = TRY(reader.count());
  if (rows.columns.empty() && count > 0)
    return bad_input("the record holds rows without columns");
  for (std::uint64_t r = 0; r < count; ++r) {
    std::vector<table::Value> row(rows.columns.size());
    for (table::Value& value : row) value = TRY(reader.value());
    rows.rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<double>> read_contributions(ByteReader& reader, std::size_t count) {
  std::vector<bool> present;
  for (std::size_t first = 0; first < count; first += 8) {
    const std::uint8_t bits = TRY(reader.byte());
    for (std::size_t i = first; i < std::min(first + 8, count); ++i)
      present.push_back((bits >> (i - first) & 1) != 0);
  }
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i)
    if (present[i]) values[i] = TRY(reader.real());
  return values;
}

// Puts protected values back to their places.
Result<> restore(Record& record, std::string_view bytes) {
  ByteReader reader(bytes);
  while (!reader.end()) {
    table::Value* target = nullptr;
    if (TRY(reader.byte()) == in_rows) {
      const std::uint64_t t = TRY(reader.count()), r = TRY(reader.count()),
                          c = TRY(reader.count());
      auto& tables = record.request.tables;
      if (t < tables.size() && r < tables[t].rows.size() &&
          c < tables[t].columns.size())
        target = &tables[t].rows[r][c];
    } else {
      const std::uint64_t place = TRY(reader.count());
      if (place < record.features.size()) target = &record.features[place];
    }
    if (!target) return bad_input("a protected value has no place in its record");
    *target = TRY(reader.value());
  }
  return {};
}

}  // namespace

Result<RecordBytes> bytes_of(const Record& record, const Provenance& provenance,
                             const ProtectedPlaces& places) {
  if (record.features.size() != provenance.features.size() ||
      record.contributions.size() != provenance.columns.size())
    return internal("the log got {} features and {} contributions; expected {} and {}",
                    record.features.size(), record.contributions.size(),
                    provenance.features.size(), provenance.columns.size());
  Writing writing(provenance, places);
  ByteWriter& open = writing.open;
  open.byte(format);
  open.text(record.id);
  open.byte(static_cast<std::uint8_t>(record.kind));
  open.text(record.request_id);
  open.integer(record.at.time_since_epoch().count());
  open.value(record.request.application_id);
  open.integer(record.request.decided_at);
  TRY(writing.rows(record.request.tables));
  write_texts(open, record.defaults_applied);
  writing.features(record.features);
  open.real(record.margin);
  open.real(record.probability);
  open.byte(record.refused ? 1 : 0);
  open.text(record.band);
  writing.contributions(record.contributions);
  open.count(record.reasons.size());
  for (const Reason& reason : record.reasons) {
    open.text(reason.concept_name);
    open.text(reason.text);
    open.real(reason.contribution);
  }
  return RecordBytes{open.take(), writing.protected_values.take()};
}

Result<Record> record_of(std::string_view open, std::string_view protected_values,
                         const Provenance& provenance) {
  ByteReader reader(open);
  if (const std::uint8_t found = TRY(reader.byte()); found != format)
    return bad_input("the record has format {}, but this program reads format {}",
                     found, format);
  Record record;
  record.id = TRY(reader.text());
  const std::uint8_t kind = TRY(reader.byte());
  if (kind > static_cast<std::uint8_t>(Kind::shadow))
    return bad_input("the record is of no known kind ({})", kind);
  record.kind = static_cast<Kind>(kind);
  record.request_id = TRY(reader.text());
  record.at = Instant(std::chrono::milliseconds(TRY(reader.integer())));
  record.request.application_id = TRY(reader.value());
  record.request.decided_at = static_cast<Day>(TRY(reader.integer()));
  for (std::size_t left = TRY(reader.length()); left > 0; --left)
    record.request.tables.push_back(TRY(read_table(reader, provenance)));
  record.defaults_applied = TRY(read_texts(reader));
  record.features.resize(provenance.features.size());
  for (table::Value& value : record.features) value = TRY(reader.value());
  record.margin = TRY(reader.real());
  record.probability = TRY(reader.real());
  record.refused = TRY(reader.byte()) != 0;
  record.band = TRY(reader.text());
  record.contributions = TRY(read_contributions(reader, provenance.columns.size()));
  record.reasons.resize(TRY(reader.length()));
  for (Reason& reason : record.reasons) {
    reason.concept_name = TRY(reader.text());
    reason.text = TRY(reader.text());
    reason.contribution = TRY(reader.real());
  }
  TRY(reader.end());
  TRY(restore(record, protected_values));
  return record;
}

std::string application_text(const table::Value& application_id) {
  if (const auto* whole = std::get_if<std::int64_t>(&application_id))
    return fmt::format("{}", *whole);
  const auto* text = std::get_if<std::string>(&application_id);
  return text ? *text : std::string();
}

std::string bytes_of(const Provenance& provenance) {
  ByteWriter writer;
  writer.byte(format);
  for (const std::string* text :
       {&provenance.version_name, &provenance.learner, &provenance.artifact_hash,
        &provenance.model_hash, &provenance.features_hash, &provenance.portfolio_hash})
    writer.text(*text);
  writer.real(provenance.threshold);
  writer.real(provenance.base);
  writer.count(provenance.tables.size());
  for (const Provenance::Table& table : provenance.tables) {
    writer.text(table.name);
    write_texts(writer, table.columns);
  }
  write_texts(writer, provenance.features);
  write_texts(writer, provenance.columns);
  return writer.take();
}

Result<Provenance> provenance_of(std::string_view bytes) {
  ByteReader reader(bytes);
  if (const std::uint8_t found = TRY(reader.byte()); found != format)
    return bad_input("the provenance has format {}, but this program reads format {}",
                     found, format);
  Provenance provenance;
  for (std::string* text :
       {&provenance.version_name, &provenance.learner, &provenance.artifact_hash,
        &provenance.model_hash, &provenance.features_hash, &provenance.portfolio_hash})
    *text = TRY(reader.text());
  provenance.threshold = TRY(reader.real());
  provenance.base = TRY(reader.real());
  provenance.tables.resize(TRY(reader.length()));
  for (Provenance::Table& table : provenance.tables) {
    table.name = TRY(reader.text());
    table.columns = TRY(read_texts(reader));
  }
  provenance.features = TRY(read_texts(reader));
  provenance.columns = TRY(read_texts(reader));
  TRY(reader.end());
  return provenance;
}

}  // namespace credence::log
