#include "registry/state.h"

#include <gtest/gtest.h>

namespace credence::registry {
namespace {

// Events a minute apart.
class Story {
 public:
  Story& registered(std::string version) { return add("registered", version, ""); }
  Story& deleted(std::string version) { return add("deleted", version, ""); }
  Story& promoted(std::string version, std::string alias = "champion") {
    return add("promoted", version, alias);
  }
  Story& rolled_back(std::string version, std::string alias = "champion") {
    return add("rolled back", version, alias);
  }
  State state() const { return state_after(events_); }
  const std::vector<Event>& events() const { return events_; }

 private:
  Story& add(std::string kind, std::string version, std::string alias) {
    events_.push_back({Instant(std::chrono::minutes(events_.size())), std::move(kind),
                       std::move(version), std::move(alias), "", ""});
    return *this;
  }
  std::vector<Event> events_;
};

TEST(AliasTrail, EachRollbackGoesOneFurtherBack) {
  Story story;
  story.promoted("v1").promoted("v2").promoted("v3");
  EXPECT_EQ(story.state().version_of("champion"), "v3");
  EXPECT_EQ(story.state().before("champion"), "v2");
  story.rolled_back("v2");
  EXPECT_EQ(story.state().version_of("champion"), "v2");
  EXPECT_EQ(story.state().before("champion"), "v1");
  story.rolled_back("v1");
  EXPECT_EQ(story.state().version_of("champion"), "v1");
  EXPECT_EQ(story.state().before("champion"), std::nullopt);
}

TEST(AliasTrail, APromotionAfterARollbackIsRolledBackToWhereItCameFrom) {
  Story story;
  story.promoted("v1").promoted("v2").rolled_back("v1").promoted("v3");
  EXPECT_EQ(story.state().before("champion"), "v1");  // not to v2, given up before
}

TEST(AliasTrail, DeletedVersionsArePassedOver) {
  Story story;
  story.promoted("v1").promoted("v2").promoted("v3").deleted("v2");
  EXPECT_EQ(story.state().before("champion"), "v1");
  story.rolled_back("v1");
  EXPECT_EQ(story.state().version_of("champion"), "v1");
  EXPECT_EQ(story.state().before("champion"), std::nullopt);
}

TEST(AliasTrail, ARollbackNeverStaysWhereItIs) {
  Story story;
  story.promoted("v1").promoted("v2").promoted("v1").deleted("v2");
  EXPECT_EQ(story.state().before("champion"), std::nullopt);
  Story longer;
  longer.promoted("v3").promoted("v1").promoted("v2").promoted("v1").deleted("v2");
  EXPECT_EQ(longer.state().before("champion"), "v3");
  longer.rolled_back("v3");
  EXPECT_EQ(longer.state().version_of("champion"), "v3");
}

TEST(AliasTrail, AliasesDoNotTouchEachOther) {
  Story story;
  story.promoted("v1").promoted("v2", "challenger").promoted("v2").rolled_back("v1");
  EXPECT_EQ(story.state().version_of("champion"), "v1");
  EXPECT_EQ(story.state().version_of("challenger"), "v2");
  EXPECT_EQ(story.state().version_of("nobody"), "");
  EXPECT_EQ(story.state().before("nobody"), std::nullopt);
  EXPECT_EQ(story.state().aliases_of("v2"), std::vector<std::string>{"challenger"});
  story.promoted("v2");
  EXPECT_EQ(story.state().aliases_of("v2"),
            (std::vector<std::string>{"challenger", "champion"}));
}

TEST(State, KnowsWhatWasRegisteredAndDeleted) {
  Story story;
  story.registered("v1").registered("v2").registered("v10").deleted("v2");
  EXPECT_EQ(story.state().registered, (std::set<std::int64_t>{1, 2, 10}));
  EXPECT_EQ(story.state().deleted, std::set<std::int64_t>{2});
}

TEST(Periods, TellWhoWasChampionWhen) {
  Story story;
  story.registered("v1").promoted("v1").promoted("v2", "challenger").promoted("v2");
  story.deleted("v9").rolled_back("v1");
  const auto found = periods(story.events(), "champion");
  ASSERT_EQ(found.size(), 3u);
  const auto minute = [](int m) { return Instant(std::chrono::minutes(m)); };
  EXPECT_EQ(found[0].version, "v1");
  EXPECT_EQ(found[0].from, minute(1));
  EXPECT_EQ(found[0].to, minute(3));
  EXPECT_EQ(found[1].version, "v2");
  EXPECT_EQ(found[1].from, minute(3));
  EXPECT_EQ(found[1].to, minute(5));
  EXPECT_EQ(found[2].version, "v1");
  EXPECT_EQ(found[2].from, minute(5));
  EXPECT_EQ(found[2].to, std::nullopt);
  EXPECT_TRUE(periods(story.events(), "nobody").empty());
}

TEST(VersionName, IsALetterAndANumberWithoutPadding) {
  EXPECT_EQ(number_of("v1"), 1);
  EXPECT_EQ(number_of("v120"), 120);
  EXPECT_EQ(version_name(120), "v120");
  for (const char* text : {"", "v", "v0", "v01", "v-1", "v+1", "v1x", "V1", "1",
                           "champion", "v99999999999999999999"})
    EXPECT_EQ(number_of(text), std::nullopt) << text;
}

}  // namespace
}  // namespace credence::registry
