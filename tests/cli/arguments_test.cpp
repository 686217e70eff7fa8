#include <gtest/gtest.h>

#include "cli/command.h"

namespace credence::cli {
namespace {

const Option count = limited({"--count", OptionKind::integer, ""}, 1, 10);
const Option seed = limited({"--seed", OptionKind::integer, ""}, 0);
const Option any_integer{"--shift", OptionKind::integer, ""};
const Option rate = limited({"--rate", OptionKind::real, ""}, 0.001, 0.9);
const Option any_real{"--amount", OptionKind::real, ""};
const Option format =
    chosen_from({"--format", OptionKind::text, "", "csv"}, {"csv", "parquet"});
const Option folder{"--out", OptionKind::text, "", "", true};
const Option note{"--note", OptionKind::text, ""};

TEST(Arguments, AcceptWhatTheOptionAllows) {
  const std::vector<std::pair<Option, std::string>> cases = {
      {count, "1"},        {count, "10"},
      {seed, "0"},         {seed, "9223372036854775807"},
      {any_integer, "-7"}, {rate, "0.001"},
      {rate, "9e-1"},      {any_real, "-12.5"},
      {format, "parquet"}, {folder, "a b"},
      {note, ""}};
  for (const auto& [option, value] : cases)
    EXPECT_EQ(fault_of(option, value), "") << option.name << " " << value;
}

TEST(Arguments, SayWhatWasFoundAndWhatIsExpected) {
  const std::vector<std::tuple<Option, std::string, std::string>> cases = {
      {count, "0", "found '0', expected a whole number from 1 to 10"},
      {count, "11", "found '11', expected a whole number from 1 to 10"},
      {count, "2.0", "found '2.0', expected a whole number from 1 to 10"},
      {count, " 2", "found ' 2', expected a whole number from 1 to 10"},
      {count, "2x", "found '2x', expected a whole number from 1 to 10"},
      {count, "", "found '', expected a whole number from 1 to 10"},
      {seed, "-1", "found '-1', expected a whole number of at least 0"},
      {seed, "9223372036854775808",
       "found '9223372036854775808', expected a whole number of at least 0"},
      {any_integer, "one", "found 'one', expected a whole number"},
      {rate, "0.95", "found '0.95', expected a number from 0.001 to 0.9"},
      {rate, "nan", "found 'nan', expected a number from 0.001 to 0.9"},
      {any_real, "inf", "found 'inf', expected a number"},
      {any_real, "1e999", "found '1e999', expected a number"},
      {any_real, "1,000", "found '1,000', expected a number"},
      {format, "xml", "found 'xml', expected csv or parquet"},
      {format, "CSV", "found 'CSV', expected csv or parquet"},
      {folder, "", "is empty"}};
  for (const auto& [option, value, message] : cases)
    EXPECT_EQ(fault_of(option, value), message) << option.name;
}

TEST(Arguments, AreReadByTheirKind) {
  const Arguments arguments({{"--loans", "12"},
                             {"--rate", "0.25"},
                             {"--json", "true"},
                             {"--quiet", "false"},
                             {"--models", "a,b,c"}});
  EXPECT_EQ(arguments.integer("--loans"), 12);
  EXPECT_EQ(arguments.real("--rate"), 0.25);
  EXPECT_TRUE(arguments.flag("--json"));
  EXPECT_FALSE(arguments.flag("--quiet"));
  EXPECT_FALSE(arguments.flag("--other"));
  EXPECT_EQ(arguments.list("--models"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(arguments.list("--other").empty());
  EXPECT_TRUE(arguments.has("--rate"));
  EXPECT_FALSE(arguments.has("--other"));
  EXPECT_EQ(arguments.text("--other"), "");
}

}  // namespace
}  // namespace credence::cli
