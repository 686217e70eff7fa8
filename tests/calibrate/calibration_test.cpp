#include "calibrate/calibration.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "calibrate/softplus.h"

namespace credence::calibrate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Map>
std::string refusal(const Map& map) {
  const auto calibration = Calibration::from(map);
  return calibration ? "accepted" : calibration.error().message;
}

std::string unreadable(const char* text) {
  const auto read = calibration_from_json(*parse_json(text, "test"));
  return read ? "accepted" : read.error().message;
}

// Between `low` and `high`, many sizes.
double drawn(Random& random, double low, double high) {
  return low * std::pow(high / low, random.uniform());
}

Calibration any_calibration(Random& random, double least) {
  const double shift = 6 * random.normal();
  if (random.chance(0.4))
    return *Calibration::from(
        Platt{.slope = drawn(random, least, 10), .intercept = shift});
  return *Calibration::from(
      Beta{.a = drawn(random, least, 10), .b = drawn(random, least, 10), .c = shift});
}

}  // namespace

TEST(Calibration, IsTheLineOfPlattAndTheBendOfBeta) {
  const auto platt = *Calibration::from(Platt{.slope = 0.5, .intercept = -1});
  EXPECT_EQ(platt.apply(3), 0.5);
  EXPECT_EQ(platt.probability(2), 0.5);
  const auto beta = *Calibration::from(Beta{.a = 2, .b = 0.5, .c = 0.25});
  for (const double p : {0.001, 0.2, 0.5, 0.9, 0.9999})
    EXPECT_NEAR(beta.apply(std::log(p / (1 - p))),
                2 * std::log(p) - 0.5 * std::log(1 - p) + 0.25, 1e-12);
  // With a = b it is Platt's, and with 1, 1, 0 nothing changes.
  const auto same = *Calibration::from(Beta{.a = 1, .b = 1, .c = 0});
  for (const double margin : {-40.0, -1.0, 0.0, 2.5, 300.0})
    EXPECT_NEAR(same.apply(margin), margin, 1e-15 * std::max(1.0, std::abs(margin)));
}

RC_GTEST_PROP(Calibration, KeepsDenseMarginsApartWhereProbabilitiesAreLongEqual, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const Calibration calibration = any_calibration(random, 0.01);
  for (int stretch = 0; stretch < 20; ++stretch) {
    double margin = 1400 * random.uniform() - 700, before = calibration.apply(margin);
    for (int i = 0; i < 50; ++i) {
      margin += 1e-9;
      const double now = calibration.apply(margin);
      RC_ASSERT(now > before);
      before = now;
    }
  }
}

RC_GTEST_PROP(Calibration, NeverTurnsNeighbouringNumbersRound, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const Calibration inner = any_calibration(random, 1e-6);
  const Calibration edges[] = {
      inner, *Calibration::from(Beta{.a = 0, .b = drawn(random, 0.1, 5), .c = -3}),
      *Calibration::from(Beta{.a = drawn(random, 0.1, 5), .b = 0, .c = 2})};
  for (const Calibration& calibration : edges)
    for (int stretch = 0; stretch < 30; ++stretch) {
      double margin = drawn(random, 1e-12, 800) * (random.chance(0.5) ? 1 : -1);
      double before = calibration.apply(margin);
      for (int i = 0; i < 20; ++i) {
        margin = std::nextafter(margin, infinity);
        const double now = calibration.apply(margin);
        RC_ASSERT(now >= before);
        before = now;
      }
    }
}

TEST(Calibration, OnAnEdgeKeepsMarginsApartOverAllThatModelsGive) {
  const auto floor = *Calibration::from(Beta{.a = 0, .b = 1, .c = -0.5});
  const auto roof = *Calibration::from(Beta{.a = 1, .b = 0, .c = 0.5});
  for (double margin = -20; margin < 20; margin += 0.001) {
    EXPECT_GT(floor.apply(margin + 1e-6), floor.apply(margin)) << margin;
    EXPECT_GT(roof.apply(margin + 1e-6), roof.apply(margin)) << margin;
  }
}

TEST(Calibration, RefusesAMapThatDoesNotIncrease) {
  EXPECT_EQ(
      refusal(Platt{.slope = 0, .intercept = 1}),
      "platt calibration: the slope is 0; expected more than 0, as a higher margin "
      "has to mean more risk");
  EXPECT_EQ(refusal(Platt{.slope = -0.5, .intercept = 1}),
            "platt calibration: the slope is -0.5; expected more than 0, as a higher "
            "margin has to mean more risk");
  EXPECT_EQ(
      refusal(Beta{.a = -1, .b = 2, .c = 0}),
      "beta calibration: a is -1 and b is 2; expected neither below 0 and not both "
      "0, as a higher margin has to mean more risk");
  EXPECT_EQ(
      refusal(Beta{.a = 0, .b = 0, .c = 0}),
      "beta calibration: a is 0 and b is 0; expected neither below 0 and not both "
      "0, as a higher margin has to mean more risk");
  EXPECT_EQ(refusal(Beta{.a = 1, .b = -2, .c = 0}).substr(0, 16), "beta calibration");
  EXPECT_EQ(refusal(Platt{.slope = infinity, .intercept = 0}),
            "platt calibration: the slope is inf; expected a finite number");
  EXPECT_EQ(refusal(Beta{.a = 1, .b = 1, .c = std::nan("")}),
            "beta calibration: c is nan; expected a finite number");
  EXPECT_EQ(refusal(Beta{.a = 0, .b = 1, .c = 0}), "accepted");
  EXPECT_EQ(refusal(Beta{.a = 1, .b = 0, .c = 0}), "accepted");
}

RC_GTEST_PROP(Calibration, ComesBackFromItsTextToTheLastBit, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const Calibration calibration = any_calibration(random, 1e-300);
  const std::string text = dump_json(to_json(calibration));
  RC_ASSERT(*calibration_from_json(*parse_json(text, "test")) == calibration);
}

TEST(Calibration, IsWrittenByTheLettersOfItsPaper) {
  EXPECT_EQ(to_json(*Calibration::from(Platt{.slope = 0.5, .intercept = -1})).dump(),
            R"({"kind":"platt","slope":0.5,"intercept":-1.0})");
  EXPECT_EQ(to_json(*Calibration::from(Beta{.a = 0, .b = 2, .c = 0.1})).dump(),
            R"({"kind":"beta","a":0.0,"b":2.0,"c":0.1})");
}

TEST(Calibration, RefusesTextThatIsNone) {
  EXPECT_EQ(unreadable("[]"), "calibration: expected an object, found []");
  EXPECT_EQ(unreadable("{}"), "calibration: 'kind' is missing");
  EXPECT_EQ(unreadable(R"({"kind": "isotonic"})"),
            "calibration: 'kind' is \"isotonic\"; expected \"platt\" or \"beta\"");
  EXPECT_EQ(unreadable(R"({"kind": "platt", "slope": 1, "b": 0})"),
            "calibration: 'intercept' is missing");
  EXPECT_EQ(
      unreadable(R"({"kind": "platt", "slope": 1, "intercept": 0, "c": 1})"),
      "calibration: {\"kind\":\"platt\",\"slope\":1,\"intercept\":0,\"c\":1} has 4 "
      "keys; expected 3");
  EXPECT_EQ(unreadable(R"({"kind": "beta", "a": "1", "b": 0, "c": 1})"),
            "calibration: 'a' is \"1\"; expected a number");
  EXPECT_EQ(
      unreadable(R"({"kind": "platt", "slope": -1, "intercept": 0})"),
      "calibration: platt calibration: the slope is -1; expected more than 0, as a "
      "higher margin has to mean more risk");
}

TEST(Softplus, IsExactFarOutOnBothSides) {
  EXPECT_EQ(softplus(0), std::log(2.0));
  EXPECT_DOUBLE_EQ(softplus(-40), std::exp(-40.0));
  EXPECT_EQ(softplus(50), 50);
  EXPECT_EQ(softplus(std::nextafter(50.0, 51.0)), std::nextafter(50.0, 51.0));
  EXPECT_EQ(softplus(700), 700);
  EXPECT_EQ(softplus(-800), 0);
  EXPECT_DOUBLE_EQ(softplus(1), 1.3132616875182228);
  EXPECT_DOUBLE_EQ(softplus(-1), 0.31326168751822286);
}

}  // namespace credence::calibrate
