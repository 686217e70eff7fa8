#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "prepare/describe.h"
#include "prepare/pipeline.h"
#include "tests/prepare/sample.h"

namespace credence::prepare {
namespace {

Pipeline sample_pipeline(std::uint64_t seed = 1, double missing = 0.2) {
  Random random(seed);
  const Table table = random_table(80, missing, random);
  return Pipeline::fit(sample_portfolio(), table, all_rows(80), FitOptions{}).value();
}

std::string error_of(const Json& document) {
  const auto read = Pipeline::from_json(document, sample_portfolio());
  return read ? "no error" : read.error().message;
}

// The sample's JSON with the value at `pointer` replaced.
Json changed(const char* pointer, Json value) {
  Json document = sample_pipeline().to_json();
  document[Json::json_pointer(pointer)] = std::move(value);
  return document;
}

Json without(const char* parent, const char* key) {
  Json document = sample_pipeline().to_json();
  document[Json::json_pointer(parent)].erase(key);
  return document;
}

}  // namespace

TEST(PipelineJson, ReadBackIsTheSamePipelineAndTheSameBytes) {
  EXPECT_TRUE(rc::check([] {
    const Pipeline pipeline =
        sample_pipeline(*rc::gen::arbitrary<std::uint64_t>(),
                        *rc::gen::elementOf(std::vector{0.0, 0.02, 0.4, 0.9}));
    const std::string bytes = dump_json(pipeline.to_json());
    const auto read =
        Pipeline::from_json(parse_json(bytes, "it").value(), sample_portfolio());
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->steps() == pipeline.steps());
    RC_ASSERT(read->names() == pipeline.names());
    RC_ASSERT(read->dropped() == pipeline.dropped());
    RC_ASSERT(read->step_of_column() == pipeline.step_of_column());
    RC_ASSERT(dump_json(read->to_json()) == bytes);
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const std::vector<Value> row = random_row(random, 0.3);
    std::vector<double> before(pipeline.names().size()), after(before.size());
    pipeline.transform(row, Form::scaled, before);
    read->transform(row, Form::scaled, after);
    RC_ASSERT(before == after);
  }));
}

TEST(PipelineJson, IsRefusedWhereItIsDamaged) {
  const std::vector<std::pair<Json, std::string>> cases{
      {Json::array(), "found array, expected an object"},
      {without("", "steps"), "key \"steps\" is missing"},
      {changed("/extra", 1), "key \"extra\" is not known"},
      {changed("/format", 2), "format: found 2, expected 1, the only one known here"},
      {changed("/steps", "x"), "steps: found \"x\", expected a list"},
      {changed("/steps/0", 7), "steps[0]: found number, expected an object"},
      {without("/steps/1", "fill"), "steps[1]: key \"fill\" is missing"},
      {changed("/steps/0/feature", "wealth"),
       "steps[0].feature: found \"wealth\", expected a feature of the portfolio"},
      {changed("/steps/0/feature", nullptr),
       "steps[0].feature: found null, expected a text"},
      {changed("/steps/0/kind", "flag"),
       "steps[0].kind: found \"flag\", expected \"number\", as the portfolio declares "
       "age"},
      {changed("/steps/0/kind", "color"),
       "steps[0].kind: found \"color\", expected one of \"number\", \"flag\", "
       "\"ordinal\", "
       "\"nominal\""},
      {changed("/steps/0/missing_share", 1.0),
       "steps[0].missing_share: found 1.0, expected at least 0 and less than 1"},
      {changed("/steps/0/missing_seen", false),
       "steps[0].missing_seen: found false, expected true, since the missing share is "
       "above 0"},
      {changed("/steps/0/missing_seen", 0),
       "steps[0].missing_seen: found 0, expected true or false"},
      {changed("/steps/0/indicator", false),
       "steps[0].indicator: found false, expected an own or a shared one where the "
       "missing "
       "share is above 0, and only there"},
      {changed("/steps/0/fill", "12"),
       "steps[0].fill: found \"12\", expected a finite number"},
      {changed("/steps/0/fill", nullptr),
       "steps[0].fill: found null, expected a finite number"},
      {changed("/steps/0/fill", std::numeric_limits<double>::infinity()),
       "steps[0].fill: found null, expected a finite number"},
      {changed("/steps/1/indicator_shared_with", "age"),
       "steps[1].indicator: found true, expected an own or a shared one where the "
       "missing "
       "share is above 0, and only there"},
      {changed("/steps/5/outputs", sample_pipeline().to_json()["steps"][0]["outputs"]),
       "steps[5].outputs: found array, expected none for a nominal feature"},
      {changed("/steps/0/fill_text", "x"),
       "steps[0].fill_text: found \"x\", expected none for a number"},
      {changed("/steps/0/categories", Json::array({"a"})),
       "steps[0].categories: found [\"a\"], expected none for a number"},
      {changed("/steps/0/outputs/0/scale", 0.0),
       "steps[0].outputs[0].scale: found 0.0, expected a number above 0"},
      {changed("/steps/0/outputs/0/scale", "wide"),
       "steps[0].outputs[0].scale: found \"wide\", expected a finite number"},
      {changed("/steps/0/outputs/0/scaling", "other"),
       "steps[0].outputs[0].scaling: found \"other\", expected one of \"none\", "
       "\"standard\", "
       "\"robust\""},
      {changed("/steps/4/categories", Json::array({"None", 3})),
       "steps[4].categories: found [\"None\",3], expected a list of texts"},
      {changed("/steps/4/categories", Json::array({"None", "Master", "School"})),
       "steps[4].categories: found [\"None\",\"Master\",\"School\"], expected the "
       "order that "
       "the portfolio declares"},
      {changed("/steps/4/fill", 1.0),
       "steps[4].fill: found 1.0, expected 0 for categories"},
      {changed("/steps/4/outputs", Json::array()),
       "steps[4].outputs: found [], expected one column where there are categories"},
      {changed("/steps/4/outputs/0/logarithm", true),
       "steps[4].outputs: found array, expected no logarithm of a category"},
      {changed("/steps/5/categories", Json::array({"Auto", "Auto"})),
       "steps[5].categories: found [\"Auto\",\"Auto\"], expected each category once"},
      {changed("/steps/5/fill_text", "Yacht"),
       "steps[5].fill_text: found \"Yacht\", expected one of the categories"},
      {changed("/steps/1/feature", "age"), "steps: feature age is prepared twice"},
      {changed("/steps/0/outputs/0/name", "income"),
       "feature income would make a second matrix column named income; rename the "
       "feature in "
       "features.sql"},
      {changed("/dropped", Json::array({Json{{"feature", "x"}, {"reason", 3}}})),
       "dropped[0].reason: found 3, expected a text"},
  };
  for (const auto& [document, message] : cases) EXPECT_EQ(error_of(document), message);
}

TEST(PipelineJson, IsRefusedWhenAFeatureIsNotAccountedFor) {
  Json document = sample_pipeline().to_json();
  document["steps"].erase(6);
  EXPECT_EQ(error_of(document),
            "feature region of the portfolio is neither prepared nor left out");
}

TEST(PipelineJson, IsRefusedWhenAStepMakesNoColumn) {
  Json document = sample_pipeline(1, 0).to_json();
  document["steps"][2]["outputs"] = Json::array();
  EXPECT_EQ(error_of(document),
            "steps[2].outputs: found [], expected at least one column");
}

TEST(PipelineJson, IsRefusedWhenASharedIndicatorDoesNotExist) {
  Json document = sample_pipeline().to_json();
  document["steps"][1]["indicator"] = false;
  document["steps"][1]["indicator_shared_with"] = "score";
  EXPECT_EQ(error_of(document),
            "steps: feature income shares the missing indicator of score, but no "
            "earlier step "
            "makes it");
}

// Whatever is damaged, reading either refuses it or gives a pipeline that works.
TEST(PipelineJson, DamagedAnywhereNeverCrashes) {
  const Json whole = sample_pipeline().to_json();
  const std::vector<std::pair<std::string, Json>> flat = [&] {
    std::vector<std::pair<std::string, Json>> places;
    const Json flattened = whole.flatten();
    for (const auto& [pointer, value] : flattened.items())
      places.emplace_back(pointer, value);
    return places;
  }();
  const std::vector<Json> odd{nullptr,
                              true,
                              -1,
                              1e300,
                              "",
                              "\xc3\xa4",
                              Json::array(),
                              0.25,
                              Json::object(),
                              "age",
                              Json::array({1, "a", nullptr}),
                              "nominal",
                              18446744073709551615u};
  int refused = 0;
  EXPECT_TRUE(rc::check([&] {
    Json document = whole;
    const int damages = *rc::gen::inRange(1, 4);
    for (int i = 0; i < damages; ++i) {
      std::string pointer = (*rc::gen::elementOf(flat)).first;
      const int up = *rc::gen::inRange(0, 3);  // the value, or what holds it
      for (int u = 0; u < up && pointer.rfind('/') != 0; ++u)
        pointer = pointer.substr(0, pointer.rfind('/'));
      const Json::json_pointer place(pointer);
      if (!document.contains(place)) continue;
      document[place] = *rc::gen::elementOf(odd);
    }
    const auto read = Pipeline::from_json(document, sample_portfolio());
    if (!read) {
      ++refused;
      RC_ASSERT(read.error().kind == ErrorKind::bad_input);
      RC_ASSERT(!read.error().message.empty());
      return;
    }
    Random random(1);
    std::vector<double> row(read->names().size());
    read->transform(random_row(random, 0.5), Form::scaled, row);
    RC_ASSERT(Pipeline::from_json(read->to_json(), sample_portfolio()).has_value());
  }));
  EXPECT_GT(refused, 0);
}

TEST(PipelineJson, CutOrChangedByteByByteNeverCrashes) {
  const std::string bytes = dump_json(sample_pipeline().to_json());
  EXPECT_TRUE(rc::check([&] {
    std::string damaged = bytes;
    const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
    if (*rc::gen::arbitrary<bool>())
      damaged.resize(place);
    else
      damaged[place] = *rc::gen::arbitrary<char>();
    if (const auto document = parse_json(damaged, "pipeline.json"))
      if (const auto read = Pipeline::from_json(*document, sample_portfolio()))
        RC_ASSERT(!read->names().empty());
  }));
}

TEST(Describe, SaysWhatIsDoneToEachFeature) {
  Table table;
  const Value one = std::int64_t{1}, three = std::int64_t{3}, nine = std::int64_t{9};
  table.columns = {column("income", Type::integer, {one, three, {}, {}}),
                   column("score", Type::integer, {three, one, {}, {}}),
                   column("type", Type::text,
                          {text_of("B"), text_of("A"), text_of("B"), text_of("B")}),
                   column("nine", Type::integer, {nine, nine, nine, nine})};
  portfolio::Portfolio portfolio;
  portfolio.features = {feature("income", Kind::number, Scaling::standard),
                        feature("score", Kind::number), feature("type", Kind::nominal),
                        feature("nine", Kind::number)};
  portfolio.logarithms = {{"log_income", "income", Scaling::robust}};
  const Pipeline pipeline = Pipeline::fit(portfolio, table, all_rows(4), {}).value();
  const std::vector<Description> all = describe(pipeline);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].filled_with, "2 (median)");
  EXPECT_EQ(all[0].missing_share, 0.5);
  EXPECT_EQ(all[0].indicator, "income_missing");
  EXPECT_EQ(all[0].columns,
            (std::vector<std::string>{"income_missing", "income", "log_income"}));
  EXPECT_EQ(all[0].scaling,
            "standard (mean 2, deviation 0.707107); log_income robust (median 1.09861, "
            "quartile range 0.173287)");
  EXPECT_EQ(all[1].indicator, "income_missing (shared)");
  EXPECT_EQ(all[1].scaling, "none");
  EXPECT_EQ(all[2].encoding, "one-hot, unseen all 0");
  EXPECT_EQ(all[2].filled_with, "B (mode)");
  EXPECT_EQ(all[2].columns, (std::vector<std::string>{"type=A", "type=B"}));
  EXPECT_EQ(all[3].feature, "nine");
  EXPECT_EQ(all[3].left_out, "constant: 9");
  EXPECT_TRUE(all[3].columns.empty());
  EXPECT_EQ(to_json(all)[0]["scaling"], all[0].scaling);
}

}  // namespace credence::prepare
