#include "model/model.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <nlohmann/json.hpp>

#include "tests/model/random_forest.h"

namespace credence::model {
namespace {

Linear random_linear(std::uint64_t seed) {
  Random random(seed);
  Linear model{random.normal(), {}};
  for (int j = 0; j < 4; ++j)
    model.coefficients.push_back(random.chance(0.2) ? -0.0 : random.normal() * 1e-7);
  return model;
}

std::string message_of(const Json& document) {
  const auto model = model_from_json(document);
  return model ? "accepted" : model.error().message;
}

Json stump() {
  return Json::parse(R"({"kind": "forest", "columns": 2, "base": 0.5,
    "split": "less_or_equal_f64", "summation": "f64", "roots": [0, 3],
    "feature": [1, -1, -1, -1], "left": [1, 0, 0, 0], "right": [2, 0, 0, 0],
    "missing": [2, 0, 0, 0], "default_left": [1, 0, 0, 0],
    "value": [0.25, -1, 1, 0.125], "cover": [3, 1, 2, 3]})");
}

TEST(Linear, AddsInColumnOrderFromTheIntercept) {
  const Linear model{1e16, {1, 1, -1e16}};
  const std::vector<double> ones = {1, 1, 1};
  EXPECT_EQ(margin(model, ones), ((1e16 + 1) + 1) - 1e16);
}

TEST(Model, ScoresARowAloneAndInAMatrixWithTheSameBits) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Model forest = random_forest(seed), linear = random_linear(seed);
    table::Matrix rows = random_rows(seed + 1, 131, 4);
    for (const Model* model : {&forest, &linear}) {
      const std::vector<double> all = margins(*model, rows);
      RC_ASSERT(all.size() == rows.rows);
      for (std::size_t i = 0; i < rows.rows; ++i)
        RC_ASSERT(std::bit_cast<std::uint64_t>(all[i]) ==
                  std::bit_cast<std::uint64_t>(margin(*model, rows.row(i))));
    }
  }));
}

TEST(Model, IsReadFromJsonWithTheSameBitsAndWrittenWithTheSameBytes) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Model forest = random_forest(seed), linear = random_linear(seed);
    const table::Matrix rows = random_rows(seed + 1, 20, 4);
    for (const Model* model : {&forest, &linear}) {
      const std::string text = dump_json(to_json(*model));
      const auto document = parse_json(text, "model.json");
      RC_ASSERT(document.has_value());
      const auto again = model_from_json(*document);
      RC_ASSERT(again.has_value());
      RC_ASSERT(dump_json(to_json(*again)) == text);
      for (std::size_t i = 0; i < rows.rows; ++i)
        RC_ASSERT(std::bit_cast<std::uint64_t>(margin(*again, rows.row(i))) ==
                  std::bit_cast<std::uint64_t>(margin(*model, rows.row(i))));
    }
  }));
}

TEST(Model, RefusesAMatrixWithOtherColumns) {
  const Model model = Linear{0, {1, 2, 3}};
  EXPECT_TRUE(check(model, 3));
  EXPECT_EQ(check(model, 4).error().message,
            "the model takes 3 columns, but the prepared matrix has 4: model and "
            "preparation are not from the same version");
  EXPECT_EQ(check(Model(random_forest(1)), 3).error().message,
            "the model takes 4 columns, but the prepared matrix has 3: model and "
            "preparation are not from the same version");
}

TEST(ModelJson, ReadsAForestWrittenByHand) {
  const auto model = model_from_json(stump());
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(margin(*model, std::vector<double>{9, 0.25}), 0.5 - 1 + 0.125);
  EXPECT_EQ(margin(*model, std::vector<double>{9, 0.26}), 0.5 + 1 + 0.125);
  EXPECT_EQ(margin(*model, std::vector<double>{9, std::nan("")}), 0.5 - 1 + 0.125);
}

TEST(ModelJson, NamesWhatIsWrongInADamagedForest) {
  struct Case {
    const char *pointer, *value, *message;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"/kind", "\"tree\"",
            "model: 'kind': expected one of linear, forest, found \"tree\""},
           {"/columns", "1",
            "model: tree 0, node 0: it splits on column 1, but the forest has 1 "
            "columns"},
           {"/columns", "-1", "model: 'columns' is negative"},
           {"/columns", "2.5", "model: 'columns': expected an integer, found 2.5"},
           {"/base", "null", "model: 'base': expected a finite number, found null"},
           {"/split", "\"<\"",
            "model: 'split': expected one of less_or_equal_f64, less_f32, found \"<\""},
           {"/roots", "{}", "model: 'roots': expected an array, found object"},
           {"/roots", "[0, 9]",
            "model: tree 0: its root 0 is not within the 4 nodes, in order"},
           {"/roots", "[1, 3]",
            "model: tree 0: its root 1 is not within the 4 nodes, in order"},
           {"/roots", "[0, 0]",
            "model: tree 0: its root 0 is not within the 4 nodes, in order"},
           {"/roots", "[]", "model: 0 trees with 4 nodes"},
           {"/roots", "[0]", "model: tree 0, node 3: it has no parent"},
           {"/left", "[1, 0, 0]",
            "model: 'left' has 3 elements, expected 4 as the other arrays have"},
           {"/left/0", "0",
            "model: tree 0, node 0: its child 0 does not lie behind it in its tree, "
            "which ends at 3"},
           {"/left/0", "3",
            "model: tree 0, node 0: its child 3 does not lie behind it in its tree, "
            "which ends at 3"},
           {"/left/0", "2", "model: tree 0, node 0: its child 2 has another parent"},
           {"/right/0", "99999999999",
            "model: 'right', element 0: 99999999999 is out of range"},
           {"/missing/0", "3",
            "model: 'missing', element 0: expected 0 (none), 1 (zero) or 2 (nan), "
            "found 3"},
           {"/default_left/0", "2",
            "model: 'default_left', element 0: expected 0 or 1, found 2"},
           {"/value/1", "\"1\"",
            "model: 'value', element 1: expected a finite number, found \"1\""},
           {"/value/1", "\"inf\"",
            "model: tree 0, node 1: its value is not a finite number"},
           {"/cover/2", "-2",
            "model: tree 0, node 2: its cover is not a finite number of 0 or more"}}) {
    Json document = stump();
    document[Json::json_pointer(c.pointer)] = Json::parse(c.value);
    EXPECT_EQ(message_of(document), c.message) << c.pointer;
  }
}

TEST(ModelJson, NamesWhatIsMissing) {
  const Json whole = stump();
  for (const auto& [key, value] : whole.items()) {
    Json document = whole;
    document.erase(key);
    EXPECT_EQ(message_of(document), "model: '" + key + "' is missing");
  }
  EXPECT_EQ(message_of(Json::array()), "model: expected an object, found array");
  EXPECT_EQ(message_of(Json::parse(R"({"kind": "linear", "intercept": 1})")),
            "model: 'coefficients' is missing");
}

// Whatever is done to a forest's numbers, it is refused or can be scored.
TEST(ModelJson, NeverGivesAForestThatCannotBeWalked) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    Random random(seed);
    Json document = to_json(random_forest(seed, 3, 3));
    const char* keys[] = {"roots", "feature", "left", "right"};
    for (int i = 0; i < 2; ++i) {
      Json& array = document[keys[random.below(4)]];
      array[random.below(array.size())] = static_cast<int>(random.below(20)) - 2;
    }
    const auto model = model_from_json(document);
    const table::Matrix rows = random_rows(seed, 10, 4);
    if (model)
      RC_ASSERT(margins(*model, rows).size() == 10u);
    else
      RC_ASSERT(model.error().kind == ErrorKind::bad_input);
  }));
}

}  // namespace
}  // namespace credence::model
