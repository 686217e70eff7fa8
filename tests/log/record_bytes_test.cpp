#include "log/record_bytes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <limits>

#include "tests/log/some_record.h"

namespace credence::log {
namespace {

// Records have no equality of their own: two reals are the same by their bits.
void expect_same(const Record& a, const Record& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.request_id, b.request_id);
  EXPECT_EQ(a.at, b.at);
  EXPECT_EQ(a.request.application_id, b.request.application_id);
  EXPECT_EQ(a.request.decided_at, b.request.decided_at);
  ASSERT_EQ(a.request.tables.size(), b.request.tables.size());
  for (std::size_t t = 0; t < a.request.tables.size(); ++t) {
    EXPECT_EQ(a.request.tables[t].table, b.request.tables[t].table);
    EXPECT_EQ(a.request.tables[t].columns, b.request.tables[t].columns);
    EXPECT_EQ(a.request.tables[t].rows, b.request.tables[t].rows);
  }
  EXPECT_EQ(a.defaults_applied, b.defaults_applied);
  EXPECT_EQ(a.features, b.features);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a.margin),
            std::bit_cast<std::uint64_t>(b.margin));
  EXPECT_EQ(a.probability, b.probability);
  EXPECT_EQ(a.refused, b.refused);
  EXPECT_EQ(a.band, b.band);
  EXPECT_EQ(a.contributions, b.contributions);
  EXPECT_EQ(a.reasons, b.reasons);
}

}  // namespace

TEST(RecordBytes, GiveBackWhatWasWritten) {
  const Record record = some_record();
  const auto bytes = bytes_of(record, some_provenance(), some_places());
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto read = record_of(bytes->open, bytes->protected_values, some_provenance());
  ASSERT_TRUE(read) << read.error().message;
  expect_same(*read, record);
}

TEST(RecordBytes, KeepProtectedValuesOutOfWhatEveryoneReads) {
  const auto bytes = *bytes_of(some_record(), some_provenance(), some_places());
  EXPECT_EQ(bytes.open.find("Female"), std::string::npos);
  EXPECT_NE(bytes.protected_values.find("Female"), std::string::npos);
  const Record erased = *record_of(bytes.open, "", some_provenance());
  EXPECT_TRUE(table::is_missing(erased.request.tables[0].rows[0][1]));
  EXPECT_TRUE(table::is_missing(erased.features[1]));
  EXPECT_EQ(erased.features[0], some_record().features[0]);
  // Nothing else can be told from the rest: another value gives the same open bytes.
  Record other = some_record();
  other.request.tables[0].rows[0][1] = std::string("Male");
  other.features[1] = std::string("Male");
  EXPECT_EQ(bytes_of(other, some_provenance(), some_places())->open, bytes.open);
}

TEST(RecordBytes, CutAnywhereAreRefused) {
  const auto bytes = *bytes_of(some_record(), some_provenance(), some_places());
  for (std::size_t size = 0; size < bytes.open.size(); ++size)
    EXPECT_FALSE(record_of(bytes.open.substr(0, size), "", some_provenance())) << size;
  EXPECT_FALSE(record_of(bytes.open + "x", "", some_provenance()));
  for (std::size_t size = 1; size < bytes.protected_values.size(); ++size)
    if (const auto read = record_of(bytes.open, bytes.protected_values.substr(0, size),
                                    some_provenance()))
      expect_same(*read, *read);  // a whole number of values; no crash is promised
}

RC_GTEST_PROP(RecordBytes, OfAnyChangeAreReadOrRefusedButNeverCrash, ()) {
  auto bytes = *bytes_of(some_record(), some_provenance(), some_places());
  std::string& changed =
      *rc::gen::arbitrary<bool>() ? bytes.open : bytes.protected_values;
  const auto place = *rc::gen::inRange<std::size_t>(0, changed.size());
  changed[place] = *rc::gen::arbitrary<char>();
  if (const auto read =
          record_of(bytes.open, bytes.protected_values, some_provenance()))
    RC_ASSERT(read->features.size() == some_provenance().features.size());
}

RC_GTEST_PROP(RecordBytes, HoldEveryNumberExactly,
              (std::int64_t whole, std::uint64_t bits)) {
  Record record = some_record();
  const double real = std::bit_cast<double>(bits);
  record.request.application_id = whole;
  record.margin = real;
  const auto bytes = *bytes_of(record, some_provenance(), some_places());
  const auto read = *record_of(bytes.open, bytes.protected_values, some_provenance());
  RC_ASSERT(read.request.application_id == table::Value(whole));
  RC_ASSERT(std::bit_cast<std::uint64_t>(read.margin) == bits);
}

TEST(RecordBytes, OfARecordThatIsNotOfTheProvenanceAreRefused) {
  Record record = some_record();
  record.features.pop_back();
  EXPECT_EQ(bytes_of(record, some_provenance(), some_places()).error().message,
            "the log got 2 features and 4 contributions; expected 3 and 4");
  record = some_record();
  record.request.tables[0].columns[0] = "nickname";
  EXPECT_EQ(bytes_of(record, some_provenance(), some_places()).error().message,
            "the log knows no column 'people.nickname'");
}

TEST(ProvenanceBytes, GiveBackWhatWasWrittenAndNothingElse) {
  const std::string bytes = bytes_of(some_provenance());
  EXPECT_EQ(provenance_of(bytes).value(), some_provenance());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(provenance_of(bytes.substr(0, size))) << size;
}

}  // namespace credence::log
